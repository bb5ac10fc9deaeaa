package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;
import java.util.Optional;

/** Reads the master file table from its start to its end, 1 MiB at a time. */
final class FileWalk {
    private static final int PIECE = 1024 * 1024;

    private final MasterFileTable mft;
    private final FileReader files;
    private final PathFinder paths;
    private final Optional<BlockDevice> recordBitmap;

    FileWalk(MasterFileTable mft, FileReader files, PathFinder paths, Optional<BlockDevice> recordBitmap) {
        this.mft = mft;
        this.files = files;
        this.paths = paths;
        this.recordBitmap = recordBitmap;
    }

    void run(FileSink sink) throws IOException {
        long count = mft.records();
        int perPiece = PIECE / mft.recordBytes();
        for (long first = 0; first < count; first += perPiece) {
            int there = (int) Math.min(perPiece, count - first);
            ByteView piece = mft.rawRecords(first, there);
            for (int i = 0; i < there; i++) {
                one(piece, i, first + i, sink);
            }
        }
    }

    private void one(ByteView piece, int index, long number, FileSink sink) throws IOException {
        NtfsFile file;
        try {
            // A record that was never used is zeros.
            if (piece.u32(index * mft.recordBytes()) == 0 && !isUsed(number)) {
                return;
            }
            FileRecord record = mft.parse(piece, index, number);
            if (!record.inUse() || record.isExtension()) {
                return;
            }
            file = files.read(number, record);
        } catch (DiskException e) {
            if (isUsed(number)) {
                sink.damaged(number, e);
            }
            return;
        }
        paths.met(file);
        sink.accept(file);
    }

    /** What the table's own bitmap says; without one, whatever is not zeros is in use. */
    private boolean isUsed(long number) throws IOException {
        if (recordBitmap.isEmpty()) {
            return true;
        }
        BlockDevice bits = recordBitmap.get();
        if (number / 8 >= bits.size()) {
            return false;
        }
        try {
            return (ByteView.read("bitmap of $MFT", bits, number / 8, 1).u8(0) >> (number % 8) & 1) != 0;
        } catch (CorruptDiskException e) {
            return true;
        }
    }
}
