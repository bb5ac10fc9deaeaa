package dev.profilekeep.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.content.MapMaker.Extent;
import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.disk.content.Owner;
import dev.profilekeep.disk.ntfs.AttributeType;
import dev.profilekeep.disk.ntfs.FileName;
import dev.profilekeep.disk.ntfs.NtfsFile;
import dev.profilekeep.disk.ntfs.RecordSeen;
import dev.profilekeep.disk.ntfs.Surgery;
import dev.profilekeep.disk.testing.MemoryDevice;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Maps of a real volume, and of it with single things changed. */
class ContentMapTest {
    private final Maps maps = new Maps();

    @Test
    void a_map_names_what_the_disk_holds_in_the_order_of_the_disk() throws Exception {
        ContentMap map = maps.make(new Surgery().device(), null, Extent.FULL).map();

        assertThat(map.kind()).isEqualTo(ContentLayout.Kind.FILES);
        assertThat(maps.entries(map))
                .hasSize((int) map.chunks())
                .isSortedAccordingTo((a, b) -> Long.compare(a.diskOffset(), b.diskOffset()));
        assertThat(maps.entries(map).stream().mapToLong(MapEntry::length).sum()).isEqualTo(map.chunkBytes());
        new MapReader(maps).verify(map);
    }

    @Test
    void its_head_is_read_as_it_was_written() throws Exception {
        ContentMap map = maps.make(new Surgery().device(), null, Extent.FULL).map();
        assertThat(ContentMap.decode(map.encode())).isEqualTo(map);
    }

    @Test
    void the_same_disk_has_the_same_root_and_adds_no_node() throws Exception {
        ContentMap first = maps.make(new Surgery().device(), null, Extent.FULL).map();
        int nodes = maps.nodes();

        ContentMap again = maps.make(new Surgery().device(), first, Extent.FULL).map();

        assertThat(again.root()).isEqualTo(first.root());
        assertThat(again.entries()).isEqualTo(first.entries());
        assertThat(maps.nodes()).isEqualTo(nodes);
    }

    @Test
    void files_whose_records_are_the_same_are_not_read() throws Exception {
        ContentMap first = maps.make(new Surgery().device(), null, Extent.FULL).map();

        MadeMap again = maps.make(new Surgery().device(), first, Extent.CHANGED);

        assertThat(again.map().root()).isEqualTo(first.root());
        assertThat(again.map().signatures()).isEqualTo(first.signatures());
        assertThat(again.sparedBytes()).as("the rest is the file system's own").isGreaterThan(100_000);
        assertThat(again.read().bytesRead()).isLessThan(first.countedBytes() - again.sparedBytes() + (1 << 20));
    }

    @Test
    void a_file_whose_record_changed_is_read() throws Exception {
        ContentMap first = maps.make(new Surgery().device(), null, Extent.FULL).map();
        Surgery later = new Surgery();
        NtfsFile file = later.plain(0);
        flip(later, later.contentAt(file.number(), 0));
        later.record(file.number(), record -> record.put(8, (byte) (record.get(8) + 1))); // its place in the log

        ContentMap changed = maps.make(later.device(), first, Extent.CHANGED).map();

        assertThat(changed.root())
                .isNotEqualTo(first.root())
                .isEqualTo(maps.make(later.device(), null, Extent.FULL).map().root());
    }

    @Test
    void what_was_written_after_the_map_is_read_even_if_the_record_is_as_it_was() throws Exception {
        ContentMap made = maps.make(new Surgery().device(), null, Extent.FULL).map();
        ContentMap early = at(made, Instant.EPOCH);

        MadeMap again = maps.make(new Surgery().device(), early, Extent.CHANGED);

        assertThat(again.sparedBytes()).isZero();
        assertThat(again.map().root()).isEqualTo(made.root());
    }

    private static ContentMap at(ContentMap map, Instant made) {
        return new ContentMap(
                map.rawReasons(),
                map.sizes(),
                map.virtualSize(),
                map.logicalSectorSize(),
                map.physicalSectorSize(),
                map.root(),
                made,
                map.countedBytes(),
                map.chunkBytes(),
                map.chunks(),
                map.entries(),
                map.records(),
                map.signatures(),
                map.signaturesComplete());
    }

    @Test
    void the_full_reading_names_what_the_short_one_missed() throws Exception {
        ContentMap first = maps.make(new Surgery().device(), null, Extent.FULL).map();
        Surgery later = new Surgery();
        NtfsFile file = later.plain(0);
        flip(later, later.contentAt(file.number(), 0));

        MadeMap shortOne = maps.make(later.device(), first, Extent.CHANGED);
        MadeMap full = maps.make(later.device(), shortOne.map(), Extent.FULL);

        assertThat(shortOne.map().root()).as("the risk that the rule takes").isEqualTo(first.root());
        assertThat(full.map().root())
                .isEqualTo(maps.make(later.device(), null, Extent.FULL).map().root());
        assertThat(full.missedChunks()).isEqualTo(1);
        assertThat(full.missed()).singleElement().isInstanceOfSatisfying(Owner.FileStream.class, owner -> assertThat(
                        owner.record())
                .isEqualTo(file.number()));
    }

    @Test
    void a_hive_is_read_whatever_its_record_says() throws Exception {
        Surgery hives = new Surgery();
        NtfsFile file = hives.plain(0);
        int at = hives.contentAt(file.number(), 0);
        hives.bytes()
                .put(at, (byte) 'r')
                .put(at + 1, (byte) 'e')
                .put(at + 2, (byte) 'g')
                .put(at + 3, (byte) 'f');
        ContentMap first = maps.make(hives.device(), null, Extent.FULL).map();
        flip(hives, at + 100);

        ContentMap changed = maps.make(hives.device(), first, Extent.CHANGED).map();

        assertThat(changed.root())
                .isNotEqualTo(first.root())
                .isEqualTo(maps.make(hives.device(), null, Extent.FULL).map().root());
    }

    /** Puts a file, or a folder, into another folder, as far as its record says. */
    private static void move(Surgery on, long record, long folder) {
        on.record(record, bytes -> bytes.putLong(Surgery.value(bytes, AttributeType.FILE_NAME), folder | 1L << 48));
    }

    /** Two folders, the one with the lower number first. */
    private static long[] folders(Surgery disk) throws Exception {
        long one = disk.first(NtfsFile::isDirectory).number();
        return new long[] {
            one, disk.first(file -> file.isDirectory() && file.number() > one).number()
        };
    }

    private void assertThatItIsRead(Surgery disk, NtfsFile file) throws Exception {
        ContentMap first = maps.make(disk.device(), null, Extent.FULL).map();
        assertThat(first.kind()).isEqualTo(ContentLayout.Kind.FILES);
        flip(disk, disk.contentAt(file.number(), 0));

        ContentMap changed = maps.make(disk.device(), first, Extent.CHANGED).map();

        assertThat(changed.root())
                .isNotEqualTo(first.root())
                .isEqualTo(maps.make(disk.device(), null, Extent.FULL).map().root());
    }

    /** As the logs of transactions do, in $TxfLog of $RmMetadata of $Extend. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_lies_deep_in_the_systems_folder_is_read_whatever_its_record_says(boolean lowerFirst) throws Exception {
        Surgery disk = new Surgery();
        long[] folders = folders(disk);
        long upper = folders[lowerFirst ? 1 : 0];
        long lower = folders[lowerFirst ? 0 : 1];
        move(disk, upper, RecordSeen.EXTEND);
        move(disk, lower, upper);
        NtfsFile file = disk.plain(0);
        move(disk, file.number(), lower);

        assertThatItIsRead(disk, file);
    }

    @Test
    void folders_that_lie_in_each_other_are_no_end_and_no_reason_to_read_more() throws Exception {
        Surgery disk = new Surgery();
        long[] folders = folders(disk);
        move(disk, folders[0], folders[1]);
        move(disk, folders[1], folders[0]);
        ContentMap first = maps.make(disk.device(), null, Extent.FULL).map();

        assertThat(maps.make(disk.device(), first, Extent.CHANGED).sparedBytes())
                .isEqualTo(maps.make(
                                new Surgery().device(),
                                maps.make(new Surgery().device(), null, Extent.FULL)
                                        .map(),
                                Extent.CHANGED)
                        .sparedBytes());
    }

    @Test
    void the_transactions_of_a_hive_are_read_whatever_their_records_say() throws Exception {
        Surgery disk = new Surgery();
        NtfsFile file = disk.plain(0);
        disk.record(file.number(), record -> {
            int at = Surgery.value(record, AttributeType.FILE_NAME);
            int end = at + 66 + 2 * Byte.toUnsignedInt(record.get(at + 64));
            for (int i = 0; i < 4; i++) {
                record.putChar(end - 8 + 2 * i, ".blf".charAt(i));
            }
        });

        assertThatItIsRead(disk, file);
    }

    /** A folder repeats times and sizes of its files, and puts them right without a trace in its own record. */
    @Test
    void the_index_of_a_folder_is_read_whatever_its_record_says() throws Exception {
        ContentMap first = maps.make(new Surgery().device(), null, Extent.FULL).map();
        Surgery later = new Surgery();
        FileName name = later.plain(0).names().get(0);
        int read = 16 + 32; // the time of last access that the entry repeats
        later.entry(name.directory().number(), name.name(), entry -> entry.putLong(read, entry.getLong(read) + 1));

        ContentMap changed = maps.make(later.device(), first, Extent.CHANGED).map();

        assertThat(changed.root())
                .isNotEqualTo(first.root())
                .isEqualTo(maps.make(later.device(), null, Extent.FULL).map().root());
    }

    @Test
    void a_volume_in_doubt_is_read_as_a_whole() throws Exception {
        ContentMap first = maps.make(new Surgery().device(), null, Extent.FULL).map();
        Surgery dirty = new Surgery();
        dirty.cluster(dirty.freeCluster(), true);
        dirty.record(3, record -> {
            int at = Surgery.value(record, 0x70);
            record.put(at + 10, (byte) (record.get(at + 10) | 1));
        });

        MadeMap made = maps.make(dirty.device(), first, Extent.CHANGED);

        assertThat(made.map().kind()).isEqualTo(ContentLayout.Kind.RAW);
        assertThat(made.sparedBytes()).isZero();
        assertThat(made.map().records()).isEmpty();
        new MapReader(maps).verify(made.map());
    }

    @Test
    void a_changed_bit_in_a_node_is_found() throws Exception {
        ContentMap map = maps.make(new Surgery().device(), null, Extent.FULL).map();
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            byte[] node = maps.node(random.nextInt(maps.nodes()));
            int at = random.nextInt(node.length);
            byte was = node[at];
            node[at] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> new MapReader(maps).forEachNode(map, ref -> {}))
                    .isInstanceOf(MapDamagedException.class);
            node[at] = was;
        }
    }

    @Test
    void with_a_damaged_map_all_is_read_again() throws Exception {
        ContentMap map = maps.make(new Surgery().device(), null, Extent.FULL).map();
        maps.node(0)[7] ^= 1;

        MadeMap again = maps.make(new Surgery().device(), map, Extent.CHANGED);

        assertThat(again.map().root()).isEqualTo(map.root());
        assertThat(again.sparedBytes()).isZero();
    }

    private static void flip(Surgery on, int at) {
        on.bytes().put(at, (byte) ~on.bytes().get(at));
    }

    /** Records say where files lie in their volume: they are the same where the volume lies elsewhere, as after it was moved. */
    @Test
    void a_volume_that_begins_elsewhere_is_read_as_a_whole() throws Exception {
        byte[] volume = new Surgery().bytes().array();
        ContentMap first = maps.make(partitioned(volume, 64), null, Extent.FULL).map();
        assertThat(first.kind()).isEqualTo(ContentLayout.Kind.FILES);
        assertThat(maps.make(partitioned(volume, 64), first, Extent.CHANGED).sparedBytes())
                .as("where it is where it was")
                .isPositive();

        for (int start : new int[] {65, 72, 128, 32}) {
            MadeMap moved = maps.make(partitioned(volume, start), first, Extent.CHANGED);
            assertThat(moved.map().root())
                    .as("at sector %s", start)
                    .isEqualTo(maps.make(partitioned(volume, start), null, Extent.FULL)
                            .map()
                            .root());
        }
    }

    @Test
    void a_volume_whose_boot_sector_changed_is_read_as_a_whole() throws Exception {
        ContentMap first = maps.make(new Surgery().device(), null, Extent.FULL).map();
        Surgery later = new Surgery();
        NtfsFile file = later.plain(0);
        flip(later, later.contentAt(file.number(), 0));
        later.bytes().put(0x48, (byte) (later.bytes().get(0x48) + 1)); // the serial number

        MadeMap again = maps.make(later.device(), first, Extent.CHANGED);

        assertThat(again.sparedBytes()).isZero();
        assertThat(again.map().root())
                .isEqualTo(maps.make(later.device(), null, Extent.FULL).map().root());
    }

    /** A disk of the same size each time, with one partition of NTFS. */
    private static MemoryDevice partitioned(byte[] volume, int start) {
        ByteBuffer disk = ByteBuffer.allocate((1 << 20) + volume.length).order(ByteOrder.LITTLE_ENDIAN);
        disk.put(446 + 4, (byte) 7).putInt(446 + 8, start).putInt(446 + 12, volume.length / 512);
        disk.putShort(510, (short) 0xAA55);
        disk.position(start * 512).put(volume);
        return new MemoryDevice(disk.array());
    }
}
