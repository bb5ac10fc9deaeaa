package dev.profilekeep.restore;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditRecord;
import dev.profilekeep.backup.repo.Repositories;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.run.BackupProgress;
import dev.profilekeep.backup.run.BackupResult;
import dev.profilekeep.backup.run.BackupRun;
import dev.profilekeep.backup.run.BackupSource;
import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.content.ContentKeeper;
import dev.profilekeep.content.MapMaker;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.content.TemporaryNodes;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** The small estate with Anna's disk at both sites, and a repository that has it as it was yesterday. */
final class RestoredEstate implements AutoCloseable {
    static final String FRA = "fra-profiles";
    static final String LON = "lon-profiles";
    static final String ANNAS = Estate.ANNA + "_anna/Profile_anna.VHDX";
    static final StoragePath DISK = StoragePath.of(ANNAS);
    static final String YESTERDAY = "gpt-msr.vhdx";
    static final String TODAY = "mbr-fixed.vhdx";
    static final Actor ADA = new Actor("corp:ada@example.com", "Ada", List.of("ADMINISTRATOR"), "");
    static final RestoreRequest WHY =
            new RestoreRequest(ADA, "her desktop is empty", "INC-7", Reach.EVERYWHERE, Initiator.PERSON);
    private static final ContentReader READER = new ContentReader(Runnable::run, 1);
    private static final Clock LATER = Clock.fixed(Instant.parse("2040-01-01T00:00:00Z"), ZoneOffset.UTC);

    final Estate estate;
    final Repository repository;
    final MemoryStorage backups = MemoryStorage.likeWindows();

    RestoredEstate(Path folder, String replication) throws IOException {
        estate = new Estate(folder).named("Frankfurt 1").mode("ASSIST").replication(replication);
        repository = Repositories.create(backups);
    }

    /** Yesterday's disk is backed up; today's lies at both sites. */
    static RestoredEstate standard(Path folder) throws Exception {
        return of(folder, "ENGINE");
    }

    static RestoredEstate of(Path folder, String replication) throws Exception {
        RestoredEstate made = new RestoredEstate(folder, replication);
        made.estate.put(FRA, ANNAS, YESTERDAY);
        made.backUp();
        made.estate.put(FRA, ANNAS, TODAY);
        made.estate.put(LON, ANNAS, TODAY);
        made.inventory();
        return made;
    }

    void inventory() throws Exception {
        estate.clock().forward(Duration.ofHours(1));
        engine().inventory().runAll("test", RunControl.NEVER_STOP, run -> {});
        if (engine().locations().mode(LON) == LocationMode.OBSERVE) {
            engine().locations().changeMode(LON, LocationMode.ASSIST, ADA, "test");
        }
    }

    SnapshotPoint backUp() throws IOException {
        BackupSource source = new BackupSource(
                estate.storage(FRA),
                FRA,
                DISK,
                new ContainerIdentity("pool", ContainerKind.PROFILE, Estate.ANNA, "Profile_anna"));
        BackupResult result = new BackupRun(repository, READER, ChunkSizes.STANDARD, SlicedFile.STANDARD, LATER)
                .run("test", List.of(source), MapMaker.Extent.CHANGED, BackupProgress.NONE);
        return new SnapshotPoint(result.snapshot().id(), 0);
    }

    SnapshotPoint point() throws IOException {
        List<java.util.UUID> newest = repository.snapshots().newestFirst();
        return new SnapshotPoint(newest.get(newest.size() - 1), 0);
    }

    RestoreSource source() throws IOException {
        return new RestoreSource(repository, point());
    }

    Engine engine() {
        return estate.engine();
    }

    Restores restores() {
        return engine().restores();
    }

    long anna() {
        return anna(engine());
    }

    static long anna(Engine engine) {
        return engine
                .containers()
                .find(ContainerFilter.ALL, new ContainerSort(ContainerSort.Column.ACCOUNT, false), 0, 10)
                .stream()
                .filter(row -> row.account().equals("anna"))
                .findFirst()
                .orElseThrow()
                .id();
    }

    RestorePlan plan() throws IOException {
        estate.clock().forward(Duration.ofSeconds(61));
        return restores().plan(source(), anna(), Initiator.PERSON, Reach.EVERYWHERE, RestoreProgress.NONE);
    }

    RestoreOutcome run(RestorePlan plan) throws IOException {
        return restores().run(plan, source(), WHY, RestoreProgress.NONE);
    }

    UndoPlan planUndo() throws IOException {
        estate.clock().forward(Duration.ofSeconds(61));
        List<Undoable> kept = restores().kept(anna(), Reach.EVERYWHERE);
        return restores().planUndo(kept.get(0), Initiator.PERSON, Reach.EVERYWHERE);
    }

    /** Flips a byte in the middle of each pack. */
    void damage() throws IOException {
        for (String name : Repositories.files(backups, "")) {
            if (name.startsWith("packs/")) {
                try (OpenFile file = backups.openForWriting(StoragePath.of(name), Sharing.ALL)) {
                    java.nio.ByteBuffer one = java.nio.ByteBuffer.allocate(1);
                    for (long at = file.size() / 3; at < file.size(); at += 8_000) {
                        one.clear();
                        file.readFully(at, one);
                        one.put(0, (byte) (one.get(0) ^ 1)).rewind();
                        file.writeFully(at, one);
                    }
                }
            }
        }
    }

    /** What the disk at a location says. */
    Sha256 content(String location) throws IOException {
        return content(estate.storage(location), DISK);
    }

    static Sha256 content(MemoryStorage storage, StoragePath path) throws IOException {
        try (OpenFile file = storage.openForReading(path, Sharing.ALL)) {
            return content(file);
        }
    }

    static Sha256 content(BlockDevice file) throws IOException {
        try (TemporaryNodes nodes = TemporaryNodes.open()) {
            return new MapMaker<>(nodes, READER, ContentKeeper.NOTHING, ChunkSizes.STANDARD, LATER)
                    .make(Containers.open(file), null, MapMaker.Extent.FULL, Progress.NONE)
                    .map()
                    .root();
        }
    }

    List<AuditRecord> audit(String act) {
        return engine().audit().recent(1_000).stream()
                .filter(entry -> entry.entry().act().equals(act))
                .sorted((one, other) -> Long.compare(one.seq(), other.seq()))
                .toList();
    }

    @Override
    public void close() {
        estate.close();
        repository.close();
    }
}
