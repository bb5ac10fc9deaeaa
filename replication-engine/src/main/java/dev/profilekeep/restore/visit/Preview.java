package dev.profilekeep.restore.visit;

/** What can be shown of a file without fetching it. */
public sealed interface Preview {
    /** Of text, so much is shown, in bytes. */
    int MOST_TEXT = 64 << 10;

    /** Larger pictures are not shown, in bytes. */
    int MOST_PICTURE = 5 << 20;

    /**
     * Text. It may say anything, and is never anything but text.
     *
     * @param encoding as it was guessed
     * @param more whether the file has more of it
     */
    record Text(String text, String encoding, boolean more) implements Preview {}

    /**
     * A picture, as its first bytes say, whatever its name says.
     *
     * @param type one of image/png, image/jpeg, image/gif, image/webp
     */
    record Picture(String type, byte[] bytes) implements Preview {}

    /** Nothing can be shown. */
    record None(Why why) implements Preview {}

    /** Why nothing is shown. */
    enum Why {
        EMPTY,
        TOO_LARGE,
        /** Neither text nor a picture that is safe to show. */
        OTHER,
        /** Its content cannot be had. */
        UNREADABLE
    }
}
