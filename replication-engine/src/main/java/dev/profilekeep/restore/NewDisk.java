package dev.profilekeep.restore;

import dev.profilekeep.backup.restore.SnapshotDisk;
import dev.profilekeep.content.ContentKeeper;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.MapMaker;
import dev.profilekeep.content.TemporaryNodes;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.check.CheckReport;
import dev.profilekeep.disk.check.DiskCheck;
import dev.profilekeep.disk.check.Verdict;
import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.disk.convert.ConversionPlan;
import dev.profilekeep.disk.convert.ConversionRun;
import dev.profilekeep.disk.convert.ConversionTarget;
import dev.profilekeep.disk.finding.Findings;
import dev.profilekeep.disk.image.RawDisk;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.layer.HandleDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;

/** Makes a container of a snapshot in an empty file, and proves afterwards that it says what was backed up. One thread. */
final class NewDisk {
    private final SnapshotDisk disk;
    private final ConversionPlan plan;
    private final ContentReader reader;
    private final Clock clock;
    private final RestoreProgress progress;

    NewDisk(SnapshotDisk disk, ContentReader reader, Clock clock, RestoreProgress progress) throws IOException {
        this(disk, disk.asBefore(), reader, clock, progress);
    }

    static NewDisk in(
            BesideTarget.Form form, SnapshotDisk disk, ContentReader reader, Clock clock, RestoreProgress progress)
            throws IOException {
        ConversionPlan plan = form == BesideTarget.Form.RAW ? disk.asImage() : disk.asBefore();
        return new NewDisk(disk, plan, reader, clock, progress);
    }

    private NewDisk(
            SnapshotDisk disk, ConversionPlan plan, ContentReader reader, Clock clock, RestoreProgress progress) {
        this.disk = disk;
        this.plan = plan;
        this.reader = reader;
        this.clock = clock;
        this.progress = progress;
    }

    /** What was made is not what was backed up. */
    static final class NotAsBackedUpException extends IOException {
        private static final long serialVersionUID = 1L;

        NotAsBackedUpException(String why) {
            super(why);
        }
    }

    /** @throws CancellationException if it was stopped */
    void write(OpenFile empty) throws IOException {
        ConversionRun.run(plan, new HandleDevice(empty), in(RestoreProgress.Phase.WRITING));
    }

    /** Into a file of this machine that is not there, where zeros take no room. */
    void writeLocal(Path file) throws IOException {
        ConversionRun.runToFile(plan, file, in(RestoreProgress.Phase.WRITING));
    }

    /**
     * Reads the new file as any reader does.
     *
     * @throws NotAsBackedUpException if its container has a fault, or its content is not that of the snapshot
     * @throws CancellationException if it was stopped
     */
    void check(BlockDevice file) throws IOException {
        if (plan.target() instanceof ConversionTarget.Raw) {
            requireSame(new RawDisk(file, disk.map().logicalSectorSize()));
            return;
        }
        Progress checking = in(RestoreProgress.Phase.CHECKING);
        CheckReport report = DiskCheck.run("new file", file, (child, parent) -> Optional.empty(), checking);
        VirtualDisk made = Containers.open(file);
        requireSame(made);
        if (report.verdict() == Verdict.FINDINGS) {
            requireInContent(report, made, checking);
        }
    }

    private void requireSame(VirtualDisk made) throws IOException {
        ContentMap now = map(made, in(RestoreProgress.Phase.CHECKING));
        if (!now.rules().equals(disk.map().rules())
                || !now.root().equals(disk.map().root())) {
            throw new NotAsBackedUpException("the content of the new file (" + now.root()
                    + ") is not that of the backup (" + disk.map().root() + ")");
        }
    }

    private ContentMap map(VirtualDisk made, Progress checking) throws IOException {
        try (TemporaryNodes nodes = TemporaryNodes.open()) {
            MapMaker<?> maker = new MapMaker<>(
                    nodes, reader, ContentKeeper.NOTHING, disk.map().sizes(), clock);
            return disk.map().kind() == ContentLayout.Kind.RAW
                    ? maker.makeRaw(made, disk.map().rawReasons().get(0), checking)
                            .map()
                    : maker.make(made, null, MapMaker.Extent.FULL, checking).map();
        }
    }

    /** Equal content has the faults that it had when it was backed up; a fault of the container is one that we made. */
    private static void requireInContent(CheckReport report, VirtualDisk made, Progress checking) throws IOException {
        List<Findings.Total> faults = faults(report);
        if (!faults.equals(faults(DiskCheck.content(made, checking)))) {
            throw new NotAsBackedUpException("the new container has faults: "
                    + faults.stream().map(Object::toString).collect(Collectors.joining(", ")));
        }
    }

    static List<Findings.Total> faults(CheckReport report) {
        return report.totals().stream()
                .filter(total -> total.severity().isFault())
                .toList();
    }

    private Progress in(RestoreProgress.Phase phase) {
        return (done, total) -> {
            if (!progress.at(phase, done, total)) {
                throw new CancellationException("stopped");
            }
            return true;
        };
    }
}
