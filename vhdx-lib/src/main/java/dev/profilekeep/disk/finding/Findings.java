package dev.profilekeep.disk.finding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects findings. Of each rule the first ones are kept, the others only counted, so that a ruined disk takes no more memory
 * than a scratched one. One thread.
 */
public final class Findings {
    /** Findings of one rule that are kept. */
    public static final int KEPT_PER_RULE = 1000;

    /** How often a rule was found broken, and how many of these findings are kept. */
    public record Total(String rule, Severity severity, long found, int kept) {
        /** As a sentence lists it: {@code vhdx.block-overlap (danger), 3 times}. */
        @Override
        public String toString() {
            return rule + " (" + severity.word() + "), " + (found == 1 ? "once" : found + " times");
        }
    }

    private record Entry(Rule rule, List<Finding> kept, long[] count) {}

    private final Map<String, Entry> entries;
    private final String outer;

    public Findings() {
        this(new LinkedHashMap<>(), "");
    }

    private Findings(Map<String, Entry> entries, String outer) {
        this.entries = entries;
        this.outer = outer;
    }

    /** The same collection; whatever is added through it says that it is inside {@code outer}: "partition 0". */
    public Findings within(String outer) {
        return new Findings(entries, this.outer.isEmpty() ? outer : this.outer + ": " + outer);
    }

    /** @param detail the values that show it, after the rule's own words; empty if there are none */
    public void add(Rule rule, Place where, String detail) {
        Entry entry = entries.computeIfAbsent(rule.id(), id -> new Entry(rule, new ArrayList<>(), new long[1]));
        entry.count[0]++;
        if (entry.kept.size() < KEPT_PER_RULE) {
            String sentence = detail.isEmpty() ? rule.broken() : rule.broken() + ": " + detail;
            entry.kept.add(new Finding(rule.severity(), rule.id(), where.within(outer), sentence, rule.advice()));
        }
    }

    /** Whether one more finding of this rule would be kept; what costs something to say need not be said otherwise. */
    public boolean keeps(Rule rule) {
        Entry entry = entries.get(rule.id());
        return entry == null || entry.kept.size() < KEPT_PER_RULE;
    }

    /** How often a rule was found broken. */
    public long count(Rule rule) {
        Entry entry = entries.get(rule.id());
        return entry == null ? 0 : entry.count[0];
    }

    /** Whether anything was found that costs or will cost content. */
    public boolean hasLoss() {
        return entries.values().stream().anyMatch(entry -> entry.rule.severity().compareTo(Severity.DANGER) <= 0);
    }

    /** The findings kept, the worst first, those of one rule together and as they were found. */
    public List<Finding> all() {
        return sorted().stream().flatMap(entry -> entry.kept.stream()).toList();
    }

    /** One total for each rule that was found broken, the worst first. */
    public List<Total> totals() {
        return sorted().stream()
                .map(entry -> new Total(entry.rule.id(), entry.rule.severity(), entry.count[0], entry.kept.size()))
                .toList();
    }

    private List<Entry> sorted() {
        var sorted = new ArrayList<>(entries.values());
        sorted.sort(Comparator.comparing(entry -> entry.rule.severity()));
        return sorted;
    }
}
