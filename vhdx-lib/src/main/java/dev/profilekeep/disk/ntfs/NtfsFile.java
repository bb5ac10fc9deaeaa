package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file or directory as its records tell it. A value; {@link NtfsVolume} reads what is in it.
 *
 * @param links how many names its record says that it has, those for DOS too
 * @param standard null if the record has none, which only a damaged one has not
 * @param names in all directories, those for DOS too
 * @param streams all its attributes that have bytes, the file's content among them; where there are clusters, they are here
 * @param reparse null if it is no reparse point
 * @param problems what could not be made out, in plain sentences
 */
public record NtfsFile(
        FileReference reference,
        boolean isDirectory,
        int links,
        @Nullable StandardInformation standard,
        List<FileName> names,
        List<NtfsStream> streams,
        @Nullable ReparsePoint reparse,
        List<String> problems) {
    /** Records below are the file system's own. */
    private static final long FIRST_OWN = 16;

    public NtfsFile {
        names = List.copyOf(names);
        streams = List.copyOf(streams);
        problems = List.copyOf(problems);
    }

    public long number() {
        return reference.number();
    }

    /** Whether it is {@code $MFT}, {@code $Bitmap} and the like, or the root directory. */
    public boolean isSystem() {
        return number() < FIRST_OWN;
    }

    /** The stream of content with this name; the file's own content is the one without a name. */
    public Optional<NtfsStream> stream(String name) {
        return stream(AttributeType.DATA, name);
    }

    public Optional<NtfsStream> stream(long type, String name) {
        return streams.stream().filter(stream -> stream.is(type, name)).findFirst();
    }

    /** Size of the file's own content; 0 if it has none. */
    public long size() {
        return stream("").map(NtfsStream::size).orElse(0L);
    }

    /** Bytes of all clusters that it takes. */
    public long storedBytes() {
        return streams.stream().mapToLong(NtfsStream::storedBytes).sum();
    }

    /**
     * Why what programs read from the file is not on this volume, or not all of it: it is in a cloud, an archive, a store of
     * shared pieces; what is read here would be zeros. Empty if it is on the volume.
     */
    public Optional<String> whyElsewhere() {
        return Elsewhere.why(this);
    }

    /** Its attributes ({@link FileAttribute}) as they are stored. */
    public int attributeBits() {
        return standard == null ? 0 : standard.attributeBits();
    }

    StandardInformation requireStandard() throws CorruptDiskException {
        if (standard == null) {
            throw new CorruptDiskException("file record " + number(), 0, "it has no standard information");
        }
        return standard;
    }
}
