package dev.profilekeep.restore;

import java.util.List;

/**
 * What a sweep of kept files over the whole estate came to.
 *
 * @param swept what became of each kept file that was looked at
 * @param left sets that could not be swept this time, each a sentence
 */
public record SweptEstate(List<KeptFiles.Swept> swept, List<String> left) {
    public SweptEstate {
        swept = List.copyOf(swept);
        left = List.copyOf(left);
    }

    public long removed() {
        return swept.stream().filter(KeptFiles.Swept::isRemoved).count();
    }
}
