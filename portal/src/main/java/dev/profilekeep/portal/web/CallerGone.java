package dev.profilekeep.portal.web;

import org.apache.catalina.connector.ClientAbortException;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/**
 * Whether an answer failed because nobody takes it any more: a browser was closed, a download called off. That is no fault
 * of anybody's. It is told by the type alone: a broken pipe to a file server or the database has the same words.
 */
public final class CallerGone {
    private CallerGone() {}

    /** Whether {@code thrown} came about because of that. */
    public static boolean isBehind(Throwable thrown) {
        Throwable at = thrown;
        for (int depth = 0; at != null && depth < 20; depth++) {
            if (at instanceof ClientAbortException || at instanceof AsyncRequestNotUsableException) {
                return true;
            }
            at = at.getCause();
        }
        return false;
    }
}
