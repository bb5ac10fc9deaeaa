package dev.profilekeep.request;

import dev.profilekeep.backup.points.KnownPoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted.
 *
 * @param point the backup it comes from; null for what needs none, and for what a file server keeps
 * @param serverLocation the location whose file server keeps the moment by itself; empty for everything else
 * @param moment of what it goes back to; null for what goes back to none
 * @param paths files and folders inside the container, for {@link RequestKind#FILES} alone; shown to the container's owner only
 */
public record Wish(
        RequestKind kind, @Nullable Point point, String serverLocation, @Nullable Instant moment, List<String> paths) {
    /** Files and folders that one request may name. */
    public static final int MOST_PATHS = 500;

    /** A container in a snapshot of a repository of the configuration. */
    public record Point(String repositoryId, UUID snapshot, int place) {}

    public Wish {
        paths = List.copyOf(paths);
        boolean ofServer = !serverLocation.isEmpty();
        if (kind.needsPoint() != (point != null || ofServer) || kind.needsPoint() != (moment != null)) {
            throw new IllegalArgumentException(
                    kind + (kind.needsPoint() ? " needs a backup to go back to" : " needs no backup"));
        }
        if (ofServer && (point != null || kind != RequestKind.WHOLE)) {
            throw new IllegalArgumentException(
                    "what a file server keeps is no backup, and is brought back as a whole: " + serverLocation);
        }
        if ((kind == RequestKind.FILES) == paths.isEmpty()) {
            throw new IllegalArgumentException("files are named where files are wanted, and only there");
        }
        if (paths.size() > MOST_PATHS) {
            throw new IllegalArgumentException(
                    "at most " + MOST_PATHS + " files and folders can be asked for at once: " + paths.size());
        }
    }

    /** Of a backup, or of nothing. */
    public Wish(RequestKind kind, @Nullable Point point, @Nullable Instant moment, List<String> paths) {
        this(kind, point, "", moment, paths);
    }

    /** The whole container, as the file server of a location keeps it by itself. */
    public static Wish ofServer(String locationId, Instant moment) {
        return new Wish(RequestKind.WHOLE, null, locationId, moment, List.of());
    }

    /** The whole container as it was. */
    public static Wish whole(KnownPoint point) {
        return new Wish(
                RequestKind.WHOLE,
                new Point(point.repositoryId(), point.snapshot(), point.place()),
                point.moment(),
                List.of());
    }

    /** Files as they were. */
    public static Wish files(KnownPoint point, List<String> paths) {
        return new Wish(
                RequestKind.FILES,
                new Point(point.repositoryId(), point.snapshot(), point.place()),
                point.moment(),
                paths);
    }

    /** What needs no backup. */
    public static Wish firstAid(RequestKind kind) {
        return new Wish(kind, null, null, List.of());
    }

    /** What names it in an audit entry; no file is named there. */
    String told() {
        return Optional.ofNullable(point)
                .map(at -> at.repositoryId() + "/" + at.snapshot() + "/" + at.place())
                .orElse(serverLocation.isEmpty() ? "" : "previous version at " + serverLocation);
    }
}
