package dev.profilekeep.disk.ntfs;

import java.util.Map;
import java.util.Set;

/** The kinds of attributes of a file, by the numbers that {@code $AttrDef} gives them on every volume. */
public final class AttributeType {
    public static final long STANDARD_INFORMATION = Attribute.STANDARD_INFORMATION;
    public static final long ATTRIBUTE_LIST = Attribute.ATTRIBUTE_LIST;
    public static final long FILE_NAME = Attribute.FILE_NAME;
    public static final long OBJECT_ID = 0x40;
    public static final long SECURITY_DESCRIPTOR = Attribute.SECURITY_DESCRIPTOR;
    public static final long VOLUME_NAME = Attribute.VOLUME_NAME;
    public static final long VOLUME_INFORMATION = Attribute.VOLUME_INFORMATION;
    public static final long DATA = Attribute.DATA;
    public static final long INDEX_ROOT = Attribute.INDEX_ROOT;
    public static final long INDEX_ALLOCATION = Attribute.INDEX_ALLOCATION;
    public static final long BITMAP = Attribute.BITMAP;
    public static final long REPARSE_POINT = Attribute.REPARSE_POINT;
    public static final long EA_INFORMATION = 0xd0;
    public static final long EA = 0xe0;
    public static final long LOGGED_UTILITY_STREAM = 0x100;

    private static final Map<Long, String> NAMES = Map.ofEntries(
            Map.entry(STANDARD_INFORMATION, "$STANDARD_INFORMATION"),
            Map.entry(ATTRIBUTE_LIST, "$ATTRIBUTE_LIST"),
            Map.entry(FILE_NAME, "$FILE_NAME"),
            Map.entry(OBJECT_ID, "$OBJECT_ID"),
            Map.entry(SECURITY_DESCRIPTOR, "$SECURITY_DESCRIPTOR"),
            Map.entry(VOLUME_NAME, "$VOLUME_NAME"),
            Map.entry(VOLUME_INFORMATION, "$VOLUME_INFORMATION"),
            Map.entry(DATA, "$DATA"),
            Map.entry(INDEX_ROOT, "$INDEX_ROOT"),
            Map.entry(INDEX_ALLOCATION, "$INDEX_ALLOCATION"),
            Map.entry(BITMAP, "$BITMAP"),
            Map.entry(REPARSE_POINT, "$REPARSE_POINT"),
            Map.entry(EA_INFORMATION, "$EA_INFORMATION"),
            Map.entry(EA, "$EA"),
            Map.entry(LOGGED_UTILITY_STREAM, "$LOGGED_UTILITY_STREAM"));

    private AttributeType() {}

    static Set<Long> known() {
        return NAMES.keySet();
    }

    /** {@code $DATA} and the like; the number for one that is not known. */
    public static String nameOf(long type) {
        String name = NAMES.get(type);
        return name == null ? "attribute 0x" + Long.toHexString(type) : name;
    }
}
