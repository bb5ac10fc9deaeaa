package dev.profilekeep.disk.usage;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import java.io.IOException;
import java.util.List;

/**
 * What takes the room of a profile's volume. Bytes are those of whole clusters, each once: the kinds add up to all that is in use.
 *
 * @param usedBytes by the volume's bitmap
 * @param freeBytes by the volume's bitmap
 * @param kinds the largest first; none that is empty
 * @param folders the largest first; each without those of its folders that are listed themselves, so that they add up too
 * @param files the largest first
 * @param placeholders files whose content is in a cloud
 * @param placeholderBytes what they would have if it was here
 * @param problems what could not be read, in plain sentences
 */
public record ProfileUse(
        long usedBytes,
        long freeBytes,
        List<KindUse> kinds,
        List<FolderUse> folders,
        List<FileUse> files,
        int placeholders,
        long placeholderBytes,
        List<String> problems) {
    public ProfileUse {
        kinds = List.copyOf(kinds);
        folders = List.copyOf(folders);
        files = List.copyOf(files);
        problems = List.copyOf(problems);
    }

    /** All files of a kind, with the folders that are of it. */
    public record KindUse(FileKind kind, int files, long bytes) {}

    /**
     * A folder.
     *
     * @param rest whether folders of it are listed themselves and are not counted here
     */
    public record FolderUse(String path, int files, long bytes, boolean rest) {}

    /** A file, with all its streams. */
    public record FileUse(String path, FileKind kind, long bytes, long sizeBytes) {}

    /**
     * Reads the file table once.
     *
     * @param top how many folders and files are told
     */
    public static ProfileUse of(NtfsVolume volume, int top, Progress progress) throws IOException {
        return new ProfileUseCount(FileTree.read(volume, progress), top).count();
    }

    /** Bytes of kinds that programs make anew, or that nobody wants any more. */
    public long bytesThatCanGo() {
        return kinds.stream()
                .filter(kind -> kind.kind().canGo())
                .mapToLong(KindUse::bytes)
                .sum();
    }
}
