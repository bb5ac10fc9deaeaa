package dev.profilekeep.disk.ntfs.security;

import java.util.Map;

/** The types of entries and their names in SDDL ([MS-DTYP] 2.4.4.1 and 2.5.1.1). */
final class AceTypes {
    static final int ALLOW = 0x00;
    static final int DENY = 0x01;
    static final int ALLOW_OBJECT = 0x05;
    static final int DENY_OBJECT = 0x06;
    static final int ALLOW_CALLBACK = 0x09;
    static final int DENY_CALLBACK = 0x0a;
    static final int ALLOW_CALLBACK_OBJECT = 0x0b;
    static final int DENY_CALLBACK_OBJECT = 0x0c;

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(ALLOW, "A"),
            Map.entry(DENY, "D"),
            Map.entry(0x02, "AU"),
            Map.entry(0x03, "AL"),
            Map.entry(ALLOW_OBJECT, "OA"),
            Map.entry(DENY_OBJECT, "OD"),
            Map.entry(0x07, "OU"),
            Map.entry(0x08, "OL"),
            Map.entry(ALLOW_CALLBACK, "XA"),
            Map.entry(DENY_CALLBACK, "XD"),
            Map.entry(ALLOW_CALLBACK_OBJECT, "ZA"),
            Map.entry(DENY_CALLBACK_OBJECT, "ZD"),
            Map.entry(0x0d, "XU"),
            Map.entry(0x0e, "XL"),
            Map.entry(0x0f, "ZU"),
            Map.entry(0x10, "ZL"),
            Map.entry(0x11, "ML"),
            Map.entry(0x12, "RA"),
            Map.entry(0x13, "SP"),
            Map.entry(0x14, "TL"),
            Map.entry(0x15, "FL"));

    private AceTypes() {}

    static boolean isKnown(int type) {
        return NAMES.containsKey(type);
    }

    static boolean hasObject(int type) {
        return type >= 0x05 && type <= 0x08 || type == 0x0b || type == 0x0c || type == 0x0f || type == 0x10;
    }

    static String name(int type) {
        String name = NAMES.get(type);
        return name == null ? "0x" + Integer.toHexString(type) : name;
    }
}
