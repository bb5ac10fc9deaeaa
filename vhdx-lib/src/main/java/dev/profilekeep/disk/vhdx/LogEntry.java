package dev.profilekeep.disk.vhdx;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ByteView;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * One entry of the log, [MS-VHDX] 2.3.1.
 *
 * <pre>
 * offset  size  field               rule
 *      0     4  Signature           "loge"
 *      4     4  Checksum            CRC-32C of the whole entry
 *      8     4  EntryLength         multiple of 4 KiB, at most the log
 *     12     4  Tail                multiple of 4 KiB, inside the log
 *     16     8  SequenceNumber      not zero
 *     24     4  DescriptorCount
 *     32    16  LogGuid             that of the header
 *     48     8  FlushedFileOffset   the file was at least this long
 *     56     8  LastFileOffset      everything fits into this length
 *     64   32n  descriptors, up to a multiple of 4 KiB, then one data sector for each data descriptor
 * </pre>
 *
 * A data descriptor: "desc", TrailingBytes (4), LeadingBytes (8), FileOffset (8), SequenceNumber (8). A zero descriptor:
 * "zero", 4 reserved, ZeroLength (8), FileOffset (8), SequenceNumber (8). A data sector: "data", upper half of the sequence
 * number (4), bytes 8–4091 of the update, lower half (4).
 *
 * @param tail where the sequence begins that this entry ends, from the start of the log
 * @param length in bytes
 */
record LogEntry(
        int tail,
        int length,
        long sequenceNumber,
        long flushedFileOffset,
        long lastFileOffset,
        List<ReplayPlan.Write> writes) {
    private static final int HEADER_BYTES = 64;
    private static final int DESCRIPTOR_BYTES = 32;

    /** Length of the entry that {@code header} begins, if it can be one of this log at all. */
    static int lengthOf(ByteView header, UUID logGuid, int logLength) throws CorruptDiskException {
        if (!header.startsWith(0, "loge")) {
            throw header.corrupt(0, "signature is not \"loge\"");
        }
        if (!header.guid(32).equals(logGuid)) {
            throw header.corrupt(32, "entry belongs to another log");
        }
        long length = header.u32(8);
        if (length == 0 || length % Layout.LOG_SECTOR != 0 || length > logLength) {
            throw header.corrupt(8, "entry length is not a positive multiple of 4 KiB inside the log: " + length);
        }
        long tail = header.u32(12);
        if (tail % Layout.LOG_SECTOR != 0 || tail >= logLength) {
            throw header.corrupt(12, "tail is not a multiple of 4 KiB inside the log: " + tail);
        }
        if (header.bits64(16) == 0) {
            throw header.corrupt(16, "sequence number is zero");
        }
        long descriptors = header.u32(24);
        if (descriptors > (length - HEADER_BYTES) / DESCRIPTOR_BYTES) {
            throw header.corrupt(24, "more descriptors than the entry has room for: " + descriptors);
        }
        return (int) length;
    }

    /**
     * Parses an entry in full.
     *
     * @param log the log's own place in the file, which no entry may write to
     */
    static LogEntry parse(ByteView view, ByteRange log) throws CorruptDiskException {
        Checksum.verify(view);
        long sequence = view.bits64(16);
        int count = view.size32(24);
        int descriptorArea = roundUp(HEADER_BYTES + count * DESCRIPTOR_BYTES);
        var writes = new ArrayList<ReplayPlan.Write>(count);
        int sectors = 0;
        for (int i = 0; i < count; i++) {
            ByteView descriptor = view.slice("log descriptor", HEADER_BYTES + i * DESCRIPTOR_BYTES, DESCRIPTOR_BYTES);
            if (descriptor.bits64(24) != sequence) {
                throw descriptor.corrupt(24, "sequence number is not the entry's");
            }
            if (descriptor.startsWith(0, "desc")) {
                int at = descriptorArea + sectors++ * Layout.LOG_SECTOR;
                writes.add(data(descriptor, view.slice("log data sector", at, Layout.LOG_SECTOR), sequence, log));
            } else if (descriptor.startsWith(0, "zero")) {
                writes.add(new ReplayPlan.Zeros(target(descriptor, descriptor.size64(8), log)));
            } else {
                throw descriptor.corrupt(0, "signature is neither \"desc\" nor \"zero\"");
            }
        }
        if (descriptorArea + sectors * Layout.LOG_SECTOR != view.length()) {
            throw view.corrupt(8, "entry length does not fit its descriptors");
        }
        return new LogEntry(
                view.size32(12), view.length(), sequence, view.size64(48), lastFileOffset(view), List.copyOf(writes));
    }

    private static long lastFileOffset(ByteView view) throws CorruptDiskException {
        long last = view.size64(56);
        if (last > Layout.MAX_FILE) {
            throw view.corrupt(56, "last file offset is beyond every sensible size: " + last);
        }
        return last;
    }

    private static ReplayPlan.Data data(ByteView descriptor, ByteView sector, long sequence, ByteRange log)
            throws CorruptDiskException {
        if (!sector.startsWith(0, "data")) {
            throw sector.corrupt(0, "signature is not \"data\"");
        }
        int last = Layout.LOG_SECTOR - 4;
        if (sector.u32(4) != sequence >>> 32 || sector.u32(last) != (sequence & 0xffffffffL)) {
            throw sector.corrupt(4, "sequence number is not the entry's");
        }
        ByteRange target = target(descriptor, Layout.LOG_SECTOR, log);
        byte[] bytes = sector.copy();
        System.arraycopy(descriptor.copy(8, 8), 0, bytes, 0, 8);
        System.arraycopy(descriptor.copy(4, 4), 0, bytes, last, 4);
        return new ReplayPlan.Data(target.start(), bytes);
    }

    private static ByteRange target(ByteView descriptor, long length, ByteRange log) throws CorruptDiskException {
        long offset = descriptor.size64(16);
        if (offset % Layout.LOG_SECTOR != 0 || length % Layout.LOG_SECTOR != 0) {
            throw descriptor.corrupt(16, "change is not aligned to 4 KiB: " + length + " bytes at " + offset);
        }
        if (offset < Layout.FIRST_LOGGABLE || length > Layout.MAX_FILE || offset > Layout.MAX_FILE - length) {
            throw descriptor.corrupt(16, "change lies where none may be: " + length + " bytes at " + offset);
        }
        var target = new ByteRange(offset, length);
        if (target.overlaps(log)) {
            throw descriptor.corrupt(16, "change overlaps the log itself: " + length + " bytes at " + offset);
        }
        return target;
    }

    private static int roundUp(int bytes) {
        return (bytes + Layout.LOG_SECTOR - 1) / Layout.LOG_SECTOR * Layout.LOG_SECTOR;
    }
}
