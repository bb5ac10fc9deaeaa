package dev.profilekeep.portal.help;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.audit.AuditRecord;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Entries of the audit trail as acts: the beginning of what came to an end is one with that end, what only led to another act is
 * left out, and many steps in a row through the files of a backup are one.
 */
final class ToldActs {
    private static final String BEGUN = "begun";
    private static final String APPROVAL = "approval.";
    private static final String FILES = "files.";
    /** Acts of these say in their evidence what joins their entries; those of an approval, what was agreed on. */
    private static final String JOINED_BY = "act";

    /**
     * One act.
     *
     * @param by who did it
     * @param at when it ended; when it began, if its end is not known
     * @param entry its last one
     * @param times how often it was done in a row
     */
    record Told(Actor by, Instant at, AuditEntry entry, int times) {
        private static Told of(AuditRecord record) {
            return new Told(record.actor(), record.at(), record.entry(), 1);
        }

        private boolean goesOn(Told newer) {
            return entry.act().startsWith(FILES)
                    && by.equals(newer.by)
                    && entry.act().equals(newer.entry.act())
                    && entry.subject().equals(newer.entry.subject())
                    && entry.reason().equals(newer.entry.reason())
                    && entry.outcome().equals(newer.entry.outcome());
        }
    }

    private ToldActs() {}

    /** @param entries newest first, as the acts are */
    static List<Told> of(List<AuditRecord> entries) {
        Set<String> ended = entries.stream()
                .filter(entry -> !isBegun(entry))
                .map(ToldActs::joint)
                .filter(joint -> !joint.isEmpty())
                .collect(Collectors.toSet());
        List<Told> acts = new ArrayList<>();
        Map<List<String>, Deque<Integer>> open = new HashMap<>();
        for (AuditRecord record : entries) {
            if (!isBegun(record)) {
                if (joint(record).isEmpty() && !record.entry().outcome().startsWith("refused")) {
                    open.computeIfAbsent(key(record), any -> new ArrayDeque<>()).addLast(acts.size());
                }
                acts.add(Told.of(record));
            } else if (!ended.contains(joint(record))) {
                Integer end = open.getOrDefault(key(record), new ArrayDeque<>()).pollFirst();
                if (end == null) {
                    acts.add(Told.of(record));
                } else {
                    Told told = acts.get(end);
                    acts.set(end, new Told(record.actor(), told.at(), told.entry(), 1));
                }
            }
        }
        return inARow(acts);
    }

    private static List<Told> inARow(List<Told> acts) {
        List<Told> rows = new ArrayList<>();
        for (Told act : acts) {
            int last = rows.size() - 1;
            if (last >= 0 && act.goesOn(rows.get(last))) {
                Told newest = rows.get(last);
                rows.set(last, new Told(newest.by(), newest.at(), newest.entry(), newest.times() + 1));
            } else {
                rows.add(act);
            }
        }
        return rows;
    }

    private static boolean isBegun(AuditRecord record) {
        return record.entry().outcome().equals(BEGUN);
    }

    /** What joins the entries of one act; empty if nothing does. */
    private static String joint(AuditRecord record) {
        AuditEntry entry = record.entry();
        return entry.act().startsWith(APPROVAL) ? "" : entry.evidence().getOrDefault(JOINED_BY, "");
    }

    /** What two agreed on, as the audit calls it; empty for anything else than an approval. */
    static String agreedOn(AuditEntry entry) {
        return entry.act().startsWith(APPROVAL) ? entry.evidence().getOrDefault(JOINED_BY, "") : "";
    }

    private static List<String> key(AuditRecord record) {
        AuditEntry entry = record.entry();
        return List.of(entry.act(), entry.subject(), entry.reason());
    }
}
