package dev.profilekeep.content;

/** What a node holds: its first byte. */
enum NodeKind {
    BRANCH(1),
    ENTRIES(2),
    RECORDS(3);

    private final byte code;

    NodeKind(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }
}
