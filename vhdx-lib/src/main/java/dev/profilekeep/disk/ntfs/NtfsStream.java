package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An attribute of a file that has bytes: its content, a named stream, a directory's index and so on, put together from all
 * records that hold a piece of it. A value; {@link NtfsVolume#content(NtfsStream)} reads it. Sizes are in bytes.
 */
public final class NtfsStream {
    private final String file;
    private final Attribute first;
    private final DataRuns runs;
    private final int clusterBytes;
    private final @Nullable CorruptDiskException fault;

    private NtfsStream(
            String file, Attribute first, DataRuns runs, int clusterBytes, @Nullable CorruptDiskException fault) {
        this.file = file;
        this.first = first;
        this.runs = runs;
        this.clusterBytes = clusterBytes;
        this.fault = fault;
    }

    /** The streams that attributes of one file make, the resident ones first. */
    static List<NtfsStream> assemble(String file, List<Attribute> attributes, int clusterBytes) {
        var streams = new ArrayList<NtfsStream>();
        record Key(long type, String name) {}
        Map<Key, List<Attribute.NonResident>> apart = null;
        for (Attribute attribute : attributes) {
            if (attribute instanceof Attribute.NonResident piece) {
                apart = apart == null ? new LinkedHashMap<>() : apart;
                apart.computeIfAbsent(new Key(piece.type(), piece.name()), key -> new ArrayList<>(1))
                        .add(piece);
            } else {
                streams.add(new NtfsStream(file, attribute, DataRuns.NONE, clusterBytes, null));
            }
        }
        if (apart != null) {
            apart.values().forEach(pieces -> streams.add(join(file, pieces, clusterBytes)));
        }
        return streams;
    }

    private static NtfsStream join(String file, List<Attribute.NonResident> pieces, int clusterBytes) {
        Attribute.NonResident first = pieces.get(0);
        if (pieces.size() == 1 && first.firstVcn() == 0) {
            return new NtfsStream(file, first, first.runs(), clusterBytes, null);
        }
        pieces.sort(Comparator.comparingLong(Attribute.NonResident::firstVcn));
        CorruptDiskException fault = null;
        var runs = new ArrayList<DataRuns.Run>();
        long end = 0;
        for (Attribute.NonResident piece : pieces) {
            if (piece.firstVcn() != end && fault == null) {
                fault = new CorruptDiskException(
                        file, 0, "the piece at VCN " + piece.firstVcn() + " does not follow the one before it");
            }
            runs.addAll(piece.runs().runs());
            end = piece.runs().runs().isEmpty()
                    ? piece.firstVcn()
                    : piece.runs().end();
        }
        return new NtfsStream(file, pieces.get(0), new DataRuns(runs), clusterBytes, fault);
    }

    /** What kind of attribute it is; see {@link AttributeType}. */
    public long type() {
        return first.type();
    }

    /** Empty for the unnamed one; {@code $I30} for a directory's index. Surrogates may stand alone. */
    public String name() {
        return first.name();
    }

    boolean is(long type, String name) {
        return first.type() == type && first.name().equals(name);
    }

    /** Whether this is content that programs read and write, named or not. */
    public boolean isData() {
        return first.type() == Attribute.DATA;
    }

    /** Whether the bytes lie inside the file's record, and take no clusters. */
    public boolean isResident() {
        return first instanceof Attribute.Resident;
    }

    public boolean isCompressed() {
        return !isResident() && (first.flags() & Attribute.COMPRESSED) != 0;
    }

    /** Encrypted by EFS: what is stored can be read only as it is. */
    public boolean isEncrypted() {
        return (first.flags() & Attribute.ENCRYPTED) != 0;
    }

    public boolean isSparse() {
        return (first.flags() & Attribute.SPARSE) != 0;
    }

    public long size() {
        if (first instanceof Attribute.Resident resident) {
            return resident.value().length();
        }
        return ((Attribute.NonResident) first).size();
    }

    /** What lies after this many bytes was never written and reads as zeros. */
    public long initialisedSize() {
        return first instanceof Attribute.NonResident apart ? apart.initialisedSize() : size();
    }

    /** Bytes of the clusters that it takes on the volume; 0 if it is resident. */
    public long storedBytes() {
        return runs.stored() * clusterBytes;
    }

    /** Why it cannot be read as a whole, if its pieces do not fit together. */
    public Optional<CorruptDiskException> fault() {
        return Optional.ofNullable(fault);
    }

    DataRuns runs() {
        return runs;
    }

    /** The piece that knows the sizes, if it is not missing; null if the stream is resident. */
    Attribute.@Nullable NonResident firstPiece() {
        return first instanceof Attribute.NonResident piece ? piece : null;
    }

    Optional<ByteView> residentValue() {
        return first instanceof Attribute.Resident resident ? Optional.of(resident.value()) : Optional.empty();
    }

    /** Where its clusters lie, in their order in the stream; empty if it is resident. */
    public List<StreamExtent> extents() {
        var extents = new ArrayList<StreamExtent>();
        // A compressed stream is written unit by unit, which its initialised size cuts anywhere.
        long written = isCompressed() ? Long.MAX_VALUE : (initialisedSize() + clusterBytes - 1) / clusterBytes;
        for (DataRuns.Run run : runs.runs()) {
            long stored = Math.max(0, Math.min(run.length(), written - run.vcn()));
            if (run.isHole()) {
                extents.add(new StreamExtent.Sparse(run.vcn(), run.length()));
                continue;
            }
            if (stored > 0) {
                extents.add(new StreamExtent.Stored(run.vcn(), stored, run.lcn()));
            }
            if (stored < run.length()) {
                extents.add(new StreamExtent.Zero(run.vcn() + stored, run.length() - stored, run.lcn() + stored));
            }
        }
        return extents;
    }

    /** @param volume that its clusters lie on */
    BlockDevice content(BlockDevice volume) throws IOException {
        if (fault != null) {
            throw new CorruptDiskException(fault.structure(), fault.offset(), fault.rule());
        }
        if (first instanceof Attribute.Resident resident) {
            return new ResidentData(resident.value());
        }
        var apart = (Attribute.NonResident) first;
        if (apart.firstVcn() != 0) {
            throw new CorruptDiskException(where(), 0, "its first piece is missing");
        }
        if (isEncrypted()) {
            throw new UnsupportedDiskException(
                    where() + " is encrypted by Windows (EFS); only the person it was encrypted for can read it");
        }
        long covered = runs.end() * clusterBytes;
        if (apart.size() > covered) {
            throw new CorruptDiskException(where(), 0, "it has " + apart.size() + " bytes, its runs only " + covered);
        }
        if (isCompressed()) {
            return CompressedStream.open(
                    where(),
                    volume,
                    clusterBytes,
                    runs,
                    apart.size(),
                    apart.initialisedSize(),
                    apart.compressionUnit(),
                    apart.flags() & Attribute.COMPRESSED);
        }
        return new AttributeStream(volume, clusterBytes, runs, apart.size(), apart.initialisedSize());
    }

    private String where() {
        return this + " of " + file;
    }

    @Override
    public String toString() {
        String kind = AttributeType.nameOf(first.type());
        return first.name().isEmpty() ? kind : kind + " \"" + first.name() + "\"";
    }
}
