package dev.profilekeep.portal.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.batch.run.JobRunView.Status;
import dev.profilekeep.catalog.Unread;
import dev.profilekeep.portal.support.FakeEstate;
import dev.profilekeep.portal.support.FakeJobDesk;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.Samples;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EstateMetersTest {
    private final FakeEstate estate = FakeEstate.standard();
    private final FakeJobDesk desk = new FakeJobDesk();
    private final PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private Instant now = Samples.NOW.plusSeconds(120);

    private String scrape() {
        prometheus.throwExceptionOnRegistrationFailure();
        new EstateMeters(estate, desk, clock()).bindTo(prometheus);
        return prometheus.scrape();
    }

    @Test
    void a_collector_reads_the_estate_and_the_jobs() {
        estate.unread.add(new Unread("fra-profiles", "a/b.vhdx", "DENIED", "no right to read", Samples.NOW));
        desk.runs.add(FakeJobDesk.run(1, Status.DONE, 200));
        desk.runs.add(FakeJobDesk.run(2, Status.FAILED, 20));
        desk.runs.add(FakeJobDesk.run(3, Status.RUNNING, 20));

        assertThat(scrape())
                .contains("profilekeep_inventory_age_seconds 120.0")
                .contains("profilekeep_unread{location=\"fra-profiles\"} 1.0")
                .contains("profilekeep_locations{mode=\"observe\"} 1.0")
                .contains("profilekeep_locations{mode=\"act\"} 0.0")
                .contains("profilekeep_job_running{job=\"inventory\"} 1.0")
                .contains("profilekeep_job_last_outcome{job=\"inventory\",outcome=\"failed\"} 1.0")
                .contains("profilekeep_job_last_outcome{job=\"inventory\",outcome=\"done\"} 0.0")
                .contains("profilekeep_job_last_duration_seconds{job=\"inventory\"} 90.0")
                .contains("profilekeep_containers{state=", "profilekeep_findings{code=\"nearly_full\"}")
                .contains("profilekeep_storage_operations_total{location=\"fra-profiles\",operation=\"list\"} 3.0")
                .contains("profilekeep_storage_errors_total{location=\"fra-profiles\",operation=\"list\"} 1.0")
                .contains(
                        "profilekeep_lock_looks_total 9.0",
                        "profilekeep_lock_probes_total 5.0",
                        "profilekeep_lock_remembered_total 4.0")
                .contains(
                        "profilekeep_storage_slowed{location=\"fra-profiles\"} 1.0",
                        "profilekeep_storage_probe_seconds{location=\"fra-profiles\"} 0.031",
                        "profilekeep_storage_slowdowns_total{location=\"fra-profiles\"} 4.0")
                .contains("profilekeep_storage_bytes_total{direction=\"read\",location=\"fra-profiles\"} 4096.0");
    }

    @Test
    void nothing_names_a_person_or_a_path() {
        estate.unread.add(new Unread("fra-profiles", "S-1-5-21-1_anna/b.vhdx", "DENIED", "denied", Samples.NOW));

        assertThat(scrape()).doesNotContain(People.ANNAS_SID, "anna", "vhdx");
    }

    @Test
    void the_table_and_the_alert_rules_of_the_documentation_name_every_number_and_no_other() throws IOException {
        estate.unread.add(new Unread("fra-profiles", "a/b.vhdx", "DENIED", "denied", Samples.NOW));
        desk.runs.add(FakeJobDesk.run(1, Status.DONE, 200));
        Pattern name = Pattern.compile("profilekeep_[a-z_]+");

        assertThat(found(name, Files.readString(Path.of("../docs/api.md")))).isEqualTo(found(name, scrape()));
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    @Test
    void the_catalog_is_not_asked_again_within_half_a_minute() {
        assertThat(scrape()).contains("profilekeep_unread{location=\"fra-profiles\"} 0.0");
        estate.unread.add(new Unread("fra-profiles", "x", "DENIED", "denied", Samples.NOW));

        now = now.plusSeconds(29);
        assertThat(prometheus.scrape()).contains("profilekeep_unread{location=\"fra-profiles\"} 0.0");
        now = now.plusSeconds(1);
        assertThat(prometheus.scrape()).contains("profilekeep_unread{location=\"fra-profiles\"} 1.0");
    }

    @Test
    void a_catalog_that_is_away_is_asked_once_in_half_a_minute_and_leaves_the_numbers_open() {
        assertThat(scrape()).contains("profilekeep_unread{location=\"fra-profiles\"} 0.0");
        int before = estate.asked;
        estate.away = true;
        now = now.plusSeconds(30);
        assertThat(prometheus.scrape()).contains("profilekeep_unread{location=\"fra-profiles\"} NaN");
        now = now.plusSeconds(29);
        assertThat(prometheus.scrape()).contains("profilekeep_copies NaN", "profilekeep_inventory_age_seconds NaN");
        assertThat(estate.asked).isEqualTo(before + 1);

        estate.away = false;
        now = now.plusSeconds(1);
        assertThat(prometheus.scrape()).contains("profilekeep_unread{location=\"fra-profiles\"} 0.0");
    }

    @Test
    void an_estate_that_was_never_looked_at_has_no_age() {
        estate.lastInventory = null;

        assertThat(scrape()).contains("profilekeep_inventory_age_seconds NaN");
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }
}
