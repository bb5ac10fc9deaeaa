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
 * @param point the backup it comes from; null for what needs none
 * @param moment of what the backup shows; null without one
 * @param paths files and folders inside the container, for {@link RequestKind#FILES} alone; shown to the container's owner only
 */
public record Wish(RequestKind kind, @Nullable Point point, @Nullable Instant moment, List<String> paths) {
    /** Files and folders that one request may name. */
    public static final int MOST_PATHS = 500;

    /** A container in a snapshot of a repository of the configuration. */
    public record Point(String repositoryId, UUID snapshot, int place) {}

    public Wish {
        paths = List.copyOf(paths);
        if (kind.needsPoint() != (point != null) || (point == null) != (moment == null)) {
            throw new IllegalArgumentException(
                    kind + (kind.needsPoint() ? " needs a backup to go back to" : " needs no backup"));
        }
        if ((kind == RequestKind.FILES) == paths.isEmpty()) {
            throw new IllegalArgumentException("files are named where files are wanted, and only there");
        }
        if (paths.size() > MOST_PATHS) {
            throw new IllegalArgumentException(
                    "at most " + MOST_PATHS + " files and folders can be asked for at once: " + paths.size());
        }
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
                .orElse("");
    }
}
