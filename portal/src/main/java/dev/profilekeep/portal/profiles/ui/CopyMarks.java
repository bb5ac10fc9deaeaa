package dev.profilekeep.portal.profiles.ui;

import dev.profilekeep.catalog.CopyDetail;
import dev.profilekeep.ui.Status;

/** The shape and colour of what the last inventory met. */
final class CopyMarks {
    private CopyMarks() {}

    static Status of(CopyDetail.Presence presence) {
        return switch (presence) {
            case PRESENT -> Status.READY;
            case IN_USE -> Status.IN_USE;
            case UNREADABLE, GONE -> Status.NOT_READY;
        };
    }
}
