package dev.profilekeep.batch.run;

/**
 * Told on the node that ran a job how it ended; for metrics and messages. Beans of this type are found by themselves. What
 * one throws is logged and concerns nobody else.
 */
@FunctionalInterface
public interface RunListener {
    void ended(JobRunView run);
}
