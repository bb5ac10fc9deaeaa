package dev.profilekeep.failover;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * An address that is called in the place of a step.
 *
 * @param url http or https
 * @param method POST, PUT or GET
 * @param body sent as it is; empty for none
 * @param seconds from 1 to 600; then it has failed
 * @param secretFrom {@code env:NAME} or {@code file:/path}: signs the call; null for no signature
 */
public record Hook(String url, String method, String body, int seconds, @Nullable String secretFrom) {
    URI address() {
        return URI.create(url);
    }
}
