package dev.profilekeep.disk.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.check.DiskCheck;
import dev.profilekeep.disk.check.Verdict;
import dev.profilekeep.disk.compact.Obstacle.Kind;
import dev.profilekeep.disk.content.Chunk;
import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.disk.content.Owner;
import dev.profilekeep.disk.convert.ConversionPlanner;
import dev.profilekeep.disk.convert.ConversionRun;
import dev.profilekeep.disk.image.Extent;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.testing.CrashDevice;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.RandomCases;
import dev.profilekeep.disk.testing.SparseMemoryDevice;
import dev.profilekeep.disk.vhd.VhdEnvelope;
import dev.profilekeep.disk.vhd.VhdFile;
import dev.profilekeep.disk.vhdx.VhdxEnvelope;
import dev.profilekeep.disk.vhdx.VhdxFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompactionTest {
    private static final int MIB = 1 << 20;

    /** One of our images as a VHDX in which much is stored that does not count. */
    private static SparseMemoryDevice full(String image, int blockSize) throws IOException {
        return Stale.vhdx(Containers.open(Fixtures.ownLargeImage(image)), blockSize);
    }

    private static long stored(BlockDevice file) throws IOException {
        VirtualDisk disk = Containers.open(file);
        long[] bytes = {0};
        disk.extents(
                new ByteRange(0, disk.virtualSize()),
                extent -> bytes[0] += extent instanceof Extent.Stored ? extent.length() : 0);
        return bytes[0];
    }

    @ParameterizedTest
    @CsvSource({"gpt-msr.vhdx, 1", "gpt-msr.vhdx, 2", "gpt-4kn.vhdx, 1", "gpt-4kn.vhdx, 4", "profile-30g.vhdx, 1"})
    void a_container_full_of_deleted_files_keeps_the_blocks_that_count(String image, int mib) throws Exception {
        int blockSize = mib * MIB;
        SparseMemoryDevice file = full(image, 32 * MIB);
        CompactionPlan plan = Repacked.plan(file, Repacked.anyGain(blockSize));
        assertThat(plan.obstacles()).isEmpty();
        assertThat(plan.staleBytes()).isPositive();
        assertThat(plan.liveBytes() + plan.staleBytes()).isEqualTo(stored(file));
        var made = new SparseMemoryDevice(0);
        Repacked.make(plan, made);
        assertThat(made.size()).isLessThan(file.size());
        assertThat(Repacked.content(made)).isEqualTo(Repacked.content(file)).hasSizeGreaterThan(5);
        assertThat(DiskCheck.run("made", made, (child, parent) -> Optional.empty(), Progress.NONE)
                        .verdict())
                .isEqualTo(Verdict.SOUND);
        VhdxEnvelope before = VhdxFile.open(file).envelope();
        assertThat(VhdxFile.open(made).envelope()).isEqualTo(before.withBlockSize(blockSize));
        assertThat(stored(made)).isEqualTo((long) plan.blocks().count() * blockSize);
    }

    @Test
    void what_each_block_size_would_come_to_is_what_it_comes_to() throws Exception {
        SparseMemoryDevice file = full("gpt-msr.vhdx", 32 * MIB);
        CompactionPlan plan = Repacked.plan(file, Repacked.anyGain(null));
        assertThat(plan.choices()).extracting(CompactionPlan.Choice::blockSize).contains(MIB, 2 * MIB, 32 * MIB);
        for (CompactionPlan.Choice choice : plan.choices()) {
            CompactionPlan own = Repacked.plan(file, Repacked.anyGain(choice.blockSize()));
            assertThat(own.bytesAfter()).isEqualTo(choice.bytesAfter());
            if (own.isAllowed()) {
                Repacked.make(own, new SparseMemoryDevice(0)); // looks at the length itself
            }
        }
    }

    @Test
    void a_dynamic_vhd_stays_one_and_keeps_its_identity() throws Exception {
        VirtualDisk small = Containers.open(Fixtures.ownLargeImage("mbr-dynamic.vhd"));
        VhdEnvelope envelope = ((VhdFile) small).envelope();
        // A VHD whose free clusters are stored: made of a VHDX into which they were written.
        var vhdx = new SparseMemoryDevice(0);
        ConversionRun.run(ConversionPlanner.toVhdx(small, ConversionPlanner.envelopeOf(small)), vhdx, Progress.NONE);
        Stale.dirty(vhdx, ContentLayout.of(small));
        var file = new SparseMemoryDevice(0);
        ConversionRun.run(ConversionPlanner.toVhd(VhdxFile.open(vhdx), envelope), file, Progress.NONE);
        CompactionPlan plan = Repacked.plan(file, Repacked.anyGain(null));
        assertThat(plan.obstacles()).isEmpty();
        var made = new SparseMemoryDevice(0);
        Repacked.make(plan, made);
        assertThat(VhdFile.open(made).envelope()).isEqualTo(envelope);
        assertThat(Repacked.content(made)).isEqualTo(Repacked.content(file));
        CompactionPlan toVhdx = Repacked.plan(file, Repacked.anyGain(MIB).withForm(true, false));
        var other = new SparseMemoryDevice(0);
        Repacked.make(toVhdx, other);
        assertThat(VhdxFile.open(other).envelope().virtualDiskId()).isEqualTo(envelope.uniqueId());
        assertThat(Repacked.content(other)).isEqualTo(Repacked.content(file));
    }

    @Test
    void a_fixed_disk_is_left_alone_until_somebody_wants_it_dynamic() throws Exception {
        VirtualDisk small = Containers.open(Fixtures.ownLargeImage("gpt-msr.vhdx"));
        var file = new SparseMemoryDevice(0);
        ConversionRun.run(
                ConversionPlanner.toVhdx(
                        small, ConversionPlanner.envelopeOf(small).asFixed()),
                file,
                Progress.NONE);
        assertThat(Repacked.plan(file, Repacked.anyGain(null)).obstacles())
                .extracting(Obstacle::kind)
                .containsExactly(Kind.FIXED);
        CompactionPlan plan = Repacked.plan(file, Repacked.anyGain(MIB).withForm(false, true));
        var made = new SparseMemoryDevice(0);
        Repacked.make(plan, made);
        assertThat(VhdxFile.open(made).info().fixed()).isFalse();
        assertThat(Repacked.content(made)).isEqualTo(Repacked.content(file));
    }

    @Test
    void a_second_time_there_is_nothing_to_gain() throws Exception {
        SparseMemoryDevice file = full("gpt-msr.vhdx", 2 * MIB);
        var made = new SparseMemoryDevice(0);
        Repacked.make(Repacked.plan(file, Repacked.anyGain(null)), made);
        assertThat(Repacked.plan(made, Repacked.anyGain(null)).obstacles())
                .extracting(Obstacle::kind)
                .containsExactly(Kind.ALREADY_MINIMAL);
    }

    @Test
    void a_small_gain_and_too_little_room_are_told_with_their_numbers() throws Exception {
        SparseMemoryDevice file = full("gpt-msr.vhdx", MIB);
        CompactionPlan small = Repacked.plan(file, CompactionWish.USUAL);
        assertThat(small.obstacles()).extracting(Obstacle::kind).containsExactly(Kind.GAIN_TOO_SMALL);
        assertThat(small.obstacles().get(0).sentence()).contains("256.0 MiB and 5.0 %");
        CompactionPlan tight = Repacked.plan(file, Repacked.anyGain(null), 1000);
        assertThat(tight.obstacles()).extracting(Obstacle::kind).containsExactly(Kind.NO_ROOM);
        assertThatThrownBy(() -> RepackTarget.begin(tight, new SparseMemoryDevice(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("free");
    }

    @Test
    void where_smaller_blocks_would_free_enough_they_are_named() throws Exception {
        SparseMemoryDevice file = full("gpt-msr.vhdx", 2 * MIB);
        CompactionWish coarse = CompactionWish.USUAL.withBlockSize(32 * MIB);
        CompactionPlan finest = Repacked.plan(file, Repacked.anyGain(MIB));
        long most = finest.fileBytes() - finest.bytesAfter();
        assertThat(most).isPositive();

        CompactionPlan enough = Repacked.plan(file, coarse.withThreshold(most, 0));
        assertThat(enough.obstacles()).singleElement().satisfies(one -> {
            assertThat(one.kind()).isEqualTo(Kind.ALREADY_MINIMAL);
            assertThat(one.sentence())
                    .contains("; in blocks of 1.0 MiB it would be ")
                    .endsWith(" smaller");
        });
        CompactionPlan tooMuch = Repacked.plan(file, coarse.withThreshold(most + 1, 0));
        assertThat(tooMuch.obstacles()).singleElement().satisfies(one -> assertThat(one.sentence())
                .doesNotContain("smaller"));
    }

    @Test
    void a_disk_in_doubt_is_refused() throws Exception {
        CompactionPlan plan = Repacked.plan(Fixtures.ownLargeImage("bare-dirty.vhdx"), Repacked.anyGain(MIB));
        assertThat(plan.obstacles()).extracting(Obstacle::kind).contains(Kind.DIRTY);
        assertThat(plan.isMeasured()).isFalse();
        assertThat(plan.bytesAfter()).isEqualTo(plan.fileBytes());
    }

    /** Brings what counts from file to file, up to a place of the disk. */
    private static long bring(SparseMemoryDevice from, SparseMemoryDevice to, RepackTarget target, long upTo)
            throws IOException {
        long[] bytes = {0};
        long[] last = {0, 0, 0};
        target.moves(move -> {
            assertThat(move.diskOffset()).as("in the order of the disk").isGreaterThanOrEqualTo(last[0]);
            assertThat(move.diskOffset() == last[0] && move.from() == last[1] && move.to() == last[2])
                    .as("as one what touches: %s", move)
                    .isFalse();
            last[0] = move.diskOffset() + move.length();
            last[1] = move.from() + move.length();
            last[2] = move.to() + move.length();
            if (move.diskOffset() >= upTo) {
                return;
            }
            var part = ByteBuffer.allocate(Math.toIntExact(Math.min(move.length(), upTo - move.diskOffset())));
            from.readFully(move.from(), part);
            to.write(move.to(), part.flip());
            bytes[0] += part.capacity();
        });
        target.brought(upTo, bytes[0]);
        return bytes[0];
    }

    @ParameterizedTest
    @CsvSource({"gpt-msr.vhdx, 1, 1", "gpt-msr.vhdx, 32, 2", "gpt-4kn.vhdx, 32, 1", "profile-30g.vhdx, 32, 1"})
    void what_counts_can_be_brought_from_file_to_file_unread(String image, int blocks, int mib) throws Exception {
        SparseMemoryDevice file = full(image, blocks * MIB);
        CompactionPlan plan = Repacked.plan(file, Repacked.anyGain(mib * MIB));
        assertThat(plan.obstacles()).isEmpty();
        var made = new SparseMemoryDevice(0);
        try (RepackTarget target = RepackTarget.begin(plan, made)) {
            assertThat(bring(file, made, target, Long.MAX_VALUE)).isEqualTo(plan.liveBytes());
            assertThat(target.bytesWritten()).isZero();
            target.finish();
        }
        assertThat(made.size()).isEqualTo(plan.bytesAfter());
        assertThat(Repacked.content(made)).isEqualTo(Repacked.content(file)).hasSizeGreaterThan(5);
        var put = new SparseMemoryDevice(0);
        Repacked.make(plan, put);
        assertThat(stale(made)).as("nothing else is carried over").isEqualTo(stale(put));
    }

    /** Bytes of clusters that do not count and are not zeros. */
    private static long stale(SparseMemoryDevice file) throws IOException {
        VirtualDisk disk = Containers.open(file);
        ContentLayout layout = ContentLayout.of(disk);
        long[] at = {0};
        long[] found = {0};
        layout.counted(range -> {
            disk.extents(ByteRange.between(at[0], range.start()), extent -> found[0] += notZeros(file, extent));
            at[0] = range.end();
        });
        return found[0];
    }

    private static long notZeros(SparseMemoryDevice file, Extent extent) throws IOException {
        if (!(extent instanceof Extent.Stored stored)) {
            return 0;
        }
        long found = 0;
        for (long at = 0; at < stored.length(); at += MIB) {
            var part = ByteBuffer.allocate((int) Math.min(MIB, stored.length() - at));
            file.readFully(stored.fileOffset() + at, part);
            for (byte one : part.array()) {
                found += one == 0 ? 0 : 1;
            }
        }
        return found;
    }

    @Test
    void what_was_brought_is_not_put_again_and_the_rest_is() throws Exception {
        SparseMemoryDevice file = full("gpt-msr.vhdx", 32 * MIB);
        List<String> content = Repacked.content(file);
        CompactionPlan plan = Repacked.plan(file, Repacked.anyGain(MIB));
        RandomCases.run(8, random -> {
            long upTo = (long) (plan.layout().disk().virtualSize() * random.nextDouble());
            var made = new SparseMemoryDevice(0);
            try (RepackTarget target = RepackTarget.begin(plan, made)) {
                bring(file, made, target, upTo);
                Repacked.put(plan, target);
                target.finish();
            }
            assertThat(Repacked.content(made)).isEqualTo(content);
        });
        var made = new SparseMemoryDevice(0);
        try (RepackTarget target = RepackTarget.begin(plan, made)) {
            target.brought(Long.MAX_VALUE, 0);
            Repacked.put(plan, target);
            assertThat(target.bytesWritten()).isZero();
        }
    }

    @Test
    void bytes_where_the_plan_knew_of_nothing_are_never_dropped() throws Exception {
        CompactionPlan plan = Repacked.plan(full("gpt-msr.vhdx", MIB), Repacked.anyGain(null));
        long free = 0;
        while (plan.blocks().rank(free / MIB) >= 0) {
            free += MIB;
        }
        var chunk = new Chunk(new Owner.Region("test"), List.of(new ByteRange(free, 4096)));
        try (RepackTarget target = RepackTarget.begin(plan, new SparseMemoryDevice(0))) {
            target.put(chunk, ByteBuffer.allocate(4096));
            ByteBuffer bytes = ByteBuffer.allocate(4096).put(4000, (byte) 1);
            assertThatThrownBy(() -> target.put(chunk, bytes))
                    .isInstanceOf(RepackTarget.NotPlannedException.class)
                    .hasMessageContaining("nothing was to be stored");
        }
    }

    @Test
    void a_crash_leaves_the_whole_container_or_what_is_none() throws Exception {
        SparseMemoryDevice file = full("gpt-msr.vhdx", MIB);
        List<String> content = Repacked.content(file);
        CompactionPlan plan = Repacked.plan(file, Repacked.anyGain(null));
        RandomCases.run(1, random -> {
            var crash = new CrashDevice(new SparseMemoryDevice(0));
            Repacked.make(plan, crash, Runnable::run, 1);
            int[] whole = {0};
            crash.crashEverywhere(random, 3, (steps, left) -> {
                try {
                    Containers.open(left);
                } catch (DiskException | EOFException e) {
                    return;
                }
                assertThat(Repacked.content(left)).isEqualTo(content);
                whole[0]++;
            });
            assertThat(whole[0]).isPositive();
        });
    }
}
