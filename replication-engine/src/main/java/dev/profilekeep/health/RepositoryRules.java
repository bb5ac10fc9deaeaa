package dev.profilekeep.health;

import dev.profilekeep.config.HealthPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is worth a word about a backup repository. Pure: the same facts give the same findings. */
public final class RepositoryRules {
    /** A recovery key is to be proved once in so long. */
    public static final Duration PROOF = Duration.ofDays(90);
    /** So late a copy may be. */
    public static final Duration COPY = Duration.ofDays(2);
    /** Less free than that is nearly full, in percent… */
    public static final int FREE_PERCENT = 10;
    /** …and so is room for fewer nights than that. */
    public static final int NIGHTS = 3;

    private final int freePercent;

    /** Where a volume counts as full only later than that, so does the room for backups; at 100 % it is not judged at all. */
    public RepositoryRules(HealthPolicy policy) {
        this.freePercent = Math.min(FREE_PERCENT, 100 - policy.volumeFullPercent());
    }

    public List<RepositoryFinding> of(RepositoryFacts facts, Instant now) {
        Told told = new Told(facts);
        RepositoryFacts.Problem problem = facts.problem();
        if (problem != null) {
            told.add(
                    RepositoryFindingCode.REPOSITORY_UNREADABLE,
                    Map.of("reason", problem.reason(), "since", problem.since().toString()));
        }
        removed(facts.removed(), told);
        test(facts.test(), now, told);
        keys(facts.keys(), now, told);
        room(facts.room(), told);
        if (!facts.setsAtOneSite().isEmpty()) {
            told.add(
                    RepositoryFindingCode.BACKUPS_AT_ONE_SITE,
                    Map.of("sets", String.join(", ", facts.setsAtOneSite()), "site", facts.siteId()));
        }
        RepositoryFacts.Copies copies = facts.copies();
        Instant oldest = copies == null ? null : copies.oldest();
        if (copies != null && oldest != null && oldest.isBefore(now.minus(COPY))) {
            told.add(
                    RepositoryFindingCode.COPIES_BEHIND,
                    Map.of(
                            "source", copies.source(),
                            "containers", Long.toString(copies.containers()),
                            "since", oldest.toString()));
        }
        return told.findings;
    }

    private static final class Told {
        private final RepositoryFacts of;
        private final List<RepositoryFinding> findings = new ArrayList<>();

        Told(RepositoryFacts of) {
            this.of = of;
        }

        void add(RepositoryFindingCode code, Map<String, String> facts) {
            Map<String, String> all = new TreeMap<>(facts);
            all.put("name", of.name());
            findings.add(new RepositoryFinding(code, of.repositoryId(), of.siteId(), all));
        }
    }

    private static void removed(RepositoryFacts.@Nullable Removed removed, Told told) {
        if (removed == null) {
            return;
        }
        Map<String, String> facts = new TreeMap<>(Map.of(
                "snapshots", Long.toString(removed.snapshots()),
                "containers", Long.toString(removed.containers()),
                "names", String.join(", ", removed.names()),
                "decisions", Long.toString(removed.decisions()),
                "since", removed.since().toString()));
        Instant moment = removed.moment();
        if (moment != null) {
            facts.put("moment", moment.toString());
        }
        told.add(RepositoryFindingCode.BACKUPS_REMOVED, facts);
    }

    private static void test(RepositoryFacts.@Nullable Test test, Instant now, Told told) {
        if (test == null) {
            return;
        }
        Instant last = test.last();
        if (last != null && !test.failure().isEmpty()) {
            told.add(
                    RepositoryFindingCode.RESTORE_TEST_FAILED, Map.of("at", last.toString(), "reason", test.failure()));
        }
        Duration since = Duration.between(last == null ? test.first() : last, now);
        if (since.compareTo(test.interval().multipliedBy(3).dividedBy(2)) > 0) {
            Map<String, String> facts = new TreeMap<>(Map.of("days", Long.toString(since.toDays())));
            if (last != null) {
                facts.put("last", last.toString());
            }
            told.add(RepositoryFindingCode.RESTORE_TEST_OVERDUE, facts);
        }
    }

    private static void keys(RepositoryFacts.@Nullable Keys keys, Instant now, Told told) {
        if (keys == null) {
            return;
        }
        Instant proved = keys.proved();
        if (keys.recovery() == 0 || proved == null) {
            told.add(RepositoryFindingCode.RECOVERY_KEY_NOT_PROVED, Map.of("keys", "0"));
        } else if (proved.isBefore(now.minus(PROOF))) {
            told.add(
                    RepositoryFindingCode.RECOVERY_KEY_NOT_PROVED,
                    Map.of(
                            "keys", Integer.toString(keys.recovery()),
                            "days", Long.toString(Duration.between(proved, now).toDays()),
                            "proved", proved.toString()));
        }
    }

    private void room(RepositoryFacts.@Nullable Room room, Told told) {
        if (room == null || room.totalBytes() <= 0 || freePercent == 0) {
            return;
        }
        double percent = 100.0 * room.freeBytes() / room.totalBytes();
        boolean shrinks = room.perNight() > 0;
        double nights = shrinks ? (double) room.freeBytes() / room.perNight() : Double.MAX_VALUE;
        if (percent < freePercent || nights < NIGHTS) {
            Map<String, String> facts = new TreeMap<>(Map.of(
                    "freeBytes", Long.toString(room.freeBytes()),
                    "totalBytes", Long.toString(room.totalBytes()),
                    "percentFree", Long.toString((long) percent)));
            if (shrinks) {
                facts.put("nights", Long.toString((long) nights));
            }
            told.add(RepositoryFindingCode.REPOSITORY_NEARLY_FULL, facts);
        }
    }
}
