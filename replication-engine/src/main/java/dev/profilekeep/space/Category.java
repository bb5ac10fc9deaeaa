package dev.profilekeep.space;

/**
 * What a part of a profile is there for. Which folder is of which category says {@code folders.tsv}; docs/space.md tells why each
 * is safe to leave out of a profile or not, and what is lost.
 */
public enum Category {
    EDGE_CACHE("Edge cache", Kind.CACHE),
    CHROME_CACHE("Chrome cache", Kind.CACHE),
    BRAVE_CACHE("Brave cache", Kind.CACHE),
    FIREFOX_CACHE("Firefox cache", Kind.CACHE),
    BROWSER_DATA("browser data: bookmarks, passwords, sites", Kind.DATA),
    TEAMS_CACHE("Teams cache and logs", Kind.CACHE),
    TEAMS("Teams", Kind.DATA),
    TEAMS_CLASSIC_CACHE("Teams classic cache and logs", Kind.CACHE),
    TEAMS_CLASSIC("Teams classic", Kind.DATA),
    OUTLOOK("Outlook mail", Kind.DATA),
    ONEDRIVE_FILES("OneDrive files", Kind.DATA),
    ONEDRIVE_PROGRAM("OneDrive program and logs", Kind.DATA),
    OFFICE_CACHE("Office cache", Kind.CACHE),
    INTERNET_CACHE("Windows internet cache", Kind.CACHE),
    TEMP("temporary files", Kind.CACHE),
    CRASH_DUMPS("crash dumps and error reports", Kind.CACHE),
    THUMBNAILS("thumbnails and icons", Kind.CACHE),
    SHADER_CACHE("graphics caches", Kind.CACHE),
    WINDOWS_CACHE("other Windows caches", Kind.CACHE),
    REMOTE_DESKTOP_CACHE("Remote Desktop cache", Kind.CACHE),
    INSTALLER_CACHE("kept installers", Kind.CACHE),
    PACKAGE_CACHE("package caches: npm, NuGet, pip and others", Kind.CACHE),
    ZOOM("Zoom", Kind.DATA),
    SLACK("Slack", Kind.DATA),
    WEBEX("Webex", Kind.DATA),
    SPOTIFY("Spotify", Kind.DATA),
    VS_CODE("VS Code", Kind.DATA),
    JETBRAINS("JetBrains", Kind.DATA),
    PROGRAM_CACHE("caches of other programs", Kind.CACHE),
    SEARCH("search index", Kind.CACHE),
    DOWNLOADS("downloads", Kind.DATA),
    DOCUMENTS("documents", Kind.DATA),
    DESKTOP("desktop", Kind.DATA),
    PICTURES("pictures", Kind.DATA),
    VIDEOS("videos", Kind.DATA),
    MUSIC("music", Kind.DATA),
    RECYCLE_BIN("recycle bin", Kind.DATA),
    REGISTRY("registry", Kind.SYSTEM),
    STORE_APPS("store apps", Kind.DATA),
    PROGRAMS("programs of the person's own", Kind.DATA),
    LOCAL_REST("other in AppData/Local", Kind.DATA),
    LOCAL_LOW_REST("other in AppData/LocalLow", Kind.DATA),
    ROAMING_REST("other in AppData/Roaming", Kind.DATA),
    OTHER("other files", Kind.DATA),
    PREVIOUS_VERSIONS("previous versions", Kind.SYSTEM),
    /** Names that no folder leads to. */
    LOST("lost files", Kind.SYSTEM),
    /** What the file system needs for itself. */
    FILE_SYSTEM("file system", Kind.SYSTEM),
    /** Clusters that are marked as used, and no file has them. */
    NOBODY("used by nobody", Kind.SYSTEM);

    /** Whose it is. */
    public enum Kind {
        /** Made anew by the program that has it, or wanted by nobody any more. */
        CACHE,
        /** Of the person. */
        DATA,
        /** Of Windows or of the file system. */
        SYSTEM
    }

    private final String label;
    private final Kind kind;

    Category(String label, Kind kind) {
        this.label = label;
        this.kind = kind;
    }

    /** For people, in the middle of a sentence. */
    public String label() {
        return label;
    }

    public Kind kind() {
        return kind;
    }
}
