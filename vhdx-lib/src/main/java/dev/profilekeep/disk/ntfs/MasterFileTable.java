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
    static final int BITMAP = 6;
    private static final int MIRRORED = 4;
    /** Extension records of one file; Windows fills its 256 KiB list long before. */
    private static final int MAX_EXTENSIONS = 4096;

    private final BlockDevice volume;
    private final BootSector boot;
    private final List<String> notes;
    private BlockDevice table;

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
        mft.table = mft.stream("$MFT", data, data.runs(), false);
        var list = own.find(Attribute.ATTRIBUTE_LIST, "");
        if (list.isPresent()) {
            mft.table = mft.stream("$MFT", data, mft.allRuns(data, list.get()), true);
        }
        return mft;
    }

    /** The runs of $MFT itself: each piece is found through the pieces before it. */
    private DataRuns allRuns(Attribute.NonResident first, Attribute list) throws IOException {
        var pieces = new ArrayList<>(parseList(0, list).entries());
        pieces.removeIf(entry -> !entry.is(Attribute.DATA, "") || entry.firstVcn() == 0);
        pieces.sort(Comparator.comparingLong(AttributeList.Entry::firstVcn));
        DataRuns runs = first.runs();
        for (AttributeList.Entry piece : pieces) {
            FileRecord extension = extension(0, piece.record());
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

    private FileRecord extension(long base, FileReference reference) throws IOException {
        FileRecord record = record(reference.number());
        if (!record.inUse() || record.base().number() != base) {
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
        var attributes = new ArrayList<>(base.attributes());
        var list = base.find(Attribute.ATTRIBUTE_LIST, "");
        if (list.isPresent()) {
            var records = new LinkedHashSet<FileReference>();
            parseList(number, list.get()).entries().forEach(entry -> records.add(entry.record()));
            records.removeIf(reference -> reference.number() == number);
            if (records.size() > MAX_EXTENSIONS) {
                throw new CorruptDiskException(
                        "attribute list", 0, "record " + number + " has too many extensions: " + records.size());
            }
            for (FileReference reference : records) {
                attributes.addAll(extension(number, reference).attributes());
            }
        }
        return attributes;
    }

    private AttributeList parseList(long number, Attribute list) throws IOException {
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
        String name = "file " + number;
        Attribute.NonResident first = null;
        var pieces = new ArrayList<Attribute.NonResident>();
        for (Attribute attribute : attributes(number)) {
            if (!attribute.is(Attribute.DATA, "")) {
                continue;
            }
            if (attribute instanceof Attribute.Resident resident) {
                return Optional.of(new ResidentData(resident.value()));
            }
            if (attribute instanceof Attribute.NonResident piece) {
                pieces.add(piece);
                first = piece.firstVcn() == 0 ? piece : first;
            }
        }
        if (first == null) {
            return Optional.empty();
        }
        pieces.sort(Comparator.comparingLong(Attribute.NonResident::firstVcn));
        var runs = new ArrayList<DataRuns.Run>();
        long end = 0;
        for (Attribute.NonResident piece : pieces) {
            if (piece.firstVcn() != end) {
                throw new CorruptDiskException(
                        name, 0, "the piece at VCN " + piece.firstVcn() + " does not follow the one before it");
            }
            runs.addAll(piece.runs().runs());
            end = runs.isEmpty() ? 0 : runs.get(runs.size() - 1).end();
        }
        return Optional.of(stream(name, first, new DataRuns(runs), true));
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
