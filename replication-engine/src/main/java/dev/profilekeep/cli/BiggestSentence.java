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
    private final boolean image;
    private final ProfileUse use;

    /**
     * @param reclaimable bytes that compaction gives back
     * @param image there is no container, but a plain image, which keeps room for all that is free
     */
    BiggestSentence(long fileBytes, long reclaimable, boolean image, ProfileUse use) {
        this.image = image;
        this.fileBytes = fileBytes;
        this.reclaimable = reclaimable;
        this.use = use;
    }

    String text() {
        var text = new StringBuilder(image ? "The image takes " : "The container takes ")
                .append(Sizes.of(fileBytes))
                .append(". ")
                .append(Sizes.of(use.usedBytes()))
                .append(" are in use")
                .append(mostly())
                .append('.');
        if (image && use.freeBytes() > fileBytes / SMALL) {
            text.append(" Another ")
                    .append(Sizes.of(use.freeBytes()))
                    .append(" are free: a plain image keeps room for them.");
        } else if (reclaimable > fileBytes / SMALL) {
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
        long named = 0;
        for (ProfileUse.KindUse kind : use.kinds()) {
            // Of many small kinds the largest is told all the same.
            boolean worth = largest.isEmpty() || kind.bytes() > use.usedBytes() / SMALL;
            if (worth && largest.size() < NAMED) {
                largest.add(label(kind.kind()) + " (" + Sizes.of(kind.bytes()) + ")");
                named += kind.bytes();
            }
        }
        if (largest.isEmpty()) {
            return "";
        }
        String last = largest.remove(largest.size() - 1);
        return (named > use.usedBytes() / 2 ? ", mostly by " : ", the largest part by ")
                + (largest.isEmpty() ? last : String.join(", ", largest) + " and " + last);
    }

    private static String label(FileKind kind) {
        return switch (kind) {
            case FILE_SYSTEM -> "the file system itself, its file table and logs";
            case NOBODY -> "clusters that no file has";
            default -> kind.label();
        };
    }
}
