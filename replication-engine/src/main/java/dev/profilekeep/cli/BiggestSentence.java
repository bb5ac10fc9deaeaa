package dev.profilekeep.cli;

import dev.profilekeep.disk.usage.FileKind;
import dev.profilekeep.disk.usage.ProfileUse;
import java.util.ArrayList;
import java.util.List;

/** Why a profile is so big, in plain words. */
final class BiggestSentence {
    /** What has less than a tenth is not worth a word. */
    private static final int SMALL = 10;

    private static final int NAMED = 3;

    private final long fileBytes;
    private final long reclaimable;
    private final ProfileUse use;

    BiggestSentence(long fileBytes, long reclaimable, ProfileUse use) {
        this.fileBytes = fileBytes;
        this.reclaimable = reclaimable;
        this.use = use;
    }

    String text() {
        var text = new StringBuilder("The container takes ")
                .append(Sizes.of(fileBytes))
                .append(". ")
                .append(Sizes.of(use.usedBytes()))
                .append(" are in use")
                .append(mostly())
                .append('.');
        if (reclaimable > fileBytes / SMALL) {
            text.append(" Another ")
                    .append(Sizes.of(reclaimable))
                    .append(" are free inside the container: compaction gives them back.");
        }
        long goes = use.bytesThatCanGo();
        if (goes > use.usedBytes() / SMALL) {
            text.append(" Of what is in use, ")
                    .append(Sizes.of(goes))
                    .append(" are caches, temporary files and the recycle bin, which can go.");
        }
        if (use.placeholders() > 0) {
            text.append(' ')
                    .append(use.placeholders())
                    .append(use.placeholders() == 1 ? " file is a placeholder" : " files are placeholders")
                    .append(" whose content (")
                    .append(Sizes.of(use.placeholderBytes()))
                    .append(") is in the cloud and takes no room here.");
        }
        return text.toString();
    }

    private String mostly() {
        List<String> largest = new ArrayList<>();
        for (ProfileUse.KindUse kind : use.kinds()) {
            boolean own = kind.kind() != FileKind.FILE_SYSTEM && kind.kind() != FileKind.NOBODY;
            if (own && kind.bytes() > use.usedBytes() / SMALL && largest.size() < NAMED) {
                largest.add(kind.kind().label() + " (" + Sizes.of(kind.bytes()) + ")");
            }
        }
        if (largest.isEmpty()) {
            return "";
        }
        String last = largest.remove(largest.size() - 1);
        return ", mostly by " + (largest.isEmpty() ? last : String.join(", ", largest) + " and " + last);
    }
}
