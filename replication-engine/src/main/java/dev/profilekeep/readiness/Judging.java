package dev.profilekeep.readiness;

import dev.profilekeep.backup.turn.TurnLostException;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.ReadinessPolicy;
import dev.profilekeep.readiness.People.Member;
import dev.profilekeep.readiness.VerdictTable.Given;
import dev.profilekeep.replica.CopyStanding;
import dev.profilekeep.replica.CopyStandings;
import dev.profilekeep.site.ActiveNow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges people from what the catalog knows, some hundred at a time. Safe for several threads. */
final class Judging {
    private static final int AT_ONCE = 500;

    private final ProfileKeepConfig config;
    private final Database database;
    private final SiteCopies copies;
    private final CopyStandings standings;
    private final SiteCapacity capacity;
    private final Clock clock;

    Judging(
            ProfileKeepConfig config,
            Database database,
            SiteCopies copies,
            CopyStandings standings,
            SiteCapacity capacity,
            Clock clock) {
        this.config = config;
        this.database = database;
        this.copies = copies;
        this.standings = standings;
        this.capacity = capacity;
        this.clock = clock;
    }

    /** Asked between two pieces. */
    interface GoingOn {
        void still() throws TurnLostException;
    }

    /** Judges everybody, forgets whoever is not there any more, and keeps the day's numbers. */
    void everybody(GoingOn going) throws TurnLostException {
        Instant begun = clock.instant();
        List<Member> all = database.<List<Member>, RuntimeException>call(People::all);
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            judge(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
            going.still();
        }
        LocalDate today = LocalDate.ofInstant(begun, policy().zone());
        database.<RuntimeException>run(session -> {
            VerdictTable.forgetBefore(session, begun);
            VerdictTable.day(session, today, VerdictQuery.sites(session, Reach.EVERYWHERE));
        });
    }

    private ReadinessPolicy policy() {
        return config.secondSite().readiness();
    }

    void judge(List<Member> members) {
        List<Member> known = members.stream()
                .filter(member -> config.set(member.setId()).isPresent())
                .toList();
        if (known.isEmpty()) {
            return;
        }
        Set<Long> containers = new HashSet<>();
        known.forEach(member -> containers.addAll(member.containers()));
        Map<Long, List<CopyStanding>> stands = standings.of(containers);
        Map<Long, List<SiteCopy>> sites =
                database.<Map<Long, List<SiteCopy>>, RuntimeException>call(session -> copies.of(session, known));
        LastWrites writes = database.<LastWrites, RuntimeException>call(session -> LastWrites.of(session, known));
        ActiveNow active = ActiveNow.of(database, config);
        Instant now = clock.instant();
        Judge judge = new Judge(policy(), now);
        List<Given> given = new ArrayList<>();
        for (Member member : known) {
            given.addAll(judge(judge, member, sites, stands, writes, active));
        }
        database.<RuntimeException>run(session -> VerdictTable.put(session, given, now));
    }

    /** Of several profiles nobody can tell which one FSLogix takes, so the worst counts. */
    private List<Given> judge(
            Judge judge,
            Member member,
            Map<Long, List<SiteCopy>> sites,
            Map<Long, List<CopyStanding>> stands,
            LastWrites writes,
            ActiveNow now) {
        String active = config.set(member.setId()).map(now::siteOf).orElse("");
        boolean one = member.containers().stream()
                        .mapToLong(container -> sites.getOrDefault(container, List.of()).stream()
                                .filter(SiteCopy::exists)
                                .count())
                        .max()
                        .orElse(0)
                == 1;
        Map<String, Given> worst = new LinkedHashMap<>();
        for (long container : member.containers()) {
            for (SiteCopy copy : sites.getOrDefault(container, List.of())) {
                Readiness verdict = judge.judge(
                        copy,
                        writes.asOf(standing(stands.getOrDefault(container, List.of()), copy)),
                        capacity.at(member.setId(), copy.siteId()));
                worst.merge(
                        copy.siteId(),
                        new Given(member, active, copy.siteId(), container, verdict, one),
                        Judging::worse);
            }
        }
        return List.copyOf(worst.values());
    }

    private static @Nullable CopyStanding standing(List<CopyStanding> all, SiteCopy copy) {
        return all.stream()
                .filter(one -> one.locationId().equals(copy.locationId()))
                .max(Comparator.comparing(CopyStanding::at))
                .orElse(null);
    }

    private static Given worse(Given one, Given other) {
        int left = VerdictTable.rank(one.verdict().word());
        int right = VerdictTable.rank(other.verdict().word());
        Given worst = right < left ? other : one;
        Readiness verdict = worst.verdict();
        Readiness both = new Readiness(
                verdict.word(),
                more(one.verdict().loss(), other.verdict().loss()),
                one.verdict().diverged() || other.verdict().diverged(),
                verdict.checks());
        return new Given(
                worst.member(), worst.activeSite(), worst.siteId(), worst.containerId(), both, worst.oneCopy());
    }

    /** What nobody knows of one is not known of both. */
    private static @Nullable Duration more(@Nullable Duration one, @Nullable Duration other) {
        return one == null || other == null ? null : one.compareTo(other) < 0 ? other : one;
    }
}
