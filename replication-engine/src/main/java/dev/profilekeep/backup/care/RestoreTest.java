package dev.profilekeep.backup.care;

import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.restore.SnapshotDisk;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.content.ContentKeeper;
import dev.profilekeep.content.MapMaker;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.content.TemporaryNodes;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.check.CheckReport;
import dev.profilekeep.disk.check.DiskCheck;
import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.disk.convert.ConversionPlan;
import dev.profilekeep.disk.finding.Severity;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.BlockDevice;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;

/**
 * Restores the newest backup of a small, a middling and a large container into a folder of ours, compares what the restored disks say with what was backed up, and checks them from the first header to the
 * last name. What was seen is kept as evidence; the files are removed.
 */
final class RestoreTest implements Care {
    private final Database database;
    private final TrialPlace place;
    private final ExecutorService workers;
    private final int threads;
    private final Clock clock;

    /** @param place where disks are restored */
    RestoreTest(Database database, TrialPlace place, ExecutorService workers, int threads, Clock clock) {
        this.database = database;
        this.place = place;
        this.workers = workers;
        this.threads = threads;
        this.clock = clock;
    }

    /** Where disks are restored: reached when it is needed. */
    @FunctionalInterface
    interface TrialPlace {
        TrialFolder open() throws IOException;
    }

    private record Point(String key, String baseName, UUID snapshot, int place, Instant made, long fileBytes) {}

    private record Seen(
            boolean passed, String words, String digest, String restored, long restoreMillis, long checkMillis) {}

    @Override
    public Done run(long runId, String repositoryId, Repository repository, Progress progress) throws IOException {
        Map<String, Point> chosen = choose(repositoryId);
        if (chosen.isEmpty()) {
            return Done.of(false, "There is no backup that could be restored for a trial.", 0, 0);
        }
        long bytes = 0;
        int failed = 0;
        String first = "";
        try (TrialFolder folder = place.open()) {
            folder.sweep();
            for (Map.Entry<String, Point> one : chosen.entrySet()) {
                Point point = one.getValue();
                Seen seen = test(runId, repository, point, folder, progress);
                bytes += point.fileBytes();
                if (!seen.passed()) {
                    failed++;
                    first = first.isEmpty() ? " " + point.baseName() + ": " + seen.words() : first;
                }
                keep(runId, repositoryId, one.getKey(), point, seen);
            }
        }
        String words = failed == 0
                ? chosen.size() + " containers were restored for a trial, and are what was backed up."
                : failed + " of " + chosen.size() + " containers could not be restored as they were." + first;
        return Done.of(failed == 0, words, chosen.size(), bytes);
    }

    /** The newest backup of the smallest container, of the one in the middle, and of the largest. */
    private Map<String, Point> choose(String repositoryId) {
        Map<String, Point> newest = new LinkedHashMap<>();
        database.<RuntimeException>run(session -> session.each(
                "SELECT container_key, base_name, snapshot_id, place, made, file_bytes FROM restore_point"
                        + " WHERE repository_id = ? AND (goes_at IS NULL OR goes_at > ?)"
                        + " ORDER BY made DESC, snapshot_id",
                row -> newest.putIfAbsent(
                        row.text("container_key"),
                        new Point(
                                row.text("container_key"),
                                row.text("base_name"),
                                UUID.fromString(row.text("snapshot_id")),
                                row.integer("place"),
                                row.when("made"),
                                row.number("file_bytes"))),
                repositoryId,
                clock.instant()));
        List<Point> bySize = new ArrayList<>(newest.values());
        bySize.sort((one, other) -> Long.compare(one.fileBytes(), other.fileBytes()));
        Map<String, Point> chosen = new LinkedHashMap<>();
        if (!bySize.isEmpty()) {
            chosen.put("LARGE", bySize.get(bySize.size() - 1));
        }
        if (bySize.size() > 1) {
            chosen.put("SMALL", bySize.get(0));
        }
        if (bySize.size() > 2) {
            chosen.put("MEDIUM", bySize.get(bySize.size() / 2));
        }
        return chosen;
    }

    private Seen test(long runId, Repository repository, Point point, TrialFolder folder, Progress progress)
            throws IOException {
        long begin = System.nanoTime();
        try (OpenSnapshot snapshot = repository.snapshots().open(point.snapshot())) {
            SnapshotDisk disk = SnapshotDisk.open(repository, snapshot, point.place(), workers, threads);
            ConversionPlan plan = disk.asBefore();
            folder.requireRoom(plan.fileBytes());
            return folder.trial(runId, plan, progress, restored -> look(point, disk, restored, begin, progress));
        } catch (TrialFolder.FolderException e) {
            throw e;
        } catch (IOException e) { // of the repository or of the container: that is what the test is to find
            return new Seen(false, String.valueOf(e.getMessage()), "", "", millis(begin, System.nanoTime()), 0);
        }
    }

    private Seen look(Point point, SnapshotDisk disk, BlockDevice file, long begin, Progress progress)
            throws IOException {
        long restored = System.nanoTime();
        Sha256 digest = disk.map().root();
        Sha256 again = root(file, progress);
        CheckReport report = DiskCheck.run(point.baseName(), file, (child, path) -> Optional.empty(), progress);
        Optional<String> worse = worse(report, DiskCheck.content(disk.disk(), progress));
        boolean equal = digest.equals(again);
        String words = !equal
                ? "what the restored disk says is not what was backed up"
                : worse.orElse("the restored disk says what was backed up, and is as sound as it was");
        return new Seen(
                equal && worse.isEmpty(),
                words,
                digest.toString(),
                again.toString(),
                millis(begin, restored),
                millis(restored, System.nanoTime()));
    }

    /** What a disk had before it was backed up is no fault of the restore. */
    private static Optional<String> worse(CheckReport restored, CheckReport before) {
        Severity now = restored.worst().orElse(Severity.NOTE);
        Severity then = before.worst().orElse(Severity.NOTE);
        return now.isFault() && now.compareTo(then) < 0
                ? Optional.of("the check of the restored disk found: "
                        + restored.findings().get(0))
                : Optional.empty();
    }

    private Sha256 root(BlockDevice device, Progress progress) throws IOException {
        try (TemporaryNodes nodes = TemporaryNodes.open()) {
            return new MapMaker<>(
                            nodes,
                            new ContentReader(workers, threads),
                            ContentKeeper.NOTHING,
                            ChunkSizes.STANDARD,
                            clock)
                    .make(Containers.open(device), null, MapMaker.Extent.FULL, progress)
                    .map()
                    .root();
        }
    }

    private static long millis(long from, long to) {
        return Duration.ofNanos(to - from).toMillis();
    }

    private void keep(long runId, String repositoryId, String size, Point point, Seen seen) {
        database.<RuntimeException>run(session -> session.insert(
                "INSERT INTO restore_test (run_id, repository_id, container_key, base_name, size_class, snapshot_id,"
                        + " made, tested_at, passed, words, digest, digest_restored, file_bytes, restore_millis,"
                        + " check_millis) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                runId,
                repositoryId,
                point.key(),
                point.baseName(),
                size,
                point.snapshot().toString(),
                point.made(),
                clock.instant(),
                seen.passed(),
                seen.words().length() <= 2000 ? seen.words() : seen.words().substring(0, 2000),
                seen.digest(),
                seen.restored(),
                point.fileBytes(),
                seen.restoreMillis(),
                seen.checkMillis()));
    }
}
