package dev.profilekeep.disk.ntfs;

import java.util.Optional;
import java.util.Set;

/**
 * Which files only stand for content that is somewhere else. The tag alone does not say: a file of OneDrive that was fetched
 * keeps it. What says are the attributes that make Windows fetch the content ([MS-FSCC] 2.6), and a content that takes no room.
 */
final class Elsewhere {
    private static final int FETCHED_WHEN_USED = FileAttribute.OFFLINE.mask()
            | FileAttribute.RECALL_ON_OPEN.mask()
            | FileAttribute.RECALL_ON_DATA_ACCESS.mask();
    /** These keep nothing, or only the newest pieces, in the file itself. */
    private static final Set<Long> ALWAYS = Set.of(ReparseTags.DEDUPLICATED, ReparseTags.SINGLE_INSTANCE);

    private static final Set<Long> PERHAPS = Set.of(
            ReparseTags.ARCHIVED,
            ReparseTags.ARCHIVED_2,
            ReparseTags.OLD_ONE_DRIVE,
            ReparseTags.AZURE_FILE_SYNC,
            ReparseTags.PROJECTED);

    private Elsewhere() {}

    static Optional<String> why(NtfsFile file) {
        ReparsePoint reparse = file.reparse();
        if (reparse == null || file.isDirectory() || file.size() == 0) {
            return Optional.empty();
        }
        if (reparse instanceof ReparsePoint.CloudFile) {
            return toFetch(file)
                    ? Optional.of("it is a placeholder of OneDrive or another cloud; signed in, Windows fetches it")
                    : Optional.empty();
        }
        if (reparse instanceof ReparsePoint.Compressed compressed
                && compressed.method() == ReparsePoint.Compressed.Method.WIM) {
            return Optional.of("it is in a WIM file");
        }
        boolean away = ALWAYS.contains(reparse.tag()) || PERHAPS.contains(reparse.tag()) && toFetch(file);
        return away ? Optional.of(reparse.meaning()) : Optional.empty();
    }

    private static boolean toFetch(NtfsFile file) {
        return (file.attributeBits() & FETCHED_WHEN_USED) != 0
                || file.stream("")
                        .filter(content -> !content.isResident() && content.storedBytes() == 0)
                        .isPresent();
    }
}
