package dev.profilekeep.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.compact.Refusal.Why;
import dev.profilekeep.disk.compact.CompactionWish;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
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
import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@link FileCompactor} refuses before anything is copied or exchanged. */
class FileCompactorRefusalsTest extends CompactedFile {
    @ParameterizedTest
    @CsvSource({
        "Profile_anna.vhdx.lock, LOCKED",
        "PROFILE_ANNA.VHDX.LOCK, LOCKED",
        "Profile_anna.vhdx.meta, CLOUD_CACHE",
        "Profile_anna_1F2E.avhdx, DIFFERENCE_BESIDE",
        "RW.vhdx, DIFFERENCE_BESIDE",
        "Merge.VHDX, DIFFERENCE_BESIDE",
        "ODFC_anna-SESSION-0.VHDX, DIFFERENCE_BESIDE",
        "Profile_anna-SESSION-0.VHDX, DIFFERENCE_BESIDE",
        "profile_ANNA_session-12.vhd, DIFFERENCE_BESIDE",
        "Merge_Profile_anna.VHDX, DIFFERENCE_BESIDE"
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
