package dev.profilekeep.batch.run;

import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.JobInstance;
import org.springframework.batch.core.explore.JobExplorer;
import org.springframework.batch.core.repository.JobRepository;

/**
 * Keeps the tables small. Spring Batch writes a row for every shard of every night; all that is of use is what a restart needs,
 * and only the newest run can be restarted. Runs as people see them are kept for years.
 */
final class History {
    private static final Logger LOG = LoggerFactory.getLogger(History.class);

    /** Removed in one go at most, so that it never takes long. */
    private static final int AT_ONCE = 20;

    private final RunTable table;
    private final JobRepository repository;
    private final JobExplorer explorer;
    private final Set<String> jobs;
    private final int instances;
    private final int runs;

    /**
     * @param instances of each job, for how many works Batch's own records are kept
     * @param runs of each job, how many runs are kept
     */
    History(RunTable table, JobRepository repository, JobExplorer explorer, Set<String> jobs, int instances, int runs) {
        this.table = table;
        this.repository = repository;
        this.explorer = explorer;
        this.jobs = Set.copyOf(jobs);
        this.instances = instances;
        this.runs = runs;
    }

    /** Never throws: it is called again and again by a timer. */
    void tidy() {
        for (String job : jobs) {
            try {
                List<JobInstance> old = explorer.getJobInstances(job, instances, AT_ONCE);
                old.forEach(repository::deleteJobInstance);
                int rows = table.forget(job, runs);
                if (!old.isEmpty() || rows > 0) {
                    LOG.info("history of job={} tidied: works={} runs={}", job, old.size(), rows);
                }
            } catch (RuntimeException e) {
                LOG.warn("the history of job={} could not be tidied; tried again reason={}", job, Reasons.of(e));
            }
        }
    }
}
