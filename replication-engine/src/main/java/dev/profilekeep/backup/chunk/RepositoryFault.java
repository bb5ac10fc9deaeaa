package dev.profilekeep.backup.chunk;

import dev.profilekeep.storage.StorageException;
import java.io.IOException;

/** Says what is wrong with a repository that could not be written to, and what to do. Stateless. */
public final class RepositoryFault {
    private RepositoryFault() {}

    /** The first fault, where what is thrown only says that nothing could follow it. */
    public static Throwable first(Throwable e) {
        Throwable first = e;
        while (first instanceof EndedException && first.getCause() != null) {
            first = first.getCause();
        }
        return first;
    }

    /** Of what a write to it ended with. */
    public static String sentence(IOException e) {
        Throwable first = first(e);
        String words = String.valueOf(first.getMessage());
        if (first instanceof StorageException.Full) {
            return "there is no room left in it (" + words
                    + "): make room on its volume, then run this again; what was stored before stays";
        }
        if (first instanceof StorageException.Unreachable) {
            return "it does not answer any more (" + words
                    + "): what was stored before stays; run this again when it does";
        }
        if (first instanceof StorageException.Denied) {
            return "our account may not write to it (" + words + "): give it the right to change files there";
        }
        return words;
    }

    /** Nothing more is stored, as something failed before. */
    static final class EndedException extends IOException {
        private static final long serialVersionUID = 1L;

        EndedException(Throwable first) {
            super("nothing more is stored, as something failed before: " + first.getMessage(), first);
        }
    }
}
