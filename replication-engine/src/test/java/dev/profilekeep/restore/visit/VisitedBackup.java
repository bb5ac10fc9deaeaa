package dev.profilekeep.restore.visit;

import dev.profilekeep.approval.Approvals;
import dev.profilekeep.audit.AuditRecord;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.backup.repo.Repositories;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.run.BackupProgress;
import dev.profilekeep.backup.run.BackupResult;
import dev.profilekeep.backup.run.BackupRun;
import dev.profilekeep.backup.run.BackupSource;
import dev.profilekeep.catalog.Catalog;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.config.DatabaseConfig;
import dev.profilekeep.config.RestorePolicy;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.content.MapMaker;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.disk.convert.ConversionPlanner;
import dev.profilekeep.disk.convert.ConversionRun;
import dev.profilekeep.disk.image.RawDisk;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.vhdx.VhdxEnvelope;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** A real repository with a backup of a volume that has files of all kinds, of somebody's container; with a catalog and a restore share. */
public final class VisitedBackup implements AutoCloseable {
    public static final String REPOSITORY = "main";
    private static final StoragePath DISK = StoragePath.of("Profile.vhdx");

    public MemoryStorage share = MemoryStorage.likeWindows();
    public final AuditTrail audit;
    public final Catalog catalog;
    public final Approvals approvals;
    public final VisitGrants grants;
    public Visited lastTold;
    private final Clock clock;
    private final ContainerIdentity identity;
    private final Repository repository;
    private final BackupResult made;
    private long seen;

    public VisitedBackup(Path folder, ContainerRow container, Clock clock) throws IOException {
        this(folder, container, clock, Fixtures.ownImage("all-kinds.ntfs"));
    }

    /** @param volume of the person, without partitions around it */
    public VisitedBackup(Path folder, ContainerRow container, Clock clock, BlockDevice volume) throws IOException {
        this.clock = clock;
        this.identity =
                new ContainerIdentity(container.setId(), container.kind(), container.sid(), container.baseName());
        this.catalog = Catalog.open(new DatabaseConfig("jdbc:h2:file:" + folder.resolve("visits"), null, null));
        this.audit = new AuditTrail(catalog.database(), clock);
        this.approvals = new Approvals(catalog.database(), audit, clock);
        this.grants =
                new VisitGrants(catalog.database(), approvals, audit, (session, visited) -> lastTold = visited, clock);
        this.repository = Repositories.create(MemoryStorage.likeWindows());
        this.made = backUp(folder, volume);
    }

    private BackupResult backUp(Path folder, BlockDevice volume) throws IOException {
        Path image = folder.resolve("made.vhdx");
        ConversionRun.runToFile(
                ConversionPlanner.toVhdx(new RawDisk(volume, 512), VhdxEnvelope.dynamic(volume.size())),
                image,
                Progress.NONE);
        MemoryStorage profiles = MemoryStorage.likeWindows();
        try (OpenFile file = profiles.create(DISK, Sharing.NONE)) {
            file.writeFully(0, ByteBuffer.wrap(Files.readAllBytes(image)));
        }
        return new BackupRun(
                        repository,
                        new ContentReader(Runnable::run, 1),
                        ChunkSizes.STANDARD,
                        SlicedFile.STANDARD,
                        Clock.fixed(Instant.parse("2040-01-01T00:00:00Z"), ZoneOffset.UTC))
                .run(
                        "test",
                        List.of(new BackupSource(profiles, "fra", DISK, identity)),
                        MapMaker.Extent.CHANGED,
                        BackupProgress.NONE);
    }

    public Repository repository() {
        return repository;
    }

    /** The backup, as the catalog would know it. */
    public KnownPoint point() {
        Instant moment = Instant.parse("2026-03-02T01:14:00Z");
        return new KnownPoint(
                REPOSITORY,
                made.snapshot().id(),
                0,
                identity,
                "fra",
                DISK.value(),
                moment,
                moment,
                false,
                moment,
                1 << 20,
                false,
                Optional.empty());
    }

    public BackupVisits visits(RestorePolicy policy) {
        return new BackupVisits(
                policy, id -> repository, new RestoreShare(policy.share(), where -> share, clock), audit, grants);
    }

    /** What was told and put so far does not count any more. */
    public void forget() {
        seen = audit.recent(1).stream().mapToLong(AuditRecord::seq).max().orElse(0);
        share = MemoryStorage.likeWindows();
    }

    /** What the audit says of files, the oldest first: act, outcome. */
    public List<String> told() {
        return entries().stream()
                .map(record -> record.entry().act() + " " + record.entry().outcome())
                .toList();
    }

    public List<AuditRecord> entries() {
        return audit.recent(200).stream()
                .filter(record -> record.seq() > seen)
                .filter(record -> record.entry().act().startsWith("files."))
                .sorted(java.util.Comparator.comparingLong(AuditRecord::seq))
                .toList();
    }

    @Override
    public void close() {
        repository.close();
        catalog.close();
    }
}
