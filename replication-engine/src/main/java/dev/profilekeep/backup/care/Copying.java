package dev.profilekeep.backup.care;

import dev.profilekeep.backup.copy.CopyPlan;
import dev.profilekeep.backup.copy.CopyPlanner;
import dev.profilekeep.backup.copy.CopyResult;
import dev.profilekeep.backup.copy.CopyRun;
import dev.profilekeep.backup.copy.CopySelection;
import dev.profilekeep.backup.points.Repositories;
import dev.profilekeep.backup.points.RestorePoints;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.config.BackupPolicy;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.disk.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** Brings what a second repository lacks of all that the sets are backed up to there, the newest first. What was copied is passed over the next time. */
final class Copying implements Care {
    /** Keeps how far it is; fails if the run is not under way any more. */
    interface Tally {
        /** So many more backups are to be copied. */
        void planned(long runId, long backups) throws IOException;

        /** So many more were. */
        void copied(long runId, long backups) throws IOException;
    }

    private final ProfileKeepConfig config;
    private final Repositories repositories;
    private final RestorePoints points;
    private final Executor workers;
    private final int threads;
    private final Tally tally;

    Copying(
            ProfileKeepConfig config,
            Repositories repositories,
            RestorePoints points,
            Executor workers,
            int threads,
            Tally tally) {
        this.config = config;
        this.repositories = repositories;
        this.points = points;
        this.workers = workers;
        this.threads = threads;
        this.tally = tally;
    }

    /** The repositories that the sets are backed up to, but for {@code target}. */
    static List<String> sources(ProfileKeepConfig config, String target) {
        BackupPolicy policy = config.backups();
        return config.sets().stream()
                .map(SetConfig::id)
                .flatMap(set -> policy.repositoryOf(set).stream())
                .filter(id -> !id.equals(target))
                .distinct()
                .toList();
    }

    @Override
    public Done run(long runId, String repositoryId, Repository target, Progress progress) throws IOException {
        long copied = 0;
        long there = 0;
        long bytes = 0;
        List<String> wrong = new ArrayList<>();
        for (String from : sources(config, repositoryId)) {
            Repository source = source(from);
            CopyPlan plan = new CopyPlanner(source, target).plan(CopySelection.ALL);
            tally.planned(runId, plan.containers());
            CopyResult result = plan.parts().isEmpty()
                    ? new CopyResult(List.of(), 0, 0, List.of())
                    : new CopyRun(source, target, workers, threads)
                            .run(plan, progress, more -> tally.copied(runId, more));
            copied += result.containers();
            there += plan.there();
            bytes += result.bytes();
            wrong.addAll(plan.damaged());
            result.failed()
                    .forEach(one -> wrong.add(one.container().identity().baseName() + " of "
                            + one.snapshot().made() + ": " + one.why()));
        }
        return Done.of(wrong.isEmpty(), words(copied, there, wrong), copied, bytes);
    }

    /** One that is away is no fault of the repository that gets the copies. */
    private Repository source(String id) throws IOException {
        try {
            return repositories.open(id);
        } catch (IOException e) {
            points.unreadable(id, String.valueOf(e.getMessage()));
            throw new IOException("what is to be copied from repository '" + id + "': " + e.getMessage(), e);
        }
    }

    private static String words(long copied, long there, List<String> wrong) {
        String done = copied == 0
                ? "Nothing was lacking; " + there + " backups are there."
                : copied + " backups were copied; " + there + " were there.";
        return wrong.isEmpty()
                ? done
                : done + " " + wrong.size() + " could not be copied; the first: " + wrong.get(0)
                        + ". See what a check of the repository that they come from says.";
    }
}
