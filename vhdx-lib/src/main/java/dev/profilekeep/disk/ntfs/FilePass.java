package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteView;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads $MFT once, from its start to its end, and judges every record and every file. */
final class FilePass {
    private static final int PIECE = 1024 * 1024;
    /** $UpCase: before NTFS 3 there was nothing in the record behind it. */
    private static final long LAST_NEEDED = MasterFileTable.UPCASE;
    /** Set aside by the file system; whether they are in use differs from version to version. */
    private static final long FIRST_OWN = 24;

    private static final byte[] ZEROS = new byte[PIECE];

    private final CheckedVolume volume;
    private final RecordCheck records;
    private final FileCheck files;
    private final AttributeOrder order;
    private final Progress progress;
    private final @Nullable Bits bitmap;
    /** What lies behind this byte of $MFT reads as zeros, whatever is on the disk. */
    private final long written;

    private long markedUsed;
    private long firstMarkedUsed = -1;

    FilePass(CheckedVolume volume, OverlapLog overlaps, Progress progress) throws IOException {
        this.volume = volume;
        this.records = new RecordCheck(volume.boot.clusters());
        this.files = new FileCheck(volume, records, overlaps);
        this.order = new AttributeOrder(volume);
        this.progress = progress;
        this.bitmap = bitmap();
        this.written = volume.mft.writtenBytes();
    }

    private @Nullable Bits bitmap() throws IOException {
        try {
            Optional<NtfsStream> stream = volume.files.read(new FileReference(0, 0)).stream(AttributeType.BITMAP, "");
            if (stream.isPresent()) {
                BlockDevice content = stream.get().content(volume.mft.volume());
                if (content.size() * 8 < volume.records) {
                    volume.addRecord(
                            NtfsRule.RECORD_BITMAP,
                            0,
                            "it has " + content.size() + " bytes for " + volume.records + " records");
                }
                return new Bits("bitmap of $MFT", content);
            }
            volume.addRecord(NtfsRule.RECORD_BITMAP, 0, "there is none");
        } catch (DiskException | EOFException e) {
            volume.addRecord(NtfsRule.RECORD_BITMAP, 0, String.valueOf(e.getMessage()));
        }
        return null;
    }

    /** @return false if it was ended */
    boolean run() throws IOException {
        int recordBytes = volume.boot.recordBytes();
        int perPiece = PIECE / recordBytes;
        for (long first = 0; first < volume.records; first += perPiece) {
            if (!progress.at(first * recordBytes, volume.records * recordBytes)) {
                return false;
            }
            int count = (int) Math.min(perPiece, volume.records - first);
            piece(first, count);
        }
        if (markedUsed > 0) {
            volume.addRecord(NtfsRule.RECORD_MARKED_USED, firstMarkedUsed, markedUsed + " records, this is the first");
        }
        return true;
    }

    private void piece(long first, int count) throws IOException {
        ByteView piece;
        try {
            piece = volume.mft.rawRecords(first, count);
        } catch (DiskException | EOFException e) {
            for (int i = 0; i < count; i++) {
                alone(first + i);
            }
            return;
        }
        byte[] bytes = piece.copy();
        int recordBytes = volume.boot.recordBytes();
        for (int i = 0; i < count; i++) {
            int at = i * recordBytes;
            long number = first + i;
            boolean zeros = Arrays.equals(bytes, at, at + recordBytes, ZEROS, 0, recordBytes);
            if (!zeros || isNeeded(number) || number * recordBytes < written && isMarkedUsed(number)) {
                one(number, piece.slice("file record", at, recordBytes));
            } else {
                empty(number);
            }
        }
    }

    /** A record in a piece that cannot be read as a whole. */
    private void alone(long number) throws IOException {
        try {
            one(number, volume.mft.rawRecords(number, 1));
        } catch (DiskException | EOFException e) {
            if (isMarkedUsed(number) || isNeeded(number)) {
                damaged(number, NtfsRule.RECORD, String.valueOf(e.getMessage()));
            }
        }
    }

    /** Whether every volume has this file, whatever the bitmap says. */
    private static boolean isNeeded(long number) {
        return number <= LAST_NEEDED;
    }

    private boolean isMarkedUsed(long number) {
        if (bitmap == null) {
            return false;
        }
        try {
            return bitmap.isSet(number);
        } catch (IOException e) {
            return false;
        }
    }

    private void damaged(long number, NtfsRule rule, String detail) {
        volume.states.set(number, RecordStates.IN_USE | RecordStates.DAMAGED);
        volume.addRecord(rule, number, detail);
    }

    /** Zeros, of which nobody says that they are a file, or which were never written: no record was made there yet. */
    private void empty(long number) {
        if (number >= FIRST_OWN && isMarkedUsed(number)) {
            marked(number);
        }
    }

    private void marked(long number) {
        firstMarkedUsed = markedUsed++ == 0 ? number : firstMarkedUsed;
    }

    private void one(long number, ByteView raw) throws IOException {
        boolean marked = isMarkedUsed(number);
        boolean reserved = number >= MasterFileTable.EXTEND + 1 && number < FIRST_OWN;
        boolean expected = isNeeded(number) || marked && !reserved;
        RecordCheck.Parsed parsed =
                records.check(number, raw, expected, (rule, detail) -> damaged(number, rule, detail));
        if (parsed == null) {
            parsed = number < MasterFileTable.MIRRORED ? mirrored(number) : null;
        }
        if (parsed == null) {
            return;
        }
        FileRecord record = parsed.record();
        volume.states.sequence(number, record.sequence());
        if (!record.inUse()) {
            if (isNeeded(number)) {
                damaged(number, NtfsRule.RECORD, "it says that it is not in use, and no volume is without it");
            } else if (marked && !reserved && number >= FIRST_OWN) {
                marked(number);
            }
            return;
        }
        if (!marked && bitmap != null && !reserved) {
            volume.addFile(NtfsRule.RECORD_MARKED_FREE, number, "", "");
        }
        volume.states.set(
                number,
                RecordStates.IN_USE
                        | (record.isDirectory() ? RecordStates.DIRECTORY : 0)
                        | (record.isExtension() ? RecordStates.EXTENSION : 0)
                        | (parsed.whole() ? 0 : RecordStates.DAMAGED));
        order.inRecord(number, record);
        if (!record.isExtension()) {
            files.check(number, parsed);
        }
    }

    /** The first records have a copy, by which the volume is read where they are damaged. */
    private RecordCheck.@Nullable Parsed mirrored(long number) throws IOException {
        try {
            return new RecordCheck.Parsed(volume.mft.record(number), true);
        } catch (CorruptDiskException e) {
            return null;
        }
    }
}
