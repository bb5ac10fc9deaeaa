package dev.profilekeep.fslogix;

/** What a number is a number of. The same one means different things in each. */
public enum CodeKind {
    /** Status of a session, in FSLogix' log and registry. */
    STATUS("status"),
    /** Reason of a session, in the registry. */
    REASON("reason"),
    /** An event of FSLogix. */
    EVENT("event"),
    /** An event of Windows' User Profile Service. */
    PROFILE_SERVICE_EVENT("profsvc"),
    /** An event of NTFS. */
    NTFS_EVENT("ntfs"),
    /** An event of a disk's driver. */
    DISK_EVENT("disk"),
    /** An error of Windows: a Win32 code, or the HRESULT of a virtual disk. */
    WINDOWS("windows"),
    /** An NTSTATUS. */
    NTSTATUS("ntstatus");

    private final String key;

    CodeKind(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }

    static CodeKind of(String key) {
        for (CodeKind kind : values()) {
            if (kind.key.equals(key)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no kind of code: '" + key + "'");
    }
}
