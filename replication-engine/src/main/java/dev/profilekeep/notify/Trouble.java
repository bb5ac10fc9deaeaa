package dev.profilekeep.notify;

import dev.profilekeep.health.Severity;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong now, as a source tells it again and again while it lasts.
 *
 * @param key tells it from others of the same source; the same as long as it is the same trouble
 * @param siteId whose it is; null if it is of no site
 * @param facts what the words are filled with, by name; values from outside are made harmless when they are shown
 * @param since when it began; null if only the present is known
 */
public record Trouble(
        String key,
        IncidentKind kind,
        Severity severity,
        @Nullable String siteId,
        Map<String, String> facts,
        @Nullable Instant since) {
    static final int LONGEST_KEY = 600;

    public Trouble {
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            throw new IllegalArgumentException("a trouble's key has 1 to " + LONGEST_KEY + " characters: " + key);
        }
        facts = java.util.Collections.unmodifiableMap(new TreeMap<>(facts));
    }
}
