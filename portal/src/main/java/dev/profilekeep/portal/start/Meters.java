package dev.profilekeep.portal.start;

import io.micrometer.core.instrument.config.MeterFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which numbers are kept out of {@code /actuator/prometheus}. */
@Configuration(proxyBeanMethods = false)
class Meters {
    private static final String RUNNING_JOBS = "spring.batch.job.active";

    /** What Spring Batch's observation of a job is tagged with; its own timer of running jobs has another tag. */
    private static final String TAG_OF_OBSERVATION = "spring.batch.job.name";

    /**
     * Spring Batch counts running jobs twice under one name with different tags, by a timer and by an observation. Prometheus
     * takes one set of tags for a name and refused the second, with a warning at the first run of each start: the timer stays.
     */
    @Bean
    MeterFilter runningJobsOnce() {
        return MeterFilter.deny(id -> id.getName().equals(RUNNING_JOBS) && id.getTag(TAG_OF_OBSERVATION) != null);
    }
}
