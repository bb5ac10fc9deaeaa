package dev.profilekeep.backup.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.backup.check.CheckExtent;
import dev.profilekeep.backup.check.CheckReport;
import dev.profilekeep.backup.check.RepositoryCheck;
import dev.profilekeep.backup.check.RepositoryRepair;
import dev.profilekeep.backup.decision.Decision;
import dev.profilekeep.backup.repo.Repositories;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.restore.SnapshotDisk;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.snapshot.Envelope;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.backup.snapshot.SnapshotDamagedException;
import dev.profilekeep.backup.snapshot.SnapshotHead;
import dev.profilekeep.backup.snapshot.SnapshotSource;
import dev.profilekeep.backup.store.RepositoryFiles;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.content.ContentKeeper;
import dev.profilekeep.content.EntryCursor;
import dev.profilekeep.content.MapEntry;
import dev.profilekeep.content.MapMaker;
import dev.profilekeep.content.MapMaker.Extent;
import dev.profilekeep.content.MapReader;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.content.TemporaryNodes;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.disk.content.Owner;
import dev.profilekeep.disk.convert.ConversionRun;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.disk.ntfs.AttributeType;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.MemoryDevice;
import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Containers of the project's own images, backed up into a repository and read from it. */
class BackupRunTest {
    private static final Clock LATER = Clock.fixed(Instant.parse("2040-01-01T00:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    private final MemoryStorage share = MemoryStorage.likeWindows();
    private final MemoryStorage storage = MemoryStorage.likeWindows();
    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private Repository repository;

    @BeforeEach
    void create() throws IOException {
        repository = Repositories.create(storage);
    }

    @AfterEach
    void end() {
        repository.close();
        workers.shutdown();
    }

    private BackupSource put(String name, byte[] bytes) throws IOException {
        StoragePath path = StoragePath.of(name);
        try (OpenFile file = share.create(path, Sharing.NONE)) {
            file.writeFully(0, ByteBuffer.wrap(bytes));
        }
        return source(name);
    }

    private BackupSource source(String name) {
        return new BackupSource(
                share,
                "fra-profiles",
                StoragePath.of(name),
                new ContainerIdentity("office", ContainerKind.PROFILE, "S-1-5-21-1-2-3-1104", name));
    }

    private BackupResult back(Extent extent, BackupSource... sources) throws IOException {
        return new BackupRun(repository, new ContentReader(workers, 2), ChunkSizes.STANDARD, SlicedFile.STANDARD, LATER)
                .run("shard 1", List.of(sources), extent, BackupProgress.NONE);
    }

    private Sha256 root(BlockDevice container) throws IOException {
        try (TemporaryNodes nodes = TemporaryNodes.open()) {
            return new MapMaker<>(
                            nodes, new ContentReader(workers, 2), ContentKeeper.NOTHING, ChunkSizes.STANDARD, LATER)
                    .make(Containers.open(container), null, Extent.FULL, Progress.NONE)
                    .map()
                    .root();
        }
    }

    private OpenSnapshot snapshot(BackupResult result) throws IOException {
        return repository
                .snapshots()
                .open(Objects.requireNonNull(result.snapshot()).id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-msr.vhdx", "gpt-4kn.vhdx", "mbr-dynamic.vhd", "gpt-fixed.vhd", "bare-dirty.vhdx"})
    void the_container_made_of_a_snapshot_says_the_same_and_is_the_same_disk(String image) throws Exception {
        byte[] bytes = Fixtures.ownImage(image).bytes();
        BackupResult result = back(Extent.CHANGED, put("Profile_anna.vhdx", bytes));
        assertThat(result.isWhole()).isTrue();

        Path restored = folder.resolve("restored");
        try (OpenSnapshot snapshot = snapshot(result)) {
            SnapshotDisk disk = SnapshotDisk.open(repository, snapshot, 0, workers, 2);
            assertThat(disk.facts().location()).isEqualTo("fra-profiles");
            ConversionRun.runToFile(disk.asBefore(), restored, Progress.NONE);
        }
        try (FileDevice file = FileDevice.open(restored)) {
            assertThat(root(file)).isEqualTo(root(Fixtures.ownImage(image)));
            assertThat(ContainerEnvelope.of(Containers.open(file), "").container())
                    .isEqualTo(ContainerEnvelope.of(Containers.open(Fixtures.ownImage(image)), "")
                            .container());
        }
    }

    @Test
    void what_is_as_it_was_is_not_read_and_stands_in_the_next_snapshot_too() throws Exception {
        BackupSource anna =
                put("Profile_anna.vhdx", Fixtures.ownImage("gpt-msr.vhdx").bytes());
        BackupResult first = back(Extent.CHANGED, anna);

        BackupResult second = back(Extent.CHANGED, anna);

        assertThat(second.outcomes()).singleElement().isInstanceOf(ContainerOutcome.Unchanged.class);
        try (OpenSnapshot one = snapshot(first);
                OpenSnapshot other = snapshot(second)) {
            assertThat(other.map(0)).isEqualTo(one.map(0));
            assertThat(other.containers()).usingRecursiveComparison().isEqualTo(one.containers());
        }
        assertThat(back(Extent.FULL, anna).outcomes())
                .singleElement()
                .isInstanceOfSatisfying(ContainerOutcome.Stored.class, stored -> {
                    assertThat(stored.asWhole()).isTrue();
                    assertThat(stored.missedChunks()).isZero();
                });
    }

    @Test
    void what_is_told_as_read_is_what_was_read_at_every_try() throws Exception {
        BackupSource anna =
                put("Profile_anna.vhdx", Fixtures.ownImage("gpt-msr.vhdx").bytes());
        AtomicLong read = new AtomicLong();
        AtomicBoolean moves = new AtomicBoolean(true);
        BackupProgress telling = new BackupProgress() {
            @Override
            public Progress container(BackupSource source) {
                return (done, total) -> {
                    if (moves.getAndSet(false)) {
                        touch(source);
                    }
                    return true;
                };
            }

            @Override
            public void read(BackupSource source, long bytes) {
                read.addAndGet(bytes);
            }
        };

        BackupResult result = new BackupRun(
                        repository, new ContentReader(workers, 2), ChunkSizes.STANDARD, SlicedFile.STANDARD, LATER)
                .run("shard 1", List.of(anna), Extent.FULL, telling);

        assertThat(result.outcomes())
                .singleElement()
                .isInstanceOfSatisfying(ContainerOutcome.Stored.class, stored -> assertThat(read.get())
                        .as("the first try was read, too")
                        .isGreaterThan(stored.bytesRead()));
        long before = read.get();
        ContainerOutcome again = new BackupRun(
                        repository, new ContentReader(workers, 2), ChunkSizes.STANDARD, SlicedFile.STANDARD, LATER)
                .run("shard 1", List.of(anna), Extent.FULL, telling)
                .outcomes()
                .get(0);
        assertThat(again)
                .isInstanceOfSatisfying(ContainerOutcome.Stored.class, stored -> assertThat(read.get() - before)
                        .isEqualTo(stored.bytesRead()));
    }

    @Test
    void a_container_that_moves_while_it_is_read_is_in_use_and_in_no_snapshot() throws Exception {
        BackupSource anna =
                put("Profile_anna.vhdx", Fixtures.ownImage("gpt-msr.vhdx").bytes());
        BackupSource ben =
                put("Profile_ben.vhdx", Fixtures.ownImage("mbr-fixed.vhdx").bytes());
        List<String> told = new ArrayList<>();
        BackupProgress writing = source -> (done, total) -> {
            if (source == anna) {
                touch(anna);
            }
            told.add(source.path().value());
            return true;
        };

        BackupResult result = new BackupRun(
                        repository, new ContentReader(workers, 2), ChunkSizes.STANDARD, SlicedFile.STANDARD, LATER)
                .run("shard 1", List.of(anna, ben), Extent.CHANGED, writing);

        assertThat(told).contains("Profile_anna.vhdx", "Profile_ben.vhdx");
        assertThat(result.outcomes().get(0)).isInstanceOf(ContainerOutcome.InUse.class);
        assertThat(result.outcomes().get(1)).isInstanceOf(ContainerOutcome.Stored.class);
        try (OpenSnapshot snapshot = snapshot(result)) {
            assertThat(snapshot.containers())
                    .singleElement()
                    .satisfies(facts -> assertThat(facts.file().name()).isEqualTo("Profile_ben.vhdx"));
        }
    }

    private long touched = 1;

    private void touch(BackupSource source) {
        try {
            share.setTimes(source.path(), 0, 130_000_000_000_000_000L + touched++);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void who_holds_it_alone_who_damaged_it_and_what_is_gone_are_told_apart() throws Exception {
        BackupSource held =
                put("Profile_held.vhdx", Fixtures.ownImage("gpt-msr.vhdx").bytes());
        BackupSource text = put("Profile_text.vhdx", new byte[5000]);
        try (OpenFile open = share.openForWriting(held.path(), Sharing.NONE)) {
            BackupResult result = back(Extent.CHANGED, held, text, source("Profile_gone.vhdx"));
            assertThat(open.size()).isPositive();
            assertThat(result.snapshot()).as("nothing to name").isNull();
            assertThat(result.outcomes().get(0)).isInstanceOf(ContainerOutcome.InUse.class);
            assertThat(result.outcomes().get(1))
                    .isInstanceOfSatisfying(ContainerOutcome.Unreadable.class, bad -> assertThat(bad.reason())
                            .contains("neither VHDX nor VHD"));
            assertThat(result.outcomes().get(2)).isInstanceOf(ContainerOutcome.Unreadable.class);
        }
    }

    @Test
    void whoever_wrote_is_not_there_afterwards() throws Exception {
        back(
                Extent.CHANGED,
                put("Profile_anna.vhdx", Fixtures.ownImage("gpt-msr.vhdx").bytes()));
        assertThat(repository.writers().list()).isEmpty();
    }

    @Test
    void nothing_rests_on_what_is_forgotten() throws Exception {
        BackupSource anna =
                put("Profile_anna.vhdx", Fixtures.ownImage("gpt-msr.vhdx").bytes());
        BackupResult first = back(Extent.CHANGED, anna);
        repository
                .decisions()
                .decide(
                        "test",
                        "a test",
                        new Decision.Forget(
                                Objects.requireNonNull(first.snapshot()).id(), Set.of(), Duration.ZERO));
        for (int i = 0; i < 100; i++) {
            repository.decisions().now(); // each look takes the storage's clock on
        }

        BackupResult second = back(Extent.CHANGED, anna);

        assertThat(second.outcomes())
                .singleElement()
                .isInstanceOfSatisfying(ContainerOutcome.Stored.class, stored -> assertThat(stored.asWhole())
                        .isTrue());
    }

    @Test
    void what_is_dated_ahead_of_the_storage_is_the_last_only_where_there_is_no_other() throws Exception {
        BackupSource anna =
                put("Profile_anna.vhdx", Fixtures.ownImage("gpt-msr.vhdx").bytes());
        storage.later(Duration.ofDays(30));
        BackupResult ahead = back(Extent.CHANGED, anna);
        storage.later(Duration.ofDays(-30));
        try (EarlierBackups earlier = EarlierBackups.read(repository)) {
            assertThat(earlier.of(anna.identity()).orElseThrow().snapshot())
                    .isEqualTo(Objects.requireNonNull(ahead.snapshot()).id());
            assertThat(earlier.since(anna.identity()))
                    .as("what the storage keeps may be younger")
                    .isEqualTo(Instant.MIN);
        }

        SnapshotHead today = Objects.requireNonNull(back(Extent.CHANGED, anna).snapshot());

        assertThat(today.made())
                .isBefore(Objects.requireNonNull(ahead.snapshot()).made());
        try (EarlierBackups earlier = EarlierBackups.read(repository)) {
            assertThat(earlier.of(anna.identity()).orElseThrow().snapshot()).isEqualTo(today.id());
            assertThat(earlier.since(anna.identity())).isEqualTo(today.made());
        }
    }

    @Test
    void an_envelope_is_read_as_it_was_written_and_nothing_else_is_taken_for_one() throws Exception {
        ContainerEnvelope envelope = ContainerEnvelope.of(Containers.open(Fixtures.ownImage("gpt-msr.vhdx")), "stamp");
        assertThat(ContainerEnvelope.decode(envelope.encode())).isEqualTo(envelope);
        byte[] bytes = envelope.encode().bytes();
        for (int length = 0; length < bytes.length; length++) {
            var cut = new Envelope(1, Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> ContainerEnvelope.decode(cut)).isInstanceOf(SnapshotDamagedException.class);
        }
    }

    @Test
    void what_lay_in_a_missing_pack_is_read_and_stored_again_whether_or_not_something_changed() throws Exception {
        for (boolean touched : new boolean[] {false, true}) {
            for (int gone = 0; gone < 2; gone++) {
                BackupSource anna = put(
                        "Profile_" + touched + gone + ".vhdx",
                        Fixtures.ownImage("gpt-msr.vhdx").bytes());
                back(Extent.CHANGED, anna);
                List<RepositoryFiles.Listed> packs =
                        new ArrayList<>(repository.files().listed(SealedKind.PACK));
                packs.sort(Comparator.comparingLong(
                        (RepositoryFiles.Listed pack) -> pack.file().size()));
                RepositoryFiles.Listed lost = packs.get(gone == 0 ? 0 : packs.size() - 1);
                repository.files().remove(SealedKind.PACK, lost.id());
                if (touched) {
                    touch(anna);
                }

                BackupResult after = back(Extent.CHANGED, anna);

                assertThat(after.outcomes()).singleElement().isInstanceOf(ContainerOutcome.Stored.class);
                assertThat(after.warnings())
                        .anyMatch(warning -> warning.contains("packs of the repository are missing"));
                try (OpenSnapshot snapshot = snapshot(after)) {
                    SnapshotDisk disk = SnapshotDisk.open(repository, snapshot, 0, workers, 2);
                    Path restored = folder.resolve("restored" + touched + gone);
                    ConversionRun.runToFile(disk.asBefore(), restored, Progress.NONE);
                    try (FileDevice file = FileDevice.open(restored)) {
                        assertThat(root(file)).isEqualTo(root(Fixtures.ownImage("gpt-msr.vhdx")));
                    }
                }
                CheckReport report = new RepositoryCheck(repository).run(CheckExtent.STRUCTURE, Progress.NONE);
                new RepositoryRepair(repository).run(report);
            }
        }
    }

    /** Where the container's file has a byte of a file that is read only if its record says that it changed. */
    private long untraced(BackupResult backup, byte[] container) throws IOException {
        try (OpenSnapshot snapshot = snapshot(backup)) {
            EntryCursor entries = new MapReader(repository.content()).entries(snapshot.map(0));
            for (MapEntry entry = entries.next(); entry != null; entry = entries.next()) {
                if (entry.owner() instanceof Owner.FileStream stream
                        && stream.record() > 23
                        && stream.type() == AttributeType.DATA) {
                    List<Long> places = new ArrayList<>();
                    var start = new ByteRange(entry.diskOffset(), 1);
                    Containers.open(new MemoryDevice(container)).extents(start, extent -> {
                        if (extent instanceof dev.profilekeep.disk.image.Extent.Stored stored) {
                            places.add(stored.fileOffset());
                        }
                    });
                    return places.get(0);
                }
            }
        }
        throw new AssertionError("no file has content of its own");
    }

    @Test
    void only_of_an_earlier_state_of_the_same_file_it_is_believed_that_nothing_changed() throws Exception {
        byte[] bytes = Fixtures.ownImage("gpt-msr.vhdx").bytes();
        BackupSource anna = put("Profile_anna.vhdx", bytes);
        int place = Math.toIntExact(untraced(back(Extent.CHANGED, anna), bytes));
        bytes[place] ^= 0x55;
        rewrite(anna, place, bytes);

        // the same file: the short way cannot know, and a whole reading reports it
        assertStored(back(Extent.CHANGED, anna), false, 0);
        assertStored(back(Extent.FULL, anna), true, 1);

        bytes[place] ^= 0x33;
        share.delete(anna.path()); // another file in its place, as after a restore
        put("Profile_anna.vhdx", bytes);
        assertReads(back(Extent.CHANGED, anna), bytes);

        bytes[place] ^= 0x11;
        rewrite(anna, place, bytes);
        assertReads(back(Extent.CHANGED, at("mun-profiles", anna, new SnapshotSource.Live())), bytes);

        bytes[place] ^= 0x22;
        rewrite(anna, place, bytes);
        SnapshotSource older = new SnapshotSource.OfStorage(Instant.EPOCH);
        assertReads(back(Extent.CHANGED, at("mun-profiles", anna, older)), bytes);
    }

    private void rewrite(BackupSource source, int place, byte[] bytes) throws IOException {
        try (OpenFile file = share.openForWriting(source.path(), Sharing.NONE)) {
            file.writeFully(place, ByteBuffer.wrap(bytes, place, 1));
        }
    }

    private static BackupSource at(String location, BackupSource source, SnapshotSource of) {
        return new BackupSource(source.storage(), location, source.path(), source.identity(), of);
    }

    private static void assertStored(BackupResult result, boolean whole, int missed) {
        assertThat(result.outcomes()).singleElement().isInstanceOfSatisfying(ContainerOutcome.Stored.class, stored -> {
            assertThat(stored.asWhole()).isEqualTo(whole);
            assertThat(stored.missedChunks()).isEqualTo(missed);
        });
    }

    private void assertReads(BackupResult result, byte[] container) throws IOException {
        assertStored(result, true, 0);
        try (OpenSnapshot snapshot = snapshot(result)) {
            assertThat(snapshot.map(0).root()).isEqualTo(root(new MemoryDevice(container)));
        }
    }

    @Test
    void of_two_disks_that_would_be_one_container_none_is_guessed() throws Exception {
        byte[] bytes = Fixtures.ownImage("gpt-msr.vhdx").bytes();
        BackupSource anna = put("Profile_anna.vhdx", bytes);
        BackupSource other = put("Profile_anna.vhd", bytes);
        BackupSource ben = put("Profile_ben.vhdx", bytes);

        BackupResult result =
                back(Extent.CHANGED, anna, new BackupSource(share, "fra-profiles", other.path(), anna.identity()), ben);

        assertThat(result.isWhole()).isFalse();
        assertThat(result.outcomes().stream()
                        .filter(ContainerOutcome.Unreadable.class::isInstance)
                        .map(outcome -> outcome.source().path().value()))
                .containsExactly("Profile_anna.vhdx", "Profile_anna.vhd");
        try (OpenSnapshot snapshot = snapshot(result)) {
            assertThat(snapshot.containers()).hasSize(1);
        }
    }

    @Test
    void a_source_that_cannot_be_opened_or_read_is_the_outcome_of_that_one_alone() throws Exception {
        byte[] bytes = Fixtures.ownImage("gpt-msr.vhdx").bytes();
        put("Profile_anna.vhdx", bytes);
        put("Profile_ben.vhdx", bytes);
        put("Profile_carl.vhdx", bytes);
        var faulty = new FaultyStorage(share);
        IOException pipe = new StorageException.Failed("planned: it is not an ordinary file", null);
        IOException sector = new StorageException.Failed("planned: Input/output error", null);
        faulty.fail((verb, path) -> verb.equals("openForReading") && path.name().contains("anna"), 0, 9, pipe);
        faulty.fail((verb, path) -> verb.equals("file.readFully") && path.name().contains("ben"), 20, 999, sector);
        BackupSource[] all = Stream.of("anna", "ben", "carl")
                .map(who -> "Profile_" + who + ".vhdx")
                .map(name -> new BackupSource(
                        faulty, "fra", StoragePath.of(name), source(name).identity()))
                .toArray(BackupSource[]::new);

        BackupResult result = back(Extent.CHANGED, all);

        assertThat(result.outcomes())
                .extracting(Object::getClass)
                .asList()
                .containsExactly(
                        ContainerOutcome.Unreadable.class,
                        ContainerOutcome.Unreadable.class,
                        ContainerOutcome.Stored.class);
        assertThat(((ContainerOutcome.Unreadable) result.outcomes().get(0)).reason())
                .contains("not an ordinary file");
        assertThat(((ContainerOutcome.Unreadable) result.outcomes().get(1)).reason())
                .contains("Input/output error");
        try (OpenSnapshot snapshot = snapshot(result)) {
            assertThat(snapshot.containers()).hasSize(1);
        }
    }
}
