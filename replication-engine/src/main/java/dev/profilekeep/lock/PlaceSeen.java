package dev.profilekeep.lock;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one look saw at one location of a container's set.
 *
 * @param at when, by our clock
 * @param reason why it was not asked, or why the probe cannot tell; empty otherwise
 * @param probedAt when the disk was tried, if that was at another look than this: at most once a minute; null otherwise
 * @param locks lock files beside the disk, by their attributes
 * @param handles open handles on the disk as the file server lists them; null if it does not
 * @param handlesHidden why it does not; empty if it does
 * @param diskWritten last write of the disk; null if there is none
 * @param freeSince since when every probe went through; null if the last one did not
 * @param lockUnchangedSince since when every look saw the same lock file, or none; null if there was no look before
 * @param lockRenewedAfter when a look saw another lock file here, after which it changed; null unless that was moments ago
 * @param times what else is known of the times of files here
 * @param fencedBy who declared the site failed over and fenced; null if nobody did
 */
public record PlaceSeen(
        String locationId,
        String siteId,
        Instant at,
        Asked asked,
        String reason,
        Probe probe,
        @Nullable Instant probedAt,
        List<Beside> locks,
        List<Beside> metas,
        @Nullable List<Handle> handles,
        String handlesHidden,
        @Nullable Instant diskWritten,
        @Nullable Instant freeSince,
        @Nullable Instant lockUnchangedSince,
        @Nullable Instant lockRenewedAfter,
        Times times,
        @Nullable Fence fencedBy) {

    /** Whether the location answered. */
    public enum Asked {
        ANSWERED,
        UNREACHABLE,
        /** It was left alone in its quiet hours. */
        QUIET
    }

    /** What an exclusive open of the disk met. */
    public enum Probe {
        FREE,
        HELD,
        /** There is no disk here. */
        ABSENT,
        /** It cannot be told here, or was not tried. */
        CANNOT_TELL
    }

    /**
     * What is known of the times of files, besides what the server says.
     *
     * @param hidden why the server's clock could not be asked, so that no time of a file there says how long ago it was; empty
     *     if it was asked, or there is no file
     * @param changes what looks saw of the files, as far as looks are remembered
     */
    public record Times(String hidden, List<Change> changes) {
        static final Times AS_SAID = new Times("", List.of());

        public Times {
            changes = List.copyOf(changes);
        }
    }

    /**
     * What looks saw of a file that is there now, by our clock.
     *
     * @param name empty for the disk
     * @param after the last look that saw it otherwise, or not at all; null if none did
     * @param since the first look that saw it so
     * @param said its own time, put to our clock when it was first known; null if it was not, and long ago if the server's clock was
     *     put meanwhile
     * @param open whether somebody had the disk open at the look {@code after}
     */
    public record Change(String name, @Nullable Instant after, Instant since, @Nullable Instant said, boolean open) {}

    /** A file beside the disk. */
    public record Beside(String name, long bytes, Instant written) {}

    /**
     * An open handle.
     *
     * @param sessions the sessions of its account at the server, any of which it may belong to
     */
    public record Handle(long id, String account, boolean writes, List<Client> sessions) {
        public Handle {
            sessions = List.copyOf(sessions);
        }
    }

    /** A machine connected to the file server. */
    public record Client(String machine, Instant began) {}

    /** A site taken out of service for good, until it is failed back. */
    public record Fence(Instant since, String by) {}

    public PlaceSeen {
        locks = List.copyOf(locks);
        metas = List.copyOf(metas);
        handles = handles == null ? null : List.copyOf(handles);
    }

    boolean fenced() {
        return fencedBy != null;
    }

    /** When each file here was last written: the disk, its locks and its states. */
    Stream<Written> writes() {
        return Stream.of(Stream.ofNullable(disk()), lockWrites(), metaWrites()).flatMap(files -> files);
    }

    Stream<Written> lockWrites() {
        return locks.stream().map(this::written);
    }

    Stream<Written> metaWrites() {
        return metas.stream().map(this::written);
    }

    /** When the disk was; null if there is none. */
    @Nullable
    Written disk() {
        return diskWritten == null ? null : Written.of(diskWritten, change(""));
    }

    private Written written(Beside file) {
        return Written.of(file.written(), change(file.name()));
    }

    private @Nullable Change change(String name) {
        return times.changes().stream()
                .filter(change -> change.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
