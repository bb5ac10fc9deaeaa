package dev.profilekeep.portal.rest;

import dev.profilekeep.portal.access.NotNowException;
import dev.profilekeep.portal.access.NotNowException.Why;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What is done elsewhere, waited for. */
final class Awaited {
    private Awaited() {}

    /** @throws NotNowException if a server does not answer; else what went wrong there */
    static <T> T of(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            if (e.getCause() instanceof IOException) {
                throw new NotNowException(
                        Why.FILES_UNREACHABLE,
                        "the server that keeps it does not answer: try again in a few minutes",
                        e.getCause());
            }
            throw e;
        }
    }
}
