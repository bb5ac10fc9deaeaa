package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.ByteView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads reparse points.
 *
 * <pre>
 * offset  size  field
 *      0     4  tag
 *      4     2  length of the data
 *      8    16  GUID of the vendor, if bit 31 of the tag is 0
 *             n  data
 * </pre>
 */
final class ReparseTags {
    static final long MOUNT_POINT = 0xa0000003L;
    static final long SYMBOLIC_LINK = 0xa000000cL;
    static final long LINUX_LINK = 0xa000001dL;
    static final long WOF = 0x80000017L;
    static final long APP_LINK = 0x8000001bL;
    private static final long CLOUD = 0x9000001aL;
    private static final long CLOUD_MASK = 0xffff0fffL;
    private static final long ONE_DRIVE = 0x80000021L;
    static final long DEDUPLICATED = 0x80000013L;
    static final long SINGLE_INSTANCE = 0x80000007L;
    static final long ARCHIVED = 0xc0000004L;
    static final long ARCHIVED_2 = 0x80000006L;
    static final long OLD_ONE_DRIVE = 0x80000015L;
    static final long AZURE_FILE_SYNC = 0x8000001eL;
    static final long PROJECTED = 0x9000001cL;
    private static final long MICROSOFT = 0x80000000L;
    /** Windows allows 16 KiB. */
    static final int MAX_BYTES = 64 * 1024;

    private static final int RELATIVE = 1;
    private static final int PROVIDER_WIM = 1;
    private static final int PROVIDER_FILE = 2;

    private static final Map<Long, String> MEANINGS = Map.ofEntries(
            Map.entry(ARCHIVED, "hierarchical storage (moved away)"),
            Map.entry(ARCHIVED_2, "hierarchical storage 2"),
            Map.entry(SINGLE_INSTANCE, "single-instance storage"),
            Map.entry(0x80000008L, "WIM mount"),
            Map.entry(0x80000009L, "cluster shared volume"),
            Map.entry(0x8000000aL, "DFS link"),
            Map.entry(0x80000012L, "DFS replication"),
            Map.entry(DEDUPLICATED, "deduplicated file"),
            Map.entry(0x80000014L, "NFS file"),
            Map.entry(OLD_ONE_DRIVE, "placeholder of an old OneDrive"),
            Map.entry(0x80000016L, "dynamic file filter"),
            Map.entry(0x80000018L, "Windows container image"),
            Map.entry(0x90001018L, "Windows container image"),
            Map.entry(0x80000019L, "global reparse point"),
            Map.entry(PROJECTED, "projected file (VFS for Git)"),
            Map.entry(AZURE_FILE_SYNC, "Azure File Sync (moved to the cloud)"),
            Map.entry(0xa000001fL, "Windows container tombstone"),
            Map.entry(0x80000020L, "unhandled container path"),
            Map.entry(0xa0000022L, "projected file tombstone"),
            Map.entry(0x80000023L, "Unix socket"),
            Map.entry(0x80000024L, "Linux named pipe"),
            Map.entry(0x80000025L, "Linux character device"),
            Map.entry(0x80000026L, "Linux block device"),
            Map.entry(0xa0000027L, "Windows container link"));

    private ReparseTags() {}

    static String meaning(long tag) {
        String known = MEANINGS.get(tag);
        return known != null
                ? known
                : (tag & MICROSOFT) != 0 ? "unknown reparse point" : "reparse point of another maker";
    }

    static ReparsePoint parse(ByteView view) throws CorruptDiskException {
        long tag = view.u32(0);
        int length = view.u16(4);
        boolean vendor = (tag & MICROSOFT) == 0;
        ByteView data = view.slice("reparse point", vendor ? 24 : 8, length);
        if (tag == SYMBOLIC_LINK) {
            return new ReparsePoint.SymbolicLink(name(data, 0, 12), name(data, 4, 12), (data.u32(8) & RELATIVE) != 0);
        }
        if (tag == MOUNT_POINT) {
            return new ReparsePoint.MountPoint(name(data, 0, 8), name(data, 4, 8));
        }
        if (tag == LINUX_LINK) {
            return new ReparsePoint.LinuxLink(new String(data.copy(4, data.length() - 4), StandardCharsets.UTF_8));
        }
        if (tag == WOF) {
            return new ReparsePoint.Compressed(method(data));
        }
        if (tag == ONE_DRIVE || (tag & CLOUD_MASK) == CLOUD) {
            return new ReparsePoint.CloudFile(tag);
        }
        if (tag == APP_LINK) {
            return new ReparsePoint.AppLink(strings(data));
        }
        return new ReparsePoint.Other(tag, vendor ? view.guid(8) : null, length);
    }

    /** A text whose place and length stand at {@code field}, counted from {@code from}. */
    private static String name(ByteView data, int field, int from) throws CorruptDiskException {
        return data.utf16(from + data.u16(field), data.u16(field + 2));
    }

    private static ReparsePoint.Compressed.Method method(ByteView data) throws CorruptDiskException {
        long provider = data.u32(4);
        if (provider == PROVIDER_WIM) {
            return ReparsePoint.Compressed.Method.WIM;
        }
        long version = provider == PROVIDER_FILE ? data.u32(8) : 0;
        long method = version == 1 ? data.u32(12) : Long.MAX_VALUE;
        return method <= 3
                ? ReparsePoint.Compressed.Method.values()[(int) method]
                : ReparsePoint.Compressed.Method.UNKNOWN;
    }

    private static List<String> strings(ByteView data) throws CorruptDiskException {
        var strings = new ArrayList<String>();
        String text = data.utf16(4, data.length() - 4);
        int from = 0;
        for (int end = text.indexOf('\0'); end >= 0; end = text.indexOf('\0', from)) {
            strings.add(text.substring(from, end));
            from = end + 1;
        }
        return strings;
    }
}
