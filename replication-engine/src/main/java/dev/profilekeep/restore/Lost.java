package dev.profilekeep.restore;

import dev.profilekeep.content.FileChange;
import java.time.Instant;
import java.util.List;

/**
 * What is in place now and would not be any more. It is kept aside all the same.
 *
 * @param lastWritten when the present disk was written last; by its server's clock
 * @param notCompared why nothing is known of the disk's content, as a sentence; empty if it was compared
 * @param changedBytes of the disk that are not what they were then
 * @param files that are other now ({@code CONTENT}, {@code RECORD}), only there now ({@code ONLY_SECOND}), or would come back ({@code ONLY_FIRST})
 * @param moreFiles beyond those listed
 */
public record Lost(Instant lastWritten, String notCompared, long changedBytes, List<FileChange> files, long moreFiles) {
    public Lost {
        files = List.copyOf(files);
    }

    /** Files whose content is newer now, or that are only there now. */
    public List<FileChange> newer() {
        return files.stream()
                .filter(file -> file.how() == FileChange.How.CONTENT || file.how() == FileChange.How.ONLY_SECOND)
                .toList();
    }
}
