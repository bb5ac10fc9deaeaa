package dev.profilekeep.compact.estate;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Room that old files take until they are not needed any more.
 *
 * @param files that are kept
 * @param bytes of them
 * @param firstFree when the first may go, if its person signs in and out until then; null if none is kept
 * @param lastFree when the last may
 */
public record KeptSpace(long files, long bytes, @Nullable Instant firstFree, @Nullable Instant lastFree) {}
