package dev.profilekeep.cli;

import dev.profilekeep.backup.decision.Decision;
import dev.profilekeep.backup.decision.Standing;
import dev.profilekeep.text.Visible;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about a container's snapshot.
 *
 * @param pin null if it is not pinned
 * @param hold of the container; null if there is none
 * @param forgetting null if it stays
 * @param now by the storage's clock
 */
record Keeping(@Nullable Decision pin, @Nullable Decision hold, Standing.@Nullable Forgetting forgetting, Instant now) {
    static Keeping of(Standing standing, UUID snapshot, String container, Instant now) {
        return new Keeping(
                standing.pin(snapshot, container).orElse(null),
                standing.hold(container).orElse(null),
                standing.forgetting(snapshot, container).orElse(null),
                now);
    }

    boolean isForgotten() {
        return forgetting != null && !forgetting.at().isAfter(now);
    }

    /** In a table; empty if it stays until a rule says otherwise. */
    String shortly() {
        List<String> words = new ArrayList<>();
        if (hold != null) {
            words.add("on hold");
        }
        if (pin != null) {
            words.add("pinned");
        }
        if (forgetting != null) {
            words.add("forgotten " + second(forgetting.at()));
        }
        return String.join(", ", words);
    }

    /** Each a sentence. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        if (hold != null) {
            sentences.add("on hold: no backup of it is forgotten (" + whose(hold) + ")");
        }
        if (pin != null) {
            sentences.add("pinned: this backup is not forgotten (" + whose(pin) + ")");
        }
        if (forgetting != null) {
            sentences.add((isForgotten() ? "forgotten since " : "kept until ") + second(forgetting.at()) + " ("
                    + whose(forgetting.by()) + ")");
        }
        if (sentences.isEmpty()) {
            sentences.add("kept until a rule or a person decides otherwise");
        }
        return sentences;
    }

    private static String whose(Decision decision) {
        String reason = decision.reason().isEmpty() ? "" : ": " + Visible.oneLine(decision.reason());
        return Visible.oneLine(decision.who()) + ", " + second(decision.made()) + reason;
    }

    private static String second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    Map<String, @Nullable Object> facts() {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("hold", hold == null ? null : facts(hold));
        facts.put("pin", pin == null ? null : facts(pin));
        facts.put("forgottenAt", forgetting == null ? null : forgetting.at());
        facts.put("forgottenBy", forgetting == null ? null : facts(forgetting.by()));
        return facts;
    }

    private static Map<String, @Nullable Object> facts(Decision decision) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("who", decision.who());
        facts.put("made", decision.made());
        facts.put("reason", decision.reason());
        return facts;
    }
}
