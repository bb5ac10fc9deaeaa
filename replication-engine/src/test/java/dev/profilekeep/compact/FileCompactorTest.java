package dev.profilekeep.compact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.compact.CompactionProgress.Phase;
import dev.profilekeep.compact.Refusal.Why;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.vhdx.VhdxEnvelope;
import dev.profilekeep.disk.vhdx.VhdxFile;
import dev.profilekeep.lease.Kept;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.SecurityDescriptor;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.layer.SlicedFile;
import dev.profilekeep.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link FileCompactor} where nothing stands against it: what is smaller, kept and carried over. */
class FileCompactorTest extends CompactedFile {
    /** READONLY, HIDDEN and NOT_CONTENT_INDEXED. */
    private static final int SET_BY_PEOPLE = 0x1 | 0x2 | 0x2000;

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
}
