package dev.profilekeep.backup.care;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.audit.AuditSink;
import dev.profilekeep.backup.decision.Decisions;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.retention.Fate;
import dev.profilekeep.backup.retention.RetentionPlan;
import dev.profilekeep.backup.retention.RetentionPlanner;
import dev.profilekeep.backup.sweep.PruneOutcome;
import dev.profilekeep.backup.sweep.PruneRun;
import dev.profilekeep.backup.sweep.SafetyMargins;
import dev.profilekeep.config.BackupPolicy;
import dev.profilekeep.disk.Progress;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Decides what no rule keeps, which takes effect 14 days later, and goes on with giving back room as far as that may go now. */
final class Maintenance implements Care {
    private static final String POLICY = "policies.backups.keep";

    private static final Actor ACTOR = new Actor("maintenance", "ProfileKeep", List.of(), "");
    private static final int MOST_WORDS = 4_000;

    private final BackupPolicy policy;
    private final AuditSink audit;

    Maintenance(BackupPolicy policy, AuditSink audit) {
        this.policy = policy;
        this.audit = audit;
    }

    @Override
    public Done run(long runId, String repositoryId, Repository repository, Progress progress) throws IOException {
        RetentionPlanner planner = new RetentionPlanner(repository.snapshots(), repository.decisions());
        RetentionPlan plan = planner.plan(identity -> policy.keep(identity.kind()), policy.zone());
        long goes = plan.containers().stream()
                .flatMap(container -> container.fates().stream())
                .filter(Fate::goes)
                .count();
        String subject = "repository:" + repositoryId;
        if (goes > 0) {
            Map<String, String> evidence = Map.of(
                    "run", Long.toString(runId),
                    "backups", Long.toString(goes),
                    "takesEffectAfterDays", Long.toString(Decisions.DELAY.toDays()),
                    "which", which(plan));
            audit.append(ACTOR, new AuditEntry("backup.forget", subject, POLICY, evidence, "begun"));
        }
        planner.decide(plan, POLICY, Decisions.DELAY);
        PruneOutcome outcome = new PruneRun(repository, SafetyMargins.STANDARD).run(progress);
        String decided = goes == 0
                ? "No backup goes by the rules. "
                : goes + " backups go by the rules, " + Decisions.DELAY.toDays() + " days from now. ";
        boolean clean = plan.damaged().isEmpty();
        String damaged = clean ? "" : " " + plan.damaged().size() + " snapshots cannot be read: nothing of them goes.";
        if (outcome instanceof PruneOutcome.Ended ended) {
            if (ended.packs() > 0 || ended.snapshots() > 0) {
                Map<String, String> evidence = Map.of(
                        "run", Long.toString(runId),
                        "files", Long.toString(ended.packs()),
                        "snapshots", Long.toString(ended.snapshots()),
                        "bytes", Long.toString(ended.bytes()));
                audit.append(ACTOR, new AuditEntry("backup.prune", subject, POLICY, evidence, "done"));
            }
            return Done.of(
                    clean,
                    decided + ended.packs() + " files with " + ended.bytes()
                            + " bytes went to the trash, where they stay for 7 days." + damaged,
                    goes,
                    ended.bytes());
        }
        return Done.of(clean, decided + ((PruneOutcome.Waiting) outcome).why() + damaged, goes, 0);
    }

    /** Each container with the moments that go; of very many, those for which there is room. */
    private static String which(RetentionPlan plan) {
        StringBuilder words = new StringBuilder();
        int more = 0;
        for (RetentionPlan.OfContainer container : plan.containers()) {
            List<Instant> going = container.fates().stream()
                    .filter(Fate::goes)
                    .map(fate -> fate.point().moment())
                    .sorted()
                    .toList();
            if (going.isEmpty()) {
                continue;
            }
            String one =
                    container.identity().baseName() + ' ' + container.identity().sid() + ": " + going.size()
                            + (going.size() == 1
                                    ? ", of " + going.get(0)
                                    : ", from " + going.get(0) + " to " + going.get(going.size() - 1));
            if (words.length() + one.length() > MOST_WORDS) {
                more++;
            } else {
                words.append(words.isEmpty() ? "" : "; ").append(one);
            }
        }
        return more == 0 ? words.toString() : words + "; and of " + more + " more";
    }
}
