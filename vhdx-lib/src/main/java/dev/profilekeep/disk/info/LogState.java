package dev.profilekeep.disk.info;

/** Whether a VHDX log holds changes that are not yet in the file ([MS-VHDX] 2.3). A VHD has no log: {@link #EMPTY}. */
public enum LogState {
    EMPTY("empty"),
    REPLAY_NEEDED("replay-needed");

    private final String word;

    LogState(String word) {
        this.word = word;
    }

    /** The word used in JSON and on the command line. */
    public String word() {
        return word;
    }
}
