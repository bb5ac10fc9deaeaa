package dev.profilekeep.disk.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.chain.ParentResolver;
import dev.profilekeep.disk.finding.Finding;
import dev.profilekeep.disk.finding.Findings;
import dev.profilekeep.disk.finding.Place;
import dev.profilekeep.disk.finding.Rule;
import dev.profilekeep.disk.finding.Severity;
import dev.profilekeep.disk.image.EmptyDisk;
import dev.profilekeep.disk.image.RawDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteView;
import dev.profilekeep.disk.ntfs.NtfsRule;
import dev.profilekeep.disk.partition.TableRule;
import dev.profilekeep.disk.testing.Checksums;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.MemoryDevice;
import dev.profilekeep.disk.testing.SparseMemoryDevice;
import dev.profilekeep.disk.vhd.VhdRule;
import dev.profilekeep.disk.vhdx.VhdxRule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DiskCheckTest {
    private static final UnaryFooter NO_CHANGE = footer -> {};

    private interface UnaryFooter {
        void change(ByteBuffer footer);
    }

    /** A device that cannot read some places. */
    private record Failing(BlockDevice under, LongPredicate fails) implements BlockDevice {
        @Override
        public long size() throws IOException {
            return under.size();
        }

        @Override
        public void readFully(long offset, ByteBuffer target) throws IOException {
            for (long at = offset; at < offset + target.remaining(); at += 512) {
                if (fails.test(at / 512 * 512)) {
                    throw new IOException("Input/output error");
                }
            }
            under.readFully(offset, target);
        }

        @Override
        public void close() throws IOException {
            under.close();
        }
    }

    private static CheckReport check(BlockDevice file) throws IOException {
        return SoundDisksTest.check(file);
    }

    @Test
    void a_place_that_cannot_be_read_is_a_finding_and_the_rest_is_checked() throws Exception {
        // Inside the table of capital letters, which begins behind the master file table.
        byte[] image = Fixtures.ownImage("gpt-msr.vhdx").bytes();
        int inMft = indexOf(image, "FILE0", 30);

        CheckReport report = check(new Failing(new MemoryDevice(image), at -> at == inMft));

        assertThat(report.verdict()).isEqualTo(Verdict.FINDINGS);
        assertThat(report.totals()).extracting(Findings.Total::rule).contains("disk.read-error");
        assertThat(report.findings())
                .filteredOn(finding -> finding.rule().equals("disk.read-error"))
                .first()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.LOSS);
                    assertThat(finding.where().space()).isEqualTo(Place.Space.FILE);
                    assertThat(finding.sentence()).contains("Input/output error");
                });
    }

    private static int indexOf(byte[] image, String text, int nth) {
        byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
        int left = nth;
        for (int at = 0; at < image.length; at += 512) {
            boolean here = true;
            for (int i = 0; i < wanted.length && here; i++) {
                here = image[at + i] == wanted[i];
            }
            if (here && --left == 0) {
                return at;
            }
        }
        throw new IllegalArgumentException("not so many");
    }

    @Test
    void a_device_that_gives_nothing_any_more_is_not_a_damaged_disk() {
        int[] reads = {0};

        assertThatThrownBy(() -> check(new Failing(Fixtures.ownImage("gpt-msr.vhdx"), at -> reads[0]++ > 2000)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Input/output error");
    }

    @Test
    void a_volume_without_its_first_records_cannot_be_opened_and_that_is_told() throws Exception {
        byte[] image = Fixtures.ownImage("mbr-dynamic.vhd").bytes();
        for (int at = 0; at < image.length - 5; at += 512) {
            if (new String(image, at, 5, StandardCharsets.US_ASCII).equals("FILE0")) {
                image[at] = 'X';
            }
        }

        CheckReport report = check(new MemoryDevice(image));

        assertThat(report.findings()).singleElement().satisfies(finding -> assertThat(finding.rule())
                .isEqualTo(DiskRule.VOLUME_NOT_OPENED.id()));
        assertThat(report.unchecked()).singleElement().asString().startsWith("partition 0");
    }

    /** A disk as a raw image, changed. */
    private static CheckReport changed(String name, Consumer<ByteBuffer> change) throws IOException {
        byte[] raw;
        if (name.endsWith(".ntfs")) {
            raw = Fixtures.ownImage(name).bytes();
        } else {
            BlockDevice disk = Containers.open(Fixtures.ownImage(name)).disk();
            raw = ByteView.read("disk", disk, 0, (int) disk.size()).copy();
        }
        change.accept(ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN));
        return DiskCheck.content(new RawDisk(new MemoryDevice(raw), 512), Progress.NONE);
    }

    @Test
    void a_disk_that_lost_its_partition_table_is_no_empty_disk() throws Exception {
        var damages = Map.<String, Consumer<ByteBuffer>>of(
                "end mark", disk -> disk.put(511, (byte) 0),
                "first sector", disk -> disk.put(0, new byte[512]),
                "entries", disk -> disk.put(446, new byte[64]),
                "first MiB but the volume", disk -> disk.put(0, new byte[63 * 512]));
        for (var damage : damages.entrySet()) {
            CheckReport report = changed("mbr-dynamic.vhd", damage.getValue());

            assertThat(report.findings()).as(damage.getKey()).singleElement().satisfies(finding -> {
                assertThat(finding.rule()).isEqualTo(DiskRule.TABLE_LOST.id());
                assertThat(finding.severity()).isEqualTo(Severity.LOSS);
                assertThat(finding.sentence()).contains("NTFS begins at ");
            });
        }
    }

    @Test
    void a_disk_that_lost_both_copies_of_its_gpt_is_no_empty_disk() throws Exception {
        CheckReport report = changed("gpt-msr.vhdx", disk -> disk.put(0, new byte[34 * 512])
                .put(disk.capacity() - 33 * 512, new byte[33 * 512]));

        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(DiskRule.TABLE_LOST.id());
            assertThat(finding.sentence()).contains("NTFS begins at ");
        });
        assertThat(report.unchecked()).isNotEmpty();
    }

    @Test
    void a_bare_volume_whose_name_is_damaged_is_known_by_its_copy() throws Exception {
        var damages = Map.<String, Consumer<ByteBuffer>>of(
                "name", disk -> disk.put(5, (byte) 'X'),
                "all of it", disk -> disk.put(0, new byte[512]),
                "its start", disk -> disk.put(0, new byte[11]));
        for (var damage : damages.entrySet()) {
            CheckReport report = changed("all-kinds.ntfs", damage.getValue());

            assertThat(report.findings())
                    .as(damage.getKey())
                    .extracting(Finding::rule)
                    .containsExactly(NtfsRule.BOOT.id());
        }
    }

    @Test
    void what_is_neither_a_table_nor_a_file_system_nor_zeros_is_not_called_sound() throws Exception {
        CheckReport something = changed(
                "all-kinds.ntfs", disk -> disk.put(new byte[disk.capacity()]).put(disk.capacity() / 2, (byte) 1));
        CheckReport zeros = changed("all-kinds.ntfs", disk -> disk.put(new byte[disk.capacity()]));
        CheckReport initialised = changed(
                "all-kinds.ntfs",
                disk -> disk.put(new byte[disk.capacity()]).putInt(440, 4711).putShort(510, (short) 0xaa55));

        assertThat(something.verdict()).isEqualTo(Verdict.NOT_CHECKABLE);
        assertThat(something.unchecked()).singleElement().asString().contains("it is not empty");
        assertThat(zeros.verdict()).isEqualTo(Verdict.SOUND);
        assertThat(initialised.verdict()).isEqualTo(Verdict.SOUND);
    }

    @Test
    void a_vhdx_whose_identifier_is_damaged_is_named_and_checked_all_the_same() throws Exception {
        for (String name : List.of("gpt-msr.vhdx", "bare-dirty.vhdx")) {
            byte[] bytes = Fixtures.ownImage(name).bytes();
            bytes[3] ^= 0x20;
            CheckReport report = check(new MemoryDevice(bytes));

            assertThat(report.verdict()).isEqualTo(Verdict.FINDINGS);
            assertThat(report.unchecked()).isEmpty();
            assertThat(report.findings().get(0)).satisfies(finding -> {
                assertThat(finding.rule()).isEqualTo(VhdxRule.IDENTIFIER.id());
                assertThat(finding.severity()).isEqualTo(Severity.LOSS);
                assertThat(finding.where().offset()).isZero();
                assertThat(finding.sentence()).contains("begins with \"vhdXfile\"");
            });
            assertThat(report.findings())
                    .extracting(Finding::rule)
                    .contains(name.contains("dirty") ? NtfsRule.DIRTY.id() : VhdxRule.IDENTIFIER.id());
            assertThatThrownBy(() -> Containers.open(new MemoryDevice(bytes)))
                    .isInstanceOf(CorruptDiskException.class)
                    .hasMessageContaining("the headers are those of a VHDX");
        }
    }

    @Test
    void a_vhd_that_holds_the_headers_of_a_vhdx_is_a_vhd() throws Exception {
        byte[] bytes = Fixtures.ownImage("gpt-msr.vhdx").bytes();
        byte[] footer = Fixtures.ownImage("gpt-fixed.vhd").bytes();
        System.arraycopy(footer, footer.length - 512, bytes, bytes.length - 512, 512);
        bytes[3] ^= 0x20;

        assertThat(Containers.isVhdxByItsHeaders(new MemoryDevice(bytes))).isFalse();
    }

    @Test
    void a_file_that_was_cut_off_while_it_was_made_is_said_to_be() throws Exception {
        byte[] begun = new byte[4 << 20];
        System.arraycopy("vhdxfile".getBytes(StandardCharsets.US_ASCII), 0, begun, 0, 8);

        assertThat(check(new MemoryDevice(begun)).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(VhdxRule.HEADERS.id());
            assertThat(finding.sentence()).contains("cut off while it was made");
        });
        assertThat(check(new MemoryDevice(new byte[0])).unchecked())
                .singleElement()
                .asString()
                .contains("the file is empty");
    }

    @Test
    void a_partition_that_was_never_formatted_is_as_sound_as_an_empty_disk() throws Exception {
        CheckReport zeros = changed("mbr-dynamic.vhd", DiskCheckTest::wipePartition);
        CheckReport something = changed("mbr-dynamic.vhd", disk -> {
            wipePartition(disk);
            disk.put(disk.getInt(446 + 8) * 512 + 70_000, (byte) 1);
        });

        assertThat(zeros.verdict()).isEqualTo(Verdict.SOUND);
        assertThat(zeros.findings()).isEmpty();
        assertThat(zeros.notes()).singleElement().asString().contains("partition 0", "nothing was ever formatted");
        assertThat(something.verdict()).isEqualTo(Verdict.NOT_CHECKABLE);
        assertThat(something.unchecked()).singleElement().asString().contains("no file system that we know");
    }

    @Test
    void a_look_at_a_partition_that_is_ended_does_not_call_it_empty() throws Exception {
        var raw = new byte[32 << 20];
        ByteBuffer disk = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
        disk.put(446 + 4, (byte) 7)
                .putInt(446 + 8, 2048)
                .putInt(446 + 12, 60_000)
                .putShort(510, (short) 0xaa55);

        CheckReport report = DiskCheck.content(new RawDisk(new MemoryDevice(raw), 512), (done, total) -> false);

        assertThat(report.verdict()).isEqualTo(Verdict.NOT_CHECKABLE);
        assertThat(report.unchecked()).singleElement().asString().contains("the check was ended");
    }

    /** Zeros from the start of the first partition to the end of the disk. */
    private static void wipePartition(ByteBuffer disk) {
        int from = disk.getInt(446 + 8) * 512;
        disk.put(from, new byte[disk.capacity() - from]);
    }

    private static final long LARGE = 300L << 20;

    private static CheckReport checkRaw(BlockDevice disk) throws IOException {
        return DiskCheck.content(new RawDisk(disk, 512), Progress.NONE);
    }

    @Test
    void a_large_disk_of_zeros_is_read_to_its_end_and_sound() throws Exception {
        assertThat(checkRaw(new SparseMemoryDevice(LARGE))).satisfies(report -> {
            assertThat(report.verdict()).isEqualTo(Verdict.SOUND);
            assertThat(report.unchecked()).isEmpty();
            assertThat(report.notes()).containsExactly("there is no partition and no file system in the disk");
        });
    }

    @Test
    void one_byte_anywhere_is_found_and_nothing_behind_it_is_read() throws Exception {
        for (long at : new long[] {200L << 20, (64L << 20) + 1, LARGE - (2L << 20), (268L << 20) - 1, 268L << 20}) {
            var disk = new SparseMemoryDevice(LARGE);
            disk.write(at, ByteBuffer.wrap(new byte[] {1}));
            var last = new long[1];
            CheckReport report = DiskCheck.content(new RawDisk(disk, 512), (done, total) -> {
                assertThat(total).isEqualTo(LARGE);
                last[0] = Math.max(last[0], done < LARGE - (1 << 20) ? done : 0);
                return true;
            });

            assertThat(report.verdict()).isEqualTo(Verdict.NOT_CHECKABLE);
            assertThat(report.parentMissing()).isFalse();
            assertThat(report.unchecked()).singleElement().asString().contains("it is not empty");
            assertThat(last[0]).isLessThanOrEqualTo(at);
        }
    }

    @Test
    void a_look_for_content_that_is_ended_says_so() throws Exception {
        CheckReport report = DiskCheck.content(
                new RawDisk(new SparseMemoryDevice(LARGE), 512),
                (done, total) -> done < 100L << 20 || done > 290L << 20);

        assertThat(report.verdict()).isEqualTo(Verdict.NOT_CHECKABLE);
        assertThat(report.unchecked()).singleElement().asString().contains("the check was ended");
    }

    @Test
    void what_a_disk_does_not_store_is_not_read_to_call_it_empty() throws Exception {
        int[] pieces = {0};
        CheckReport report = DiskCheck.content(new EmptyDisk(64L << 40, 512), (done, total) -> ++pieces[0] > 0);

        assertThat(report.verdict()).isEqualTo(Verdict.SOUND);
        assertThat(pieces[0]).isLessThan(10);
    }

    @Test
    void a_partition_table_that_cannot_be_read_is_told() throws Exception {
        byte[] image = Fixtures.ownImage("mbr-dynamic.vhd").bytes();
        // The first block of the disk, put past the end of the file.
        ByteBuffer.wrap(image).putInt(1536, 0x7fffffff);

        CheckReport report = check(new MemoryDevice(image));

        assertThat(report.findings())
                .extracting(Finding::rule)
                .containsExactlyInAnyOrder(VhdRule.BLOCK_OUTSIDE.id(), DiskRule.NOT_OPENED.id());
    }

    @Test
    void a_file_whose_first_bytes_cannot_be_read_is_told() throws Exception {
        CheckReport report = check(new Failing(Fixtures.ownImage("gpt-fixed.vhd"), at -> at == 0));

        assertThat(report.findings()).extracting(Finding::rule).containsOnly(DiskRule.READ_ERROR.id());
        assertThat(report.unchecked()).isNotEmpty();
    }

    /** A differencing VHD of one block that is its parent's. */
    private static MemoryDevice child(UnaryFooter header) {
        int size = 2048 + 512;
        ByteBuffer file = ByteBuffer.allocate(size);
        for (int at : new int[] {0, size - 512}) {
            file.put(at, "conectix".getBytes(StandardCharsets.US_ASCII)).putInt(at + 12, 0x10000);
            file.putLong(at + 16, 512).putLong(at + 48, 40L << 20).putInt(at + 60, 4);
        }
        file.put(512, "cxsparse".getBytes(StandardCharsets.US_ASCII)).putLong(528, 1536);
        file.putInt(536, 0x10000).putInt(540, 20).putInt(544, 2 << 20);
        file.put(512 + 64, "parent.vhd".getBytes(StandardCharsets.UTF_16BE));
        for (int block = 0; block < 20; block++) {
            file.putInt(1536 + 4 * block, -1);
        }
        header.change(file);
        Checksums.ofContainer(file.array());
        return new MemoryDevice(file.array());
    }

    private static ParentResolver parent(BlockDevice file) {
        return (name, path) -> Optional.of(new ParentResolver.Found("parent.vhd", file, null));
    }

    private static MemoryDevice childOf(byte[] parent) {
        ByteBuffer footer = ByteBuffer.wrap(parent, parent.length - 512, 512).slice();
        return child(file -> file.putLong(552, footer.getLong(68)).putLong(560, footer.getLong(76)));
    }

    @Test
    void a_difference_disk_is_checked_through_its_parent() throws Exception {
        byte[] parent = Fixtures.ownImage("mbr-dynamic.vhd").bytes();
        MemoryDevice child = childOf(parent);

        CheckReport sound = DiskCheck.run("child", child, parent(new MemoryDevice(parent)), Progress.NONE);
        assertThat(sound.findings()).isEmpty();
        assertThat(sound.verdict()).isEqualTo(Verdict.SOUND);

        parent[300]++;
        CheckReport damaged = DiskCheck.run("child", child, parent(new MemoryDevice(parent)), Progress.NONE);
        assertThat(damaged.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(VhdRule.FOOTER_COPY.id());
            assertThat(finding.where().structure()).isEqualTo("parent parent.vhd: VHD footer copy");
        });
    }

    @Test
    void a_parent_that_is_another_disk_is_found() throws Exception {
        CheckReport report =
                DiskCheck.run("child", child(NO_CHANGE), parent(Fixtures.ownImage("mbr-dynamic.vhd")), Progress.NONE);

        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(DiskRule.PARENT.id());
            assertThat(finding.sentence()).contains("is another disk");
        });
    }

    @Test
    void a_parent_that_is_not_there_leaves_the_content_unchecked() throws Exception {
        CheckReport report = check(child(NO_CHANGE));

        assertThat(report.findings()).isEmpty();
        assertThat(report.verdict()).isEqualTo(Verdict.NOT_CHECKABLE);
        assertThat(report.parentMissing()).isTrue();
        assertThat(report.unchecked()).singleElement().asString().contains("parent.vhd is not there");
    }

    @Test
    void of_one_rule_some_are_kept_and_all_are_counted_the_worst_rule_first() {
        var findings = new Findings();
        findings.within("partition 0").add(NtfsRule.DIRTY, Place.onVolume("$Volume", 7, null), "");
        for (int i = 0; i < 2500; i++) {
            findings.add(VhdxRule.BLOCK_OUTSIDE, Place.inFile("entry " + i, i), "far");
        }

        CheckReport report = CheckReport.of(findings, List.of(), List.of(), false);

        assertThat(report.findings()).hasSize(Findings.KEPT_PER_RULE + 1);
        assertThat(report.totals())
                .containsExactly(
                        new Findings.Total("vhdx.block-outside", Severity.LOSS, 2500, 1000),
                        new Findings.Total("ntfs.dirty", Severity.REPAIRABLE, 1, 1));
        assertThat(report.count(Severity.LOSS)).isEqualTo(2500);
        assertThat(report.worst()).contains(Severity.LOSS);
        assertThat(report.findings().get(1000).where())
                .hasToString("partition 0: $Volume, at offset 0x7 of the volume");
    }

    @Test
    void waste_and_notes_leave_a_disk_sound() {
        var findings = new Findings();
        findings.add(NtfsRule.CLUSTER_MARKED_USED, Place.onVolume("$Bitmap", 0, null), "");
        findings.add(NtfsRule.BAD_CLUSTERS, Place.onVolume("$BadClus", 0, null), "");

        assertThat(CheckReport.of(findings, List.of(), List.of(), false).verdict())
                .isEqualTo(Verdict.SOUND);
    }

    private static Stream<Rule> rules() {
        return Stream.<Rule[]>of(
                        DiskRule.values(), VhdxRule.values(), VhdRule.values(), TableRule.values(), NtfsRule.values())
                .flatMap(Stream::of);
    }

    @Test
    void every_rule_has_an_id_of_its_own_and_says_what_to_do() {
        assertThat(rules().map(Rule::id)).doesNotHaveDuplicates();
        assertThat(rules()).allSatisfy(rule -> {
            assertThat(rule.id()).matches("(disk|vhdx|vhd|table|ntfs)\\.[a-z-]+");
            assertThat(rule.broken()).doesNotEndWith(".").isNotBlank();
            assertThat(rule.advice()).endsWith(".");
            assertThat(rule.source()).isNotBlank();
        });
    }

    /** {@code -Dtests.docs=write} writes the table that the document must hold. */
    @Test
    void the_document_tells_every_rule_as_it_is() throws Exception {
        var table = new ArrayList<String>();
        rules().forEach(rule -> table.add("| `" + rule.id() + "` | " + rule.severity() + " | " + rule.broken() + " | "
                + rule.advice() + " | " + rule.source() + " |"));
        Path document = Path.of("../docs/formats/check.md");
        List<String> lines = Files.readAllLines(document);
        List<String> rows =
                lines.stream().filter(line -> line.startsWith("| `")).toList();
        if ("write".equals(System.getProperty("tests.docs"))) {
            int at = lines.indexOf("| --- | --- | --- | --- | --- |") + 1;
            var written = new ArrayList<>(lines.subList(0, at));
            written.addAll(table);
            written.addAll(lines.subList(at + rows.size(), lines.size()));
            Files.write(document, written);
            return;
        }
        assertThat(rows).isEqualTo(table);
    }
}
