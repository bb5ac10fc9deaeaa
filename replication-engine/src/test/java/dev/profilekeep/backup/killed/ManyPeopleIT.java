package dev.profilekeep.backup.killed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.backup.check.CheckExtent;
import dev.profilekeep.backup.check.RepositoryCheck;
import dev.profilekeep.backup.chunk.BundleKeeper;
import dev.profilekeep.backup.chunk.WriteSession;
import dev.profilekeep.backup.pack.ChunkCodec;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.snapshot.ContainerBackup;
import dev.profilekeep.backup.snapshot.ContainerFacts;
import dev.profilekeep.backup.snapshot.Envelope;
import dev.profilekeep.backup.snapshot.ShardSnapshot;
import dev.profilekeep.backup.snapshot.SnapshotSource;
import dev.profilekeep.backup.sweep.PrunePlanner;
import dev.profilekeep.backup.sweep.SafetyMargins;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.SyntheticMaps;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a check and the plan of a prune take for many people and 30 days ({@code -Dtests.people=10000} for all of them, {@code -Dtests.chunks} of each), in a process
 * with a heap of 512 MiB.
 */
class ManyPeopleIT {
    private static final int PEOPLE = Integer.getInteger("tests.people", 600);
    private static final int CHUNKS = Integer.getInteger("tests.chunks", 64);
    private static final int DAYS = 30;
    private static final int SHARD = 200;
    /** Instead of what a chunk would hold: nobody reads it here. */
    private static final byte[] NOTHING = ChunkCodec.encode(new byte[] {1});

    @TempDir
    Path folder;

    @Test
    void a_check_and_the_plan_of_a_prune_fit_512_MiB() throws Exception {
        Path repository = Files.createDirectory(folder.resolve("repository"));
        Place place = Place.of(repository.toString(), repository, "", "");
        place.create();
        fill(place);
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManyPeopleIT.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile());
        builder.environment().put("PLACE", place.encode());
        int code = builder.start().waitFor();
        String said = Files.readString(folder.resolve("out"));
        System.out.println(PEOPLE + " people, " + DAYS + " days, " + CHUNKS + " chunks: " + said);
        assertThat(code).as(said).isZero();
        assertThat(said).contains("maps " + PEOPLE * DAYS);
    }

    private static void fill(Place place) throws IOException {
        try (StorageProvider storage = place.connect(Duration.ZERO);
                Repository repository = place.open(storage)) {
            ContentMap[] maps = new ContentMap[PEOPLE];
            for (int day = 0; day < DAYS; day++) {
                for (int first = 0; first < PEOPLE; first += SHARD) {
                    try (WriteSession session = repository.begin("night")) {
                        List<ContainerBackup> shard = new ArrayList<>();
                        for (int person = first; person < Math.min(PEOPLE, first + SHARD); person++) {
                            try (BundleKeeper keeper = session.keeper()) {
                                maps[person] = SyntheticMaps.make(
                                        keeper,
                                        person,
                                        day,
                                        CHUNKS,
                                        maps[person],
                                        fresh -> session.put(session.name(fresh), NOTHING));
                            }
                            shard.add(new ContainerBackup(facts(person), maps[person], Envelope.NONE));
                        }
                        repository.snapshots().publish(session, new ShardSnapshot("shard", shard));
                        session.mergeIndexes();
                    }
                }
            }
        }
    }

    private static ContainerFacts facts(int person) {
        String sid = "S-1-5-21-1-2-3-" + person;
        return new ContainerFacts(
                new ContainerIdentity("office", ContainerKind.PROFILE, sid, "Profile_" + person),
                "site a",
                new SnapshotSource.Live(),
                new StoredFile(StoragePath.of(sid + "/Profile.VHDX"), false, 4, 4, 1, 2, 3, 4, 0x20),
                new FileSecurity(null, null, new byte[0]));
    }

    /** The process. */
    public static void main(String[] arguments) throws IOException {
        Place place = Place.parse(Objects.requireNonNull(System.getenv("PLACE")));
        try (StorageProvider storage = place.connect(Duration.ZERO);
                Repository repository = place.open(storage)) {
            long begun = System.nanoTime();
            var report = new RepositoryCheck(repository).run(CheckExtent.STRUCTURE, Progress.NONE);
            if (!report.problems().isEmpty()) {
                throw new IOException(report.problems().get(0).toString());
            }
            System.out.print("maps " + report.totals().maps() + ", check " + seconds(begun) + " s, heap at most "
                    + peak() + " MiB; ");
            begun = System.nanoTime();
            new PrunePlanner(repository, SafetyMargins.STANDARD).plan(Progress.NONE);
            System.out.println("plan " + seconds(begun) + " s, heap at most " + peak() + " MiB");
        }
    }

    private static long seconds(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun).toSeconds();
    }

    private static long peak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .map(MemoryPoolMXBean::getPeakUsage)
                        .mapToLong(usage -> usage.getUsed())
                        .sum()
                >> 20;
    }
}
