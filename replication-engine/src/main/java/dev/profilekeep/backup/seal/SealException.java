package dev.profilekeep.backup.seal;

import java.io.IOException;

/** A sealed file that cannot be opened, and why. */
public sealed class SealException extends IOException {
    private static final long serialVersionUID = 1L;

    SealException(String message) {
        super(message);
    }

    /** It is not what was written with this key: damaged, cut, changed, of another repository, or of another kind. */
    public static final class Broken extends SealException {
        private static final long serialVersionUID = 1L;

        private final long at;

        Broken(String file, long at, String what) {
            super(file + ", byte " + at + ": " + what);
            this.at = at;
        }

        /** Where in the file, in bytes from its start. */
        public long at() {
            return at;
        }
    }

    /** A version of the format that this program does not know. */
    public static final class TooNew extends SealException {
        private static final long serialVersionUID = 1L;

        TooNew(String file, int version) {
            super(file + " has version " + version + " of its format, this program knows " + SealedFormat.VERSION
                    + " only: use a newer ProfileKeep");
        }
    }

    /** A passphrase, key file or recovery key that opens nothing here. */
    public static final class WrongKey extends SealException {
        private static final long serialVersionUID = 1L;

        WrongKey(String message) {
            super(message);
        }
    }
}
