package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ByteView;
import dev.profilekeep.disk.io.SubDevice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * The master file table: finds records and puts together the attributes that are spread over several. The first four records
 * have a copy in $MFTMirr, which is used where they are damaged. As safe for threads as the volume.
 */
final class MasterFileTable {
    static final int LOG_FILE = 2;
    static final int VOLUME = 3;
    static final int ATTRIBUTE_DEFINITIONS = 4;
    static final int BITMAP = 6;
    static final int SECURE = 9;
    static final int UPCASE = 10;
    static final int EXTEND = 11;
    static final int MIRRORED = 4;
    /** Extension records of one file; Windows fills its 256 KiB list long before. */
    static final int MAX_EXTENSIONS = 8192;
    /** Windows stops at about 1.5 million. */
    private static final int MAX_RUNS = 2_000_000;

    private final BlockDevice volume;
    private final BootSector boot;
    private final List<String> notes;
    private BlockDevice table;
    private long writtenBytes;

    private MasterFileTable(BlockDevice volume, BootSector boot, List<String> notes) {
        this.volume = volume;
        this.boot = boot;
        this.notes = notes;
        long first = boot.mftCluster() * boot.clusterBytes();
        // Until its own runs are known, the table is what lies at its first cluster.
        this.table = new SubDevice(volume, new ByteRange(first, boot.recordBytes()));
    }

    /** @param notes receives what was found damaged and could be helped */
    static MasterFileTable open(BlockDevice volume, BootSector boot, List<String> notes) throws IOException {
        var mft = new MasterFileTable(volume, boot, notes);
        FileRecord own = mft.record(0);
        if (!(own.find(Attribute.DATA, "").orElse(null) instanceof Attribute.NonResident data)
                || data.firstVcn() != 0) {
            throw new CorruptDiskException(
                    "$MFT", boot.mftCluster() * boot.clusterBytes(), "its first record has no runs of its own");
        }
        mft.writtenBytes = data.initialisedSize();
        mft.table = mft.stream("$MFT", data, data.runs(), false);
        var list = own.find(Attribute.ATTRIBUTE_LIST, "");
        if (list.isPresent()) {
            mft.table = mft.stream("$MFT", data, mft.allRuns(own.sequence(), data, list.get()), true);
        }
        return mft;
    }

    /** The runs of $MFT itself: each piece is found through the pieces before it. */
    private DataRuns allRuns(int own, Attribute.NonResident first, Attribute list) throws IOException {
        var pieces = new ArrayList<>(parseList(0, list).entries());
        pieces.removeIf(entry -> !entry.is(Attribute.DATA, "") || entry.firstVcn() == 0);
        pieces.sort(Comparator.comparingLong(AttributeList.Entry::firstVcn));
        DataRuns runs = first.runs();
        for (AttributeList.Entry piece : pieces) {
            FileRecord extension = extension(0, own, piece.record());
            long vcn = piece.firstVcn();
            var next = extension.attributes().stream()
                    .filter(attribute -> attribute.is(Attribute.DATA, ""))
                    .filter(attribute -> attribute instanceof Attribute.NonResident more && more.firstVcn() == vcn)
                    .map(Attribute.NonResident.class::cast)
                    .findFirst();
            if (next.isEmpty() || vcn != runs.end()) {
                throw new CorruptDiskException(
                        "$MFT", 0, "the piece at VCN " + vcn + " does not follow the one before it");
            }
            runs = runs.append(next.get().runs());
            table = stream("$MFT", first, runs, false);
        }
        return runs;
    }

    /** A record, or its mirror if it is one of the first four and damaged. */
    FileRecord record(long number) throws IOException {
        try {
            return FileRecord.parse(read("file record " + number, table, number), boot.clusters());
        } catch (CorruptDiskException e) {
            if (number >= MIRRORED) {
                throw e;
            }
            FileRecord mirrored = mirror(number, e);
            String note = "file record " + number + " is damaged (" + e.getMessage() + "); its mirror is used";
            if (!notes.contains(note)) {
                notes.add(note);
            }
            return mirrored;
        }
    }

    private FileRecord mirror(long number, CorruptDiskException fault) throws IOException {
        try {
            long start = boot.mirrorCluster() < boot.clusters() ? boot.mirrorCluster() * boot.clusterBytes() : -1;
            if (start < 0) {
                throw fault;
            }
            int bytes = boot.recordBytes();
            ByteView raw = ByteView.read("mirror of file record " + number, volume, start + number * bytes, bytes);
            return FileRecord.parse(raw, boot.clusters());
        } catch (CorruptDiskException alsoDamaged) {
            if (alsoDamaged != fault) {
                fault.addSuppressed(alsoDamaged);
            }
            throw fault;
        }
    }

    private ByteView read(String what, BlockDevice from, long number) throws IOException {
        int bytes = boot.recordBytes();
        if (number >= from.size() / bytes) {
            throw new CorruptDiskException("$MFT", 0, "there is no record " + number);
        }
        return ByteView.read(what, from, number * bytes, bytes);
    }

    /** How many records there are, in use or not. */
    long records() throws IOException {
        return table.size() / boot.recordBytes();
    }

    /** Bytes of the table that were ever written; what is behind them reads as zeros. */
    long writtenBytes() {
        return writtenBytes;
    }

    /** {@code count} records as they lie on the volume, from the first of them on; read in one piece where they are in one. */
    ByteView rawRecords(long first, int count) throws IOException {
        return ByteView.read("$MFT", table, first * boot.recordBytes(), count * boot.recordBytes());
    }

    int recordBytes() {
        return boot.recordBytes();
    }

    /** Parses record {@code number}, which stands at {@code index} of what {@link #rawRecords} gave. */
    FileRecord parse(ByteView records, int index, long number) throws IOException {
        int bytes = boot.recordBytes();
        ByteView raw = records.slice("file record", index * bytes, bytes);
        // The first ones may have to be taken from their mirror.
        return number < MIRRORED ? record(number) : FileRecord.parse(raw, boot.clusters());
    }

    private FileRecord extension(long base, int sequence, FileReference reference) throws IOException {
        FileRecord record = record(reference.number());
        if (!record.inUse()
                || record.base().number() != base
                || !record.base().names(sequence)
                || !reference.names(record.sequence())) {
            throw new CorruptDiskException(
                    "attribute list",
                    0,
                    "record " + reference.number() + " does not extend record " + base + ", whose list names it");
        }
        return record;
    }

    /** All attributes of a file, those of its extension records too. */
    List<Attribute> attributes(long number) throws IOException {
        FileRecord base = record(number);
        if (!base.inUse()) {
            throw new CorruptDiskException("$MFT", 0, "record " + number + " is not in use");
        }
        return attributes(number, base);
    }

    /** As {@link #attributes(long)}, of a record that was read before. */
    List<Attribute> attributes(long number, FileRecord base) throws IOException {
        var list = base.find(Attribute.ATTRIBUTE_LIST, "");
        if (list.isEmpty()) {
            return base.attributes();
        }
        var attributes = new ArrayList<>(base.attributes());
        var records = new LinkedHashSet<FileReference>();
        parseList(number, list.get()).entries().forEach(entry -> records.add(entry.record()));
        records.removeIf(reference -> reference.number() == number);
        if (records.size() > MAX_EXTENSIONS) {
            throw new CorruptDiskException(
                    "attribute list", 0, "record " + number + " has too many extensions: " + records.size());
        }
        long runs = 0;
        for (FileReference reference : records) {
            FileRecord extension = extension(number, base.sequence(), reference);
            attributes.addAll(extension.attributes());
            for (Attribute attribute : extension.attributes()) {
                runs += attribute instanceof Attribute.NonResident piece
                        ? piece.runs().runs().size()
                        : 0;
            }
            if (runs > MAX_RUNS) {
                throw new UnsupportedDiskException(
                        "file record " + number + " is in more than " + MAX_RUNS + " pieces, which is beyond Windows");
            }
        }
        return attributes;
    }

    /** How many records beside its own a file's attribute list names; one that a list names twice counts once. */
    long extensions(long number, FileRecord base) throws IOException {
        var list = base.find(Attribute.ATTRIBUTE_LIST, "");
        return list.isEmpty()
                ? 0
                : parseList(number, list.get()).entries().stream()
                        .map(AttributeList.Entry::record)
                        .filter(reference -> reference.number() != number)
                        .distinct()
                        .count();
    }

    /** The attribute list of a file. */
    AttributeList parseList(long number, Attribute list) throws IOException {
        String name = "attribute list of record " + number;
        if (list instanceof Attribute.Resident resident) {
            return AttributeList.parse(resident.value());
        }
        if (list instanceof Attribute.NonResident apart && apart.size() <= AttributeList.MAX_BYTES) {
            BlockDevice stream = stream(name, apart, apart.runs(), true);
            return AttributeList.parse(ByteView.read(name, stream, 0, (int) apart.size()));
        }
        throw new CorruptDiskException(name, 0, "it is longer than " + AttributeList.MAX_BYTES + " bytes");
    }

    /** The unnamed content of a file that lies outside its record, or inside it. */
    Optional<BlockDevice> data(long number) throws IOException {
        for (NtfsStream stream : NtfsStream.assemble("file " + number, attributes(number), boot.clusterBytes())) {
            if (stream.is(Attribute.DATA, "")) {
                return Optional.of(stream.content(volume));
            }
        }
        return Optional.empty();
    }

    /** The volume as this table reads it: small reads that lie close together cost one. */
    BlockDevice volume() {
        return volume;
    }

    /** @param whole whether the runs must reach as far as the size */
    private AttributeStream stream(String name, Attribute.NonResident first, DataRuns runs, boolean whole)
            throws IOException {
        if (!first.isPlain()) {
            throw new UnsupportedDiskException(name + " is compressed or encrypted");
        }
        long covered = Math.min(runs.end(), Long.MAX_VALUE / boot.clusterBytes()) * boot.clusterBytes();
        if (whole && first.size() > covered) {
            throw new CorruptDiskException(name, 0, "it has " + first.size() + " bytes, its runs only " + covered);
        }
        return new AttributeStream(
                volume, boot.clusterBytes(), runs, Math.min(first.size(), covered), first.initialisedSize());
    }
}
