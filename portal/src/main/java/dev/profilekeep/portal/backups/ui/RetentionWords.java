package dev.profilekeep.portal.backups.ui;

import dev.profilekeep.config.RetentionRule;
import dev.profilekeep.portal.base.ui.Words;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How long backups stay, as one says it. */
final class RetentionWords {
    private RetentionWords() {}

    /** @param rule null if all of them stay */
    static String of(@Nullable RetentionRule rule, Words words) {
        if (rule == null) {
            return words.get("repository.keep.all");
        }
        List<String> said = new ArrayList<>();
        add(said, "repository.keep.last", rule.keepLast(), words);
        add(said, "repository.keep.daily", rule.daily(), words);
        add(said, "repository.keep.weekly", rule.weekly(), words);
        add(said, "repository.keep.monthly", rule.monthly(), words);
        add(said, "repository.keep.yearly", rule.yearly(), words);
        return words.texts().list(said);
    }

    private static void add(List<String> said, String key, int count, Words words) {
        if (count > 0) {
            said.add(words.get(key, count));
        }
    }
}
