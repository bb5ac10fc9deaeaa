package dev.profilekeep.batch.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SpeedTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Speed speed = new Speed();

    @Test
    void nothing_is_said_before_three_seconds_are_seen() {
        assertThat(speed.perSecond()).isEmpty();
        at(0, 0);
        at(2, 1000);
        assertThat(speed.perSecond()).isEmpty();
        assertThat(speed.remaining(5000)).isEmpty();
    }

    @Test
    void the_rest_is_estimated_from_the_speed() {
        at(0, 0);
        at(10, 200);

        assertThat(speed.perSecond()).hasValue(20.0);
        assertThat(speed.remaining(1200)).hasValue(Duration.ofSeconds(50));
        assertThat(speed.remaining(0)).isEmpty();
        assertThat(speed.remaining(200)).hasValue(Duration.ZERO);
    }

    @Test
    void only_the_last_half_minute_counts() {
        for (int second = 0; second <= 100; second++) {
            at(second, second * 100L);
        }
        for (int second = 101; second <= 140; second++) {
            at(second, 10_000 + (second - 100) * 2L);
        }

        assertThat(speed.perSecond().orElseThrow()).isCloseTo(2.0, Offset.offset(0.001));
    }

    @Test
    void samples_far_apart_still_give_a_speed() {
        at(0, 0);
        at(120, 240);
        at(240, 480);

        assertThat(speed.perSecond()).hasValue(2.0);
    }

    @Test
    void standing_still_says_no_time() {
        at(0, 7);
        at(60, 7);

        assertThat(speed.perSecond()).hasValue(0.0);
        assertThat(speed.remaining(100)).isEmpty();
    }

    @Test
    void a_run_that_begins_to_count_anew_is_measured_anew() {
        at(0, 500);
        at(10, 600);
        at(11, 0);
        assertThat(speed.perSecond()).isEmpty();
        at(21, 50);
        assertThat(speed.perSecond()).hasValue(5.0);
    }

    private void at(int second, long done) {
        speed.sample(START.plusSeconds(second), done);
    }
}
