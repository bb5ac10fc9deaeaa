package dev.profilekeep.disk.vhdx;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ByteView;
import dev.profilekeep.disk.io.Guids;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One of the two headers, [MS-VHDX] 2.2.2.
 *
 * <pre>
 * offset  size  field             rule
 *      0     4  Signature         "head"
 *      4     4  Checksum          CRC-32C of the 4 KiB
 *      8     8  SequenceNumber    the sound header with the greater one is current
 *     16    16  FileWriteGuid
 *     32    16  DataWriteGuid
 *     48    16  LogGuid           zero: nothing to replay
 *     64     2  LogVersion        0, unless LogGuid is zero
 *     66     2  Version           1
 *     68     4  LogLength         multiple of 1 MiB
 *     72     8  LogOffset         multiple of 1 MiB, not below 1 MiB
 * </pre>
 */
record VhdxHeader(
        long sequenceNumber, UUID fileWriteGuid, UUID dataWriteGuid, UUID logGuid, int logVersion, ByteRange log) {

    /**
     * The current header, and a word about the other one if that is not sound.
     *
     * @param place where the current one lies in the file
     */
    record Choice(VhdxHeader header, long place, @Nullable String note) {}

    boolean hasLog() {
        return !logGuid.equals(Guids.ZERO);
    }

    /**
     * Picks the current one of two headers.
     *
     * @throws CorruptDiskException if neither is sound, with both reasons
     */
    static Choice current(ByteView first, ByteView second) throws IOException {
        CorruptDiskException firstFault = fault(first);
        CorruptDiskException secondFault = fault(second);
        if (firstFault != null && secondFault != null) {
            throw new CorruptDiskException(
                    "headers",
                    first.origin(),
                    "neither copy is sound: the first: " + firstFault.rule() + "; the second: " + secondFault.rule());
        }
        if (firstFault != null) {
            return new Choice(parse(second), second.origin(), note("first", firstFault));
        }
        if (secondFault != null) {
            return new Choice(parse(first), first.origin(), note("second", secondFault));
        }
        long a = first.bits64(8);
        long b = second.bits64(8);
        // Disk2vhd 2.0 writes two identical headers, which the specification does not foresee.
        if (a == b && !Arrays.equals(first.copy(), second.copy())) {
            throw second.corrupt(8, "both headers have sequence number " + Long.toUnsignedString(a) + " but differ");
        }
        ByteView current = Long.compareUnsigned(b, a) > 0 ? second : first;
        return new Choice(parse(current), current.origin(), null);
    }

    private static String note(String which, CorruptDiskException fault) {
        return "the " + which + " header is not sound (" + fault.rule() + "); the other one is used";
    }

    /** Why this copy is not sound; null if it is. */
    static @Nullable CorruptDiskException fault(ByteView view) {
        try {
            if (!view.startsWith(0, "head")) {
                return view.corrupt(0, "signature is not \"head\"");
            }
            Checksum.verify(view);
            return null;
        } catch (CorruptDiskException e) {
            return e;
        }
    }

    private static VhdxHeader parse(ByteView view) throws IOException {
        int version = view.u16(66);
        if (version != 1) {
            throw new UnsupportedDiskException("VHDX version " + version + " (only version 1 is known)");
        }
        UUID logGuid = view.guid(48);
        int logVersion = view.u16(64);
        if (logVersion != 0 && !logGuid.equals(Guids.ZERO)) {
            throw new UnsupportedDiskException("VHDX log version " + logVersion + " (only version 0 is known)");
        }
        return new VhdxHeader(
                view.bits64(8), view.guid(16), view.guid(32), logGuid, logVersion, parseLog(view, logGuid));
    }

    private static ByteRange parseLog(ByteView view, UUID logGuid) throws CorruptDiskException {
        long length = view.u32(68);
        long offset = view.size64(72);
        if (length == 0 && logGuid.equals(Guids.ZERO)) {
            return new ByteRange(0, 0);
        }
        if (length == 0 || length % Layout.MIB != 0) {
            throw view.corrupt(68, "log length is not a positive multiple of 1 MiB: " + length);
        }
        if (offset < Layout.MIB || offset % Layout.MIB != 0 || offset > Layout.MAX_FILE) {
            throw view.corrupt(72, "log offset is not a positive multiple of 1 MiB: " + offset);
        }
        return new ByteRange(offset, length);
    }

    /** The header as it stands in the file, with its checksum. */
    byte[] bytes() {
        var bytes = ByteBuffer.allocate(Layout.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(0, "head".getBytes(StandardCharsets.US_ASCII));
        bytes.putLong(8, sequenceNumber);
        bytes.put(16, Guids.toBytes(fileWriteGuid));
        bytes.put(32, Guids.toBytes(dataWriteGuid));
        bytes.put(48, Guids.toBytes(logGuid));
        bytes.putShort(64, (short) logVersion);
        bytes.putShort(66, (short) 1);
        bytes.putInt(68, (int) log.length());
        bytes.putLong(72, log.start());
        Checksum.set(bytes.array());
        return bytes.array();
    }

    VhdxHeader numbered(long number) {
        return new VhdxHeader(number, fileWriteGuid, dataWriteGuid, logGuid, logVersion, log);
    }

    VhdxHeader withFileWriteGuid(UUID guid) {
        return new VhdxHeader(sequenceNumber, guid, dataWriteGuid, logGuid, logVersion, log);
    }

    VhdxHeader withDataWriteGuid(UUID guid) {
        return new VhdxHeader(sequenceNumber, fileWriteGuid, guid, logGuid, logVersion, log);
    }

    /** The only log version that there is goes with it. */
    VhdxHeader withLogGuid(UUID guid) {
        return new VhdxHeader(sequenceNumber, fileWriteGuid, dataWriteGuid, guid, 0, log);
    }

    List<ByteRange> reserved() {
        return log.isEmpty() ? List.of() : List.of(log);
    }
}
