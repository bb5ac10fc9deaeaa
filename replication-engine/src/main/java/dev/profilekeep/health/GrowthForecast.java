package dev.profilekeep.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * When a disk will be full, if it goes on as it did. The trend is the Theil–Sen slope (the median of the slopes between all
 * pairs of days), with Sen's confidence interval of 95 %, over what the file system uses: neither a single strange day nor a
 * compaction, which only shrinks the file, moves it. A disk that does not surely grow has no forecast.
 *
 * @param days from now, by the trend
 * @param soonest days by the upper end of the trend's interval
 * @param latest days by its lower end
 * @param bytesPerDay the trend
 */
public record GrowthForecast(int days, int soonest, int latest, long bytesPerDay, Confidence confidence) {
    /** Fewer points, or less time between them, tell nothing. */
    public static final int LEAST_POINTS = 5;

    public static final Duration LEAST_SPAN = Duration.ofDays(5);
    private static final int LONG = 14;
    private static final double NORMAL_95 = 1.96;
    private static final double DAY = 86_400;
    /** Somebody tidied up: what was before tells nothing about what comes. */
    private static final double TIDIED = 0.05;

    /** What the file system used at one time, in bytes. */
    public record Point(Instant at, long used) {}

    /** How far to trust it. */
    public enum Confidence {
        /** At least two weeks of points, and the latest day is at most twice as far as the one by the trend. */
        HIGH,
        MEDIUM,
        /** The latest day is more than three times as far. */
        LOW
    }

    /**
     * @param capacity of the volume, in bytes
     * @param window points before that are not looked at
     * @return empty if there are too few points, or it does not surely grow
     */
    public static Optional<GrowthForecast> of(List<Point> points, long capacity, Instant now, Duration window) {
        List<Point> series = series(points, capacity, now, window);
        if (series.size() < LEAST_POINTS) {
            return Optional.empty();
        }
        Point last = series.get(series.size() - 1);
        Duration span = Duration.between(series.get(0).at(), last.at());
        long left = capacity - last.used();
        if (left <= 0 || span.compareTo(LEAST_SPAN) < 0) {
            return Optional.empty();
        }
        double[] slopes = slopes(series);
        int n = series.size();
        double deviation = NORMAL_95 * Math.sqrt(n * (n - 1.0) * (2.0 * n + 5) / 18);
        double lower = slopes[Math.max(0, (int) Math.floor((slopes.length - deviation) / 2) - 1)];
        double upper = slopes[Math.min(slopes.length - 1, (int) Math.ceil((slopes.length + deviation) / 2))];
        double trend = slopes.length % 2 == 1
                ? slopes[slopes.length / 2]
                : (slopes[slopes.length / 2 - 1] + slopes[slopes.length / 2]) / 2;
        if (lower <= 0) {
            return Optional.empty();
        }
        double gone = Duration.between(last.at(), now).toSeconds() / DAY;
        int days = days(left / trend - gone);
        int soonest = days(left / upper - gone);
        int latest = days(left / lower - gone);
        boolean lasting = n >= LONG && span.toDays() >= LONG;
        Confidence confidence = latest > 3L * Math.max(1, days)
                ? Confidence.LOW
                : lasting && latest <= 2L * Math.max(1, days) ? Confidence.HIGH : Confidence.MEDIUM;
        return Optional.of(new GrowthForecast(days, soonest, latest, Math.round(trend), confidence));
    }

    /** One point a day, the last, in order; from the last time on that somebody tidied up. */
    private static List<Point> series(List<Point> points, long capacity, Instant now, Duration window) {
        TreeMap<Long, Point> daily = new TreeMap<>();
        points.stream()
                .filter(point -> point.used() >= 0)
                .filter(point -> !point.at().isAfter(now) && !point.at().isBefore(now.minus(window)))
                .sorted(Comparator.comparing(Point::at))
                .forEach(point -> daily.put(Math.floorDiv(point.at().getEpochSecond(), (long) DAY), point));
        List<Point> series = new ArrayList<>();
        for (Point point : daily.values()) {
            if (!series.isEmpty() && series.get(series.size() - 1).used() - point.used() > capacity * TIDIED) {
                series.clear();
            }
            series.add(point);
        }
        return series;
    }

    /** In bytes a day, ascending. */
    private static double[] slopes(List<Point> series) {
        int n = series.size();
        double[] slopes = new double[n * (n - 1) / 2];
        int at = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                double time =
                        Duration.between(series.get(i).at(), series.get(j).at()).toSeconds() / DAY;
                slopes[at++] = (series.get(j).used() - series.get(i).used()) / time;
            }
        }
        Arrays.sort(slopes);
        return slopes;
    }

    private static int days(double days) {
        return (int) Math.max(0, Math.min(Math.floor(days), 100_000));
    }
}
