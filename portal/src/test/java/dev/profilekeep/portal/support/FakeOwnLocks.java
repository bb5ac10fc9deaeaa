package dev.profilekeep.portal.support;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.lock.ClearOutcome;
import dev.profilekeep.lock.Holder;
import dev.profilekeep.lock.LockRule;
import dev.profilekeep.lock.LockVerdict;
import dev.profilekeep.lock.LockWords;
import dev.profilekeep.lock.Refusal;
import dev.profilekeep.portal.myprofile.OwnLocks;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Locks on paper: a container is what a test says, and free once it was cleared. */
public final class FakeOwnLocks implements OwnLocks {
    public final Map<Long, LockVerdict> verdicts = new HashMap<>();
    public final Set<Long> notForTheOwner = new TreeSet<>();
    public final Set<Long> away = new TreeSet<>();
    /** Sites that cannot be asked. */
    public Set<String> silentSites = Set.of();

    /** Sites that cannot tell of one container, where they can of others. */
    public final Map<Long, Set<String>> silentOf = new HashMap<>();
    /** Those at which its file is not seen either; of containers that are not named all silent ones. */
    public final Map<Long, Set<String>> unseen = new HashMap<>();

    public Set<String> cutOff = Set.of();
    /** No location answers. */
    public boolean silent;

    public final List<Long> looks = new ArrayList<>();
    public final List<String> clears = new ArrayList<>();
    public final Map<Long, String> told = new HashMap<>();
    public How how = How.CLEARED;
    /** Why nothing is cleared; null if it is not refused. */
    public Refusal.@Nullable Why refusal;
    /** So ends clearing in an error; null if it does not. */
    public @Nullable RuntimeException failsToClear;

    public boolean reachesPeople = true;
    public @Nullable Instant workedAt;
    public @Nullable RuntimeException failure;

    private final Clock clock;

    public FakeOwnLocks(Clock clock) {
        this.clock = clock;
    }

    public static LockVerdict live(Instant at) {
        return live(at, "AVD-12");
    }

    public static LockVerdict live(Instant at, String host) {
        return new LockVerdict.Live(LockRule.HELD, new Holder(host, "anna", at.minusSeconds(600)), at, List.of());
    }

    /** A session and an old lock: nobody says that the disk is open. */
    public static LockVerdict liveBySession(Instant at) {
        return new LockVerdict.Live(
                LockRule.SESSION, new Holder("AVD-12", "anna", at.minusSeconds(600)), at, List.of());
    }

    public static LockVerdict stale(Instant at) {
        return new LockVerdict.Stale(
                LockRule.FREE_EVERYWHERE,
                new Holder("AVD-12", "", at.minusSeconds(6_000)),
                at,
                List.of(),
                LockVerdict.Remedy.REMOVE_LOCK_FILES);
    }

    public static LockVerdict unproved(Instant at) {
        return new LockVerdict.Unproved(LockRule.NOT_ASKED, Holder.UNKNOWN, at, List.of());
    }

    @Override
    public Optional<Sighted> look(long containerId) {
        looks.add(containerId);
        if (failure != null) {
            throw failure;
        }
        if (this.silent) {
            return Optional.empty();
        }
        LockVerdict verdict = verdicts.get(containerId);
        Set<String> silent = silentOf.getOrDefault(containerId, silentSites);
        boolean may = verdict instanceof LockVerdict.Stale && !notForTheOwner.contains(containerId);
        return Optional.of(new Sighted(
                containerId,
                clock.instant(),
                Optional.ofNullable(verdict),
                may ? "basis-" + containerId : "",
                may,
                away.contains(containerId),
                silent,
                unseen.getOrDefault(containerId, silent)));
    }

    @Override
    public List<Cleared> clear(List<Sighted> looked, Actor actor) {
        if (failsToClear != null) {
            throw failsToClear;
        }
        List<Cleared> cleared = new ArrayList<>();
        for (Sighted one : looked) {
            clears.add(actor.id() + " " + one.containerId() + " " + one.basis());
            if (how == How.CLEARED) {
                verdicts.remove(one.containerId());
            }
            cleared.add(new Cleared(
                    one.containerId(),
                    how,
                    refusal != null
                            ? ClearOutcome.Result.REFUSED
                            : how == How.NOT ? ClearOutcome.Result.PARTLY : ClearOutcome.Result.CLEARED,
                    refusal));
        }
        return cleared;
    }

    @Override
    public boolean workedSince(String sid, Instant moment) {
        return workedAt != null && workedAt.isAfter(moment);
    }

    @Override
    public Set<String> cutOff() {
        return cutOff;
    }

    @Override
    public LockWords words(Locale locale, ZoneId zone) {
        return new LockWords(locale, zone, id -> id);
    }

    @Override
    public boolean reachesPeople() {
        return reachesPeople;
    }

    @Override
    public boolean tellWhenFree(long containerId, String sid, String address, Locale language) {
        told.put(containerId, sid + " " + address + " " + language.getLanguage());
        return true;
    }

    @Override
    public boolean willTell(long containerId, String sid) {
        return told.containsKey(containerId);
    }
}
