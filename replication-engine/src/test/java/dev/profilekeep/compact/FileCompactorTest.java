package dev.profilekeep.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.compact.CompactionProgress.Phase;
import dev.profilekeep.compact.Refusal.Why;
import dev.profilekeep.disk.compact.CompactionWish;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.RandomCases;
import dev.profilekeep.disk.vhdx.VhdxEnvelope;
import dev.profilekeep.disk.vhdx.VhdxFile;
import dev.profilekeep.lease.Kept;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.SecurityDescriptor;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.layer.SlicedFile;
import dev.profilekeep.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileCompactorTest {
    private static final StoragePath DISK = StoragePath.of("Profile_anna.vhdx");
    private static final StoragePath SWAPS = StoragePath.of(".profilekeep");
    /** READONLY, HIDDEN and NOT_CONTENT_INDEXED. */
    private static final int SET_BY_PEOPLE = 0x1 | 0x2 | 0x2000;

    private static FullContainer full;

    @BeforeAll
    static void make() throws IOException {
        full = FullContainer.small();
    }

    @TempDir
    private Path folder;

    private static FileCompactor compactor(StorageProvider storage, boolean offline) {
        return new FileCompactor(
                storage,
                "",
                DISK,
                offline,
                SlicedFile.STANDARD,
                FileCompactor.Rights.BY_THE_STORAGE,
                FullContainer.READER,
                Clock.systemUTC());
    }

    private static CompactionOutcome run(StorageProvider storage, CompactionProgress progress) throws IOException {
        try (FileCompactor compactor = compactor(storage, false)) {
            return compactor.run(FullContainer.ANY_GAIN, progress);
        }
    }

    private static MemoryStorage laid() throws IOException {
        MemoryStorage storage = MemoryStorage.likeWindows();
        full.lay(storage, DISK);
        return storage;
    }

    private static void put(StorageProvider storage, String name) throws IOException {
        storage.create(StoragePath.of(name), Sharing.NONE).close();
    }

    private static void change(StorageProvider storage) throws IOException {
        try (StorageProvider host = storage.onOwnConnection();
                OpenFile open = host.openForWriting(DISK, Sharing.ALL)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            open.readFully(open.size() - 1, last);
            open.writeFully(open.size() - 1, last.flip());
        }
    }

    private static List<Why> whys(List<Refusal> refusals) {
        return refusals.stream().map(Refusal::why).toList();
    }

    private static void assertRefused(CompactionOutcome outcome, Why... whys) {
        assertThat(outcome)
                .isInstanceOfSatisfying(CompactionOutcome.Refused.class, refused -> assertThat(whys(refused.refusals()))
                        .containsExactly(whys));
    }

    /** Nothing of ours is left, and the name has the file it had. */
    private static void assertUntouched(StorageProvider storage) throws IOException {
        assertThat(swaps(storage)).isEmpty();
        assertThat(storage.stat(DISK).size()).isEqualTo(full.file().size());
        assertThat(FullContainer.content(storage, DISK)).isEqualTo(full.content());
    }

    private static List<StoredFile> swaps(StorageProvider storage) throws IOException {
        try {
            return storage.list(SWAPS);
        } catch (StorageException.NotFound e) {
            return List.of();
        }
    }

    private static StorageProvider storage(String kind, Path folder) {
        return switch (kind) {
            case "windows" -> MemoryStorage.likeWindows();
            case "samba" -> MemoryStorage.likeSamba();
            default -> new LocalStorage(folder);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"windows", "samba", "local"})
    void the_smaller_file_says_the_same_and_the_old_one_is_kept(String kind) throws Exception {
        try (StorageProvider storage = storage(kind, folder);
                FileCompactor compactor = compactor(storage, kind.equals("local"))) {
            full.lay(storage, DISK);
            FilePlan plan = compactor.plan(FullContainer.ANY_GAIN, CompactionProgress.NONE);
            assertThat(plan.refusals()).isEmpty();
            assertThat(swaps(storage)).as("a plan writes nothing").isEmpty();
            CompactionOutcome outcome = compactor.run(FullContainer.ANY_GAIN, CompactionProgress.NONE);
            assertThat(outcome).isInstanceOfSatisfying(CompactionOutcome.Compacted.class, done -> {
                assertThat(done.bytesBefore()).isEqualTo(full.file().size()).isEqualTo(plan.fileBytes());
                assertThat(done.bytesAfter())
                        .isEqualTo(plan.disk().bytesAfter())
                        .isLessThan(done.bytesBefore());
                assertThat(done.proof().content()).isEqualTo(full.content().toString());
                assertThat(done.proof().sectors()).isPositive();
                boolean copies = !kind.equals("local");
                assertThat(done.proof().bytesCopied())
                        .as("by the server")
                        .isEqualTo(copies ? plan.disk().liveBytes() : 0);
                assertThat(done.proof().bytesWritten() == 0).as("from here").isEqualTo(copies);
            });
            assertThat(storage.stat(DISK).size()).isEqualTo(plan.disk().bytesAfter());
            assertThat(FullContainer.content(storage, DISK)).isEqualTo(full.content());
            assertThat(envelope(storage)).isEqualTo(VhdxFile.open(full.file()).envelope());
            List<Kept> kept = compactor.kept();
            assertThat(kept).hasSize(1);
            assertThat(storage.stat(kept.get(0).path()).size())
                    .isEqualTo(full.file().size());
            assertThat(FullContainer.content(storage, kept.get(0).path())).isEqualTo(full.content());
            compactor.drop(kept.get(0));
            assertThat(swaps(storage)).isEmpty();
            assertRefused(compactor.run(FullContainer.ANY_GAIN, CompactionProgress.NONE), Why.ALREADY_MINIMAL);
        }
    }

    /** Identity, sizes and kind of the container. */
    private static VhdxEnvelope envelope(StorageProvider storage) throws IOException {
        try (OpenFile open = storage.openForReading(DISK, Sharing.ALL)) {
            return ((VhdxFile) Containers.open(open)).envelope();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void times_attributes_and_rights_go_over_to_the_new_file(boolean windows) throws Exception {
        try (MemoryStorage storage = windows ? MemoryStorage.likeWindows() : MemoryStorage.likeSamba()) {
            full.lay(storage, DISK);
            String owner = "S-1-5-21-1-2-3-1104";
            String group = "S-1-5-21-1-2-3-514";
            SecurityDescriptor rights = SecurityDescriptor.onlyFor(List.of(owner, "S-1-5-18"));
            storage.setSecurity(DISK, new FileSecurity(owner, group, rights.toSet()));
            storage.setAttributes(DISK, SET_BY_PEOPLE & ~StoredFile.READONLY);
            storage.setTimes(DISK, 132_000_000_000_000_001L, 132_500_000_000_000_003L);
            StoredFile before = storage.stat(DISK);
            FileSecurity rightsBefore = storage.security(DISK);
            assertThat(run(storage, CompactionProgress.NONE)).isInstanceOf(CompactionOutcome.Compacted.class);
            StoredFile after = storage.stat(DISK);
            assertThat(after.fileId()).isNotEqualTo(before.fileId());
            assertThat(after.creationTime()).isEqualTo(132_000_000_000_000_001L);
            assertThat(after.lastWriteTime()).isEqualTo(132_500_000_000_000_003L);
            assertThat(after.attributes()).isEqualTo(before.attributes());
            assertThat(storage.security(DISK).ownerSid()).isEqualTo(owner);
            assertThat(storage.security(DISK).groupSid()).isEqualTo(group);
            assertThat(storage.security(DISK).descriptor()).isEqualTo(rightsBefore.descriptor());
        }
    }

    @Test
    void in_a_folder_of_this_machine_the_last_write_goes_over() throws Exception {
        full.lay(folder.resolve(DISK.name()));
        Instant written = Instant.parse("2024-02-29T12:34:56.789012Z");
        Files.setLastModifiedTime(folder.resolve(DISK.name()), FileTime.from(written));
        try (StorageProvider storage = new LocalStorage(folder);
                FileCompactor compactor = compactor(storage, true)) {
            assertThat(compactor.run(FullContainer.ANY_GAIN, CompactionProgress.NONE))
                    .isInstanceOf(CompactionOutcome.Compacted.class);
        }
        assertThat(Files.getLastModifiedTime(folder.resolve(DISK.name())).toInstant())
                .isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({
        "Profile_anna.vhdx.lock, LOCKED",
        "PROFILE_ANNA.VHDX.LOCK, LOCKED",
        "Profile_anna.vhdx.meta, CLOUD_CACHE",
        "Profile_anna_1F2E.avhdx, DIFFERENCE_BESIDE",
        "RW.vhdx, DIFFERENCE_BESIDE",
        "Merge.VHDX, DIFFERENCE_BESIDE",
        "ODFC_anna-SESSION-0.VHDX, DIFFERENCE_BESIDE"
    })
    void what_lies_beside_it_forbids_it(String name, Why why) throws Exception {
        try (MemoryStorage storage = laid();
                FileCompactor compactor = compactor(storage, true)) {
            put(storage, name);
            assertThat(whys(compactor
                            .plan(FullContainer.ANY_GAIN, CompactionProgress.NONE)
                            .refusals()))
                    .containsExactly(why);
            assertRefused(compactor.run(FullContainer.ANY_GAIN, CompactionProgress.NONE), why);
            assertUntouched(storage);
        }
    }

    @Test
    void what_belongs_to_another_disk_is_in_nobodys_way() throws Exception {
        try (MemoryStorage storage = laid()) {
            put(storage, "ODFC_anna.vhdx.lock");
            put(storage, "ODFC_anna.vhdx.meta");
            put(storage, "Profile_anna.vhdx.metadata"); // written without Cloud Cache, too
            put(storage, "ODFC_anna.vhdx");
            storage.createFolder(StoragePath.of("Profile_anna.vhdx.meta"));
            assertThat(run(storage, CompactionProgress.NONE)).isInstanceOf(CompactionOutcome.Compacted.class);
        }
    }

    @Test
    void a_disk_beside_it_that_has_a_parent_forbids_it_whatever_its_name() throws Exception {
        try (MemoryStorage storage = laid();
                OpenFile child = storage.create(StoragePath.of("anna-test.vhdx"), Sharing.NONE)) {
            child.writeFully(0, ByteBuffer.wrap(Files.readAllBytes(difference())));
            child.close();
            assertRefused(run(storage, CompactionProgress.NONE), Why.DIFFERENCE_BESIDE);
            assertUntouched(storage);
        }
    }

    private Path difference() throws IOException {
        return Fixtures.unpack("dfvfs-fat-differential.vhdx.gz", null, folder);
    }

    @ParameterizedTest
    @CsvSource({"profile_anna.VHDX, NO_SAFE_SWAP", "RW.vhdx, DIFFERENCE_DISK"})
    void a_disk_is_compacted_under_the_name_that_its_folder_gives_it(String name, Why why) throws Exception {
        try (MemoryStorage storage = MemoryStorage.likeWindows();
                FileCompactor compactor = new FileCompactor(
                        storage,
                        "",
                        StoragePath.of(name),
                        false,
                        SlicedFile.STANDARD,
                        FileCompactor.Rights.BY_THE_STORAGE,
                        FullContainer.READER,
                        Clock.systemUTC())) {
            full.lay(storage, why == Why.NO_SAFE_SWAP ? DISK : StoragePath.of(name));
            CompactionOutcome outcome = compactor.run(FullContainer.ANY_GAIN, CompactionProgress.NONE);
            assertThat(outcome).isInstanceOfSatisfying(CompactionOutcome.Refused.class, refused -> assertThat(
                            whys(refused.refusals()))
                    .contains(why));
        }
    }

    @Test
    void what_is_read_only_is_left_alone_before_anything_is_copied() throws Exception {
        try (MemoryStorage storage = laid()) {
            storage.setAttributes(DISK, StoredFile.READONLY);
            assertRefused(run(storage, CompactionProgress.NONE), Why.NO_SAFE_SWAP);
            assertUntouched(storage);
        }
    }

    @Test
    void rights_that_cannot_be_carried_over_keep_the_old_file_in_place() throws Exception {
        try (MemoryStorage storage = laid();
                FileCompactor compactor = new FileCompactor(
                        storage,
                        "",
                        DISK,
                        false,
                        SlicedFile.STANDARD,
                        (like, fresh) -> {
                            throw new FileCompactor.NotCarriedException("not ours to give");
                        },
                        FullContainer.READER,
                        Clock.systemUTC())) {
            assertRefused(compactor.run(FullContainer.ANY_GAIN, CompactionProgress.NONE), Why.NO_SAFE_SWAP);
            assertUntouched(storage);
        }
    }

    @Test
    void where_others_change_disks_nothing_is_done() throws Exception {
        try (MemoryStorage storage = laid()) {
            StoragePath txn = SWAPS.child("20261101-000000-" + new UUID(1, 2));
            storage.createFolder(SWAPS);
            storage.createFolder(txn);
            try (OpenFile journal = storage.create(txn.child("journal.jsonl"), Sharing.NONE)) {
                journal.writeFully(0, ByteBuffer.wrap(OTHERS.getBytes(StandardCharsets.UTF_8)));
            }
            assertRefused(run(storage, CompactionProgress.NONE), Why.MANAGED);
            assertThat(storage.list(SWAPS)).hasSize(1);
        }
    }

    /** Of a portal, about container 7. */
    private static final String OTHERS =
            "{\"v\":1,\"step\":\"DONE\",\"at\":\"2026-11-01T00:00:00Z\",\"node\":\"portal\","
                    + "\"containerId\":7,\"target\":\"Profile_ben.vhdx\",\"purpose\":\"restore a backup\",\"linked\":true,\"note\":\"\"}\n";

    @Test
    void where_nobody_sees_who_has_it_open_somebody_has_to_vouch_for_it() throws Exception {
        full.lay(folder.resolve(DISK.name()));
        try (StorageProvider storage = new LocalStorage(folder);
                FileCompactor compactor = compactor(storage, false)) {
            assertThat(whys(compactor
                            .plan(FullContainer.ANY_GAIN, CompactionProgress.NONE)
                            .refusals()))
                    .containsExactly(Why.UNPROVED);
            assertRefused(compactor.run(FullContainer.ANY_GAIN, CompactionProgress.NONE), Why.UNPROVED);
            assertUntouched(storage);
        }
    }

    @ParameterizedTest
    @EnumSource(Sharing.class)
    void what_somebody_has_open_is_left_alone(Sharing sharing) throws Exception {
        try (MemoryStorage storage = laid();
                StorageProvider host = storage.onOwnConnection()) {
            try (OpenFile held = host.openForWriting(DISK, sharing)) {
                assertThat(held.size()).isPositive();
                assertRefused(run(storage, CompactionProgress.NONE), Why.IN_USE);
                assertThat(swaps(storage)).isEmpty();
            }
            assertUntouched(storage);
            assertThat(run(storage, CompactionProgress.NONE)).isInstanceOf(CompactionOutcome.Compacted.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void what_is_written_to_meanwhile_is_not_swapped(Phase phase) throws Exception {
        try (MemoryStorage storage = laid()) {
            List<Phase> seen = new ArrayList<>();
            CompactionOutcome outcome = run(storage, (now, done, total) -> {
                if (now == phase && !seen.contains(now)) {
                    seen.add(now);
                    try {
                        change(storage);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                }
                return true;
            });
            assertThat(seen).containsExactly(phase);
            assertRefused(outcome, Why.IN_USE);
            assertUntouched(storage);
        }
    }

    @Test
    void a_lock_file_that_appears_before_the_exchange_forbids_it() throws Exception {
        try (MemoryStorage storage = laid()) {
            CompactionOutcome outcome = run(storage, (now, done, total) -> {
                if (now == Phase.EXCHANGING) {
                    try {
                        put(storage, DISK.name() + ".lock");
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                }
                return true;
            });
            assertRefused(outcome, Why.LOCKED);
            assertUntouched(storage);
        }
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void stopped_in_any_phase_it_leaves_nothing(Phase phase) throws Exception {
        try (MemoryStorage storage = laid()) {
            assertThat(run(storage, (now, done, total) -> now != phase)).isInstanceOf(CompactionOutcome.Stopped.class);
            assertUntouched(storage);
            assertThat(run(storage, CompactionProgress.NONE)).isInstanceOf(CompactionOutcome.Compacted.class);
        }
    }

    @Test
    void the_phases_come_one_after_the_other() throws Exception {
        try (MemoryStorage storage = laid()) {
            List<Phase> seen = new ArrayList<>();
            run(storage, (now, done, total) -> {
                if (seen.isEmpty() || seen.get(seen.size() - 1) != now) {
                    seen.add(now);
                }
                return true;
            });
            assertThat(seen).containsExactly(Phase.values());
        }
    }

    @Test
    void a_byte_of_content_that_the_server_gives_back_changed_is_found() throws Exception {
        try (MemoryStorage storage = laid()) {
            StorageProvider flipping = new FlippingStorage(storage, FlippingStorage.largest());
            assertThatThrownBy(() -> run(flipping, CompactionProgress.NONE)).isInstanceOf(ProofFailedException.class);
            assertUntouched(storage);
        }
    }

    @Test
    void whichever_byte_the_server_changes_the_name_never_has_other_content() throws Exception {
        FlippingStorage.Flip counting = FlippingStorage.none();
        try (MemoryStorage storage = laid()) {
            run(new FlippingStorage(storage, counting), CompactionProgress.NONE);
        }
        RandomCases.run(10, random -> {
            try (MemoryStorage storage = laid()) {
                FlippingStorage.Flip flip = FlippingStorage.atWrite(random.nextInt(counting.writes()), random);
                try {
                    run(new FlippingStorage(storage, flip), CompactionProgress.NONE);
                } catch (StorageException e) {
                    throw e;
                } catch (IOException e) {
                    assertUntouched(storage); // the proof did not hold, or the new file could not even be read
                }
                assertThat(FullContainer.content(storage, DISK)).isEqualTo(full.content());
                assertThat(flip.isDone()).isTrue();
            }
        });
    }

    @Test
    void no_room_for_the_new_file_leaves_the_old_one() throws Exception {
        try (MemoryStorage storage = laid()) {
            storage.leaveRoomFor(1 << 20);
            assertThatThrownBy(() -> run(storage, CompactionProgress.NONE)).isInstanceOf(StorageException.Full.class);
            storage.leaveRoomFor(Long.MAX_VALUE);
            assertThat(run(storage, CompactionProgress.NONE)).isInstanceOf(CompactionOutcome.Compacted.class);
        }
    }

    @Test
    void too_small_a_gain_writes_nothing() throws Exception {
        try (MemoryStorage storage = laid();
                FileCompactor compactor = compactor(storage, false)) {
            assertRefused(compactor.run(CompactionWish.USUAL, CompactionProgress.NONE), Why.GAIN_TOO_SMALL);
            assertUntouched(storage);
        }
    }
}
