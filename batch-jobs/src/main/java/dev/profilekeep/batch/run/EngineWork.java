package dev.profilekeep.batch.run;

import org.springframework.batch.core.JobParameters;
import org.springframework.batch.core.JobParametersBuilder;
import org.springframework.batch.core.JobParametersInvalidException;
import org.springframework.batch.core.StepExecution;

/**
 * The engine's number of a run, as the one identifying parameter of a job.
 *
 * @param name of the parameter
 */
public record EngineWork(String name) {
    public JobParameters parameters(long work) {
        return new JobParametersBuilder().addLong(name, work, true).toJobParameters();
    }

    /** @throws IllegalArgumentException if the job was started without it */
    public long of(StepExecution step) {
        Long work = step.getJobParameters().getLong(name);
        if (work == null) {
            throw new IllegalArgumentException("the job parameter " + name + " is missing");
        }
        return work;
    }

    public void validate(JobParameters parameters) throws JobParametersInvalidException {
        if (!(parameters.getParameters().containsKey(name)
                && parameters.getParameters().get(name).getValue() instanceof Long)) {
            throw new JobParametersInvalidException("the job parameter " + name + " (a number) is missing");
        }
    }
}
