package dev.profilekeep.backup.estate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The backup of one container that a person asked for.
 *
 * @param by how the person is called
 * @param asked when
 * @param ended null while it is under way
 * @param done bytes read; 0 while it waits for its turn, and where another process reads
 * @param total bytes to read; 0 as long as nobody knows
 * @param reason why it is in no snapshot, for people; empty if it is, or may still be
 * @param snapshot that it is in
 * @param inUseSince in use at every try since; null if it was not at this one
 * @param sessions where its person was signed in when it was found in use, as hosts and brokers told; none if nobody told
 */
public record AskedBackup(
        long containerId,
        String by,
        Instant asked,
        @Nullable Instant ended,
        State state,
        long done,
        long total,
        String reason,
        Optional<UUID> snapshot,
        @Nullable Instant inUseSince,
        List<At> sessions) {
    public AskedBackup {
        sessions = List.copyOf(sessions);
    }

    /** How it stands. */
    public enum State {
        UNDER_WAY,
        /** It was read, and is in a snapshot. */
        STORED,
        /** Nothing changed since its last backup, and it is in a snapshot. */
        SAME,
        /** Somebody works with it. */
        IN_USE,
        /** It could not be backed up. */
        FAILED
    }

    /** @param since when the person signed in there; null if nobody told */
    public record At(String host, @Nullable Instant since) {}

    /** The same, with another sentence in the place of the reason. */
    public AskedBackup saying(String why) {
        return new AskedBackup(containerId, by, asked, ended, state, done, total, why, snapshot, inUseSince, sessions);
    }

    static AskedBackup begun(long containerId, String by, Instant asked) {
        return new AskedBackup(
                containerId, by, asked, null, State.UNDER_WAY, 0, 0, "", Optional.empty(), null, List.of());
    }

    AskedBackup at(long bytes, long of) {
        return new AskedBackup(
                containerId, by, asked, null, State.UNDER_WAY, bytes, of, "", Optional.empty(), null, List.of());
    }

    AskedBackup failed(Instant now, String why) {
        return new AskedBackup(
                containerId, by, asked, now, State.FAILED, done, total, why, Optional.empty(), null, List.of());
    }

    AskedBackup inUse(Instant now, String why, @Nullable Instant since, List<At> at) {
        return new AskedBackup(
                containerId, by, asked, now, State.IN_USE, done, total, why, Optional.empty(), since, at);
    }

    AskedBackup stored(Instant now, State how, Optional<UUID> in) {
        return new AskedBackup(containerId, by, asked, now, how, done, total, "", in, null, List.of());
    }
}
