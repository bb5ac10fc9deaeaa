package dev.profilekeep.portal.myprofile;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.lock.ClearOutcome;
import dev.profilekeep.lock.ClearPlan;
import dev.profilekeep.lock.ClearRequest;
import dev.profilekeep.lock.Fact;
import dev.profilekeep.lock.LockVerdict;
import dev.profilekeep.lock.LockWords;
import dev.profilekeep.lock.Look;
import dev.profilekeep.lock.PlaceSeen;
import dev.profilekeep.lock.Refusal;
import dev.profilekeep.lock.SiteFences;
import dev.profilekeep.session.HostSession;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Locks as the engine knows them. */
@Component
class EngineOwnLocks implements OwnLocks {
    /** Clocks of hosts differ. */
    private static final Duration SKEW = Duration.ofSeconds(30);

    private final Engine engine;

    EngineOwnLocks(Engine engine) {
        this.engine = engine;
    }

    @Override
    public Optional<Sighted> look(long containerId) {
        Look look = engine.locks().look(containerId);
        List<PlaceSeen> places = look.evidence().places();
        if (look.verdict().isEmpty()) {
            // that nothing was seen at all is no word of it being free
            boolean seen = places.stream().anyMatch(place -> place.asked() == PlaceSeen.Asked.ANSWERED);
            return seen
                    ? Optional.of(new Sighted(
                            containerId,
                            look.at(),
                            Optional.empty(),
                            "",
                            false,
                            false,
                            sites(places, EngineOwnLocks::isSilent),
                            sites(places, EngineOwnLocks::isUnseen)))
                    : Optional.empty();
        }
        ClearPlan plan = engine.locks().plan(List.of(containerId));
        ClearPlan.Row row = plan.rows().get(0);
        LockVerdict verdict = row.verdict();
        boolean ownerMay = verdict instanceof LockVerdict.Stale && row.refusal() == null && !row.needsApproval();
        boolean away = verdict != null
                && verdict.observations().stream()
                        .anyMatch(observation -> observation.fact() instanceof Fact.Unreachable);
        return Optional.of(new Sighted(
                containerId,
                plan.madeAt(),
                Optional.ofNullable(verdict),
                ownerMay ? row.basis() : "",
                ownerMay,
                away,
                sites(places, EngineOwnLocks::isSilent),
                sites(places, EngineOwnLocks::isUnseen)));
    }

    private static Set<String> sites(List<PlaceSeen> places, Predicate<PlaceSeen> which) {
        return places.stream().filter(which).map(PlaceSeen::siteId).collect(Collectors.toSet());
    }

    private static boolean isSilent(PlaceSeen place) {
        return place.asked() != PlaceSeen.Asked.ANSWERED || place.probe() == PlaceSeen.Probe.CANNOT_TELL;
    }

    /** Whoever cannot tell whether it is in use may have listed it all the same. */
    private static boolean isUnseen(PlaceSeen place) {
        return isSilent(place) && (place.asked() != PlaceSeen.Asked.ANSWERED || place.diskWritten() == null);
    }

    @Override
    public List<Cleared> clear(List<Sighted> looked, Actor actor) {
        Map<Long, String> basis = new HashMap<>();
        looked.forEach(one -> basis.put(one.containerId(), one.basis()));
        Reach own = Reach.NOWHERE.orOwn(actor.id()); // who has no SID has no containers
        ClearPlan plan = engine.locks().plan(List.copyOf(basis.keySet()), own).expecting(basis);
        return engine.locks().clear(plan, new ClearRequest(actor, REASON, "", own), outcome -> {}).stream()
                .map(outcome -> new Cleared(outcome.containerId(), how(outcome), outcome.result(), why(outcome)))
                .toList();
    }

    private static Refusal.@Nullable Why why(ClearOutcome outcome) {
        Refusal refusal = outcome.refusal();
        return refusal == null ? null : refusal.why();
    }

    private static How how(ClearOutcome outcome) {
        if (outcome.result() == ClearOutcome.Result.CLEARED) {
            return How.CLEARED;
        }
        Refusal refusal = outcome.refusal();
        if (refusal == null) {
            return How.NOT;
        }
        return switch (refusal.why()) {
            case NOT_LOCKED -> How.FREE;
            case LIVE, CHANGED, HELD_BY_US, TOO_OLD -> How.CHANGED;
            default -> How.NOT;
        };
    }

    @Override
    public boolean workedSince(String sid, Instant moment) {
        return engine.sessions().sessionsOf(sid, "").stream()
                .filter(session -> session.goneAt() == null && !session.sid().isEmpty())
                .filter(session -> session.state() != HostSession.State.SIGNING_OFF)
                .anyMatch(session -> {
                    Instant since = session.since();
                    return since != null && since.isAfter(moment.minus(SKEW));
                });
    }

    @Override
    public Set<String> cutOff() {
        return engine.locks().fences().list().stream()
                .map(SiteFences.SiteFence::siteId)
                .collect(Collectors.toSet());
    }

    @Override
    public LockWords words(Locale locale, ZoneId zone) {
        return engine.locks().words(locale, zone);
    }

    @Override
    public boolean reachesPeople() {
        return engine.notifications().reachesPeople();
    }

    @Override
    public boolean tellWhenFree(long containerId, String sid, String address, Locale language) {
        return engine.notifications().tellWhenFree(containerId, sid, address, language);
    }

    @Override
    public boolean willTell(long containerId, String sid) {
        return engine.notifications().willTell(containerId, sid);
    }
}
