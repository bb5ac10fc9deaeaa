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
    Stream<Instant> writes() {
        Stream<Instant> beside = Stream.concat(locks.stream(), metas.stream()).map(Beside::written);
        return Stream.concat(Stream.ofNullable(diskWritten), beside);
    }
}
