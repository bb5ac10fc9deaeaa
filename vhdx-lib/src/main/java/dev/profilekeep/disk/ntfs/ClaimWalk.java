package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteView;
import java.io.EOFException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Collects what all records in use claim, record by record, and is strict: a record counts as in use if itself or the bitmap of
 * the table says so, and whatever cannot be made out of one is a problem. Ends early once there are a few. One thread.
 */
final class ClaimWalk {
    private static final int PIECE = 1024 * 1024;
    private static final int MAX_PROBLEMS = 5;
    private static final long MAX_RECORDS = 1L << 31;
    /** Below are records that are set aside: in use or not, as the formatter pleased, and without content. */
    private static final long FIRST_OWN = 24;

    /** No volume is without these. */
    private static final long LAST_NEEDED = MasterFileTable.UPCASE;

    private static final int FLAGS = 22;
    private static final int IN_USE = 1;

    private final MasterFileTable mft;
    private final int clusterBytes;
    private final RecordSink sink;
    private final RunTable runs = new RunTable();
    private final List<ClaimedRuns.StreamName> names = new ArrayList<>();
    private final Map<ClaimedRuns.StreamName, Integer> numbers = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    /** Extensions that lists named until now: each belongs to one file, so there are no more than records. */
    private long listed;

    /** @param sink is told of each record in use that could be made out */
    ClaimWalk(MasterFileTable mft, int clusterBytes, RecordSink sink) {
        this.mft = mft;
        this.clusterBytes = clusterBytes;
        this.sink = sink;
    }

    /** @param recordBitmap of $MFT; empty if it cannot be read */
    ClaimedRuns run(Optional<BlockDevice> recordBitmap, Progress progress) throws IOException {
        if (recordBitmap.isEmpty()) {
            problems.add("the bitmap of $MFT, which says which records are in use, cannot be read");
        } else {
            records(new Bits("bitmap of $MFT", recordBitmap.get()), progress);
        }
        if (!problems.isEmpty()) {
            return new ClaimedRuns(new RunTable(), new int[0], List.of(), problems);
        }
        runs.sort();
        int[] byPlace = runs.byPlace();
        streams();
        overlaps(byPlace);
        return new ClaimedRuns(runs, byPlace, names, problems);
    }

    private void records(Bits used, Progress progress) throws IOException {
        int recordBytes = mft.recordBytes();
        // What was never written reads as zeros, and no file can be there.
        long written = Math.min(mft.records(), (mft.writtenBytes() + recordBytes - 1) / recordBytes);
        if (written > MAX_RECORDS) {
            throw new UnsupportedDiskException("$MFT has " + written + " records, more than Windows makes");
        }
        int perPiece = PIECE / recordBytes;
        for (long first = 0; first < written && problems.size() < MAX_PROBLEMS; first += perPiece) {
            if (!progress.at(first * recordBytes, written * recordBytes)) {
                throw new CancellationException("looking for the owners of clusters was cancelled");
            }
            int count = (int) Math.min(perPiece, written - first);
            ByteView piece = mft.rawRecords(first, count);
            for (int i = 0; i < count && problems.size() < MAX_PROBLEMS; i++) {
                one(piece, i, first + i, used.isSet(first + i));
            }
        }
        long lost = used.nextSet(Math.max(written, FIRST_OWN), used.count());
        if (lost >= 0) {
            problems.add("file record " + lost + " is marked as used, and was never written");
        }
    }

    private void one(ByteView piece, int index, long number, boolean marked) throws IOException {
        int at = index * mft.recordBytes();
        if (piece.u32(at) == 0 && piece.isFilled(at, mft.recordBytes(), 0)) {
            if (marked && number >= FIRST_OWN || number <= LAST_NEEDED) {
                problems.add("file record " + number + " is empty, although it is needed or marked as used");
            }
            return;
        }
        RecordSeen seen = null;
        try {
            FileRecord record = mft.parse(piece, index, number);
            if (record.inUse() || marked) {
                claims(number, record);
                seen = seen(number, record, piece.slice("file record", at, mft.recordBytes()));
            } else if (number <= LAST_NEEDED) {
                problems.add("file record " + number + " says that it is not in use, and no volume is without it");
            }
        } catch (UnsupportedDiskException e) {
            throw e;
        } catch (DiskException | EOFException e) {
            boolean saysFile = piece.startsWith(at, "FILE") || piece.startsWith(at, "BAAD");
            if (marked || number <= LAST_NEEDED || saysFile && (piece.u16(at + FLAGS) & IN_USE) != 0) {
                problems.add("file record " + number + " is damaged: " + e.getMessage());
            }
        }
        if (seen != null) {
            sink.record(seen);
        }
    }

    private void claims(long number, FileRecord record) throws IOException {
        if (!record.isExtension()) {
            wholeFile(number, record);
        }
        FileReference file = owner(number, record);
        if (file.number() >= MAX_RECORDS) {
            throw new CorruptDiskException("file record", 0, "it extends record " + file.number());
        }
        for (Attribute attribute : record.attributes()) {
            if (attribute instanceof Attribute.NonResident piece) {
                long owner = ClaimedRuns.owner(file, nameNumber(piece));
                for (DataRuns.Run run : piece.runs().runs()) {
                    if (!run.isHole()) {
                        runs.add(owner, run.vcn(), run.lcn(), run.length());
                    }
                }
            }
        }
    }

    private static FileReference owner(long number, FileRecord record) {
        return record.isExtension() ? record.base() : new FileReference(number, record.sequence());
    }

    private static RecordSeen seen(long number, FileRecord record, ByteView bytes) throws IOException {
        var named = new ArrayList<FileName>();
        Instant latest = null;
        for (Attribute attribute : record.attributes()) {
            if (!(attribute instanceof Attribute.Resident resident)) {
                continue;
            }
            if (attribute.type() == AttributeType.STANDARD_INFORMATION) {
                StandardInformation times = StandardInformation.parse(resident.value());
                latest = later(later(times.created(), times.modified()), times.changed());
            } else if (attribute.type() == AttributeType.FILE_NAME) {
                named.add(FileName.parse(resident.value()));
            }
        }
        return new RecordSeen(number, owner(number, record), named, latest, bytes);
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    /** Looks whether all parts of a file are there. */
    private void wholeFile(long number, FileRecord base) throws IOException {
        List<Attribute> attributes = base.attributes();
        if (base.find(Attribute.ATTRIBUTE_LIST, "").isPresent()) {
            if (listed > mft.records()) {
                throw new CorruptDiskException("attribute list", 0, "lists name more records than there are");
            }
            attributes = mft.attributes(number, base);
            listed += mft.extensions(number, base);
        }
        for (NtfsStream stream : NtfsStream.assemble("file " + number, attributes, clusterBytes)) {
            Attribute.NonResident first = stream.firstPiece();
            if (first == null) {
                continue;
            }
            if (stream.fault().isPresent()) {
                throw stream.fault().get();
            }
            if (first.firstVcn() != 0) {
                throw new CorruptDiskException(stream.toString(), 0, "its first piece is missing");
            }
            if (first.size() > stream.runs().end() * clusterBytes) {
                throw new CorruptDiskException(
                        stream.toString(), 0, "it has " + first.size() + " bytes, more than its clusters");
            }
        }
    }

    private int nameNumber(Attribute attribute) throws UnsupportedDiskException {
        var name = new ClaimedRuns.StreamName(attribute.type(), attribute.name());
        Integer number = numbers.get(name);
        if (number == null) {
            if (names.size() == ClaimedRuns.MAX_STREAM_NAMES) {
                throw new UnsupportedDiskException(
                        "its streams have more than " + ClaimedRuns.MAX_STREAM_NAMES + " different names");
            }
            number = names.size();
            names.add(name);
            numbers.put(name, number);
        }
        return number;
    }

    /** Pieces of a stream must follow each other: an extension that no list names may say otherwise. */
    private void streams() {
        for (int i = 1; i < runs.count() && problems.size() < MAX_PROBLEMS; i++) {
            if (runs.owner(i - 1) == runs.owner(i) && runs.vcn(i - 1) + runs.clusters(i - 1) > runs.vcn(i)) {
                problems.add(owner(i) + " has two pieces for its cluster " + runs.vcn(i));
            }
        }
    }

    private void overlaps(int[] byPlace) {
        for (int i = 1; i < byPlace.length && problems.size() < MAX_PROBLEMS; i++) {
            int before = byPlace[i - 1];
            int run = byPlace[i];
            if (runs.lcn(before) + runs.clusters(before) > runs.lcn(run)) {
                problems.add("cluster " + runs.lcn(run) + " has two owners: " + owner(before) + " and " + owner(run));
            }
        }
    }

    private String owner(int run) {
        ClaimedRuns.StreamName name = ClaimedRuns.name(runs, names, run);
        String stream = name.name().isEmpty() ? "" : " \"" + name.name() + "\"";
        return "file record " + (runs.owner(run) >>> 32) + " (" + AttributeType.nameOf(name.type()) + stream + ")";
    }
}
