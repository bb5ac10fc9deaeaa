package dev.profilekeep.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.health.GrowthForecast.Confidence;
import dev.profilekeep.health.GrowthForecast.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class GrowthForecastTest {
    private static final long GIB = 1L << 30;
    private static final long MIB = 1L << 20;
    private static final long CAPACITY = 30 * GIB;
    private static final Instant NOW = Instant.parse("2026-06-01T00:30:00Z");
    private static final Duration WINDOW = Duration.ofDays(60);

    /** One point a night, the last tonight. */
    private static List<Point> nights(int count, IntToLongFunction used) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            points.add(new Point(NOW.minus(Duration.ofDays(count - 1L - i)), used.applyAsLong(i)));
        }
        return points;
    }

    private static Optional<GrowthForecast> of(List<Point> points) {
        return GrowthForecast.of(points, CAPACITY, NOW, WINDOW);
    }

    @Test
    void steady_growth_is_carried_on() {
        // 18 GiB now, half a GiB a day, 12 GiB left: 24 days
        GrowthForecast forecast = of(nights(31, day -> 3 * GIB + day * GIB / 2)).orElseThrow();

        assertThat(forecast).isEqualTo(new GrowthForecast(24, 24, 24, GIB / 2, Confidence.HIGH));
    }

    @Test
    void days_since_the_last_look_have_passed() {
        List<Point> points = nights(31, day -> 3 * GIB + day * GIB / 2);
        assertThat(GrowthForecast.of(points, CAPACITY, NOW.plus(Duration.ofDays(4)), WINDOW)
                        .orElseThrow()
                        .days())
                .isEqualTo(20);
        assertThat(GrowthForecast.of(points, CAPACITY, NOW.plus(Duration.ofDays(29)), WINDOW)
                        .orElseThrow()
                        .days())
                .isZero();
    }

    @Test
    void five_points_over_five_days_are_needed() {
        assertThat(of(nights(5, day -> day * GIB))).as("over four days").isEmpty();
        List<Point> six = nights(6, day -> day * GIB);
        assertThat(of(six)).isPresent();
        six.remove(3);
        assertThat(of(six)).as("five points over five days").isPresent();
        six.remove(2);
        assertThat(of(six)).as("four points").isEmpty();
    }

    @Test
    void several_looks_of_one_day_count_once() {
        List<Point> points = new ArrayList<>();
        for (int hour = 0; hour < 20; hour++) {
            points.add(new Point(NOW.minus(Duration.ofMinutes(hour)), GIB * (20 - hour)));
        }
        assertThat(of(points)).isEmpty();
    }

    @Test
    void what_shrinks_or_stands_still_has_no_forecast() {
        assertThat(of(nights(30, day -> 20 * GIB - day * 10 * MIB))).isEmpty();
        assertThat(of(nights(30, day -> 20 * GIB))).isEmpty();
    }

    @Test
    void what_only_wavers_has_hardly_ever_a_forecast() {
        Random random = new Random(7);
        long sure = 0;
        for (int round = 0; round < 400; round++) {
            sure += of(nights(20, day -> 20 * GIB + (long) (random.nextGaussian() * GIB))).stream()
                    .count();
        }
        assertThat(sure).as("of 400; by chance one in forty rises surely").isLessThan(24);
    }

    @Test
    void a_single_strange_day_does_not_move_it() {
        List<Point> points = nights(31, day -> 3 * GIB + day * GIB / 2);
        points.set(15, new Point(points.get(15).at(), points.get(15).used() + GIB));
        GrowthForecast forecast = of(points).orElseThrow();
        assertThat(forecast.days()).isBetween(23, 25);
        assertThat(forecast.bytesPerDay()).isBetween(GIB / 2 - 10 * MIB, GIB / 2 + 10 * MIB);
    }

    @Test
    void after_somebody_tidied_up_only_what_came_since_counts() {
        // grows by 1 GiB a day for 25 days, then 15 GiB are deleted, then it grows by 0.5 GiB a day for 10 days
        List<Point> points = nights(35, day -> day < 25 ? day * GIB : 9 * GIB + (day - 25) * GIB / 2);
        GrowthForecast forecast = of(points).orElseThrow();
        assertThat(forecast.bytesPerDay()).isEqualTo(GIB / 2);
        assertThat(forecast.days()).isEqualTo(33); // 13.5 GiB are used, 16.5 left
        assertThat(of(points.subList(0, 29))).as("too soon after that").isEmpty();
    }

    @Test
    void one_big_copy_into_it_is_no_growth() {
        assertThat(of(nights(30, day -> day < 15 ? 10 * GIB : 20 * GIB))).isEmpty();
    }

    @Test
    void what_was_before_the_window_is_not_looked_at() {
        List<Point> old = nights(100, day -> day < 40 ? day * 100 * MIB : 4 * GIB);
        assertThat(of(old)).isEmpty();
    }

    @Test
    void its_range_and_confidence_grow_with_what_is_known() {
        Random random = new Random(3);
        IntToLongFunction noisy = day -> 5 * GIB + day * 300 * MIB + (long) (random.nextGaussian() * 400 * MIB);
        GrowthForecast much = of(nights(60, noisy)).orElseThrow();
        GrowthForecast little = of(nights(9, noisy)).orElseThrow();
        assertThat(much.confidence()).isEqualTo(Confidence.HIGH);
        assertThat(little.confidence()).isNotEqualTo(Confidence.HIGH);
        assertThat(much.soonest()).isLessThanOrEqualTo(much.days());
        assertThat(much.latest()).isGreaterThanOrEqualTo(much.days());
        assertThat(little.latest() - little.soonest()).isGreaterThan(much.latest() - much.soonest());
    }

    @Test
    void order_of_points_and_unknown_sizes_do_not_matter() {
        List<Point> points = nights(31, day -> 3 * GIB + day * GIB / 2);
        List<Point> mixed = new ArrayList<>(points);
        mixed.add(new Point(NOW.minusSeconds(3_600 * 5), -1));
        Collections.shuffle(mixed, new Random(1));
        assertThat(of(mixed)).isEqualTo(of(points));
    }

    @Test
    void a_volume_that_is_full_needs_no_forecast() {
        assertThat(of(nights(31, day -> day * GIB))).isEmpty();
    }
}
