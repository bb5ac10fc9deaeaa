package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.ByteView;

/**
 * One attribute of a file record.
 *
 * <pre>
 * offset  size  field
 *      0     4  type
 *      4     4  length, multiple of 8
 *      8     1  0 resident, 1 non-resident
 *      9     1  length of the name in characters
 *     10     2  offset of the name
 *     12     2  flags: 0x00ff compressed, 0x4000 encrypted, 0x8000 sparse
 *     14     2  identifier
 *            resident                        non-resident
 *     16     4  length of the value          8  first VCN of this piece
 *     20     2  offset of the value
 *     24                                     8  last VCN of this piece
 *     32                                     2  offset of the runs
 *     34                                     2  compression unit, 2^n clusters
 *     40                                     8  allocated size   (first piece only)
 *     48                                     8  size             (first piece only)
 *     56                                     8  initialised size (first piece only)
 * </pre>
 */
sealed interface Attribute permits Attribute.Resident, Attribute.NonResident {
    int STANDARD_INFORMATION = 0x10;
    int ATTRIBUTE_LIST = 0x20;
    int FILE_NAME = 0x30;
    int SECURITY_DESCRIPTOR = 0x50;
    int VOLUME_NAME = 0x60;
    int VOLUME_INFORMATION = 0x70;
    int DATA = 0x80;
    int INDEX_ROOT = 0x90;
    int INDEX_ALLOCATION = 0xa0;
    int BITMAP = 0xb0;
    int REPARSE_POINT = 0xc0;

    int COMPRESSED = 0x00ff;
    int ENCRYPTED = 0x4000;
    int SPARSE = 0x8000;

    long END_MARK = 0xffffffffL;

    int MIN_BYTES = 24;
    /** Where the header of what lies outside the record ends. */
    int RUNS_HEADER = 64;
    /** The same where a compressed size follows, as in the first piece of what is compressed or sparse. */
    int LONG_RUNS_HEADER = 72;

    long type();

    String name();

    int flags();

    /** What tells it from all others of its record; the attribute list names it too. */
    int id();

    record Resident(long type, String name, int flags, int id, ByteView value) implements Attribute {}

    /**
     * @param compressionUnit 2^n clusters are compressed together
     * @param firstVcn the piece begins there; only the piece at 0 knows the sizes
     * @param allocatedSize as it is stored, like the next two; nothing relies on it
     */
    record NonResident(
            long type,
            String name,
            int flags,
            int id,
            int compressionUnit,
            long firstVcn,
            DataRuns runs,
            long allocatedSize,
            long size,
            long storedInitialisedSize)
            implements Attribute {
        /** What is behind it reads as zeros; never more than the size. */
        long initialisedSize() {
            return Math.min(size, storedInitialisedSize);
        }
    }

    default boolean is(int wantedType, String wantedName) {
        return type() == wantedType && name().equals(wantedName);
    }

    default boolean isPlain() {
        return (flags() & (COMPRESSED | ENCRYPTED)) == 0;
    }

    /**
     * @param view the attribute, as long as it says
     * @throws CorruptDiskException also if its name or content begins inside its header, or one lies over the other: whoever
     *     reads on would take the header for content
     */
    static Attribute parse(ByteView view, long clusters) throws CorruptDiskException {
        long type = view.u32(0);
        int flags = view.u16(12);
        int id = view.u16(14);
        int form = view.u8(8);
        if (form == 0) {
            int at = view.u16(20);
            // Where no byte is, it does not matter where it would begin.
            if (view.u32(16) > 0 && (at < MIN_BYTES || at % 8 != 0)) {
                throw view.corrupt(20, "no value can begin at " + at + " of its attribute");
            }
            String name = name(view, MIN_BYTES, view.u32(16) > 0 ? at : view.length());
            return new Resident(type, name, flags, id, view.slice("attribute value", at, view.size32(16)));
        }
        if (form != 1) {
            throw view.corrupt(8, "attribute is neither resident nor non-resident: " + form);
        }
        long first = view.size64(16);
        long last = view.bits64(24);
        int at = view.u16(32);
        int header = first == 0 && (flags & (COMPRESSED | SPARSE)) != 0 ? LONG_RUNS_HEADER : RUNS_HEADER;
        if (at < header || at > view.length()) {
            throw view.corrupt(32, "runs lie outside their attribute, at " + at);
        }
        String name = name(view, header, at);
        DataRuns runs = DataRuns.decode(view.slice("data runs", at, view.length() - at), first, clusters);
        long end = runs.runs().isEmpty() ? first : runs.end();
        if (last != end - 1) {
            throw view.corrupt(24, "attribute ends at VCN " + last + ", its runs at " + (end - 1));
        }
        if (first != 0) {
            return new NonResident(type, name, flags, id, 0, first, runs, 0, 0, 0);
        }
        long size = view.size64(48);
        long initialised = view.size64(56);
        return new NonResident(type, name, flags, id, view.u16(34), 0, runs, view.bits64(40), size, initialised);
    }

    /** @param from where the header ends @param to where the content begins */
    private static String name(ByteView view, int from, int to) throws CorruptDiskException {
        int characters = view.u8(9);
        int at = view.u16(10);
        if (characters == 0) {
            return "";
        }
        if (at < from || at + 2 * characters > to) {
            throw view.corrupt(
                    10, "its name of " + characters + " characters at " + at + " lies over what is beside it");
        }
        return view.utf16(at, 2 * characters);
    }
}
