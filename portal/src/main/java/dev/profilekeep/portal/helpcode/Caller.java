package dev.profilekeep.portal.helpcode;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who reads a code out.
 *
 * @param sid null for somebody whose sign-in says none
 * @param subject what their identity provider calls them
 */
public record Caller(
        String displayName, @Nullable String sid, String identityProvider, String subject, Instant endsAt) {}
