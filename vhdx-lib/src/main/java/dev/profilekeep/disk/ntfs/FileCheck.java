package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.DiskException;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges one file: that its records fit together, its sizes and clusters, its names, and its indexes if it has any. */
final class FileCheck {
    private static final int BAD_CLUSTERS = 8;
    /** Records 12 to 23 are set aside, and have neither names nor descriptors. */
    private static final long FIRST_RESERVED = 12;

    private static final long FIRST_OWN = 24;
    /** Extensions that do not fit their file, after which no more of it are read: a crafted disk must not cost hours. */
    private static final int MOST_MISFITS = 8;
    /** Windows stops at about 1.5 million. */
    private static final int MAX_RUNS = 2_000_000;

    private final CheckedVolume volume;
    private final RecordCheck records;
    private final OverlapLog overlaps;
    private final AttributeOrder order;

    FileCheck(CheckedVolume volume, RecordCheck records, OverlapLog overlaps) {
        this.volume = volume;
        this.records = records;
        this.overlaps = overlaps;
        this.order = new AttributeOrder(volume);
    }

    void check(long number, RecordCheck.Parsed parsed) throws IOException {
        FileRecord base = parsed.record();
        var attributes = new ArrayList<>(base.attributes());
        boolean whole = parsed.whole();
        var list = base.find(Attribute.ATTRIBUTE_LIST, "");
        if (list.isPresent()) {
            whole &= extensions(number, base, list.get(), attributes);
        }
        if (!whole) {
            volume.states.set(number, RecordStates.DAMAGED);
        }
        types(number, attributes);
        names(number, base, attributes, whole);
        standard(number, attributes, whole);
        List<NtfsStream> streams = NtfsStream.assemble("file " + number, attributes, volume.boot.clusterBytes());
        for (NtfsStream stream : streams) {
            stream(number, stream, whole);
        }
        indexes(number, base, streams, whole);
        content(number, base, attributes, whole);
    }

    private void types(long number, List<Attribute> attributes) throws IOException {
        for (Attribute attribute : attributes) {
            if (!volume.types.contains(attribute.type())) {
                volume.addFile(
                        NtfsRule.ATTRIBUTE_TYPE,
                        number,
                        "",
                        "0x" + Long.toHexString(attribute.type()) + " is none that $AttrDef has");
            }
        }
    }

    /** Every file but a directory has content, be it of no bytes, unless an index or a reparse point stands in its place. */
    private void content(long number, FileRecord base, List<Attribute> attributes, boolean whole) throws IOException {
        if (!whole || number < FIRST_OWN || base.isDirectory()) {
            return;
        }
        boolean named = false;
        for (Attribute attribute : attributes) {
            if (attribute.is(Attribute.DATA, "")
                    || attribute.type() == Attribute.INDEX_ROOT
                    || attribute.type() == Attribute.REPARSE_POINT) {
                return;
            }
            named |= attribute.type() == Attribute.FILE_NAME;
        }
        String path = volume.path(number);
        // $UsnJrnl and others of the file system's own have named streams only; who deletes a file may begin with its
        // content.
        if (named && (path == null || !path.startsWith("$Extend/"))) {
            volume.addFile(NtfsRule.NO_CONTENT, number, "", "");
        }
    }

    /** A part of a file, as its attribute list knows it. */
    private record Part(long type, String name, long firstVcn, long record, int id) {
        Part withoutId() {
            return new Part(type, name, firstVcn, record, -1);
        }
    }

    private static Part part(Attribute attribute, long record) {
        long vcn = attribute instanceof Attribute.NonResident piece ? piece.firstVcn() : 0;
        return new Part(attribute.type(), attribute.name(), vcn, record, attribute.id());
    }

    /** Adds the attributes of all extension records. @return whether all were found and fit */
    private boolean extensions(long number, FileRecord base, Attribute list, List<Attribute> attributes)
            throws IOException {
        AttributeList entries;
        try {
            entries = volume.mft.parseList(number, list);
        } catch (DiskException | EOFException e) {
            volume.addFile(NtfsRule.LIST, number, "", String.valueOf(e.getMessage()));
            return false;
        }
        order.inList(number, entries.entries());
        var listed = new HashSet<Part>();
        var extensions = new LinkedHashSet<FileReference>();
        for (AttributeList.Entry entry : entries.entries()) {
            listed.add(new Part(
                    entry.type(), entry.name(), entry.firstVcn(), entry.record().number(), entry.id()));
            if (entry.record().number() != number) {
                extensions.add(entry.record());
            }
        }
        var there = new HashSet<Part>();
        base.attributes().forEach(attribute -> there.add(part(attribute, number)));
        int misfits = 0;
        long runs = 0;
        for (FileReference reference : extensions) {
            FileRecord extension = misfits < MOST_MISFITS ? extension(number, base, reference) : null;
            if (extension == null) {
                if (++misfits <= MOST_MISFITS) {
                    volume.addFile(
                            NtfsRule.LIST, number, "", "record " + reference + ", which it names, does not extend it");
                }
                continue;
            }
            for (Attribute attribute : extension.attributes()) {
                there.add(part(attribute, reference.number()));
                attributes.add(attribute);
                runs += attribute instanceof Attribute.NonResident piece
                        ? piece.runs().runs().size()
                        : 0;
            }
            if (runs > MAX_RUNS) {
                volume.addFile(NtfsRule.LIST, number, "", "it is in more than " + MAX_RUNS + " pieces");
                return false;
            }
        }
        return compare(number, listed, there, misfits > 0) && misfits == 0;
    }

    private boolean compare(long number, Set<Part> listed, Set<Part> there, boolean incomplete) throws IOException {
        there.removeIf(part -> part.type() == Attribute.ATTRIBUTE_LIST);
        var missing = new LinkedHashSet<>(listed);
        missing.removeAll(there);
        there.removeAll(listed);
        otherIds(number, missing, there);
        boolean equal = true;
        for (Part part : missing) {
            if (!incomplete) {
                volume.addFile(NtfsRule.LIST, number, "", name(part) + ", which it names, is not there");
                equal = false;
            }
        }
        for (Part part : there) {
            volume.addFile(NtfsRule.LIST, number, "", name(part) + " is not named in it");
            equal = false;
        }
        return equal;
    }

    /**
     * Takes out the parts to which the list gives another identifier than they have. We find them all the same; Windows and
     * ntfs-3g (attrib.c, ntfs_external_attr_find) look for the identifier, and do not.
     */
    private void otherIds(long number, Set<Part> missing, Set<Part> there) throws IOException {
        var byPlace = new HashMap<Part, Part>();
        there.forEach(part -> byPlace.putIfAbsent(part.withoutId(), part));
        for (var parts = missing.iterator(); parts.hasNext(); ) {
            Part part = parts.next();
            Part found = byPlace.remove(part.withoutId());
            if (found != null) {
                volume.addFile(
                        NtfsRule.LIST,
                        number,
                        "",
                        name(part) + " has the identifier " + found.id() + ", "
                                + (part.id() < 0 ? "the list gives it none" : "by the list it is " + part.id()));
                parts.remove();
                there.remove(found);
            }
        }
    }

    private static String name(Part part) {
        return AttributeType.nameOf(part.type()) + (part.name().isEmpty() ? "" : " \"" + part.name() + "\"")
                + " from VCN " + part.firstVcn() + " in record " + part.record();
    }

    private @Nullable FileRecord extension(long number, FileRecord base, FileReference reference) throws IOException {
        long at = reference.number();
        // Whoever claims a record that another file has already is not read again.
        if (at >= volume.records || volume.states.is(at, RecordStates.LISTED)) {
            return null;
        }
        RecordCheck.Parsed parsed;
        try {
            parsed = records.check(at, volume.mft.rawRecords(at, 1), false, (rule, detail) -> {});
        } catch (DiskException | EOFException e) {
            return null;
        }
        if (parsed == null) {
            return null;
        }
        FileRecord record = parsed.record();
        if (!record.inUse()
                || record.base().number() != number
                || !record.base().names(base.sequence())
                || !reference.names(record.sequence())) {
            return null;
        }
        volume.states.set(at, RecordStates.LISTED);
        return record;
    }

    private void names(long number, FileRecord base, List<Attribute> attributes, boolean whole) throws IOException {
        int count = 0;
        int shortOnes = 0;
        boolean parentKnown = false;
        for (Attribute attribute : attributes) {
            if (attribute.type() != Attribute.FILE_NAME || !(attribute instanceof Attribute.Resident resident)) {
                continue;
            }
            count++;
            FileName name;
            try {
                name = FileName.parse(resident.value());
            } catch (CorruptDiskException e) {
                volume.states.set(number, RecordStates.DAMAGED);
                volume.addFile(NtfsRule.ATTRIBUTE, number, "$FILE_NAME", e.rule());
                continue;
            }
            shortOnes += name.isShort() ? 1 : 0;
            volume.states.addName(number, RecordStates.fingerprint(base.sequence(), name.directory(), name.name()));
            if (base.isDirectory() && !parentKnown) {
                volume.states.parent(number, name.directory().number());
                parentKnown = true;
            }
        }
        if (!whole || number >= FIRST_RESERVED && number < FIRST_OWN) {
            return;
        }
        if (count == 0) {
            volume.addRecord(NtfsRule.NAMELESS, number, "");
        } else if (base.links() != count && base.links() != count - shortOnes) {
            // ntfs-3g counts the names for DOS; whether all versions of Windows do is not known.
            volume.addFile(NtfsRule.LINKS, number, "", "it counts " + base.links() + " names and has " + count);
        }
    }

    private void standard(long number, List<Attribute> attributes, boolean whole) throws IOException {
        StandardInformation standard = null;
        for (Attribute attribute : attributes) {
            if (attribute.type() == Attribute.STANDARD_INFORMATION
                    && attribute instanceof Attribute.Resident resident) {
                try {
                    standard = StandardInformation.parse(resident.value());
                } catch (CorruptDiskException e) {
                    volume.addFile(NtfsRule.STANDARD, number, "$STANDARD_INFORMATION", e.rule());
                    return;
                }
            }
        }
        if (standard == null) {
            if (whole && (number < FIRST_RESERVED || number >= FIRST_OWN)) {
                volume.addFile(NtfsRule.STANDARD, number, "", "");
            }
            return;
        }
        Set<Long> known = volume.securityIds;
        if (known != null && standard.securityId() != 0 && !known.contains(standard.securityId())) {
            volume.addFile(NtfsRule.SECURITY_ID, number, "$STANDARD_INFORMATION", "number " + standard.securityId());
        }
    }

    private void stream(long number, NtfsStream stream, boolean whole) throws IOException {
        var runs = stream.runs();
        String what = stream.toString();
        boolean bad = number == BAD_CLUSTERS && stream.name().equals("$Bad");
        for (DataRuns.Run run : runs.runs()) {
            if (!run.isHole()) {
                volume.claims.claim(run.lcn(), run.length(), (lcn, count) -> overlaps.add(lcn, count, number, what));
            }
        }
        if (stream.isResident()) {
            return;
        }
        if (bad && runs.stored() > 0) {
            volume.addFile(NtfsRule.BAD_CLUSTERS, number, what, runs.stored() + " clusters");
        }
        if (!whole) {
            return;
        }
        if (stream.fault().isPresent()) {
            volume.addFile(
                    NtfsRule.STREAM_PIECES, number, what, stream.fault().get().rule());
            return;
        }
        Attribute.NonResident first = stream.firstPiece();
        if (first == null || first.firstVcn() != 0) {
            volume.addFile(NtfsRule.STREAM_PIECES, number, what, "the first piece is missing");
            return;
        }
        sizes(number, what, first, runs.end() * volume.boot.clusterBytes());
    }

    private void sizes(long number, String what, Attribute.NonResident first, long covered) throws IOException {
        if (first.size() > covered) {
            volume.addFile(
                    NtfsRule.STREAM_SHORT,
                    number,
                    what,
                    "it has " + first.size() + " bytes, its clusters hold " + covered);
        } else if (first.allocatedSize() != covered) {
            volume.addFile(
                    NtfsRule.SIZES,
                    number,
                    what,
                    "its record says that " + first.allocatedSize() + " bytes are allocated, its clusters hold "
                            + covered);
        }
        if (first.storedInitialisedSize() > first.size()) {
            volume.addFile(
                    NtfsRule.SIZES,
                    number,
                    what,
                    "its record says that " + first.storedInitialisedSize() + " of " + first.size()
                            + " bytes are written");
        }
    }

    private void indexes(long number, FileRecord base, List<NtfsStream> streams, boolean whole) throws IOException {
        boolean listed = false;
        for (NtfsStream stream : streams) {
            if (stream.type() == Attribute.INDEX_ROOT) {
                boolean directory = stream.name().equals("$I30");
                listed |= directory;
                boolean sound =
                        new IndexCheck(volume, new FileReference(number, base.sequence()), streams, stream).run();
                if (!sound && directory) {
                    volume.states.set(number, RecordStates.INDEX_DAMAGED);
                }
            }
        }
        if ((base.isDirectory() || number == FileReference.ROOT) && !listed) {
            volume.states.set(number, RecordStates.INDEX_DAMAGED);
            if (whole) {
                volume.addFile(NtfsRule.NOT_A_DIRECTORY, number, "", "");
            }
        }
    }
}
