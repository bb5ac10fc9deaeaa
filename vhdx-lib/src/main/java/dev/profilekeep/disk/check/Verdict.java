package dev.profilekeep.disk.check;

/** The answer of a check in a word. */
public enum Verdict {
    /** Everything was looked at, and nothing costs or endangers content. Waste and notes may stand beside it. */
    SOUND("sound"),
    /** Something is wrong; how bad it is, the worst finding says. */
    FINDINGS("findings"),
    /** Nothing wrong was seen, but a part could not be looked at: a parent that is not there, a file system we do not know. */
    NOT_CHECKABLE("not-checkable");

    private final String word;

    Verdict(String word) {
        this.word = word;
    }

    /** The word used in JSON and on the command line. */
    public String word() {
        return word;
    }
}
