package dev.profilekeep.disk.vhd;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.image.ParentLink;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The header of a dynamic or differencing disk.
 *
 * <pre>
 * offset  size  field              rule
 *      0     8  Cookie             "cxsparse"
 *     16     8  TableOffset        of the block allocation table
 *     24     4  HeaderVersion      1.0
 *     28     4  MaxTableEntries
 *     32     4  BlockSize          power of two, sectors without the bitmap; 2 MiB as a rule
 *     36     4  Checksum
 *     40    16  ParentUniqueId     of the parent's footer
 *     56     4  ParentTimeStamp    when the parent file was changed; seconds since 2000
 *     64   512  ParentUnicodeName  UTF-16BE, ended by a NUL
 *    576 24x8   ParentLocators     code (4), space (4: sectors, or bytes), length (4), 4 reserved, offset (8)
 * </pre>
 */
record DynamicHeader(long tableOffset, long maxTableEntries, int blockSize, String parentName, ByteView bytes) {
    static final int BYTES = 1024;
    private static final int CHECKSUM = 36;
    private static final int PARENT_ID = 40;
    private static final int PARENT_TIME = 56;
    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");
    private static final int LOCATORS = 576;
    private static final int LOCATOR_BYTES = 24;
    /** Longest path that Windows has, in UTF-16. */
    private static final int MAX_PATH_BYTES = 64 * 1024;

    /** Block tables count in sectors of 32 bits: nothing of a disk lies farther away. */
    private static final long MAX_FILE_BYTES = 1L << 41;

    static DynamicHeader parse(ByteView view) throws IOException {
        if (!view.startsWith(0, "cxsparse")) {
            throw view.corrupt(0, "cookie is not \"cxsparse\"");
        }
        Checksum.verify(view, CHECKSUM);
        long version = view.u32be(24);
        if (version >>> 16 != 1) {
            throw new UnsupportedDiskException(
                    "VHD dynamic header version " + (version >>> 16) + "." + (version & 0xffff));
        }
        long blockSize = view.u32be(32);
        if (blockSize < 512 || blockSize > 1 << 30 || Long.bitCount(blockSize) != 1) {
            throw view.corrupt(32, "block size is not a power of two from 512 bytes to 1 GiB: " + blockSize);
        }
        String name = view.utf16be(64, 512);
        int end = name.indexOf('\0');
        return new DynamicHeader(
                view.size64be(16), view.u32be(28), (int) blockSize, end < 0 ? name : name.substring(0, end), view);
    }

    /** Where the parent may be, and what it must be. */
    ParentLink parentLink(BlockDevice file) throws IOException {
        long seconds = bytes.u32be(PARENT_TIME);
        return new ParentLink(
                parentPaths(file),
                List.of(new UUID(bytes.bits64be(PARENT_ID), bytes.bits64be(PARENT_ID + 8))),
                seconds == 0 ? null : EPOCH.plusSeconds(seconds));
    }

    private List<ParentLink.Path> parentPaths(BlockDevice file) throws IOException {
        var paths = new ArrayList<ParentLink.Path>();
        locator(file, "W2ru").ifPresent(text -> paths.add(new ParentLink.Path(ParentLink.Kind.RELATIVE, text)));
        locator(file, "W2ku").ifPresent(text -> paths.add(new ParentLink.Path(ParentLink.Kind.ABSOLUTE, text)));
        if (!parentName.isEmpty()) {
            paths.add(new ParentLink.Path(ParentLink.Kind.NAME, parentName));
        }
        return paths;
    }

    /**
     * Looks at every path to the parent that we know.
     *
     * @param faults receives those that lie outside the file
     * @return whether one can be read
     */
    boolean checkLocators(BlockDevice file, List<CorruptDiskException> faults) throws IOException {
        boolean named = false;
        for (int i = 0; i < 8; i++) {
            int at = LOCATORS + LOCATOR_BYTES * i;
            if (!bytes.startsWith(at, "W2ru") && !bytes.startsWith(at, "W2ku")) {
                continue;
            }
            long length = bytes.u32be(at + 8);
            try {
                if (length == 0 || length > MAX_PATH_BYTES) {
                    throw bytes.corrupt(at + 8, "a path of " + length + " bytes");
                }
                ByteView.read("parent locator", file, bytes.size64be(at + 16), (int) length);
                named = true;
            } catch (CorruptDiskException e) {
                faults.add(bytes.corrupt(at, "it leads to no path: " + e.rule()));
            }
        }
        return named;
    }

    /**
     * What the paths to the parent take in the file, also those of systems that we do not know. Their room is written in sectors, as the
     * specification says, or in bytes, as older writers do: below 512 it can only be sectors.
     */
    List<ByteRange> locatorRooms() throws IOException {
        var rooms = new ArrayList<ByteRange>();
        for (int at = LOCATORS; at < LOCATORS + 8 * LOCATOR_BYTES; at += LOCATOR_BYTES) {
            long offset = bytes.bits64be(at + 16);
            if (bytes.u32be(at) == 0 || offset <= 0 || offset > MAX_FILE_BYTES) {
                continue;
            }
            long space = bytes.u32be(at + 4);
            long room = space < BlockTable.SECTOR ? space * BlockTable.SECTOR : space;
            rooms.add(new ByteRange(offset, Math.max(room, bytes.u32be(at + 8))));
        }
        return rooms;
    }

    private Optional<String> locator(BlockDevice file, String code) throws IOException {
        for (int i = 0; i < 8; i++) {
            int at = LOCATORS + LOCATOR_BYTES * i;
            long length = bytes.u32be(at + 8);
            if (!bytes.startsWith(at, code) || length == 0 || length > MAX_PATH_BYTES) {
                continue;
            }
            try {
                long offset = bytes.size64be(at + 16);
                ByteView path = ByteView.read("parent locator", file, offset, (int) length);
                return Optional.of(path.utf16(0, (int) length).replace("\0", ""));
            } catch (CorruptDiskException e) {
                // The other locators and the bare name say it as well.
            }
        }
        return Optional.empty();
    }
}
