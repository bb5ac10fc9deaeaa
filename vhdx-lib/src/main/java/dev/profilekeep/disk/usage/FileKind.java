package dev.profilekeep.disk.usage;

/** What a file of a profile is there for. Which file is of which kind says {@code kinds.tsv}, for most of them by path. */
public enum FileKind {
    OUTLOOK("Outlook mail", false),
    TEAMS("Teams", true),
    TEAMS_CLASSIC("Teams classic", true),
    EDGE_CACHE("Edge cache", true),
    CHROME_CACHE("Chrome cache", true),
    FIREFOX_CACHE("Firefox cache", true),
    INTERNET_CACHE("Windows internet cache", true),
    BROWSER_DATA("browser data", false),
    ONEDRIVE("OneDrive", false),
    OFFICE_CACHE("Office cache", true),
    SEARCH("Windows Search", true),
    TEMP("temporary files", true),
    WINDOWS_CACHE("Windows caches", true),
    DOWNLOADS("downloads", false),
    OWN_FILES("own files", false),
    STORE_APPS("store apps", false),
    PROGRAMS("programs", false),
    APP_DATA("other application data", false),
    REGISTRY("registry", false),
    RECYCLE_BIN("recycle bin", true),
    PREVIOUS_VERSIONS("previous versions", false),
    OTHER("other files", false),
    /** Names that no folder leads to. */
    LOST("lost files", false),
    /** What the file system needs for itself. */
    FILE_SYSTEM("file system", false),
    /** Clusters that are marked as used, and no file has them. */
    NOBODY("used by nobody", false);

    private final String label;
    private final boolean goes;

    FileKind(String label, boolean goes) {
        this.label = label;
        this.goes = goes;
    }

    /** For people, in the middle of a sentence. */
    public String label() {
        return label;
    }

    /** Whether programs make it anew, or nobody wants it any more. */
    public boolean canGo() {
        return goes;
    }
}
