package dev.profilekeep.portal.base.ui;

import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.health.ContainerState;
import dev.profilekeep.health.Severity;
import dev.profilekeep.ui.Status;

/** The shape and colour of states. The words are the translations' own. */
public final class Marks {
    private Marks() {}

    public static Status of(ContainerState state) {
        return switch (state) {
            case HEALTHY -> Status.READY;
            case IN_USE -> Status.IN_USE;
            case ATTENTION -> Status.DEGRADED;
            case PROBLEM -> Status.NOT_READY;
            case UNKNOWN -> Status.UNKNOWN;
        };
    }

    public static Status of(Severity severity) {
        return switch (severity) {
            case INFO -> Status.INFO;
            case WARN -> Status.DEGRADED;
            case CRITICAL -> Status.NOT_READY;
        };
    }

    public static Status of(JobRunView.Status status) {
        return switch (status) {
            case RUNNING, STOPPING -> Status.RUNNING;
            case DONE -> Status.READY;
            case DONE_WITH_FINDINGS -> Status.DEGRADED;
            case FAILED -> Status.NOT_READY;
            case STOPPED -> Status.PAUSED;
        };
    }
}
