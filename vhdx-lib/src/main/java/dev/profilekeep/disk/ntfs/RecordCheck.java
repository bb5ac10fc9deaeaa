package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.ByteView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges one record of $MFT part by part, so that one damaged part does not hide the others. */
final class RecordCheck {
    /** What a record holds of its own number since NTFS 3.1, whose update sequence begins behind it. */
    private static final int NUMBER = 44;

    private static final int UPDATE_SEQUENCE_SINCE_3_1 = 48;
    private static final int IN_USE = 1;
    private static final int DIRECTORY = 2;
    private static final int FLAGS = 22;
    private static final int HEADER_BYTES = 42;
    private static final int ALLOCATED = 28;

    /** Receives what is wrong. */
    @FunctionalInterface
    interface Fault {
        void found(NtfsRule rule, String detail);
    }

    /** @param whole whether all of its attributes could be made out */
    record Parsed(FileRecord record, boolean whole) {}

    private final long clusters;

    /** @param clusters of the volume */
    RecordCheck(long clusters) {
        this.clusters = clusters;
    }

    /**
     * @param markedUsed what the table's bitmap says of it; a record that is not used may hold anything
     * @return null if it is damaged as a whole, or holds nothing
     */
    @Nullable
    Parsed check(long number, ByteView raw, boolean markedUsed, Fault faults) throws CorruptDiskException {
        if (!raw.startsWith(0, "FILE")) {
            if (markedUsed) {
                String what = raw.u32(0) == 0 ? "zeros" : "\"" + printable(raw.ascii(0, 4)) + "\"";
                faults.found(NtfsRule.RECORD, "it begins with " + what + ", not with \"FILE\"");
            }
            return null;
        }
        boolean inUse = (raw.u16(FLAGS) & IN_USE) != 0;
        ByteView view;
        try {
            view = UpdateSequence.restore(raw);
        } catch (CorruptDiskException e) {
            if (markedUsed || inUse) {
                faults.found(NtfsRule.RECORD_TORN, e.rule());
            }
            return null;
        }
        if (!inUse) {
            return new Parsed(header(view, List.of()), true);
        }
        if (view.u16(4) >= UPDATE_SEQUENCE_SINCE_3_1 && view.u32(NUMBER) != (number & 0xffffffffL)) {
            faults.found(NtfsRule.RECORD_NUMBER, "it says it is record " + view.u32(NUMBER));
        }
        return attributes(view, faults);
    }

    private static String printable(String text) {
        return text.replaceAll("[^ -~]", ".");
    }

    private static FileRecord header(ByteView view, List<Attribute> attributes) throws CorruptDiskException {
        int flags = view.u16(FLAGS);
        return new FileRecord(
                (flags & IN_USE) != 0,
                (flags & DIRECTORY) != 0,
                view.u16(16),
                view.u16(18),
                FileReference.parse(view, 32),
                view.u16(40),
                attributes);
    }

    private @Nullable Parsed attributes(ByteView view, Fault faults) throws CorruptDiskException {
        long used = view.u32(24);
        int at = view.u16(20);
        if (used > view.length() || at < HEADER_BYTES || at > used) {
            faults.found(
                    NtfsRule.RECORD,
                    "its attributes begin at " + at + " of " + used + " bytes in use, it has " + view.length());
            return null;
        }
        if (view.u32(ALLOCATED) != view.length()) {
            // The attributes may be sound, but ntfs-3g does not read such a record.
            faults.found(
                    NtfsRule.RECORD,
                    "it says that it takes " + view.u32(ALLOCATED) + " bytes, and takes " + view.length());
        }
        var attributes = new ArrayList<Attribute>();
        var seen = new HashSet<String>();
        boolean whole = true;
        while (true) {
            if (at > used - 4) {
                faults.found(NtfsRule.ATTRIBUTE, "there is no end mark after the last attribute");
                whole = false;
                break;
            }
            if (view.u32(at) == Attribute.END_MARK) {
                break;
            }
            long length = at > used - 8 ? 0 : view.u32(at + 4);
            if (length < Attribute.MIN_BYTES || length % 8 != 0 || length > used - at) {
                faults.found(NtfsRule.ATTRIBUTE, "the attribute at " + at + " of the record has a length of " + length);
                whole = false;
                break;
            }
            Attribute attribute = attribute(view.slice("attribute", at, (int) length), at, faults);
            if (attribute == null) {
                whole = false;
            } else if (!seen.add(key(attribute)) && attribute.type() != Attribute.FILE_NAME) {
                faults.found(
                        NtfsRule.ATTRIBUTE,
                        AttributeType.nameOf(attribute.type()) + " at " + at + " of the record is there twice");
                whole = false;
            } else {
                attributes.add(attribute);
            }
            at += (int) length;
        }
        return new Parsed(header(view, attributes), whole);
    }

    private @Nullable Attribute attribute(ByteView view, int at, Fault faults) throws CorruptDiskException {
        try {
            return Attribute.parse(view, clusters);
        } catch (CorruptDiskException e) {
            String what = AttributeType.nameOf(view.u32(0)) + " at " + at + " of the record: " + e.rule();
            faults.found(isOutside(view) ? NtfsRule.RUN_OUTSIDE : NtfsRule.ATTRIBUTE, what);
            return null;
        }
    }

    /** What no two attributes of a record have in common, but names of the file. */
    private static String key(Attribute attribute) {
        long vcn = attribute instanceof Attribute.NonResident piece ? piece.firstVcn() : 0;
        return attribute.type() + "/" + vcn + "/" + attribute.name();
    }

    /** Whether only the place of its clusters is wrong. */
    private static boolean isOutside(ByteView view) {
        try {
            Attribute.parse(view, Long.MAX_VALUE);
            return true;
        } catch (CorruptDiskException e) {
            return false;
        }
    }
}
