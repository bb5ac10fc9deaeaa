package dev.profilekeep.portal.support;

import dev.profilekeep.catalog.Reach;
import dev.profilekeep.portal.readiness.ReadinessDesk;
import dev.profilekeep.readiness.Check;
import dev.profilekeep.readiness.CheckKind;
import dev.profilekeep.readiness.CheckResult;
import dev.profilekeep.readiness.Fact;
import dev.profilekeep.readiness.ReadinessDay;
import dev.profilekeep.readiness.ReadinessRun;
import dev.profilekeep.readiness.ReadyFilter;
import dev.profilekeep.readiness.ReadyPerson;
import dev.profilekeep.readiness.ReadySort;
import dev.profilekeep.readiness.ReadyWord;
import dev.profilekeep.readiness.SiteReadiness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Readiness from memory: Anna could work in London, nobody knows of Ben. */
public final class FakeReadinessDesk implements ReadinessDesk {
    public boolean secondSite = true;
    public @Nullable ReadinessRun run;
    public final List<SiteReadiness> sites = new ArrayList<>();
    public final List<ReadinessDay> days = new ArrayList<>();
    public final List<ReadyPerson> people = new ArrayList<>();
    public final List<Reach> reaches = new ArrayList<>();
    public final List<Long> lookedAt = new ArrayList<>();

    public static FakeReadinessDesk standard() {
        FakeReadinessDesk desk = new FakeReadinessDesk();
        desk.sites.add(pair("fra", Duration.ZERO));
        desk.sites.add(pair("lon", Duration.ofMinutes(3)));
        desk.people.add(person(1, People.ANNAS_SID, "anna", ReadyWord.READY, CheckResult.PASS, Fact.THERE));
        desk.people.add(person(2, People.BENS_SID, "ben", ReadyWord.UNKNOWN, CheckResult.UNKNOWN, Fact.NEVER_COMPARED));
        return desk;
    }

    public static SiteReadiness pair(String site, @Nullable Duration median) {
        return new SiteReadiness(
                "fra",
                site,
                3,
                1,
                0,
                1,
                median,
                median == null ? null : Duration.ofMinutes(130),
                1,
                0,
                null,
                Samples.NOW);
    }

    public static ReadyPerson person(
            long container, String sid, String account, ReadyWord word, CheckResult result, Fact fact) {
        return new ReadyPerson(
                "pool",
                "fra",
                "lon",
                container,
                account,
                sid,
                word,
                word == ReadyWord.READY ? "" : fact.name(),
                word == ReadyWord.READY ? Duration.ZERO : null,
                false,
                false,
                Samples.NOW,
                word == ReadyWord.READY ? Samples.NOW : null,
                List.of(new Check(
                        CheckKind.COPY,
                        result,
                        fact,
                        "",
                        Check.Source.LOOK,
                        word == ReadyWord.READY ? Samples.NOW : null,
                        false)));
    }

    @Override
    public boolean hasSecondSite() {
        return secondSite;
    }

    @Override
    public Duration targetLoss() {
        return Duration.ofMinutes(15);
    }

    @Override
    public Optional<ReadinessRun> latest() {
        return Optional.ofNullable(run);
    }

    @Override
    public List<SiteReadiness> sites(Reach reach) {
        reaches.add(reach);
        return sites;
    }

    @Override
    public List<ReadinessDay> days(int count) {
        return days;
    }

    private List<ReadyPerson> matching(ReadyFilter filter) {
        reaches.add(filter.reach());
        return people.stream()
                .filter(one -> one.account().contains(filter.text()))
                .filter(one -> filter.words().isEmpty() || filter.words().contains(one.word()))
                .toList();
    }

    @Override
    public List<ReadyPerson> people(ReadyFilter filter, ReadySort sort, long offset, int limit) {
        return matching(filter).stream().skip(offset).limit(limit).toList();
    }

    @Override
    public long count(ReadyFilter filter) {
        return matching(filter).size();
    }

    @Override
    public List<ReadyPerson> of(long container) {
        return people.stream().filter(one -> one.containerId() == container).toList();
    }

    @Override
    public List<ReadyPerson> lookAt(long container) {
        lookedAt.add(container);
        return of(container);
    }
}
