package dev.profilekeep.restore.files;

import java.util.List;

/**
 * What was taken out.
 *
 * @param where of the folder; empty for a ZIP
 * @param bytes of content
 * @param skipped files that could not be taken, each a sentence that names it
 * @param moreSkipped beyond those listed
 */
public record ExportResult(String where, long files, long folders, long bytes, List<String> skipped, long moreSkipped) {
    public ExportResult {
        skipped = List.copyOf(skipped);
    }
}
