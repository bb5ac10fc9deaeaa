package dev.profilekeep.replica;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing seen of a copy, on which a verdict rests.
 *
 * @param locationId where; null if it is of no location
 * @param at when it was so
 * @param fact what was seen, a word of a closed set that views put into people's language
 * @param value what belongs to it: a time, a size, a digest, a path inside the volume; empty if nothing does
 */
public record CopySight(@Nullable String locationId, Instant at, String fact, String value) {}
