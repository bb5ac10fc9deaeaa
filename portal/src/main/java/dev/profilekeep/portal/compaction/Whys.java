package dev.profilekeep.portal.compaction;

import dev.profilekeep.compact.Refusal;
import dev.profilekeep.compact.estate.CompactionItem.Waits;
import dev.profilekeep.portal.text.Texts;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Reasons for which a disk is left as it is: the words they are counted by, and what people read. */
public final class Whys {
    /** Every word that an item of a run can have. */
    public static final List<String> ALL = Stream.concat(
                    Arrays.stream(Refusal.Why.values()).map(Refusal.Why::word),
                    Stream.of(
                            Waits.FOR_CANARIES,
                            Waits.CANARY_DAMAGED,
                            Waits.WINDOW,
                            Waits.ERROR_BUDGET,
                            Waits.CLOUD_CACHE,
                            Waits.COPIES_DIFFER,
                            Waits.STORAGE_REPLICA,
                            Waits.MODE,
                            Waits.SEVERAL_DISKS,
                            Waits.PUT_BACK,
                            Waits.UNREACHABLE,
                            Waits.FAILED))
            .distinct()
            .toList();

    private static final Set<String> SMALL_ENOUGH =
            Set.of(Refusal.Why.ALREADY_MINIMAL.word(), Refusal.Why.GAIN_TOO_SMALL.word());
    private static final Set<String> IN_USE = Set.of(Refusal.Why.LOCKED.word(), Refusal.Why.IN_USE.word());

    private Whys() {}

    /** The key of its name; {@code .text} beside it says what it means and what to do. */
    public static String key(String word) {
        return "space.why." + (ALL.contains(word) ? word.replace('-', '_') : "other");
    }

    /** In one or two words; empty if there is no reason. */
    public static String name(String word, Texts texts) {
        return word.isEmpty() ? "" : texts.get(key(word));
    }

    /** Whether there is nothing to win, rather than something in the way. */
    public static boolean isSmallEnough(String word) {
        return SMALL_ENOUGH.contains(word);
    }

    /** Whether somebody works with it, so that it goes by itself. */
    public static boolean isInUse(String word) {
        return IN_USE.contains(word);
    }
}
