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
 * @param amount what they come to, with all that is in them; nothing for other kinds
 */
public record Wish(
        RequestKind kind,
        @Nullable Point point,
        String serverLocation,
        @Nullable Instant moment,
        List<String> paths,
        Amount amount) {
    /** Files and folders that one request may name. */
    public static final int MOST_PATHS = 500;

    /** Characters that the paths of one request may have together. */
    public static final int MOST_CHARACTERS = 150_000;

    /** A container in a snapshot of a repository of the configuration. */
    public record Point(String repositoryId, UUID snapshot, int place) {}

    /**
     * How much somebody wants: what may be told of files to those who may not see their names.
     *
     * @param bytes of content
     */
    public record Amount(long files, long folders, long bytes) {
        public static final Amount NOTHING = new Amount(0, 0, 0);

        public Amount {
            if (files < 0 || folders < 0 || bytes < 0) {
                throw new IllegalArgumentException(
                        "no amount: " + files + " files, " + folders + " folders, " + bytes + " bytes");
            }
        }
    }

    /** Whether so many files and folders can be named in one request. */
    public static boolean fits(List<String> paths) {
        return paths.size() <= MOST_PATHS
                && paths.stream().mapToLong(String::length).sum() <= MOST_CHARACTERS;
    }

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
        if (!fits(paths)) {
            throw new IllegalArgumentException("at most " + MOST_PATHS + " files and folders with " + MOST_CHARACTERS
                    + " characters in their paths can be asked for at once: " + paths.size());
        }
        if (kind != RequestKind.FILES && !amount.equals(Amount.NOTHING)) {
            throw new IllegalArgumentException("files are counted where files are wanted, and only there");
        }
    }

    /** Of a backup, or of nothing. */
    public Wish(RequestKind kind, @Nullable Point point, @Nullable Instant moment, List<String> paths) {
        this(kind, point, "", moment, paths, Amount.NOTHING);
    }

    /** The whole container, as the file server of a location keeps it by itself. */
    public static Wish ofServer(String locationId, Instant moment) {
        return new Wish(RequestKind.WHOLE, null, locationId, moment, List.of(), Amount.NOTHING);
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
    public static Wish files(KnownPoint point, List<String> paths, Amount amount) {
        return new Wish(
                RequestKind.FILES,
                new Point(point.repositoryId(), point.snapshot(), point.place()),
                "",
                point.moment(),
                paths,
                amount);
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
