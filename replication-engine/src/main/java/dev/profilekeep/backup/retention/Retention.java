package dev.profilekeep.backup.retention;

import dev.profilekeep.backup.store.StorageClock;
import dev.profilekeep.config.RetentionRule;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Decides what stays of the snapshots of one container. Pure. */
public final class Retention {
    private Retention() {}

    /**
     * What is done for people rather than by a rule.
     *
     * @param pinned snapshots that stay
     * @param held whether all stay
     */
    public record Kept(Set<UUID> pinned, boolean held) {
        public static final Kept NOTHING = new Kept(Set.of(), false);

        public Kept {
            pinned = Set.copyOf(pinned);
        }
    }

    private record Period(Reason reason, int count, Function<LocalDate, Object> of) {}

    /**
     * The fate of each.
     *
     * @param rule empty if there is none: all stay
     * @param zone whose days count
     * @param now by the storage's clock; what is dated ahead of it stays, and keeps nothing else from staying
     * @return in the order of their moments, the latest first
     */
    public static List<Fate> decide(
            Optional<RetentionRule> rule, List<RestorePoint> points, ZoneId zone, Kept kept, Instant now) {
        List<RestorePoint> latestFirst = points.stream()
                .sorted(Comparator.comparing(RestorePoint::moment)
                        .thenComparing(RestorePoint::snapshot)
                        .reversed())
                .toList();
        Map<Reason, Set<Object>> seen = new EnumMap<>(Reason.class);
        List<Fate> fates = new ArrayList<>();
        int ahead = 0;
        for (RestorePoint point : latestFirst) {
            Set<Reason> because = EnumSet.noneOf(Reason.class);
            if (rule.isEmpty()) {
                because.add(Reason.NO_RULE);
            } else if (StorageClock.isAhead(point.moment(), now)) {
                because.add(Reason.AHEAD);
                ahead++;
            } else {
                byRule(rule.get(), point, fates.size() - ahead, zone, seen, because);
            }
            if (kept.pinned().contains(point.snapshot())) {
                because.add(Reason.PINNED);
            }
            if (kept.held()) {
                because.add(Reason.HELD);
            }
            fates.add(new Fate(point, because));
        }
        return fates;
    }

    private static void byRule(
            RetentionRule rule,
            RestorePoint point,
            int number,
            ZoneId zone,
            Map<Reason, Set<Object>> seen,
            Set<Reason> because) {
        if (number < rule.keepLast()) {
            because.add(Reason.LAST);
        }
        LocalDate day = point.moment().atZone(zone).toLocalDate();
        for (Period period : periods(rule)) {
            Set<Object> had = seen.computeIfAbsent(period.reason(), reason -> new HashSet<>());
            if (had.size() < period.count() && had.add(period.of().apply(day))) {
                because.add(period.reason());
            }
        }
    }

    private static List<Period> periods(RetentionRule rule) {
        return List.of(
                new Period(Reason.DAILY, rule.daily(), day -> day),
                new Period(
                        Reason.WEEKLY,
                        rule.weekly(),
                        day -> List.of(day.get(IsoFields.WEEK_BASED_YEAR), day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR))),
                new Period(Reason.MONTHLY, rule.monthly(), YearMonth::from),
                new Period(Reason.YEARLY, rule.yearly(), LocalDate::getYear));
    }
}
