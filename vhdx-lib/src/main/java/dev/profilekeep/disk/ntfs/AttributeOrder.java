package dev.profilekeep.disk.ntfs;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;

/**
 * Judges the order of a file's parts, in its records and in the list of them, and their identifiers. Whoever looks for a part
 * stops where it would have to be (ntfs-3g: attrib.c, ntfs_attr_find), so that one out of its order is not found. The order is by
 * type, then by name as a directory sorts names, and in the list by first VCN.
 */
final class AttributeOrder {
    private final CheckedVolume volume;

    AttributeOrder(CheckedVolume volume) {
        this.volume = volume;
    }

    /** @param record as it lies in $MFT */
    void inRecord(long number, FileRecord record) throws IOException {
        List<Attribute> attributes = record.attributes();
        for (int i = 1; i < attributes.size(); i++) {
            Attribute before = attributes.get(i - 1);
            Attribute next = attributes.get(i);
            if (compare(before.type(), before.name(), next.type(), next.name()) > 0) {
                volume.addFile(
                        NtfsRule.ATTRIBUTE_ORDER,
                        number,
                        "",
                        name(next.type(), next.name()) + " stands behind " + name(before.type(), before.name()));
                break;
            }
        }
        identifiers(number, record);
    }

    private void identifiers(long number, FileRecord record) throws IOException {
        var seen = new HashSet<Integer>();
        int most = -1;
        for (Attribute attribute : record.attributes()) {
            most = Math.max(most, attribute.id());
            if (!seen.add(attribute.id())) {
                volume.addFile(
                        NtfsRule.ATTRIBUTE_ID,
                        number,
                        "",
                        name(attribute.type(), attribute.name()) + " has " + attribute.id() + ", as another part has");
                return;
            }
        }
        if (record.nextId() <= most) {
            volume.addFile(
                    NtfsRule.ATTRIBUTE_ID,
                    number,
                    "",
                    "the next part is to have " + record.nextId() + ", one that is there has " + most);
        }
    }

    /** @param number of the file whose list it is */
    void inList(long number, List<AttributeList.Entry> entries) throws IOException {
        for (int i = 1; i < entries.size(); i++) {
            AttributeList.Entry before = entries.get(i - 1);
            AttributeList.Entry next = entries.get(i);
            int order = compare(before.type(), before.name(), next.type(), next.name());
            boolean same = before.type() == next.type() && before.name().equals(next.name());
            if (order > 0 || same && before.firstVcn() > next.firstVcn()) {
                volume.addFile(
                        NtfsRule.ATTRIBUTE_ORDER,
                        number,
                        "",
                        "in the list of its parts " + name(next.type(), next.name()) + " from VCN " + next.firstVcn()
                                + " stands behind " + name(before.type(), before.name()) + " from VCN "
                                + before.firstVcn());
                return;
            }
        }
    }

    /** Names that differ in their case only are in order either way: readers do not agree about them. */
    private int compare(long oneType, String oneName, long otherType, String otherName) {
        if (oneType != otherType) {
            return Long.compare(oneType, otherType);
        }
        UpCase upCase = volume.upCase;
        return upCase == null ? 0 : upCase.compareIgnoringCase(oneName, otherName);
    }

    private static String name(long type, String name) {
        return AttributeType.nameOf(type) + (name.isEmpty() ? "" : " \"" + name + "\"");
    }
}
