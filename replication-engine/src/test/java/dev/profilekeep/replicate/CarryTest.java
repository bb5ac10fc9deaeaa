package dev.profilekeep.replicate;

import static dev.profilekeep.replicate.ReplicatedPair.DISK;
import static dev.profilekeep.replicate.ReplicatedPair.PAIR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.compact.CompactionOutcome;
import dev.profilekeep.compact.CompactionProgress;
import dev.profilekeep.compact.FileCompactor;
import dev.profilekeep.compact.FullContainer;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.compact.CompactionWish;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.replicate.ReplicationOutcome.Word;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.layer.SlicedFile;
import dev.profilekeep.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One disk, carried from one site to another. */
class CarryTest {
    private static final int TAIL = 8 << 20;
    private static FullContainer full;
    private static long tailStart;

    @TempDir
    private Path folder;

    private final Random random = new Random(5);
    private ReplicatedPair pair;

    @BeforeAll
    static void make() throws IOException {
        full = FullContainer.withTail(TAIL);
        tailStart = Containers.open(full.file()).virtualSize() - TAIL;
    }

    @BeforeEach
    void lay() throws IOException {
        pair = new ReplicatedPair(folder, MemoryStorage.likeWindows(), MemoryStorage.likeSamba());
        full.lay(pair.from(), DISK);
    }

    @AfterEach
    void close() throws IOException {
        pair.close();
    }

    private void change(StorageProvider storage, int blocks) throws IOException {
        ReplicatedPair.change(storage, tailStart, TAIL, blocks, random);
    }

    private void assertSame() throws IOException {
        assertThat(ReplicatedPair.content(pair.to())).isEqualTo(ReplicatedPair.content(pair.from()));
        ReplicatedPair.assertNothingLeft(pair.to(), "after it was carried");
    }

    private ReplicationOutcome carried(Word word) {
        ReplicationOutcome outcome = pair.carry();
        assertThat(outcome.word()).as("%s", outcome).isEqualTo(word);
        return outcome;
    }

    private void assertLeft(Reason reason, StorageProvider copy, Sha256 content) throws IOException {
        ReplicationOutcome outcome = pair.carry();
        assertThat(outcome.reason()).as("%s", outcome).isEqualTo(reason);
        assertThat(outcome.isUpToDate()).isFalse();
        assertThat(ReplicatedPair.content(copy)).isEqualTo(content);
    }

    @Test
    void a_copy_that_never_was_is_made_whole_and_only_what_changed_since_is_sent() throws IOException {
        ReplicationOutcome first = carried(Word.COPIED);
        assertThat(first.counts().sent()).isEqualTo(full.file().size());
        assertSame();
        carried(Word.UNCHANGED);
        change(pair.from(), 5);
        Sha256 content = ReplicatedPair.content(pair.from());
        ReplicationOutcome next = carried(Word.CARRIED);
        assertThat(content).isNotEqualTo(full.content());
        assertThat(next.counts().sent()).isBetween(4L * ReplicatedPair.BLOCK, 5L * ReplicatedPair.BLOCK);
        assertThat(next.counts().copiedByServer()).isEqualTo(full.file().size());
        assertSame();
        carried(Word.UNCHANGED);
    }

    @Test
    void what_became_zeros_becomes_zeros_there_too() throws IOException {
        carried(Word.COPIED);
        ReplicatedPair.zero(pair.from(), tailStart + (1 << 20), 3 << 20);
        ReplicationOutcome next = carried(Word.CARRIED);
        assertThat(next.counts().sent()).isEqualTo(3 << 20);
        assertSame();
    }

    @Test
    void the_old_file_keeps_its_owner_and_rights() throws IOException {
        carried(Word.COPIED);
        FileSecurity before = pair.to().security(DISK);
        assertThat(before.ownerSid()).isEqualTo(pair.from().security(DISK).ownerSid());
        long made = pair.to().stat(DISK).creationTime();
        change(pair.from(), 1);
        carried(Word.CARRIED);
        assertThat(pair.to().security(DISK).descriptor()).isEqualTo(before.descriptor());
        assertThat(pair.to().stat(DISK).creationTime()).isEqualTo(made);
    }

    @Test
    void a_mere_new_layout_on_either_side_sends_nothing() throws IOException {
        carried(Word.COPIED);
        compact(pair.from());
        assertThat(carried(Word.UNCHANGED).counts().sent()).isZero();
        compact(pair.to());
        assertThat(carried(Word.UNCHANGED).counts().sent()).isZero();
        change(pair.from(), 3);
        assertThat(carried(Word.CARRIED).counts().sent()).isLessThanOrEqualTo(3L * ReplicatedPair.BLOCK);
        assertThat(ReplicatedPair.content(pair.to())).isEqualTo(ReplicatedPair.content(pair.from()));
    }

    private static void compact(StorageProvider storage) throws IOException {
        try (FileCompactor compactor = new FileCompactor(
                storage,
                "",
                DISK,
                true,
                SlicedFile.WITHOUT_PAUSES,
                FileCompactor.Rights.BY_THE_STORAGE,
                new ContentReader(Runnable::run, 1),
                Clock.systemUTC())) {
            assertThat(compactor.run(CompactionWish.USUAL.withThreshold(0, 0), CompactionProgress.NONE))
                    .isInstanceOf(CompactionOutcome.Compacted.class);
            compactor.drop(compactor.kept().get(0));
        }
    }

    @Test
    void what_was_written_at_the_other_site_is_never_overwritten() throws IOException {
        carried(Word.COPIED);
        change(pair.to(), 1);
        Sha256 there = ReplicatedPair.content(pair.to());
        assertLeft(Reason.NEWER_AT_SECONDARY, pair.to(), there);
        change(pair.from(), 1);
        Sha256 here = ReplicatedPair.content(pair.from());
        assertLeft(Reason.DIVERGED, pair.to(), there);
        assertThat(ReplicatedPair.content(pair.from())).isEqualTo(here);
    }

    @Test
    void a_copy_that_is_there_without_an_agreement_is_compared_and_never_written() throws IOException {
        full.lay(pair.to(), DISK);
        ReplicationOutcome agreed = carried(Word.AGREED);
        assertThat(agreed.counts().sent()).isZero();
        change(pair.from(), 2);
        carried(Word.CARRIED);
        assertSame();
    }

    @Test
    void a_newborn_twin_is_left_to_a_person() throws IOException {
        FullContainer.quick().lay(pair.to(), DISK);
        assertLeft(Reason.NEVER_AGREED, pair.to(), FullContainer.quick().content());
    }

    @Test
    void nothing_is_made_beside_another_disk_of_that_name() throws IOException {
        StoragePath other = StoragePath.of("Profile_anna.vhd");
        pair.to().create(other, Sharing.NONE).close();
        assertThat(pair.carry().reason()).isEqualTo(Reason.OTHERS_THERE);
        pair.to().delete(other);
        carried(Word.COPIED);
    }

    @Test
    void a_copy_that_vanished_is_not_made_anew() throws IOException {
        carried(Word.COPIED);
        pair.to().delete(DISK);
        change(pair.from(), 1);
        assertThat(pair.carry().reason()).isEqualTo(Reason.VANISHED);
        assertThat(pair.to().list(StoragePath.ROOT))
                .extracting(file -> file.name())
                .doesNotContain(DISK.name());
    }

    @Test
    void nothing_is_written_when_the_site_is_not_the_active_one() throws IOException {
        carried(Word.COPIED);
        change(pair.from(), 1);
        pair.closed = "another site is the active one";
        assertLeft(Reason.NOT_ACTIVE, pair.to(), full.content());
        ContainerReplicator replicator = pair.replicator();
        pair.closed = "";
        ReplicationPlan plan = replicator.plan(PAIR);
        pair.closed = "another site is the active one by now";
        assertThat(replicator.run(plan, () -> false).reason()).isEqualTo(Reason.NOT_ACTIVE);
        assertThat(ReplicatedPair.content(pair.to())).isEqualTo(full.content());
        ReplicatedPair.assertNothingLeft(pair.to(), "after it was refused");
    }

    @Test
    void a_disk_in_use_on_either_side_is_left_for_later() throws IOException {
        carried(Word.COPIED);
        change(pair.from(), 1);
        try (OpenFile held = pair.from().openForWriting(DISK, Sharing.NONE)) {
            assertThat(pair.carry().reason()).isEqualTo(Reason.IN_USE);
        }
        try (StorageProvider host = pair.to().onOwnConnection();
                OpenFile held = host.openForWriting(DISK, Sharing.NONE)) {
            assertLeftWithoutLooking(Reason.IN_USE);
        }
        pair.to().create(StoragePath.of(DISK.name() + ".lock"), Sharing.NONE).close();
        assertLeft(Reason.IN_USE, pair.to(), full.content());
        pair.to().delete(StoragePath.of(DISK.name() + ".lock"));
        carried(Word.CARRIED);
        assertSame();
    }

    private void assertLeftWithoutLooking(Reason reason) {
        assertThat(pair.carry().reason()).isEqualTo(reason);
    }

    @Test
    void a_damaged_disk_is_not_carried_over_a_sound_one() throws IOException {
        carried(Word.COPIED);
        change(pair.from(), 1);
        try (OpenFile file = pair.from().openForWriting(DISK, Sharing.NONE)) {
            file.writeFully(3 << 16, ByteBuffer.allocate(1 << 16)); // the first region table
            file.writeFully(4 << 16, ByteBuffer.allocate(1 << 16)); // and the second
        }
        assertThat(pair.carry().reason()).isEqualTo(Reason.SOURCE_UNSOUND);
        assertThat(ReplicatedPair.content(pair.to())).isEqualTo(full.content());
    }

    @Test
    void without_its_map_all_is_read_again_and_no_more_is_sent() throws IOException {
        carried(Word.COPIED);
        try (Stream<Path> maps = Files.list(folder.resolve("maps"))) {
            for (Path map : maps.toList()) {
                byte[] bytes = Files.readAllBytes(map);
                bytes[bytes.length - 60] ^= 1;
                Files.write(map, bytes);
            }
        }
        change(pair.from(), 2);
        assertThat(carried(Word.CARRIED).counts().sent()).isLessThanOrEqualTo(2L * ReplicatedPair.BLOCK);
        assertSame();
    }

    @Test
    void without_a_copy_by_the_server_the_policy_decides() throws IOException {
        for (String location : List.of("fra", "lon")) {
            pair.storages.put(location, new LocalStorage(Files.createDirectory(folder.resolve(location))));
        }
        full.lay(pair.from(), DISK);
        carried(Word.COPIED);
        change(pair.from(), 1);
        pair.settings = new ReplicationSettings(false, Duration.ofDays(30), 0);
        assertLeft(Reason.NO_SERVER_COPY, pair.to(), full.content());
        pair.settings = new ReplicationSettings(true, Duration.ofDays(30), 0);
        assertThat(carried(Word.CARRIED).counts().sent())
                .isGreaterThan(full.file().size());
        assertSame();
    }

    @Test
    void a_stop_leaves_the_copy_as_it_is() throws IOException {
        carried(Word.COPIED);
        change(pair.from(), 1);
        ContainerReplicator replicator = pair.replicator();
        int[] asked = {0};
        for (int after = 0; after < 400; after += 57) {
            int limit = after;
            asked[0] = 0;
            ReplicationOutcome outcome = replicator.run(replicator.plan(PAIR), () -> asked[0]++ >= limit);
            if (outcome.reason() == Reason.STOPPED) {
                assertThat(ReplicatedPair.content(pair.to())).isEqualTo(full.content());
                ReplicatedPair.assertNothingLeft(pair.to(), "stopped after " + after);
            }
            assertThat(after > 0 || outcome.reason() == Reason.STOPPED).isTrue();
        }
    }
}
