package dev.profilekeep.backup.care;

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

/** Decides what no rule keeps, which takes effect 14 days later, and goes on with giving back room as far as that may go now. */
final class Maintenance implements Care {
    private static final String POLICY = "policies.backups.keep";

    private final BackupPolicy policy;

    Maintenance(BackupPolicy policy) {
        this.policy = policy;
    }

    @Override
    public Done run(long runId, String repositoryId, Repository repository, Progress progress) throws IOException {
        RetentionPlanner planner = new RetentionPlanner(repository.snapshots(), repository.decisions());
        RetentionPlan plan = planner.plan(identity -> policy.keep(identity.kind()), policy.zone());
        long goes = plan.containers().stream()
                .flatMap(container -> container.fates().stream())
                .filter(Fate::goes)
                .count();
        planner.decide(plan, POLICY, Decisions.DELAY);
        PruneOutcome outcome = new PruneRun(repository, SafetyMargins.STANDARD).run(progress);
        String decided = goes == 0
                ? "No backup goes by the rules. "
                : goes + " backups go by the rules, " + Decisions.DELAY.toDays() + " days from now. ";
        boolean clean = plan.damaged().isEmpty();
        String damaged = clean ? "" : " " + plan.damaged().size() + " snapshots cannot be read: nothing of them goes.";
        if (outcome instanceof PruneOutcome.Ended ended) {
            return Done.of(
                    clean,
                    decided + ended.packs() + " files with " + ended.bytes()
                            + " bytes went to the trash, where they stay for 7 days." + damaged,
                    goes,
                    ended.bytes());
        }
        return Done.of(clean, decided + ((PruneOutcome.Waiting) outcome).why() + damaged, goes, 0);
    }
}
