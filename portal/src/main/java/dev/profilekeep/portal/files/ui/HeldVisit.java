package dev.profilekeep.portal.files.ui;

import dev.profilekeep.restore.visit.Visit;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one backup that a page has open; what comes after the page is gone, or after another was asked for, is closed at once. Safe for several threads. */
final class HeldVisit {
    private static final Logger LOG = LoggerFactory.getLogger(HeldVisit.class);

    private @Nullable Visit visit;
    private long ticket;
    private boolean gone;

    /** The page may be shown again. */
    synchronized void begin() {
        gone = false;
    }

    /** Another is asked for; the one before is closed. */
    synchronized long next() {
        letGo();
        return ++ticket;
    }

    synchronized void hold(long asked, Visit opened) {
        if (gone || asked != ticket) {
            close(opened);
        } else {
            visit = opened;
        }
    }

    synchronized @Nullable Visit get() {
        return visit;
    }

    synchronized void end() {
        gone = true;
        letGo();
    }

    private void letGo() {
        Visit last = visit;
        visit = null;
        if (last != null) {
            close(last);
        }
    }

    /** Whoever holds it lets go of it, whoever is signed in by then, or nobody. */
    private static void close(Visit visit) {
        try {
            visit.close();
        } catch (IOException e) {
            LOG.debug("a backup that was looked into did not close: {}", e.getMessage());
        }
    }
}
