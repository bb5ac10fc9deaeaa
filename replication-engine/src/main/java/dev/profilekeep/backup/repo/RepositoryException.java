package dev.profilekeep.backup.repo;

import java.io.IOException;
import java.util.List;

/** A repository that cannot be made or opened, or a key that cannot be changed, and why. */
public sealed class RepositoryException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What to do where the file that makes a folder a repository is damaged or lost. */
    static final String MEND = "'backup check --repair', with what opens the repository, writes it anew";

    RepositoryException(String message) {
        super(message);
    }

    /** There is none in this folder. */
    public static final class NotThere extends RepositoryException {
        private static final long serialVersionUID = 1L;

        NotThere(String message) {
            super(message);
        }
    }

    /** The folder where one is to be made is not empty. */
    public static final class Occupied extends RepositoryException {
        private static final long serialVersionUID = 1L;

        Occupied(String message) {
            super(message);
        }
    }

    /** It is of a version that this program does not know. */
    public static final class TooNew extends RepositoryException {
        private static final long serialVersionUID = 1L;

        TooNew(String message) {
            super(message);
        }
    }

    /** The file that makes a folder a repository, or a key, is not what it should be. */
    public static final class Damaged extends RepositoryException {
        private static final long serialVersionUID = 1L;

        Damaged(String message) {
            super(message);
        }
    }

    /** That secret opens none of its keys. */
    public static final class WrongKey extends RepositoryException {
        private static final long serialVersionUID = 1L;

        /** @param damaged what is wrong with keys that could not be tried */
        WrongKey(String message, List<String> damaged) {
            super(
                    damaged.isEmpty()
                            ? message
                            : message + "; keys that could not be tried: " + String.join("; ", damaged));
        }
    }

    /** There is no such key. */
    public static final class NoSuchKey extends RepositoryException {
        private static final long serialVersionUID = 1L;

        NoSuchKey(String id) {
            super("there is no key " + id + ": list the keys to see which there are");
        }
    }

    /** Without that key nobody, or nobody but the holder of a recovery key, could open it any more. */
    public static final class KeyNeeded extends RepositoryException {
        private static final long serialVersionUID = 1L;

        KeyNeeded(String message) {
            super(message);
        }
    }
}
