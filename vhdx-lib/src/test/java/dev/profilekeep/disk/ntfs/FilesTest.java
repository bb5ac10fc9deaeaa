package dev.profilekeep.disk.ntfs;

import static dev.profilekeep.disk.ntfs.NtfsBuilder.CLUSTER;
import static dev.profilekeep.disk.ntfs.NtfsBuilder.MFT;
import static dev.profilekeep.disk.ntfs.NtfsBuilder.RECORD;
import static dev.profilekeep.disk.ntfs.NtfsBuilder.apart;
import static dev.profilekeep.disk.ntfs.NtfsBuilder.list;
import static dev.profilekeep.disk.ntfs.NtfsBuilder.little;
import static dev.profilekeep.disk.ntfs.NtfsBuilder.named;
import static dev.profilekeep.disk.ntfs.NtfsBuilder.resident;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.ntfs.compress.PlainLznt1;
import dev.profilekeep.disk.testing.RandomCases;
import dev.profilekeep.disk.testing.TrackingDevice;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files of volumes that are built here, record by record. */
class FilesTest {
    private static final int DATA = 0x80;

    private static byte[] name(long directory, String name, int namespace) {
        ByteBuffer value = little(66 + 2 * name.length());
        value.putLong(0, directory).put(64, (byte) name.length()).put(65, (byte) namespace);
        return resident(
                0x30, value.put(66, name.getBytes(StandardCharsets.UTF_16LE)).array());
    }

    private static NtfsBuilder directory(NtfsBuilder volume, int number, byte[]... attributes) {
        volume.record(number, attributes);
        volume.bytes().putShort(MFT * CLUSTER + number * RECORD + 22, (short) 3);
        return volume;
    }

    private static byte[] sizes(byte[] attribute, int flags, int unit, long initialised) {
        // A compressed size follows in the header of what is compressed or sparse.
        int more = (flags & (Attribute.COMPRESSED | Attribute.SPARSE)) != 0 ? 8 : 0;
        int header = Attribute.RUNS_HEADER;
        ByteBuffer bytes = little(attribute.length + more)
                .put(0, attribute, 0, header)
                .put(header + more, attribute, header, attribute.length - header);
        bytes.putInt(4, bytes.capacity()).putShort(32, (short) (header + more));
        return bytes.putShort(12, (short) flags)
                .putShort(34, (short) unit)
                .putLong(56, initialised)
                .array();
    }

    private static byte[] read(BlockDevice content, long at, int count) throws IOException {
        var bytes = ByteBuffer.allocate(count);
        content.readFully(at, bytes);
        return bytes.array();
    }

    @Test
    void compressed_content_is_what_was_compressed() {
        RandomCases.run(15, random -> {
            var volume = NtfsBuilder.ordinary(1);
            int unitClusters = 1 << 1 + random.nextInt(random.nextInt(8) == 0 ? 4 : 2);
            int unitBytes = unitClusters * CLUSTER;
            int units = 1 + random.nextInt(8 / unitClusters + 1);
            byte[] model = new byte[units * unitBytes];
            var runs = new ArrayList<Long>();
            int next = 300;
            for (int unit = 0; unit < units; unit++) {
                byte[] plain = new byte[unitBytes];
                int kind = random.nextInt(3);
                for (int i = 0; i < unitBytes && kind > 0; i++) {
                    plain[i] = (byte) (kind == 1 ? random.nextInt() : i / 99 * random.nextInt(2));
                }
                byte[] packed = PlainLznt1.encode(plain);
                byte[] ended = Arrays.copyOf(packed, packed.length + 2);
                int clusters = kind == 0 ? 0 : Math.min(unitClusters, (ended.length + CLUSTER - 1) / CLUSTER);
                volume.bytes()
                        .put(
                                next * CLUSTER,
                                clusters == unitClusters ? plain : ended,
                                0,
                                clusters == unitClusters ? plain.length : ended.length * Math.min(1, clusters));
                if (clusters > 0) {
                    runs.addAll(List.of((long) next, (long) clusters));
                }
                if (clusters < unitClusters) {
                    runs.addAll(List.of(-1L, (long) (unitClusters - clusters)));
                }
                next += clusters + random.nextInt(3);
                System.arraycopy(plain, 0, model, unit * unitBytes, unitBytes);
            }
            int size = model.length - random.nextInt(unitBytes);
            int initialised = random.nextBoolean() ? size : random.nextInt(size + 1);
            Arrays.fill(model, initialised, model.length, (byte) 0);
            byte[] attribute = apart(
                    DATA, 0, size, runs.stream().mapToLong(Long::longValue).toArray());
            volume.record(12, sizes(attribute, 1, Integer.numberOfTrailingZeros(unitClusters), initialised));
            NtfsVolume opened = NtfsVolume.open(volume.device());
            BlockDevice content = opened.content(opened.file(12)).orElseThrow();
            assertThat(content.size()).isEqualTo(size);
            for (int i = 0; i < 10; i++) {
                int at = random.nextInt(size);
                int count = random.nextInt(size - at + 1);
                assertThat(read(content, at, count)).isEqualTo(Arrays.copyOfRange(model, at, at + count));
            }
            assertThatThrownBy(() -> read(content, size - 1, 2)).isInstanceOf(EOFException.class);
            assertThat(opened.file(12).stream("").orElseThrow().isCompressed()).isTrue();
        });
    }

    @Test
    void what_was_never_written_reads_as_zeros_and_shows_in_the_extents() throws Exception {
        var volume = NtfsBuilder.ordinary(1);
        Arrays.fill(volume.bytes().array(), 300 * CLUSTER, 310 * CLUSTER, (byte) 'x');
        volume.record(12, sizes(apart(DATA, 0, 9 * CLUSTER, 300, 4, -1, 2, 304, 3), 0x8000, 0, 5000));
        NtfsVolume opened = NtfsVolume.open(volume.device());
        NtfsStream stream = opened.file(12).stream("").orElseThrow();
        byte[] content = read(opened.content(stream), 0, 9 * CLUSTER);
        for (int i = 0; i < content.length; i++) {
            assertThat(content[i]).isEqualTo((byte) (i < 5000 ? 'x' : 0));
        }
        assertThat(stream.extents())
                .containsExactly(
                        new StreamExtent.Stored(0, 2, 300),
                        new StreamExtent.Zero(2, 2, 302),
                        new StreamExtent.Sparse(4, 2),
                        new StreamExtent.Zero(6, 3, 304));
        assertThat(stream.isSparse()).isTrue();
        assertThat(stream.storedBytes()).isEqualTo(7 * CLUSTER);
        assertThat(stream.initialisedSize()).isEqualTo(5000);
        assertThat(opened.owners().owners(new ByteRange(305 * CLUSTER, 1)))
                .containsExactly(new OwnerIndex.Run(300, 7, 12, 0));
    }

    @Test
    void a_header_is_never_read_as_content() throws Exception {
        byte[] early = resident(DATA, "content".getBytes(StandardCharsets.US_ASCII));
        ByteBuffer.wrap(early).order(ByteOrder.LITTLE_ENDIAN).putShort(20, (short) 16);
        byte[] overName = named(resident(DATA, new byte[7]), "stream");
        ByteBuffer.wrap(overName).order(ByteOrder.LITTLE_ENDIAN).putShort(20, (short) 32);
        byte[] runsOverName = named(apart(DATA, 0, 9, 300, 1), "stream");
        ByteBuffer.wrap(runsOverName).order(ByteOrder.LITTLE_ENDIAN).putShort(32, (short) 72);
        byte[] runsInHeader = sizes(apart(DATA, 0, 9, 300, 1), Attribute.SPARSE, 0, 9);
        ByteBuffer.wrap(runsInHeader).order(ByteOrder.LITTLE_ENDIAN).putShort(32, (short) 64);

        for (byte[] attribute : List.of(early, overName, runsOverName, runsInHeader)) {
            NtfsVolume volume = NtfsVolume.open(
                    NtfsBuilder.ordinary(1).record(12, attribute).device());

            assertThatThrownBy(() -> volume.file(12)).isInstanceOf(CorruptDiskException.class);
        }
    }

    @Test
    void content_of_no_bytes_may_begin_anywhere() throws Exception {
        byte[] nothing = resident(DATA, new byte[0]);
        ByteBuffer.wrap(nothing).order(ByteOrder.LITTLE_ENDIAN).putShort(20, (short) 0);
        var volume = NtfsVolume.open(NtfsBuilder.ordinary(1).record(12, nothing).device());

        assertThat(volume.file(12).size()).isZero();
    }

    @Test
    void named_streams_stand_beside_the_content() throws Exception {
        var volume = NtfsBuilder.ordinary(1);
        volume.bytes().put(300 * CLUSTER, "zone".getBytes(StandardCharsets.US_ASCII));
        volume.record(
                12,
                resident(DATA, "main".getBytes(StandardCharsets.US_ASCII)),
                named(apart(DATA, 0, 4, 300, 1), "Zone.Identifier"),
                named(resident(DATA, new byte[0]), "e\uD800"));
        NtfsVolume opened = NtfsVolume.open(volume.device());
        NtfsFile file = opened.file(12);
        assertThat(file.size()).isEqualTo(4);
        assertThat(read(opened.content(file).orElseThrow(), 0, 4)).asString().isEqualTo("main");
        assertThat(read(opened.content(file.stream("Zone.Identifier").orElseThrow()), 0, 4))
                .asString()
                .isEqualTo("zone");
        assertThat(file.stream("e\uD800")).isPresent();
        assertThat(file.stream("other")).isEmpty();
    }

    @Test
    void encrypted_content_is_said_to_be() throws Exception {
        var volume = NtfsBuilder.ordinary(1).record(12, sizes(apart(DATA, 0, 9, 300, 1), 0x4000, 0, 9));
        NtfsVolume opened = NtfsVolume.open(volume.device());
        NtfsFile file = opened.file(12);
        assertThat(file.stream("").orElseThrow().isEncrypted()).isTrue();
        assertThatThrownBy(() -> opened.content(file))
                .isInstanceOf(UnsupportedDiskException.class)
                .hasMessageContaining("$DATA of file 12 is encrypted");
    }

    @Test
    void all_names_of_a_file_have_a_path_but_short_ones() throws Exception {
        var volume = NtfsBuilder.ordinary(1);
        directory(volume, 12, name(5, "Folder", 1), name(5, "FOLDER~1", 2));
        directory(volume, 13, name(12, "Deeper", 3));
        volume.record(14, name(13, "one.txt", 3), name(5, "two.text", 1), name(5, "TWO~1.TEX", 2), name(99, "lost", 0));
        NtfsVolume opened = NtfsVolume.open(volume.device());
        assertThat(opened.paths(opened.file(14))).containsExactly("Folder/Deeper/one.txt", "two.text", "?/lost");
        assertThat(opened.file(14).names())
                .extracting(FileName::namespace)
                .containsExactly(
                        FileName.Namespace.WINDOWS_AND_DOS,
                        FileName.Namespace.WINDOWS,
                        FileName.Namespace.DOS,
                        FileName.Namespace.POSIX);
    }

    @Test
    void owners_are_told_by_path_and_stream() throws Exception {
        var volume = NtfsBuilder.ordinary(1);
        directory(volume, 12, name(5, "Outlook", 1), named(apart(0xa0, 0, CLUSTER, 400, 1), "$I30"));
        volume.record(
                13,
                name(12, "me.ost", 1),
                apart(DATA, 0, 9, 300, 1),
                named(apart(DATA, 0, 9, 301, 1), "Zone.Identifier"));
        volume.record(14, apart(DATA, 0, 9, 302, 1));
        NtfsVolume opened = NtfsVolume.open(volume.device());
        var names = new ArrayList<String>();
        OwnerIndex owners = opened.owners();
        for (int cluster : new int[] {300, 301, 302, 400}) {
            for (OwnerIndex.Run run : owners.owners(new ByteRange((long) cluster * CLUSTER, 1))) {
                names.add(opened.ownerName(run));
            }
        }
        assertThat(names)
                .containsExactly(
                        "Outlook/me.ost",
                        "Outlook/me.ost:Zone.Identifier",
                        "?",
                        "Outlook ($INDEX_ALLOCATION \"$I30\")");
    }

    @Test
    void directories_that_hold_each_other_have_a_path_that_ends() throws Exception {
        var volume = NtfsBuilder.ordinary(1);
        directory(volume, 12, name(13, "a", 1));
        directory(volume, 13, name(12, "b", 1));
        NtfsVolume opened = NtfsVolume.open(volume.device());
        assertThat(opened.paths(opened.file(12)))
                .singleElement()
                .asString()
                .startsWith("?/")
                .endsWith("/a")
                .hasSizeLessThan(40_000);
    }

    @Test
    void a_reference_to_another_life_of_a_record_is_refused() throws Exception {
        var volume = NtfsBuilder.ordinary(1).record(12, resident(DATA, new byte[1]));
        int record = MFT * CLUSTER + 12 * RECORD;
        volume.bytes().putShort(record + 16, (short) 7);
        NtfsVolume opened = NtfsVolume.open(volume.device());
        assertThat(opened.file(new FileReference(12, 7)).reference()).hasToString("12-7");
        assertThat(opened.file(12).reference().sequence()).isEqualTo(7);
        assertThatThrownBy(() -> opened.file(new FileReference(12, 6)))
                .isInstanceOf(CorruptDiskException.class)
                .hasMessageContaining("there is no file 12-6");
        volume.bytes().putShort(record + 22, (short) 0);
        assertThatThrownBy(() -> NtfsVolume.open(volume.device()).file(12))
                .hasMessageContaining("there is no file 12-0");
    }

    @Test
    void an_extension_that_now_belongs_to_another_life_is_refused() throws Exception {
        var volume = NtfsBuilder.ordinary(1);
        volume.record(12, resident(0x20, list(DATA, 0, 13)));
        volume.record(MFT * CLUSTER + 13 * RECORD, 12L | 3L << 48, resident(DATA, new byte[1]));
        volume.bytes().putShort(MFT * CLUSTER + 12 * RECORD + 16, (short) 3);
        assertThat(NtfsVolume.open(volume.device()).file(12).size()).isEqualTo(1);
        volume.bytes().putShort(MFT * CLUSTER + 12 * RECORD + 16, (short) 4);
        assertThatThrownBy(() -> NtfsVolume.open(volume.device()).file(12))
                .hasMessageContaining("record 13 does not extend record 12");
        assertThatThrownBy(() -> NtfsVolume.open(volume.device()).file(13)).hasMessageContaining("there is no file 13");
    }

    @Test
    void the_walk_leaves_out_deleted_and_extending_records_and_tells_of_damaged_ones() throws Exception {
        var volume = NtfsBuilder.ordinary(1);
        volume.record(12, resident(DATA, new byte[1]));
        volume.record(13, resident(DATA, new byte[2]));
        volume.bytes().putShort(MFT * CLUSTER + 13 * RECORD + 22, (short) 0);
        volume.record(14, resident(DATA, new byte[3]));
        volume.bytes().put(MFT * CLUSTER + 14 * RECORD + 510, (byte) 9);
        volume.record(MFT * CLUSTER + 15 * RECORD, 12L, resident(DATA, new byte[4]));
        byte[] used = {0b0100_1101, (byte) 0b1101_0000};
        volume.record(0, apart(DATA, 0, 16L * RECORD, MFT, 4), resident(0xb0, used));
        var seen = new ArrayList<Long>();
        var damaged = new ArrayList<Long>();
        NtfsVolume.open(volume.device()).forEachFile(new FileSink() {
            @Override
            public void accept(NtfsFile file) {
                seen.add(file.number());
            }

            @Override
            public void damaged(long record, DiskException why) {
                damaged.add(record);
                assertThat(why).hasMessageContaining("not written as a whole");
            }
        });
        assertThat(seen).containsExactly(0L, 2L, 3L, 6L, 12L);
        assertThat(damaged).containsExactly(14L);
    }

    @Test
    void the_walk_reads_the_table_in_large_pieces() throws Exception {
        var tracking = new TrackingDevice(NtfsBuilder.ordinary(1).device());
        NtfsVolume volume = NtfsVolume.open(tracking);
        long before = tracking.reads();
        volume.forEachFile(file -> {});
        assertThat(tracking.reads() - before).isLessThanOrEqualTo(2);
    }

    @Test
    void pieces_that_do_not_fit_are_a_problem_of_that_stream_only() throws Exception {
        var volume = NtfsBuilder.ordinary(1);
        volume.record(12, resident(0x20, list(DATA, 0, 12, DATA, 3, 13)), apart(DATA, 0, 9, 300, 1));
        volume.record(MFT * CLUSTER + 13 * RECORD, 12L, apart(DATA, 3, 0, 310, 2));
        NtfsVolume opened = NtfsVolume.open(volume.device());
        NtfsFile file = opened.file(12);
        assertThat(file.problems()).singleElement().asString().contains("does not follow");
        assertThatThrownBy(() -> opened.content(file)).isInstanceOf(CorruptDiskException.class);
        // Its clusters are its own all the same.
        assertThat(opened.owners().owners(new ByteRange(311 * CLUSTER, 1))).hasSize(1);
    }
}
