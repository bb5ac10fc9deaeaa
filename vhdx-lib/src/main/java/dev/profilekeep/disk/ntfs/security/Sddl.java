package dev.profilekeep.disk.ntfs.security;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes descriptors as text ([MS-DTYP] 2.5.1), with the short forms that Windows writes for rights of files. */
final class Sddl {
    private record Bit(long mask, String text) {}

    private static final List<Bit> ACE_FLAGS = List.of(
            new Bit(0x01, "OI"),
            new Bit(0x02, "CI"),
            new Bit(0x04, "NP"),
            new Bit(0x08, "IO"),
            new Bit(0x10, "ID"),
            new Bit(0x40, "SA"),
            new Bit(0x80, "FA"));
    private static final List<Bit> RIGHTS = List.of(
            new Bit(0x10000000L, "GA"),
            new Bit(0x80000000L, "GR"),
            new Bit(0x40000000L, "GW"),
            new Bit(0x20000000L, "GX"),
            new Bit(0x1, "CC"),
            new Bit(0x2, "DC"),
            new Bit(0x4, "LC"),
            new Bit(0x8, "SW"),
            new Bit(0x10, "RP"),
            new Bit(0x20, "WP"),
            new Bit(0x40, "DT"),
            new Bit(0x80, "LO"),
            new Bit(0x100, "CR"),
            new Bit(0x10000, "SD"),
            new Bit(0x20000, "RC"),
            new Bit(0x40000, "WD"),
            new Bit(0x80000, "WO"));
    private static final List<Bit> LABEL_RIGHTS = List.of(new Bit(0x1, "NW"), new Bit(0x2, "NR"), new Bit(0x4, "NX"));
    private static final Map<Long, String> WHOLE_RIGHTS =
            Map.of(0x1f01ffL, "FA", 0x120089L, "FR", 0x120116L, "FW", 0x1200a0L, "FX");
    private static final int MANDATORY_LABEL = 0x11;

    private static final Map<String, String> WELL_KNOWN = Map.ofEntries(
            Map.entry("S-1-1-0", "WD"),
            Map.entry("S-1-3-0", "CO"),
            Map.entry("S-1-3-1", "CG"),
            Map.entry("S-1-3-4", "OW"),
            Map.entry("S-1-5-2", "NU"),
            Map.entry("S-1-5-4", "IU"),
            Map.entry("S-1-5-6", "SU"),
            Map.entry("S-1-5-7", "AN"),
            Map.entry("S-1-5-9", "ED"),
            Map.entry("S-1-5-10", "PS"),
            Map.entry("S-1-5-11", "AU"),
            Map.entry("S-1-5-12", "RC"),
            Map.entry("S-1-5-18", "SY"),
            Map.entry("S-1-5-19", "LS"),
            Map.entry("S-1-5-20", "NS"),
            Map.entry("S-1-5-32-544", "BA"),
            Map.entry("S-1-5-32-545", "BU"),
            Map.entry("S-1-5-32-546", "BG"),
            Map.entry("S-1-5-32-547", "PU"),
            Map.entry("S-1-5-32-548", "AO"),
            Map.entry("S-1-5-32-549", "SO"),
            Map.entry("S-1-5-32-550", "PO"),
            Map.entry("S-1-5-32-551", "BO"),
            Map.entry("S-1-5-32-552", "RE"),
            Map.entry("S-1-5-32-554", "RU"),
            Map.entry("S-1-5-32-555", "RD"),
            Map.entry("S-1-5-32-556", "NO"),
            Map.entry("S-1-5-32-558", "MU"),
            Map.entry("S-1-5-32-559", "LU"),
            Map.entry("S-1-5-32-568", "IS"),
            Map.entry("S-1-5-32-569", "CY"),
            Map.entry("S-1-5-32-573", "ER"),
            Map.entry("S-1-5-32-574", "CD"),
            Map.entry("S-1-5-32-578", "HA"),
            Map.entry("S-1-5-32-580", "RM"),
            Map.entry("S-1-5-33", "WR"),
            Map.entry("S-1-15-2-1", "AC"),
            Map.entry("S-1-16-4096", "LW"),
            Map.entry("S-1-16-8192", "ME"),
            Map.entry("S-1-16-8448", "MP"),
            Map.entry("S-1-16-12288", "HI"),
            Map.entry("S-1-16-16384", "SI"));

    private Sddl() {}

    static String of(SecurityDescriptor descriptor) {
        var text = new StringBuilder();
        if (descriptor.owner() != null) {
            text.append("O:").append(sid(descriptor.owner()));
        }
        if (descriptor.group() != null) {
            text.append("G:").append(sid(descriptor.group()));
        }
        if ((descriptor.control() & SecurityDescriptor.DACL_PRESENT) != 0) {
            list(text.append("D:"), descriptor.dacl(), descriptor.control(), 0x1000, 0x0100, 0x0400);
        }
        if ((descriptor.control() & SecurityDescriptor.SACL_PRESENT) != 0) {
            list(text.append("S:"), descriptor.sacl(), descriptor.control(), 0x2000, 0x0200, 0x0800);
        }
        return text.toString();
    }

    private static void list(
            StringBuilder text, @Nullable Acl list, int control, int shielded, int required, int inherited) {
        text.append((control & shielded) != 0 ? "P" : "");
        text.append((control & required) != 0 ? "AR" : "");
        text.append((control & inherited) != 0 ? "AI" : "");
        if (list == null) {
            text.append("NO_ACCESS_CONTROL");
            return;
        }
        for (Ace ace : list.entries()) {
            text.append('(')
                    .append(AceTypes.name(ace.type()))
                    .append(';')
                    .append(bits(ace.flags(), ACE_FLAGS))
                    .append(';')
                    .append(rights(ace))
                    .append(';')
                    .append(ace.objectType() == null ? "" : ace.objectType())
                    .append(';')
                    .append(ace.inheritedType() == null ? "" : ace.inheritedType())
                    .append(';')
                    .append(ace.sid() == null ? "" : sid(ace.sid()))
                    .append(')');
        }
    }

    private static String rights(Ace ace) {
        boolean label = ace.type() == MANDATORY_LABEL;
        String whole = label ? null : WHOLE_RIGHTS.get(ace.rights());
        return whole != null ? whole : bits(ace.rights(), label ? LABEL_RIGHTS : RIGHTS);
    }

    /** The names of all bits, or the number if one of them has none. */
    private static String bits(long value, List<Bit> names) {
        var text = new StringBuilder();
        long left = value;
        for (Bit bit : names) {
            if ((value & bit.mask()) != 0) {
                text.append(bit.text());
                left &= ~bit.mask();
            }
        }
        return left == 0 ? text.toString() : "0x" + Long.toHexString(value);
    }

    static String sid(Sid sid) {
        String text = sid.toString();
        return WELL_KNOWN.getOrDefault(text, text);
    }
}
