package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;

/**
 * The two restart pages at the start of {@code $LogFile}, which change whenever the volume is mounted for writing and
 * unmounted.
 *
 * <pre>
 * page offset  size  field
 *           0     4  "RSTR"
 *           4     4  update sequence, see {@link UpdateSequence}
 *          16     4  system page size: where the second page begins
 *          24     2  offset of the area
 * area offset
 *           0     8  current LSN: the page with the greater one is current
 *          12     2  first client in use; 0xffff: none
 *          14     2  flags: 2 the volume was closed
 * </pre>
 */
final class RestartArea {
    /** Windows keeps both pages here on every machine with pages of 4 KiB. */
    static final int BYTES = 8192;

    private static final int NO_CLIENT = 0xffff;
    private static final int CLOSED = 2;

    private RestartArea() {}

    /** Both pages as they are; fewer bytes if the log is shorter. */
    static ByteView read(BlockDevice logFile) throws IOException {
        return ByteView.read("$LogFile", logFile, 0, (int) Math.min(BYTES, logFile.size()));
    }

    static NtfsLogState state(ByteView pages) throws CorruptDiskException {
        // mkntfs and ntfs-3g leave the log empty, which they write as ones.
        if (pages.isFilled(0, pages.length(), 0xff)) {
            return NtfsLogState.CLOSED;
        }
        NtfsLogState state = NtfsLogState.UNKNOWN;
        long newest = -1;
        for (int at = 0; at + 4096 <= pages.length(); at += 4096) {
            try {
                ByteView page = UpdateSequence.restore(pages.slice("restart page", at, 4096));
                if (!page.startsWith(0, "RSTR")) {
                    continue;
                }
                int area = page.u16(24);
                long lsn = page.size64(area);
                if (lsn > newest) {
                    newest = lsn;
                    boolean closed = (page.u16(area + 14) & CLOSED) != 0 || page.u16(area + 12) == NO_CLIENT;
                    state = closed ? NtfsLogState.CLOSED : NtfsLogState.OPEN;
                }
            } catch (CorruptDiskException e) {
                // The other page may be sound; if neither is, the state stays unknown.
            }
        }
        return state;
    }
}
