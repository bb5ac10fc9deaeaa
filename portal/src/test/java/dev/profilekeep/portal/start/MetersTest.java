package dev.profilekeep.portal.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.batch.core.JobParameters;
import org.springframework.batch.core.job.SimpleJob;
import org.springframework.batch.core.repository.support.ResourcelessJobRepository;

class MetersTest {
    private final PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @BeforeEach
    void tellWhatPrometheusRefuses() {
        prometheus.throwExceptionOnRegistrationFailure();
    }

    @Test
    void a_run_of_a_job_registers_nothing_that_prometheus_refuses() throws Exception {
        prometheus.config().meterFilter(new Meters().runningJobsOnce());

        runJob();

        assertThat(prometheus.scrape()).contains("spring_batch_job_seconds_count");
    }

    /** As long as this holds the filter is needed. */
    @Test
    void without_the_filter_it_would() {
        assertThatThrownBy(this::runJob).hasMessageContaining("spring_batch_job_active");
    }

    private void runJob() throws Exception {
        ObservationRegistry observations = ObservationRegistry.create();
        observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(prometheus));
        ResourcelessJobRepository repository = new ResourcelessJobRepository();
        SimpleJob job = new SimpleJob("inventory");
        job.setJobRepository(repository);
        job.setMeterRegistry(prometheus);
        job.setObservationRegistry(observations);
        job.afterPropertiesSet();
        job.execute(repository.createJobExecution("inventory", new JobParameters()));
    }
}
