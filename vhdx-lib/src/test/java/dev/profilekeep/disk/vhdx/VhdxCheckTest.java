package dev.profilekeep.disk.vhdx;

import static dev.profilekeep.disk.vhdx.VhdxBuilder.METADATA;
import static dev.profilekeep.disk.vhdx.VhdxBuilder.MIB;
import static dev.profilekeep.disk.vhdx.VhdxBuilder.TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.finding.Finding;
import dev.profilekeep.disk.finding.Findings;
import dev.profilekeep.disk.finding.Severity;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.OverlayDevice;
import dev.profilekeep.disk.testing.Fixtures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule finds what it names: one structure of a sound file is damaged, and that is what is found, in its place. */
class VhdxCheckTest {
    private static final int KIB = 1024;

    private interface Disk {
        BlockDevice file() throws IOException;
    }

    /** @param offset where it must be found */
    private record Damage(VhdxRule rule, String what, long offset, Disk disk) {
        @Override
        public String toString() {
            return rule.id() + ": " + what;
        }
    }

    private static Damage damage(VhdxRule rule, String what, long offset, Disk disk) {
        return new Damage(rule, what, offset, disk);
    }

    /** Blocks 0 and 1 stored, one after the other. */
    private static VhdxBuilder sound() {
        return new VhdxBuilder().entry(0, 6, 4).entry(1, 6, 5);
    }

    private static OverlayDevice broken(VhdxBuilder builder, int offset) {
        OverlayDevice file = builder.build();
        file.write(offset, new byte[] {(byte) 0xa7});
        return file;
    }

    private static OverlayDevice entry(int index, int state, long mib) {
        return sound().entry(index, state, mib).build();
    }

    private static VhdxBuilder child() {
        var builder = sound();
        builder.parameterFlags = 2;
        builder.parent.put("relative_path", ".\\parent.vhdx");
        builder.parent.put("parent_linkage", "{" + new UUID(1, 2) + "}");
        return builder;
    }

    private static VhdxBuilder child(String key) {
        var builder = child();
        builder.parent.remove(key);
        return builder;
    }

    private static OverlayDevice regions(VhdxBuilder builder, UUID region) {
        builder.regions.add(new VhdxBuilder.Entry(region, 5L * MIB, MIB, 0));
        return builder.build();
    }

    private static VhdxBuilder openLog(boolean changes) {
        VhdxBuilder builder = LogReplayTest.withLog().entry(0, 6, 4).entry(1, 6, 5);
        var entry = new LogReplayTest.Entry(5, 0);
        if (changes) {
            entry.data(TABLE, LogReplayTest.table(2));
        }
        return LogReplayTest.put(builder, 0, entry.bytes());
    }

    private static VhdxBuilder large() {
        var builder = sound();
        builder.virtualSize = 200L << 30;
        return builder;
    }

    /** Of its 64 blocks two have a place. */
    private static VhdxBuilder fixed(long fileSize) {
        var builder = sound();
        builder.parameterFlags = 1;
        builder.fileSize = fileSize;
        return builder;
    }

    private static VhdxBuilder longer() {
        var builder = sound();
        builder.fileSize = 9L * MIB;
        return builder;
    }

    static Stream<Damage> damages() {
        int bits = 4096;
        return Stream.of(
                damage(VhdxRule.NOT_READABLE, "cut", 0, () -> {
                    OverlayDevice file = Fixtures.sparse(100 * KIB);
                    file.write(0, "vhdxfile".getBytes(StandardCharsets.US_ASCII));
                    return file;
                }),
                damage(VhdxRule.HEADER, "checksum of the first", 64 * KIB + 4, () -> broken(sound(), 64 * KIB + 40)),
                damage(VhdxRule.HEADER, "signature of the second", 128 * KIB, () -> broken(sound(), 128 * KIB)),
                damage(VhdxRule.HEADERS, "both", 64 * KIB + 4, () -> {
                    OverlayDevice file = broken(sound(), 64 * KIB + 40);
                    file.write(128 * KIB + 40, new byte[] {3});
                    return file;
                }),
                damage(VhdxRule.HEADERS_TIE, "the same number", 128 * KIB, () -> sound().change(
                                bytes -> bytes.putLong(64 * KIB + 8, 8))
                        .build()),
                damage(VhdxRule.LOG_PLACE, "no multiple of 1 MiB", 128 * KIB + 72, () -> sound().change(
                                bytes -> bytes.putLong(128 * KIB + 72, MIB + 512))
                        .build()),
                damage(VhdxRule.LOG_PLACE, "past the end", 40L * MIB, () -> sound().change(
                                bytes -> bytes.putLong(128 * KIB + 72, 40L * MIB))
                        .build()),
                damage(VhdxRule.LOG_REPLAY, "a change", MIB, () -> openLog(true).build()),
                damage(VhdxRule.LOG_OPEN, "no change", MIB, () -> openLog(false).build()),
                damage(VhdxRule.LOG, "garbage", MIB, () -> broken(openLog(true), MIB + 100)),
                damage(VhdxRule.REGION_TABLE, "the first", 192 * KIB + 4, () -> broken(sound(), 192 * KIB + 50)),
                damage(VhdxRule.REGION_TABLE, "the second", 256 * KIB + 4, () -> broken(sound(), 256 * KIB + 60_000)),
                damage(VhdxRule.REGION_TABLES, "both", 192 * KIB + 4, () -> {
                    OverlayDevice file = broken(sound(), 192 * KIB + 50);
                    file.write(256 * KIB + 51, new byte[] {9});
                    return file;
                }),
                damage(VhdxRule.REGION_TABLES_DIFFER, "another place", 256 * KIB, () -> sound().change(
                                bytes -> bytes.putLong(256 * KIB + 16 + 16, 6L * MIB))
                        .build()),
                damage(VhdxRule.METADATA, "signature", METADATA, () -> broken(sound(), METADATA)),
                damage(
                        VhdxRule.METADATA,
                        "block size",
                        METADATA + 64 * KIB,
                        () -> broken(sound(), METADATA + 64 * KIB)),
                damage(VhdxRule.TABLE_SHORT, "a large disk", TABLE, () -> large().build()),
                damage(VhdxRule.BLOCK_STATE, "reserved", TABLE + 8 * 3, () -> entry(3, 4, 6)),
                damage(VhdxRule.BLOCK_STATE, "partial without a parent", TABLE + 8 * 3, () -> entry(3, 7, 6)),
                damage(VhdxRule.BLOCK_OUTSIDE, "behind the end", TABLE + 8 * 3, () -> entry(3, 6, 8)),
                damage(VhdxRule.BLOCK_OUTSIDE, "far behind the end", TABLE + 8 * 3, () -> entry(3, 6, 1L << 42)),
                damage(VhdxRule.BLOCK_IN_STRUCTURE, "over the headers", TABLE + 8 * 3, () -> entry(3, 6, 0)),
                damage(VhdxRule.BLOCK_IN_STRUCTURE, "over the log", TABLE + 8 * 3, () -> entry(3, 6, 1)),
                damage(VhdxRule.BLOCK_IN_STRUCTURE, "over the table", TABLE + 8 * 3, () -> entry(3, 6, 3)),
                damage(
                        VhdxRule.BLOCK_IN_STRUCTURE,
                        "over a region that is not known",
                        TABLE + 8,
                        () -> regions(sound(), new UUID(9, 9))),
                damage(VhdxRule.BLOCK_OVERLAP, "over block 1", TABLE + 8 * 3, () -> entry(3, 6, 5)),
                damage(VhdxRule.BLOCK_OVERLAP, "a sector bitmap over block 1", TABLE + 8 * bits, () -> child().entry(
                                bits, 6, 5)
                        .build()),
                damage(VhdxRule.BITMAP_MISSING, "a partial block", TABLE + 8 * bits, () -> child().entry(2, 7, 6)
                        .build()),
                damage(VhdxRule.BITMAP_STATE, "reserved", TABLE + 8 * bits, () -> child().entry(bits, 3, 6)
                        .build()),
                damage(VhdxRule.BITMAP_NEEDLESS, "no parent", TABLE + 8 * bits, () -> {
                    var builder = sound();
                    builder.virtualSize = 5L << 30;
                    return builder.entry(bits, 6, 6).build();
                }),
                damage(VhdxRule.PARENT_UNNAMED, "no path", -1, () -> child("relative_path")
                        .build()),
                damage(VhdxRule.PARENT_UNNAMED, "no state", -1, () -> child("parent_linkage")
                        .build()),
                damage(VhdxRule.FIXED_UNWRITTEN, "62 blocks", 6L * MIB, () -> fixed(68L * MIB)
                        .build()),
                damage(VhdxRule.FILE_LONG, "behind a fixed disk", 68L * MIB, () -> fixed(69L * MIB)
                        .build()),
                damage(VhdxRule.FILE_LONG, "three blocks", 6L * MIB, () -> longer().build()));
    }

    private static List<Finding> check(BlockDevice file) throws IOException {
        var findings = new Findings();
        VhdxCheck.run(file, findings);
        return findings.all();
    }

    @ParameterizedTest
    @MethodSource("damages")
    void damage_is_found_in_its_place(Damage damage) throws Exception {
        List<Finding> found = check(damage.disk().file());

        // Whatever makes the file longer than its content is told too, where the damage hides content.
        var room = List.of(VhdxRule.FILE_LONG.id(), VhdxRule.FIXED_UNWRITTEN.id());
        assertThat(found)
                .filteredOn(finding ->
                        !room.contains(finding.rule()) || damage.rule().id().equals(finding.rule()))
                .isNotEmpty()
                .allSatisfy(finding -> {
                    assertThat(finding.rule()).isEqualTo(damage.rule().id());
                    assertThat(finding.severity()).isEqualTo(damage.rule().severity());
                    assertThat(finding.sentence()).startsWith(damage.rule().broken());
                    assertThat(finding.advice()).isNotBlank();
                });
        assertThat(found)
                .filteredOn(finding -> finding.rule().equals(damage.rule().id()))
                .first()
                .satisfies(finding -> assertThat(finding.where().offset()).isEqualTo(damage.offset()));
    }

    @Test
    void every_rule_is_shown_to_find_something() {
        // A file that does not begin as a VHDX is told from others where those are known too: DiskCheckTest.
        assertThat(Stream.concat(Stream.of(VhdxRule.IDENTIFIER), damages().map(Damage::rule)))
                .contains(VhdxRule.values());
    }

    @Test
    void nothing_is_found_on_what_was_damaged_before_it_was() throws Exception {
        var exact = sound();
        exact.fileSize = 6L * MIB;
        assertThat(check(exact.build())).isEmpty();
        var child = child();
        child.fileSize = 6L * MIB;
        assertThat(check(child.build())).isEmpty();
    }

    @Test
    void nothing_of_a_fixed_disk_could_be_given_back() throws Exception {
        assertThat(check(fixed(68L * MIB).build())).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.NOTE);
            assertThat(finding.sentence() + finding.advice())
                    .contains((62L * MIB) + " bytes are kept for the 62 blocks")
                    .doesNotContainIgnoringCase("compact")
                    .doesNotContain("given back");
        });
    }

    @Test
    void an_overlap_names_both_blocks() throws Exception {
        assertThat(check(entry(3, 6, 5)))
                .filteredOn(finding -> finding.rule().equals(VhdxRule.BLOCK_OVERLAP.id()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence()).contains("block 1 and block 3"));
    }

    @Test
    void blocks_are_told_where_larger_ones_overlap_only_in_part() throws Exception {
        var builder = new VhdxBuilder().entry(0, 6, 4).entry(1, 6, 7);
        builder.blockSize = 4 * MIB;
        builder.fileSize = 11L * MIB;

        assertThat(check(builder.build())).singleElement().satisfies(finding -> assertThat(finding.rule())
                .isEqualTo(VhdxRule.BLOCK_OVERLAP.id()));
    }

    @Test
    void the_last_block_may_end_with_the_disk() throws Exception {
        var builder = new VhdxBuilder().entry(0, 6, 4).entry(1, 6, 8);
        builder.blockSize = 4 * MIB;
        builder.virtualSize = 5L * MIB;
        builder.fileSize = 9L * MIB;

        assertThat(check(builder.build())).isEmpty();
    }

    @Test
    void a_part_that_must_be_understood_is_no_finding_but_not_for_us() {
        var builder = sound();
        builder.regions.add(new VhdxBuilder.Entry(new UUID(9, 9), 6L * MIB, MIB, 1));

        assertThatThrownBy(() -> check(builder.build())).isInstanceOf(UnsupportedDiskException.class);
    }
}
