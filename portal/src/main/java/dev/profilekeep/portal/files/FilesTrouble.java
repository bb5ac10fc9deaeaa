package dev.profilekeep.portal.files;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.access.NotNowException;
import dev.profilekeep.portal.access.NotNowException.Why;
import dev.profilekeep.restore.files.ExportRefusedException;
import dev.profilekeep.restore.visit.VisitRefusedException;
import dev.profilekeep.storage.StorageException;
import java.io.EOFException;
import java.io.IOException;

/** What went wrong in a backup, as what a person can do about it. */
final class FilesTrouble {
    private FilesTrouble() {}

    static RuntimeException of(IOException thrown) {
        if (thrown instanceof VisitRefusedException refused) {
            return notNow(
                    switch (refused.why()) {
                        case NOT_AGREED -> Why.FILES_NOT_AGREED;
                        case OVER -> Why.FILES_OVER;
                        case NEEDS_A_YES -> Why.FILES_NEED_A_YES;
                        case NO_SHARE -> Why.FILES_NO_SHARE;
                        case NO_DOWNLOAD -> Why.FILES_NO_DOWNLOAD;
                        case TOO_MANY -> Why.FILES_TOO_MANY;
                        case CLOSED -> Why.FILES_CLOSED;
                    },
                    thrown);
        }
        if (thrown instanceof ExportRefusedException refused) {
            return notNow(
                    switch (refused.why()) {
                        case NOTHING -> Why.FILES_NOTHING;
                        case TOO_MUCH -> Why.FILES_TOO_MUCH;
                        case NO_ROOM -> Why.FILES_NO_ROOM;
                        case NOT_CLOSED -> Why.FILES_NOT_PRIVATE;
                    },
                    thrown);
        }
        if (thrown instanceof StorageException.NotFound) {
            return new NotFoundException("this backup");
        }
        if (thrown instanceof DiskException || thrown instanceof EOFException) {
            return notNow(Why.FILES_UNREADABLE, thrown);
        }
        return notNow(Why.FILES_UNREACHABLE, thrown);
    }

    private static NotNowException notNow(Why why, IOException cause) {
        return new NotNowException(why, String.valueOf(cause.getMessage()), cause);
    }
}
