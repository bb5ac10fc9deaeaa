package dev.profilekeep.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.config.SetConfig.Replication;
import dev.profilekeep.content.DiskDifference;
import dev.profilekeep.content.FileChange;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.disk.testing.SparseMemoryDevice;
import dev.profilekeep.replica.PairComparison.Compared;
import dev.profilekeep.replica.PairComparison.Depth;
import dev.profilekeep.replica.PairComparison.Order;
import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies on storage in memory: what is read of them, and what is said. */
class PairComparisonTest {
    private static final StoragePath DISK = StoragePath.of("Profile_anna.VHDX");
    private static final String IMAGE = "mbr-dynamic.vhd";

    @TempDir
    private Path folder;

    private final MemoryStorage fra = MemoryStorage.likeWindows();
    private final MemoryStorage lon = MemoryStorage.likeWindows();
    private final FaultyStorage slowFra = new FaultyStorage(fra);
    private final FaultyStorage slowLon = new FaultyStorage(lon);
    private PairComparison comparison;
    private SparseMemoryDevice here;
    private SparseMemoryDevice there;

    @BeforeEach
    void oneContentInTwoLayouts() throws IOException {
        comparison = new PairComparison(
                new ContentReader(Runnable::run, 1),
                new MapArchive(folder.resolve("maps")),
                SlicedFile.WITHOUT_PAUSES,
                Clock.systemUTC());
        here = TwoDisks.of(IMAGE, 1);
        there = TwoDisks.of(IMAGE, 4);
        write(fra, here);
        write(lon, there);
    }

    private static void write(MemoryStorage storage, SparseMemoryDevice disk) throws IOException {
        byte[] bytes = TwoDisks.bytes(disk);
        try (OpenFile open = open(storage)) {
            open.resize(bytes.length);
            open.writeFully(0, ByteBuffer.wrap(bytes));
        }
    }

    /** The same file, if there is one, so that its number stays. */
    private static OpenFile open(MemoryStorage storage) throws IOException {
        try {
            return storage.openForWriting(DISK, Sharing.NONE);
        } catch (StorageException.NotFound e) {
            return storage.create(DISK, Sharing.NONE);
        }
    }

    private Order order(Agreement last) {
        return new Order(
                Replication.ENGINE,
                new CopyAt("fra", slowFra, DISK),
                new CopyAt("lon", slowLon, DISK),
                null,
                null,
                last,
                Map.of(),
                null,
                false);
    }

    private Compared compare(Agreement last, Depth depth) throws IOException {
        return comparison.compare(order(last), depth, Progress.NONE);
    }

    private Agreement agreed() throws IOException {
        Compared compared = compare(null, Depth.CHANGED);
        assertThat(compared.verdict().word()).isEqualTo(CopyWord.EQUAL);
        return compared.agreement();
    }

    @Test
    void two_layouts_of_the_same_content_are_equal() throws IOException {
        assertThat(TwoDisks.bytes(here)).isNotEqualTo(TwoDisks.bytes(there));
        Compared compared = compare(null, Depth.CHANGED);

        assertThat(compared.verdict().word()).isEqualTo(CopyWord.EQUAL);
        assertThat(compared.agreement()).isNotNull();
        try (Stream<Path> maps = Files.list(folder.resolve("maps"))) {
            assertThat(maps.map(path -> path.getFileName().toString()))
                    .containsExactly(compared.agreement().root() + ".map");
        }
    }

    @Test
    void what_did_not_change_is_looked_at_and_not_read() throws IOException {
        Agreement last = agreed();
        Compared again = compare(last, Depth.CHANGED);

        assertThat(again.verdict().word()).isEqualTo(CopyWord.PRESUMED_EQUAL);
        assertThat(again.bytesRead()).isLessThan(512 << 10);
        assertThat(again.agreement().provedAt()).isEqualTo(last.provedAt());
        assertThat(again.agreement().sameUntil()).isAfterOrEqualTo(last.sameUntil());
    }

    @Test
    void one_changed_byte_is_found_and_named_and_little_else_is_read() throws IOException {
        Agreement last = agreed();
        long whole = compare(null, Depth.WHOLE).bytesRead();
        long record = TwoDisks.changeOneByte(here, 7);
        write(fra, here);

        Compared compared = compare(last, Depth.CHANGED);

        assertThat(compared.verdict().word()).isEqualTo(CopyWord.LAGGING);
        assertThat(compared.bytesRead()).as("of %d", whole).isLessThan(whole);
        assertThat(compared.agreement()).isEqualTo(last);
        DiskDifference difference =
                comparison.difference(order(last).active(), order(last).further(), last, Progress.NONE);
        assertThat(difference.files()).singleElement().satisfies(file -> {
            assertThat(file.how()).isEqualTo(FileChange.How.CONTENT);
            assertThat(file.path()).isNotBlank().doesNotContain("record " + record);
        });
    }

    @Test
    void a_byte_that_differs_between_two_that_never_agreed_is_named_too() throws IOException {
        TwoDisks.changeOneByte(there, 9);
        write(lon, there);

        assertThat(compare(null, Depth.CHANGED).verdict().rule()).isEqualTo(CopyRule.NEVER_AGREED);
        assertThat(comparison
                        .difference(order(null).active(), order(null).further(), null, Progress.NONE)
                        .files())
                .singleElement()
                .satisfies(file -> assertThat(file.how()).isEqualTo(FileChange.How.CONTENT));
    }

    @Test
    void different_work_at_both_sites_is_a_divergence_and_nothing_is_written() throws IOException {
        Agreement last = agreed();
        TwoDisks.changeOneByte(here, 7);
        write(fra, here);
        TwoDisks.changeOneByte(there, 9);
        write(lon, there);
        Compared compared = compare(last, Depth.CHANGED);

        assertThat(compared.verdict().word()).isEqualTo(CopyWord.DIVERGED);
        assertThat(compared.agreement()).isEqualTo(last);
    }

    @Test
    void work_at_the_further_site_alone_is_newer_there() throws IOException {
        Agreement last = agreed();
        TwoDisks.changeOneByte(there, 9);
        write(lon, there);

        assertThat(compare(last, Depth.CHANGED).verdict().word()).isEqualTo(CopyWord.NEWER_AT_SECONDARY);
    }

    @Test
    void another_volume_that_does_not_tell_when_it_was_made_is_not_taken_for_a_newborn() throws IOException {
        write(fra, TwoDisks.of("gpt-msr.vhdx", 1));
        write(lon, TwoDisks.of("gpt-msr.vhdx", 4));
        Agreement last = agreed();
        write(lon, TwoDisks.of(IMAGE, 1));
        Compared compared = compare(last, Depth.CHANGED);

        assertThat(compared.verdict().rule()).isEqualTo(CopyRule.ONLY_FURTHER_CHANGED);
        assertThat(compared.verdict().isNewborn()).isFalse();
    }

    @Test
    void one_that_somebody_holds_is_in_use() throws IOException {
        Agreement last = agreed();
        try (OpenFile held = fra.openForReading(DISK, Sharing.NONE)) {
            assertThat(held.size()).isPositive();
            assertThat(compare(last, Depth.CHANGED).verdict().word()).isEqualTo(CopyWord.IN_USE);
        }
    }

    @Test
    void one_that_moves_each_time_it_is_read_is_in_use_and_never_equal() throws IOException {
        long[] moment = {0};
        slowFra.fail(
                (verb, at) -> {
                    if (verb.equals("file.readFully") && moment[0]++ % 3 == 2) {
                        try {
                            fra.setTimes(DISK, 0, 133_000_000_000_000_000L + moment[0]);
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    }
                    return false;
                },
                0,
                1,
                FaultyStorage.unreachable());

        Compared compared = compare(null, Depth.CHANGED);

        assertThat(compared.verdict().word()).isEqualTo(CopyWord.IN_USE);
        assertThat(compared.agreement()).isNull();
    }

    @Test
    void a_location_that_does_not_answer_leaves_the_copy_unproved_and_the_proof_standing() throws IOException {
        Agreement last = agreed();
        slowLon.fail((verb, at) -> true, 0, 1_000, FaultyStorage.unreachable());

        Compared compared = compare(last, Depth.CHANGED);

        assertThat(compared.verdict().rule()).isEqualTo(CopyRule.SILENT);
        assertThat(compared.agreement()).isEqualTo(last);
    }

    @Test
    void trouble_of_this_machine_is_not_told_of_the_copy() throws IOException {
        Agreement last = agreed();
        TwoDisks.changeOneByte(here, 7);
        write(fra, here);
        slowFra.fail((verb, at) -> verb.equals("file.readFully"), 0, 1_000, new IOException("No space left on device"));

        assertThatThrownBy(() -> compare(last, Depth.CHANGED))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No space left");
    }

    @Test
    void a_damaged_map_only_means_that_all_is_read_again() throws IOException {
        Agreement last = agreed();
        Path map = folder.resolve("maps").resolve(last.root() + ".map");
        byte[] bytes = Files.readAllBytes(map);
        bytes[bytes.length / 3] ^= 1;
        Files.write(map, bytes);
        TwoDisks.changeOneByte(here, 7);
        write(fra, here);

        assertThat(compare(last, Depth.CHANGED).verdict().word()).isEqualTo(CopyWord.LAGGING);

        Files.delete(map);
        assertThat(compare(last, Depth.CHANGED).verdict().word()).isEqualTo(CopyWord.LAGGING);
    }
}
