package dev.profilekeep.disk.vhd;

import static dev.profilekeep.disk.vhd.VhdFileTest.BLOCK;
import static dev.profilekeep.disk.vhd.VhdFileTest.FIRST_BLOCK;
import static dev.profilekeep.disk.vhd.VhdFileTest.SIZE;
import static dev.profilekeep.disk.vhd.VhdFileTest.TABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.finding.Finding;
import dev.profilekeep.disk.finding.Findings;
import dev.profilekeep.disk.testing.Checksums;
import dev.profilekeep.disk.testing.MemoryDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule finds what it names: one structure of a sound file is damaged, and that is what is found, in its place. */
class VhdCheckTest {
    private static final int DYNAMIC = 3;
    private static final int CHILD = 4;

    /** @param offset where it must be found */
    private record Damage(VhdRule rule, String what, long offset, Supplier<byte[]> file) {
        @Override
        public String toString() {
            return rule.id() + ": " + what;
        }
    }

    private static byte[] mended(int type, Consumer<ByteBuffer> change) {
        byte[] bytes = VhdFileTest.sparse(type, change);
        Checksums.ofContainer(bytes);
        return bytes;
    }

    /** Changed after the checksums were made. */
    private static byte[] broken(int... places) {
        byte[] bytes = mended(DYNAMIC, file -> {});
        for (int place : places) {
            bytes[place] ^= 0x55;
        }
        return bytes;
    }

    private static byte[] entry(int block, int sector) {
        return mended(DYNAMIC, file -> file.putInt(TABLE + 4 * block, sector));
    }

    private static byte[] fixed(int between, int missing) {
        int disk = 64 * 1024;
        ByteBuffer file = ByteBuffer.allocate(disk + between - missing + 512);
        VhdFileTest.footer(file, file.capacity() - 512, 2, disk);
        Checksums.ofContainer(file.array());
        return file.array();
    }

    private static byte[] longer() {
        byte[] bytes = mended(DYNAMIC, file -> {});
        byte[] longer = Arrays.copyOf(bytes, SIZE + 2 * BLOCK);
        System.arraycopy(bytes, SIZE - 512, longer, longer.length - 512, 512);
        return longer;
    }

    private static final int SMALL = 512;
    private static final int MANY = 4_000_001;

    /** One block of a sector more than are compared with each other; all of them in one place, which nobody notices then. */
    private static byte[] manyBlocks() {
        int data = TABLE + 4 * MANY + 508 & -512;
        ByteBuffer file = ByteBuffer.allocate(data + 2 * SMALL + 512);
        for (int at : new int[] {0, file.capacity() - 512}) {
            VhdFileTest.footer(file, at, DYNAMIC, (long) MANY * SMALL);
        }
        file.put(512, "cxsparse".getBytes(StandardCharsets.US_ASCII))
                .putLong(520, -1)
                .putLong(528, TABLE);
        file.putInt(536, 0x10000).putInt(540, MANY).putInt(544, SMALL);
        for (int block = 0; block < MANY; block++) {
            file.putInt(TABLE + 4 * block, data / 512);
        }
        Checksums.ofContainer(file.array());
        return file.array();
    }

    /** A difference disk whose path to the parent has much room behind the only block. */
    private static byte[] roomForAPath(int space, int bytes) {
        byte[] disk = mended(CHILD, file -> file.putInt(512 + 580, space).putLong(512 + 592, SIZE - 512));
        byte[] longer = Arrays.copyOf(disk, SIZE + bytes);
        System.arraycopy(disk, SIZE - 512, longer, longer.length - 512, 512);
        Arrays.fill(longer, SIZE - 512, SIZE, (byte) 0);
        return longer;
    }

    static Stream<Damage> damages() {
        int end = SIZE - 512;
        return Stream.of(
                new Damage(VhdRule.FOOTER, "checksum", end + 64, () -> broken(end + 200)),
                new Damage(VhdRule.FOOTER, "gone", end, () -> broken(end)),
                new Damage(VhdRule.FOOTER_COPY, "checksum", 64, () -> broken(300)),
                new Damage(VhdRule.FOOTER_COPY, "gone", 0, () -> broken(0)),
                new Damage(VhdRule.FOOTER_COPY, "differs", 0, () -> mended(DYNAMIC, file -> file.put(70, (byte) 77))),
                new Damage(VhdRule.FOOTERS, "the checksums of both", end + 64, () -> broken(end + 200, 200)),
                new Damage(
                        VhdRule.FOOTERS,
                        "type of both",
                        end + 60,
                        () -> mended(DYNAMIC, file -> file.putInt(60, 9).putInt(end + 60, 9))),
                new Damage(VhdRule.HEADER, "checksum", 512 + 36, () -> broken(512 + 700)),
                new Damage(
                        VhdRule.TABLE, "too short", 512 + 28, () -> mended(DYNAMIC, file -> file.putInt(512 + 28, 2))),
                new Damage(
                        VhdRule.TABLE,
                        "outside",
                        512 + 16,
                        () -> mended(DYNAMIC, file -> file.putLong(512 + 16, 1L << 40))),
                new Damage(VhdRule.BLOCK_OUTSIDE, "behind the end", TABLE, () -> entry(0, SIZE / 512)),
                new Damage(VhdRule.BLOCK_OUTSIDE, "far away", TABLE, () -> entry(0, 0xfffffffe)),
                new Damage(VhdRule.BLOCK_IN_STRUCTURE, "over the footer copy", TABLE + 8, () -> entry(2, 0)),
                new Damage(VhdRule.BLOCK_IN_STRUCTURE, "over the header", TABLE + 8, () -> entry(2, 1)),
                new Damage(VhdRule.BLOCK_IN_STRUCTURE, "over the table", TABLE + 8, () -> entry(2, TABLE / 512)),
                new Damage(VhdRule.BLOCK_IN_STRUCTURE, "over the footer", TABLE + 8, () -> entry(2, SIZE / 512 - 6)),
                new Damage(VhdRule.BLOCK_OVERLAP, "over block 1", TABLE + 8, () -> entry(2, FIRST_BLOCK / 512 + 100)),
                new Damage(
                        VhdRule.LOCATOR,
                        "outside",
                        512 + 576,
                        () -> mended(CHILD, file -> file.putLong(512 + 592, Long.MAX_VALUE))),
                new Damage(
                        VhdRule.PARENT_UNNAMED,
                        "nothing",
                        512,
                        () -> mended(
                                CHILD, file -> file.put(512 + 64, new byte[512]).put(512 + 576, new byte[24]))),
                new Damage(VhdRule.FIXED_SHORT, "cut", 64 * 1024 - 1024, () -> fixed(0, 1024)),
                new Damage(VhdRule.FILE_LONG, "fixed", 64 * 1024, () -> fixed(1024, 0)),
                new Damage(VhdRule.TOO_MANY_BLOCKS, "all in one place", TABLE, VhdCheckTest::manyBlocks),
                new Damage(
                        VhdRule.FILE_LONG,
                        "behind the room of a path, in bytes",
                        SIZE - 512 + 128 * 1024,
                        () -> roomForAPath(128 * 1024, 5 << 20)),
                new Damage(
                        VhdRule.FILE_LONG,
                        "behind the room of a path, in sectors",
                        SIZE - 512 + 256 * 512,
                        () -> roomForAPath(256, 5 << 20)),
                new Damage(VhdRule.FILE_LONG, "dynamic", SIZE - 512, VhdCheckTest::longer));
    }

    private static List<Finding> check(byte[] bytes) throws IOException {
        var findings = new Findings();
        VhdCheck.run(new MemoryDevice(bytes), findings);
        return findings.all();
    }

    @ParameterizedTest
    @MethodSource("damages")
    void damage_is_found_in_its_place(Damage damage) throws Exception {
        List<Finding> found = check(damage.file().get());

        assertThat(found).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.rule()).isEqualTo(damage.rule().id());
            assertThat(finding.severity()).isEqualTo(damage.rule().severity());
            assertThat(finding.sentence()).startsWith(damage.rule().broken());
            assertThat(finding.advice()).isNotBlank();
        });
        assertThat(found.get(0).where().offset()).isEqualTo(damage.offset());
    }

    @Test
    void every_rule_is_shown_to_find_something() {
        assertThat(damages().map(Damage::rule)).contains(VhdRule.values());
    }

    @Test
    void nothing_is_found_on_what_was_damaged_before_it_was() throws Exception {
        assertThat(check(mended(DYNAMIC, file -> {}))).isEmpty();
        assertThat(check(mended(CHILD, file -> {}))).isEmpty();
        assertThat(check(fixed(0, 0))).isEmpty();
    }

    @Test
    void the_room_of_a_path_is_no_waste() throws Exception {
        assertThat(check(roomForAPath(3 << 20, 3 << 20))).isEmpty();
    }

    @Test
    void the_table_is_judged_even_if_no_checksum_is_right() throws Exception {
        byte[] bytes = entry(2, 1);
        bytes[SIZE - 512 + 200] ^= 1;
        bytes[200] ^= 1;

        assertThat(check(bytes))
                .extracting(Finding::rule)
                .containsExactly(VhdRule.FOOTERS.id(), VhdRule.FOOTERS.id(), VhdRule.BLOCK_IN_STRUCTURE.id());
    }
}
