package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes files of records. As safe for threads as the volume. */
final class FileReader {
    private final MasterFileTable mft;
    private final int clusterBytes;

    FileReader(MasterFileTable mft, int clusterBytes) {
        this.mft = mft;
        this.clusterBytes = clusterBytes;
    }

    /**
     * @throws CorruptDiskException if the reference names no file, or one that was deleted since
     */
    NtfsFile read(FileReference reference) throws IOException {
        FileRecord base = mft.record(reference.number());
        if (!base.inUse() || base.isExtension() || !reference.names(base.sequence())) {
            throw new CorruptDiskException("$MFT", 0, "there is no file " + reference + " (any more)");
        }
        return read(reference.number(), base);
    }

    NtfsFile read(long number, FileRecord base) throws IOException {
        List<Attribute> attributes = mft.attributes(number, base);
        var names = new ArrayList<FileName>();
        var problems = new ArrayList<String>();
        StandardInformation standard = null;
        for (Attribute attribute : attributes) {
            if (!(attribute instanceof Attribute.Resident resident)) {
                continue;
            }
            try {
                if (resident.type() == Attribute.FILE_NAME) {
                    names.add(FileName.parse(resident.value()));
                } else if (resident.type() == Attribute.STANDARD_INFORMATION && standard == null) {
                    standard = StandardInformation.parse(resident.value());
                }
            } catch (CorruptDiskException e) {
                problems.add(e.getMessage());
            }
        }
        List<NtfsStream> streams = NtfsStream.assemble("file " + number, attributes, clusterBytes);
        ReparsePoint reparse = null;
        var bytes = new ArrayList<NtfsStream>();
        for (NtfsStream stream : streams) {
            if (stream.type() == Attribute.REPARSE_POINT && reparse == null) {
                reparse = reparse(stream, problems);
            }
            stream.fault().ifPresent(fault -> problems.add(fault.getMessage()));
            if (stream.type() != Attribute.FILE_NAME && stream.type() != Attribute.STANDARD_INFORMATION) {
                bytes.add(stream);
            }
        }
        return new NtfsFile(
                new FileReference(number, base.sequence()),
                base.isDirectory(),
                base.links(),
                standard,
                names,
                bytes,
                reparse,
                problems);
    }

    private @Nullable ReparsePoint reparse(NtfsStream stream, List<String> problems) throws IOException {
        try {
            if (stream.size() > ReparseTags.MAX_BYTES) {
                throw new CorruptDiskException("reparse point", 0, "it has " + stream.size() + " bytes");
            }
            var view = ByteView.read("reparse point", stream.content(mft.volume()), 0, (int) stream.size());
            return ReparseTags.parse(view);
        } catch (DiskException e) {
            problems.add(e.getMessage());
            return null;
        }
    }
}
