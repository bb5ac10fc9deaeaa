package dev.profilekeep.storage.smb;

import dev.profilekeep.storage.CopyRange;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.Volume;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The structures of [MS-FSCC] that we read and write. Everything the server sends is bounded before it is used. */
final class SmbRecords {
    private static final int DIRECTORY = 0x10;
    private static final int ENTRY_BYTES = 104;
    private static final int ALL_INFORMATION_BYTES = 72;

    private SmbRecords() {}

    private static ByteBuffer view(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer record(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * FileAllInformation, [MS-FSCC] 2.4.2: creation 0, access 8, write 16, change 24, attributes 32, allocation 40, size 48,
     * directory 61, id 64.
     */
    static StoredFile allInformation(SmbSession.Ask ask, StoragePath path, byte[] answer) throws StorageException {
        if (answer.length < ALL_INFORMATION_BYTES) {
            throw new StorageException.Failed(
                    ask.what() + ": the server's answer has " + answer.length + " bytes, not " + ALL_INFORMATION_BYTES,
                    null);
        }
        ByteBuffer view = view(answer);
        return file(
                path,
                view.getInt(32),
                view.getLong(48),
                view.getLong(40),
                view.getLong(0),
                view.getLong(16),
                view.getLong(24),
                view.getLong(64));
    }

    private static StoredFile file(
            StoragePath path,
            int attributes,
            long size,
            long allocated,
            long created,
            long written,
            long changed,
            long id) {
        boolean directory = (attributes & DIRECTORY) != 0;
        return new StoredFile(
                path,
                directory,
                directory ? 0 : size,
                directory ? 0 : allocated,
                created,
                written,
                changed,
                id == -1 ? 0 : id, // -1: the file system has no unique 64-bit id, [MS-FSCC] 2.1.9
                attributes);
    }

    /**
     * One page of FileIdBothDirectoryInformation, [MS-FSCC] 2.4.17: next 0, creation 8, write 24, change 32, size 40,
     * allocation 48, attributes 56, name length 60, id 96, name 104.
     */
    static void directoryPage(SmbSession.Ask ask, StoragePath folder, byte[] page, Consumer<? super StoredFile> each)
            throws StorageException {
        ByteBuffer view = view(page);
        int at = 0;
        while (true) {
            if (at > page.length - ENTRY_BYTES) {
                throw malformed(ask, at);
            }
            int nameBytes = view.getInt(at + 60);
            if (nameBytes < 0 || nameBytes % 2 != 0 || nameBytes > page.length - ENTRY_BYTES - at) {
                throw malformed(ask, at);
            }
            char[] name = new char[nameBytes / 2];
            for (int i = 0; i < name.length; i++) {
                name[i] = view.getChar(at + ENTRY_BYTES + 2 * i);
            }
            String text = new String(name);
            if (!text.equals(".") && !text.equals("..")) {
                if (text.isEmpty() || text.indexOf('/') >= 0 || text.indexOf('\0') >= 0) {
                    throw malformed(ask, at);
                }
                each.accept(file(
                        folder.child(text),
                        view.getInt(at + 56),
                        view.getLong(at + 40),
                        view.getLong(at + 48),
                        view.getLong(at + 8),
                        view.getLong(at + 24),
                        view.getLong(at + 32),
                        view.getLong(at + 96)));
            }
            int next = view.getInt(at);
            if (next == 0) {
                return;
            }
            if (next < ENTRY_BYTES || next > page.length - at) {
                throw malformed(ask, at);
            }
            at += next;
        }
    }

    private static StorageException malformed(SmbSession.Ask ask, int at) {
        return new StorageException.Failed(
                ask.what() + ": the server's list breaks [MS-FSCC] 2.4.17 at byte " + at + " of a page", null);
    }

    /** FileBasicInformation, [MS-FSCC] 2.4.7; 0 leaves a field as it is. */
    static byte[] basicInformation(long created, long written, int attributes) {
        return record(40)
                .putLong(created)
                .putLong(0)
                .putLong(written)
                .putLong(0)
                .putInt(attributes)
                .array();
    }

    /** FileRenameInformation and FileLinkInformation, [MS-FSCC] 2.4.42 and 2.4.27 for SMB 2. */
    static byte[] newName(boolean replace, String path) {
        byte[] name = SmbRequests.utf16(path);
        return record(Math.max(24, 20 + name.length)) // Windows refuses fewer than 24 bytes
                .put(0, (byte) (replace ? 1 : 0))
                .putInt(16, name.length)
                .put(20, name)
                .array();
    }

    static byte[] endOfFile(long size) {
        return record(8).putLong(size).array();
    }

    /** Bytes of SRV_COPYCHUNK_RESPONSE, [MS-SMB2] 2.2.32.1. */
    static final int COPIED_BYTES = 12;

    /**
     * SRV_COPYCHUNK_COPY, [MS-SMB2] 2.2.31.1.
     *
     * @param key 24 bytes that stand for the source
     */
    static byte[] copyChunks(byte[] key, List<CopyRange> chunks) {
        ByteBuffer request = record(32 + 24 * chunks.size())
                .put(key, 0, 24)
                .putInt(chunks.size())
                .putInt(0);
        for (CopyRange chunk : chunks) {
            request.putLong(chunk.from())
                    .putLong(chunk.to())
                    .putInt(Math.toIntExact(chunk.length()))
                    .putInt(0);
        }
        return request.array();
    }

    /** What a server takes in one request, if it was asked for more, [MS-SMB2] 2.2.32.1: chunks 0, bytes of one 4, bytes of all 8. */
    static SmbRangeCopy.Limits copyLimits(byte[] answer) {
        ByteBuffer view = view(answer);
        return new SmbRangeCopy.Limits(limit(view.getInt(0)), limit(view.getInt(4)), limit(view.getInt(8)));
    }

    /** An unsigned number, as far as it fits. */
    private static int limit(int unsigned) {
        return unsigned < 0 ? Integer.MAX_VALUE : unsigned;
    }

    /** TotalBytesWritten of SRV_COPYCHUNK_RESPONSE, [MS-SMB2] 2.2.32.1. */
    static long copied(byte[] answer) {
        return answer.length < COPIED_BYTES
                ? 0
                : Integer.toUnsignedLong(view(answer).getInt(8));
    }

    /**
     * FileFsFullSizeInformation, [MS-FSCC] 2.5.4: units in all 0, units for the caller 8, free units 16, sectors per unit 24, bytes
     * per sector 28. Empty if the numbers make no volume.
     */
    static Optional<Volume> volume(byte[] answer) {
        if (answer.length < 32) {
            return Optional.empty();
        }
        ByteBuffer view = view(answer);
        long unit = Integer.toUnsignedLong(view.getInt(24)) * Integer.toUnsignedLong(view.getInt(28));
        long total = view.getLong(0);
        long free = view.getLong(8);
        if (unit <= 0 || total <= 0 || free < 0 || free > total || total > Long.MAX_VALUE / unit) {
            return Optional.empty();
        }
        return Optional.of(new Volume(total * unit, free * unit));
    }

    /** FileFsAttributeInformation, [MS-FSCC] 2.5.1: flags 0, name length 8, name 12. */
    record FileSystem(int flags, String name) {
        static final int PERSISTENT_ACLS = 0x8;
        static final int HARD_LINKS = 0x400000;

        static FileSystem parse(byte[] answer) {
            if (answer.length < 12) {
                return new FileSystem(0, "");
            }
            ByteBuffer view = view(answer);
            int length = Math.min(Math.max(0, view.getInt(8)), answer.length - 12);
            return new FileSystem(view.getInt(0), new String(answer, 12, length, StandardCharsets.UTF_16LE));
        }
    }
}
