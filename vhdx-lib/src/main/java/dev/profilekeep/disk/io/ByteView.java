package dev.profilekeep.disk.io;

import dev.profilekeep.disk.CorruptDiskException;
import java.io.EOFException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * A window on the bytes of one on-disk structure, which knows the structure's name and where on the disk it came from, so
 * that whatever is wrong with it can be said with its position. Numbers are unsigned and little-endian unless a method says
 * otherwise. Reading outside the window is a fault of the disk, not of the program: it throws {@link CorruptDiskException}.
 * The bytes are not copied.
 */
public final class ByteView {
    private static final VarHandle U16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle U32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final String structure;
    private final long origin;
    private final byte[] bytes;
    private final int start;
    private final int length;

    private ByteView(String structure, long origin, byte[] bytes, int start, int length) {
        this.structure = structure;
        this.origin = origin;
        this.bytes = bytes;
        this.start = start;
        this.length = length;
    }

    /**
     * @param structure name of the structure for messages
     * @param origin where byte 0 lies, from the start of the file or volume
     */
    public static ByteView of(String structure, long origin, byte[] bytes) {
        return new ByteView(structure, origin, bytes, 0, bytes.length);
    }

    /**
     * Reads a structure of {@code length} bytes; the caller has bounded the length.
     *
     * @throws CorruptDiskException if the device ends before it
     */
    public static ByteView read(String structure, BlockDevice device, long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        try {
            device.readFully(offset, ByteBuffer.wrap(bytes));
        } catch (EOFException e) {
            var corrupt = new CorruptDiskException(
                    structure,
                    offset,
                    "lies past the end: " + length + " bytes expected, the end is at " + device.size());
            corrupt.initCause(e);
            throw corrupt;
        }
        return of(structure, offset, bytes);
    }

    /** Where byte 0 lies, from the start of the file or volume. */
    public long origin() {
        return origin;
    }

    public int length() {
        return length;
    }

    public String structure() {
        return structure;
    }

    public int u8(int at) throws CorruptDiskException {
        return bytes[index(at, 1)] & 0xff;
    }

    public int u16(int at) throws CorruptDiskException {
        return (short) U16.get(bytes, index(at, 2)) & 0xffff;
    }

    public long u32(int at) throws CorruptDiskException {
        return (int) U32.get(bytes, index(at, 4)) & 0xffffffffL;
    }

    /** A 32-bit number that is kept in an int; above 2^31-1 it is refused. */
    public int size32(int at) throws CorruptDiskException {
        long value = u32(at);
        if (value > Integer.MAX_VALUE) {
            throw corrupt(at, "number is beyond every sensible size: " + value);
        }
        return (int) value;
    }

    /** All 64 bits as they are, for bit fields, counters and comparisons. */
    public long bits64(int at) throws CorruptDiskException {
        return (long) U64.get(bytes, index(at, 8));
    }

    /** A 64-bit offset or size; above 2^63-1 it is refused. */
    public long size64(int at) throws CorruptDiskException {
        long value = bits64(at);
        if (value < 0) {
            throw corrupt(at, "number is beyond every sensible size: " + Long.toUnsignedString(value));
        }
        return value;
    }

    public int u16be(int at) throws CorruptDiskException {
        return Short.reverseBytes((short) U16.get(bytes, index(at, 2))) & 0xffff;
    }

    public long u32be(int at) throws CorruptDiskException {
        return Integer.reverseBytes((int) U32.get(bytes, index(at, 4))) & 0xffffffffL;
    }

    public long bits64be(int at) throws CorruptDiskException {
        return Long.reverseBytes((long) U64.get(bytes, index(at, 8)));
    }

    /** A big-endian 64-bit offset or size; above 2^63-1 it is refused. */
    public long size64be(int at) throws CorruptDiskException {
        long value = bits64be(at);
        if (value < 0) {
            throw corrupt(at, "number is beyond every sensible size: " + Long.toUnsignedString(value));
        }
        return value;
    }

    public UUID guid(int at) throws CorruptDiskException {
        return Guids.ofLittleEndianWords(bits64(at), bits64(at + 8));
    }

    /** Bytes as text, one character a byte. */
    public String ascii(int at, int count) throws CorruptDiskException {
        return new String(bytes, index(at, count), count, StandardCharsets.ISO_8859_1);
    }

    /**
     * UTF-16LE text of {@code byteCount} bytes; an odd last byte is left out. Surrogates without their other half, which file
     * systems allow in names, are kept as they are.
     */
    public String utf16(int at, int byteCount) throws CorruptDiskException {
        int from = index(at, byteCount);
        char[] text = new char[byteCount / 2];
        for (int i = 0; i < text.length; i++) {
            text[i] = (char) (short) U16.get(bytes, from + 2 * i);
        }
        return new String(text);
    }

    /** UTF-16BE text of {@code byteCount} bytes; an odd last byte is left out. */
    public String utf16be(int at, int byteCount) throws CorruptDiskException {
        return new String(bytes, index(at, byteCount), byteCount & ~1, StandardCharsets.UTF_16BE);
    }

    public boolean startsWith(int at, String ascii) throws CorruptDiskException {
        return ascii(at, ascii.length()).equals(ascii);
    }

    /** Whether all {@code count} bytes from {@code at} have this value. */
    public boolean isFilled(int at, int count, int value) throws CorruptDiskException {
        int from = index(at, count);
        for (int i = from; i < from + count; i++) {
            if (bytes[i] != (byte) value) {
                return false;
            }
        }
        return true;
    }

    /** A part of this view under its own name; its origin moves along. */
    public ByteView slice(String name, int at, int count) throws CorruptDiskException {
        return new ByteView(name, origin + at, bytes, index(at, count), count);
    }

    /** A copy of {@code count} bytes. */
    public byte[] copy(int at, int count) throws CorruptDiskException {
        int from = index(at, count);
        return Arrays.copyOfRange(bytes, from, from + count);
    }

    /** A copy of all bytes. */
    public byte[] copy() {
        return Arrays.copyOfRange(bytes, start, start + length);
    }

    /** The fault to throw for the field at {@code at}. */
    public CorruptDiskException corrupt(int at, String rule) {
        return new CorruptDiskException(structure, origin + at, rule);
    }

    private int index(int at, int count) throws CorruptDiskException {
        if (at < 0 || count < 0 || at > length - count) {
            throw corrupt(
                    Math.max(at, 0),
                    "a field of " + count + " bytes lies outside the structure of " + length + " bytes");
        }
        return start + at;
    }
}
