package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.finding.Findings;
import dev.profilekeep.disk.finding.Place;
import dev.profilekeep.disk.io.BlockDevice;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The volume that is being checked, and what its parts tell each other. One thread. */
final class CheckedVolume {
    /** 64 MiB: a volume of 2 TiB in clusters of 4 KiB, all of whose pages have used clusters and free ones. */
    private static final int MOST_MIXED_PAGES = 8192;
    /** Records are numbered in 32 bits. */
    private static final long MAX_RECORDS = 1L << 32;

    final BlockDevice device;
    final BootSector boot;
    final MasterFileTable mft;
    final Findings findings;
    final FileReader files;
    final RecordStates states;
    final ClusterClaims claims;
    final long records;
    /** Null if the volume's own table of capital letters cannot be relied on. */
    @Nullable
    UpCase upCase;

    /** Numbers of the security descriptors that there are; null if that cannot be made out. */
    @Nullable
    Set<Long> securityIds = new HashSet<>();

    /** Types of attributes that there may be. */
    final Set<Long> types;

    private final PathFinder paths;
    private final DataRuns mftRuns;

    CheckedVolume(BlockDevice device, BootSector boot, MasterFileTable mft, Findings findings) throws IOException {
        this.device = device;
        this.boot = boot;
        this.mft = mft;
        this.findings = findings;
        this.files = new FileReader(mft, boot.clusterBytes());
        this.paths = new PathFinder(files);
        this.records = Math.min(MAX_RECORDS, mft.records());
        this.states = new RecordStates(records);
        this.claims = new ClusterClaims(boot.clusters(), MOST_MIXED_PAGES);
        this.mftRuns = runsOfMft();
        this.types = AttributeDefinitions.types(mft);
    }

    private DataRuns runsOfMft() throws IOException {
        try {
            return files.read(0, mft.record(0)).stream("").map(NtfsStream::runs).orElse(DataRuns.NONE);
        } catch (DiskException e) {
            return DataRuns.NONE;
        }
    }

    /** Where a record lies on the volume; -1 if there is no telling. */
    long offsetOf(long record) {
        long inTable = record * boot.recordBytes();
        long vcn = inTable / boot.clusterBytes();
        if (vcn >= mftRuns.end()) {
            return -1;
        }
        DataRuns.Run run = mftRuns.runs().get(mftRuns.indexOf(vcn));
        return run.isHole() ? -1 : (run.lcn() - run.vcn()) * boot.clusterBytes() + inTable;
    }

    /** Adds a finding about a record whose file cannot be told. */
    void addRecord(NtfsRule rule, long record, String detail) {
        findings.add(rule, Place.onVolume("file record " + record, offsetOf(record), null), detail);
    }

    /** Adds a finding about a file, with its path if that can be told. */
    void addFile(NtfsRule rule, long record, String structure, String detail) throws IOException {
        String path = findings.keeps(rule) ? path(record) : null;
        String what = structure.isEmpty() ? "file record " + record : structure + " of file record " + record;
        findings.add(rule, Place.onVolume(what, offsetOf(record), path), detail);
    }

    /** The first path of a file; null if it has none, or it cannot be told. */
    @Nullable
    String path(long record) throws IOException {
        if (record == FileReference.ROOT) {
            return "";
        }
        try {
            return first(files.read(new FileReference(record, 0)));
        } catch (DiskException | EOFException e) {
            return pathByItself(record);
        }
    }

    private @Nullable String first(NtfsFile file) throws IOException {
        List<String> all = paths.paths(file);
        return all.isEmpty() ? null : all.get(0);
    }

    /** The path of a file whose records do not fit together, by the names in the first of them. */
    private @Nullable String pathByItself(long record) throws IOException {
        try {
            FileRecord base = mft.record(record);
            var names = new ArrayList<FileName>();
            for (Attribute attribute : base.attributes()) {
                if (attribute.type() == Attribute.FILE_NAME && attribute instanceof Attribute.Resident name) {
                    names.add(FileName.parse(name.value()));
                }
            }
            var reference = new FileReference(record, base.sequence());
            return first(
                    new NtfsFile(reference, base.isDirectory(), base.links(), null, names, List.of(), null, List.of()));
        } catch (DiskException | EOFException e) {
            return null;
        }
    }
}
