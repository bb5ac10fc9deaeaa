package dev.profilekeep.backup.check;

import dev.profilekeep.backup.decision.Decisions;
import dev.profilekeep.backup.prune.PrunePlans;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.writer.Writers;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Looks at the small files: keys, plans, decisions, writers, and what was left behind. */
final class FilesCheck {
    /** A writer that was not dated for so long is dead: six times what a living one may be away. */
    static final Duration DEAD = Writers.LEASE.multipliedBy(6);

    /** A draft that was not written for so long is left behind: no pack takes so long. */
    static final Duration LEFT = Duration.ofDays(1);

    private final Repository repository;
    private final Problems problems;

    FilesCheck(Repository repository, Problems problems) {
        this.repository = repository;
        this.problems = problems;
    }

    /** @return the packs that prunes marked: they may go while the check runs */
    Set<UUID> run() throws IOException {
        for (String damaged : repository.keys().damaged()) {
            problems.add(ProblemKind.KEY, place(damaged), damaged);
        }
        for (String unknown : repository.keys().unknown()) {
            problems.add(ProblemKind.KEY_UNKNOWN, place(unknown), unknown);
        }
        Set<UUID> marked = plans();
        for (Decisions.Damaged damaged : repository.decisions().readAnew().damaged()) {
            problems.add(ProblemKind.DECISION, "decisions/" + damaged.id(), message(damaged.why()));
        }
        for (Writers.Found writer : repository.writers().listForReading()) {
            String where = "writers/" + writer.id();
            if (writer.age().compareTo(DEAD) > 0) {
                problems.add(
                        ProblemKind.WRITER_DEAD,
                        where,
                        "a writer gave no sign of life for " + writer.age().toHours() + " hours");
            } else if (writer.file().isEmpty()) {
                problems.add(ProblemKind.WRITER, where, "it cannot be read");
            }
        }
        Instant now = repository.storageClock().forReading();
        for (StoredFile draft : repository.files().drafts()) {
            if (isLeft(draft, now)) {
                problems.add(ProblemKind.DRAFT, draft.path().value(), "it was begun and not finished");
            }
        }
        return marked;
    }

    /** The file that a sentence about a key begins with: each has a place of its own, or the second would not be told. */
    private static String place(String sentence) {
        return sentence.substring(0, (sentence + " ").indexOf(' '));
    }

    static boolean isLeft(StoredFile draft, Instant now) {
        return Duration.between(draft.lastWritten(), now).compareTo(LEFT) > 0;
    }

    private Set<UUID> plans() throws IOException {
        Set<UUID> marked = new HashSet<>();
        PrunePlans.All plans = new PrunePlans(repository.files()).all();
        plans.plans().forEach(plan -> marked.addAll(plan.packs()));
        plans.damaged()
                .forEach(plan -> problems.add(ProblemKind.PRUNE_PLAN, "prunes/" + plan.id(), message(plan.why())));
        return marked;
    }

    static String message(Exception e) {
        return String.valueOf(e.getMessage());
    }
}
