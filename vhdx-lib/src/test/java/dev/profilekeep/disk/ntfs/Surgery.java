package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.MemoryDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Changes single structures of a real volume, made by ntfs-3g, and leaves everything around them as it was: records and index
 * blocks are changed under their update sequence, so that the change is all that is wrong with them.
 */
public final class Surgery {
    public static final int RECORD = 1024;

    private final byte[] image;
    private final ByteBuffer bytes;
    private final NtfsVolume volume;
    private final int cluster;
    private final DataRuns table;

    public Surgery() throws IOException {
        image = Fixtures.ownImage("all-kinds.ntfs").bytes();
        bytes = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        volume = NtfsVolume.open(new MemoryDevice(image.clone()));
        cluster = volume.clusterBytes();
        table = runs(0, AttributeType.DATA, "");
    }

    public BlockDevice device() {
        return new MemoryDevice(image);
    }

    public ByteBuffer bytes() {
        return bytes;
    }

    public NtfsVolume volume() {
        return volume;
    }

    DataRuns runs(long record, long type, String name) throws IOException {
        return volume.file(record).stream(type, name).orElseThrow().runs();
    }

    /** Where byte {@code at} of a file's content lies. */
    public int contentAt(long record, long at) throws IOException {
        return place(runs(record, AttributeType.DATA, ""), at);
    }

    /** Where byte {@code at} of a stream lies. */
    int place(DataRuns runs, long at) {
        DataRuns.Run run = runs.runs().get(runs.indexOf(at / cluster));
        return (int) ((run.lcn() - run.vcn()) * cluster + at);
    }

    public int recordAt(long number) {
        return place(table, number * RECORD);
    }

    public long find(String path) throws IOException {
        return volume.find(path).orElseThrow().number();
    }

    /** Changes a record, and its mirror if it has one. */
    public Surgery record(long number, Consumer<ByteBuffer> change) {
        under(recordAt(number), RECORD, change);
        if (number < 4) {
            System.arraycopy(image, recordAt(number), image, mirrorAt(number), RECORD);
        }
        return this;
    }

    int mirrorAt(long number) {
        return (int) (bytes.getLong(56) * cluster + number * RECORD);
    }

    /** Changes a structure without its update sequence, and puts that back. */
    Surgery under(int at, int length, Consumer<ByteBuffer> change) {
        ByteBuffer whole = ByteBuffer.wrap(image, at, length).slice().order(ByteOrder.LITTLE_ENDIAN);
        int array = whole.getShort(4);
        for (int i = 1; i <= length / 512; i++) {
            whole.putShort(i * 512 - 2, whole.getShort(array + 2 * i));
        }
        change.accept(whole);
        for (int i = 1; i <= length / 512; i++) {
            whole.putShort(array + 2 * i, whole.getShort(i * 512 - 2));
            whole.putShort(i * 512 - 2, whole.getShort(array));
        }
        return this;
    }

    /** Where an attribute of a record begins, inside it. */
    public static int attribute(ByteBuffer record, long type) {
        for (int at = record.getShort(20); record.getInt(at) != -1; at += record.getInt(at + 4)) {
            if (record.getInt(at) == type) {
                return at;
            }
        }
        throw new IllegalArgumentException("the record has no " + AttributeType.nameOf(type));
    }

    /** The same of the attribute with this name. */
    static int attribute(ByteBuffer record, long type, String name) {
        for (int at = record.getShort(20); record.getInt(at) != -1; at += record.getInt(at + 4)) {
            if (record.getInt(at) == type
                    && name(record, at + record.getShort(at + 10), record.get(at + 9))
                            .equals(name)) {
                return at;
            }
        }
        throw new IllegalArgumentException("the record has no " + AttributeType.nameOf(type) + " " + name);
    }

    private static String name(ByteBuffer from, int at, int characters) {
        var text = new StringBuilder();
        for (int i = 0; i < characters; i++) {
            text.append(from.getChar(at + 2 * i));
        }
        return text.toString();
    }

    /** Where the value of a resident attribute begins, inside the record. */
    public static int value(ByteBuffer record, long type) {
        int at = attribute(record, type);
        return at + record.getShort(at + 20);
    }

    /** Where the runs of an attribute begin, inside the record. */
    static int runs(ByteBuffer record, long type) {
        int at = attribute(record, type);
        return at + record.getShort(at + 32);
    }

    /** Where the first block of a directory's index that holds entries lies. */
    int block(long directory, int number) throws IOException {
        return place(runs(directory, AttributeType.INDEX_ALLOCATION, "$I30"), number * 4096L);
    }

    /** Changes an entry of a directory that stands in a block: the buffer begins with the entry. */
    public Surgery entry(long directory, String name, Consumer<ByteBuffer> change) throws IOException {
        DataRuns blocks = runs(directory, AttributeType.INDEX_ALLOCATION, "$I30");
        boolean[] done = {false};
        for (int block = 0; block * 4096L < blocks.end() * cluster && !done[0]; block++) {
            int at = place(blocks, block * 4096L);
            if (image[at] != 'I') {
                continue;
            }
            under(at, 4096, node -> {
                for (int entry = 24 + node.getInt(24); (node.getShort(entry + 12) & 2) == 0; ) {
                    if (name(node, entry + 16 + 66, node.get(entry + 16 + 64) & 0xff)
                            .equals(name)) {
                        int length = node.getShort(entry + 8);
                        change.accept(node.slice(entry, length).order(ByteOrder.LITTLE_ENDIAN));
                        done[0] = true;
                        return;
                    }
                    entry += node.getShort(entry + 8);
                }
            });
        }
        if (!done[0]) {
            throw new IllegalArgumentException("no entry " + name + " in directory " + directory);
        }
        return this;
    }

    /** Sets or clears the bit of a cluster in {@code $Bitmap}. */
    public Surgery cluster(long number, boolean used) throws IOException {
        return bit(place(runs(6, AttributeType.DATA, ""), number / 8), number, used);
    }

    /** Sets or clears the bit of a record in $MFT's bitmap. */
    public Surgery marked(long record, boolean used) throws IOException {
        return bit(place(runs(0, AttributeType.BITMAP, ""), record / 8), record, used);
    }

    Surgery bit(int at, long number, boolean set) {
        int mask = 1 << number % 8;
        image[at] = (byte) (set ? image[at] | mask : image[at] & ~mask);
        return this;
    }

    /** The first cluster from the end that is free. */
    public long freeCluster() throws IOException {
        long at = volume.clusters() - 1;
        while (volume.bitmap().countUsed(at, at + 1) != 0) {
            at--;
        }
        return at;
    }

    /** A record that is made, but of no file. */
    public long freeRecord() {
        for (long number = 24; number < table.end() * cluster / RECORD; number++) {
            int at = recordAt(number);
            if (bytes.getInt(at) == 0x454c4946 && (image[at + 22] & 1) == 0) {
                return number;
            }
        }
        throw new IllegalStateException("every record is in use");
    }

    /** The first file of the volume's own that is as wanted. */
    public NtfsFile first(Predicate<NtfsFile> wanted) throws IOException {
        NtfsFile[] found = {null};
        volume.forEachFile(file -> {
            if (found[0] == null && file.number() >= 64 && wanted.test(file)) {
                found[0] = file;
            }
        });
        if (found[0] == null) {
            throw new IllegalStateException("there is no such file");
        }
        return found[0];
    }

    /** A file whose content lies in clusters of its own, in one piece, and all of it in its own record. */
    public NtfsFile plain(int skip) throws IOException {
        int[] left = {skip};
        return first(file -> !file.isDirectory()
                && file.stream(AttributeType.ATTRIBUTE_LIST, "").isEmpty()
                && file.streams().stream().filter(NtfsStream::isData).count() == 1
                && file.stream("")
                        .filter(data -> !data.isResident()
                                && !data.isCompressed()
                                && !data.isSparse()
                                && data.runs().runs().size() == 1
                                && !data.runs().runs().get(0).isHole())
                        .isPresent()
                && left[0]-- == 0);
    }
}
