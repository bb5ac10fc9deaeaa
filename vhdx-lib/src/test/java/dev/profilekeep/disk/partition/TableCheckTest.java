package dev.profilekeep.disk.partition;

import static dev.profilekeep.disk.partition.PartitionTableTest.SECTORS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.profilekeep.disk.finding.Finding;
import dev.profilekeep.disk.finding.Findings;
import dev.profilekeep.disk.testing.MemoryDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule finds what it names: one structure of a sound table is damaged, and that is what is found, in its place. */
class TableCheckTest {
    private static final int SECTOR = 512;
    private static final int LAST = (SECTORS - 1) * SECTOR;
    private static final int BACKUP_ENTRIES = (SECTORS - 1 - 32) * SECTOR;

    /** @param offset where it must be found */
    private record Damage(TableRule rule, String what, long offset, Supplier<byte[]> disk) {
        @Override
        public String toString() {
            return rule.id() + ": " + what;
        }
    }

    private static byte[] mended(Consumer<ByteBuffer> change) {
        ByteBuffer disk = PartitionTableTest.gpt(SECTOR);
        change.accept(disk);
        PartitionTableTest.mend(disk, SECTOR);
        return disk.array();
    }

    private static byte[] broken(int... places) {
        byte[] disk = mended(bytes -> {});
        for (int place : places) {
            disk[place] ^= 0x55;
        }
        return disk;
    }

    private static int tableOf(int index) {
        return 2 * SECTOR + 128 * index;
    }

    /** The same bounds in both headers. */
    private static byte[] usable(long first, long last) {
        return mended(disk -> {
            for (int header : new int[] {SECTOR, LAST}) {
                disk.putLong(header + 40, first).putLong(header + 48, last);
            }
        });
    }

    /** The same entry in both tables. */
    private static byte[] entry(int index, long first, long last) {
        return mended(disk -> {
            PartitionTableTest.gptEntry(disk, 2 * SECTOR, index, first, last, "x");
            PartitionTableTest.gptEntry(disk, BACKUP_ENTRIES, index, first, last, "x");
        });
    }

    /** A primary partition, and an extended one at 200 with two logical ones. */
    private static byte[] mbr(Consumer<ByteBuffer> change) {
        ByteBuffer disk = PartitionTableTest.disk(SECTORS, SECTOR);
        PartitionTableTest.mbrEntry(disk, 0, 0, 7, 100, 50);
        PartitionTableTest.mbrEntry(disk, 0, 1, 5, 200, 500);
        PartitionTableTest.mbrEntry(disk, 200 * SECTOR, 0, 7, 1, 99);
        PartitionTableTest.mbrEntry(disk, 200 * SECTOR, 1, 5, 100, 100);
        PartitionTableTest.mbrEntry(disk, 300 * SECTOR, 0, 7, 1, 99);
        PartitionTableTest.ntfs(disk, 100 * SECTOR);
        change.accept(disk);
        return disk.array();
    }

    static Stream<Damage> damages() {
        int logical = 200 * SECTOR;
        return Stream.of(
                new Damage(TableRule.GPT_FIRST, "header", SECTOR + 16, () -> broken(SECTOR + 60)),
                new Damage(TableRule.GPT_FIRST, "signature", SECTOR, () -> broken(SECTOR)),
                new Damage(TableRule.GPT_FIRST, "entries", SECTOR + 88, () -> broken(2 * SECTOR + 900)),
                new Damage(TableRule.GPT_BACKUP, "header", LAST + 16, () -> broken(LAST + 60)),
                new Damage(TableRule.GPT_BACKUP, "gone", LAST, () -> broken(LAST)),
                new Damage(TableRule.GPT_BACKUP, "entries", LAST + 88, () -> broken(BACKUP_ENTRIES + 900)),
                new Damage(TableRule.GPT_LOST, "both", SECTOR + 16, () -> broken(SECTOR + 60, LAST + 60)),
                new Damage(TableRule.GPT_LOST, "neither is there", SECTOR, () -> broken(SECTOR, LAST)),
                new Damage(
                        TableRule.GPT_DIFFER,
                        "another place",
                        LAST,
                        () -> mended(disk -> PartitionTableTest.gptEntry(disk, BACKUP_ENTRIES, 7, 600, 700, "x"))),
                new Damage(
                        TableRule.GPT_NOT_AT_END,
                        "a larger disk",
                        LAST,
                        () -> Arrays.copyOf(mended(disk -> {}), 2 * SECTORS * SECTOR)),
                new Damage(TableRule.GPT_ENTRY, "ends before it begins", tableOf(9) + 40, () -> entry(9, 700, 600)),
                new Damage(
                        TableRule.GPT_ENTRY, "beyond every disk", tableOf(9) + 32, () -> entry(9, 600, Long.MAX_VALUE)),
                new Damage(
                        TableRule.GPT_FIRST,
                        "an impossible entry",
                        tableOf(9) + 40,
                        () -> mended(disk -> PartitionTableTest.gptEntry(disk, 2 * SECTOR, 9, 700, 600, "x"))),
                new Damage(
                        TableRule.GPT_BACKUP,
                        "an impossible entry",
                        BACKUP_ENTRIES + 9 * 128 + 40,
                        () -> mended(disk -> PartitionTableTest.gptEntry(disk, BACKUP_ENTRIES, 9, 700, 600, "x"))),
                new Damage(TableRule.GPT_USABLE, "ends too early", SECTOR + 40, () -> usable(34, 480)),
                new Damage(TableRule.GPT_USABLE, "begins too late", SECTOR + 40, () -> usable(101, SECTORS - 34)),
                new Damage(TableRule.GPT_USABLE, "past the end", SECTOR + 40, () -> usable(34, SECTORS)),
                new Damage(TableRule.GPT_USABLE, "beyond every disk", SECTOR + 40, () -> usable(34, -1)),
                new Damage(TableRule.GPT_USABLE, "ends before it begins", SECTOR + 40, () -> usable(900, 34)),
                new Damage(
                        TableRule.GPT_USABLE,
                        "in the second",
                        LAST + 40,
                        () -> mended(disk -> disk.putLong(LAST + 48, 480))),
                new Damage(TableRule.OUTSIDE, "begins there, in a GPT", 2000 * SECTOR, () -> entry(9, 2000, 2010)),
                new Damage(TableRule.GPT_UNGUARDED, "no MBR", 446, () -> mended(disk -> disk.put(446 + 4, (byte) 0))),
                new Damage(TableRule.OVERLAP, "in a GPT", 450 * SECTOR, () -> entry(9, 450, 520)),
                new Damage(TableRule.OVER_TABLE, "the first", 30 * SECTOR, () -> entry(9, 30, 60)),
                new Damage(TableRule.OVER_TABLE, "the second", 900 * SECTOR, () -> entry(9, 900, 990)),
                new Damage(
                        TableRule.OUTSIDE,
                        "in an MBR",
                        100 * SECTOR,
                        () -> mbr(disk -> PartitionTableTest.mbrEntry(disk, 0, 0, 7, 100, SECTORS))),
                new Damage(
                        TableRule.OUTSIDE,
                        "begins there",
                        2000 * SECTOR,
                        () -> mbr(disk -> PartitionTableTest.mbrEntry(disk, 0, 2, 7, 2000, 10))),
                new Damage(
                        TableRule.OVERLAP,
                        "in an MBR",
                        120 * SECTOR,
                        () -> mbr(disk -> PartitionTableTest.mbrEntry(disk, 0, 2, 7, 120, 10))),
                new Damage(
                        TableRule.CHAIN,
                        "no end mark",
                        300 * SECTOR,
                        () -> mbr(disk -> disk.put(300 * SECTOR + 511, (byte) 0))),
                new Damage(
                        TableRule.CHAIN,
                        "a circle",
                        logical,
                        () -> mbr(disk -> PartitionTableTest.mbrEntry(disk, logical, 1, 5, 0, 100))),
                new Damage(
                        TableRule.CHAIN,
                        "past the end",
                        5200 * SECTOR,
                        () -> mbr(disk -> PartitionTableTest.mbrEntry(disk, logical, 1, 5, 5000, 100))));
    }

    private static List<Finding> check(byte[] disk) throws IOException {
        var findings = new Findings();
        TableCheck.run(new MemoryDevice(disk), SECTOR, findings);
        return findings.all();
    }

    @ParameterizedTest
    @MethodSource("damages")
    void damage_is_found_in_its_place(Damage damage) throws Exception {
        List<Finding> found = check(damage.disk().get());

        assertThat(found)
                .filteredOn(finding -> finding.rule().equals(damage.rule().id()))
                .isNotEmpty()
                .first()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(damage.rule().severity());
                    assertThat(finding.where().offset()).isEqualTo(damage.offset());
                    assertThat(finding.sentence()).startsWith(damage.rule().broken());
                });
        // A partition that reaches too far reaches over others as well.
        assertThat(found).allSatisfy(finding -> assertThat(finding.rule())
                .isIn(damage.rule().id(), damage.rule() == TableRule.OUTSIDE ? TableRule.OVERLAP.id() : ""));
    }

    @Test
    void every_rule_is_shown_to_find_something() {
        assertThat(damages().map(Damage::rule)).contains(TableRule.values());
    }

    @Test
    void an_entry_that_one_copy_has_sound_is_a_fault_of_the_other_alone() throws Exception {
        byte[] disk = mended(bytes -> bytes.putLong(tableOf(0) + 40, 1).putLong(BACKUP_ENTRIES + 5 * 128 + 40, 1));

        assertThat(check(disk))
                .extracting(Finding::rule, finding -> finding.where().offset())
                .containsExactly(
                        tuple(TableRule.GPT_FIRST.id(), tableOf(0) + 40L),
                        tuple(TableRule.GPT_BACKUP.id(), BACKUP_ENTRIES + 5 * 128 + 40L));
    }

    @Test
    void nothing_is_found_on_what_was_damaged_before_it_was() throws Exception {
        assertThat(check(mended(disk -> {}))).isEmpty();
        assertThat(check(mbr(disk -> {}))).isEmpty();
    }

    @Test
    void a_table_for_sectors_of_4_kib_is_understood_on_a_disk_of_512_and_the_other_way_round() throws Exception {
        var findings = new Findings();
        TableCheck.run(new MemoryDevice(PartitionTableTest.gpt(4096).array()), 512, findings);
        TableCheck.run(new MemoryDevice(PartitionTableTest.gpt(512).array()), 4096, findings);

        assertThat(findings.all()).isEmpty();
    }
}
