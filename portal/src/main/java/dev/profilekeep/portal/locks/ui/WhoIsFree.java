package dev.profilekeep.portal.locks.ui;

import dev.profilekeep.lock.ClearOutcome;
import dev.profilekeep.lock.ClearPlan;
import dev.profilekeep.lock.LockRow;
import dev.profilekeep.lock.Refusal;
import dev.profilekeep.portal.base.ui.LockMarks;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.locks.LocksService;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who can sign in after an act on locks, and what still keeps out whom it was to help, whether it was a part of the act or not. */
final class WhoIsFree {
    /** So many of what is locked elsewhere are named. */
    private static final int NAMED = 3;

    private final LocksService service;
    private final Words words;

    WhoIsFree(LocksService service, Words words) {
        this.service = service;
        this.words = words;
    }

    /**
     * In words; empty if nobody was helped.
     *
     * @param planned the whole plan, with what it refused
     * @param cleared containers whose locks are gone by the act
     * @param outcomes of the rows that were tried
     */
    String after(List<ClearPlan.Row> planned, Set<Long> cleared, List<ClearOutcome> outcomes) {
        Set<Long> free = new HashSet<>(cleared);
        outcomes.stream()
                .filter(one -> isFree(one.refusal()))
                .map(ClearOutcome::containerId)
                .forEach(free::add);
        planned.stream()
                .filter(row -> isFree(row.refusal()))
                .map(ClearPlan.Row::containerId)
                .forEach(free::add);
        Set<String> helped = people(planned, row -> cleared.contains(row.containerId()));
        if (helped.isEmpty()) {
            return "";
        }
        Set<String> left = people(planned, row -> !free.contains(row.containerId()));
        left.retainAll(helped);
        boolean below = !left.isEmpty();
        List<LockRow> elsewhere = elsewhere(planned, cleared);
        elsewhere.forEach(row -> left.add(row.sid()));
        if (left.isEmpty()) {
            return words.get("locks.cleared.next");
        }
        String some = words.get("locks.cleared.left", left.size(), what(elsewhere, below));
        return left.size() == helped.size() ? some : some + " " + words.get("locks.cleared.others");
    }

    private static boolean isFree(@Nullable Refusal refusal) {
        return refusal != null && refusal.why() == Refusal.Why.NOT_LOCKED;
    }

    private static Set<String> people(List<ClearPlan.Row> planned, Predicate<ClearPlan.Row> which) {
        return planned.stream()
                .filter(which)
                .map(row -> row.sid().isEmpty() ? Long.toString(row.containerId()) : row.sid())
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** What keeps those out who were helped, and was no part of the plan. */
    private List<LockRow> elsewhere(List<ClearPlan.Row> planned, Set<Long> cleared) {
        Set<String> sids = planned.stream()
                .filter(row -> cleared.contains(row.containerId()) && !row.sid().isEmpty())
                .map(ClearPlan.Row::sid)
                .collect(Collectors.toSet());
        Set<Long> known = planned.stream().map(ClearPlan.Row::containerId).collect(Collectors.toSet());
        return service.keepOut(sids).stream()
                .filter(row -> !known.contains(row.containerId()))
                .toList();
    }

    private String what(List<LockRow> elsewhere, boolean below) {
        List<String> what = new ArrayList<>(elsewhere.stream()
                .limit(NAMED)
                .map(row -> words.get(
                        "locks.cleared.one",
                        words.get("kind." + row.kind().name()),
                        LockParts.name(row, words),
                        words.get("verdict." + LockMarks.word(row.verdict()))))
                .toList());
        if (elsewhere.size() > NAMED) {
            what.add(words.get("locks.cleared.more", elsewhere.size() - NAMED));
        }
        if (below) {
            what.add(words.get("locks.cleared.below"));
        }
        return words.texts().list(what);
    }
}
