package dev.profilekeep.portal.myprofile;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;
import static dev.profilekeep.portal.access.Allowed.USER;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.CopyDetail;
import dev.profilekeep.lock.JudgedLock;
import dev.profilekeep.lock.LockRule;
import dev.profilekeep.lock.LockVerdict;
import dev.profilekeep.lock.LockWords;
import dev.profilekeep.portal.access.Actors;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.portal.myprofile.HelpCase.Phase;
import dev.profilekeep.portal.myprofile.OwnLocks.How;
import dev.profilekeep.portal.myprofile.OwnLocks.Sighted;
import dev.profilekeep.portal.text.Formats;
import dev.profilekeep.portal.text.Incidents;
import dev.profilekeep.portal.text.Texts;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Getting in: whether one's own profile is free, and freeing it. What is done is done here and kept in tables; a page only reads
 * it, so that it can sleep, be closed, and be opened somewhere else.
 */
@Service
@KeepsToScope
public class MyHelpService {
    private static final Logger LOG = LoggerFactory.getLogger(MyHelpService.class);

    /** A look this old is repeated when somebody opens the page; the engine opens no disk oftener than once a minute anyway. */
    private static final Duration FRESH = Duration.ofSeconds(45);

    /** While somebody signs in, their disk is left alone at first, and looked at seldom: each look opens it for a moment. */
    private static final Duration FIRST_LOOK_AFTER = Duration.ofSeconds(60);

    private static final Duration LOOKS_APART = Duration.ofSeconds(90);

    /** What was seen longer ago says nothing of the present any more: rather "we are looking". */
    private static final Duration STANDS = Duration.ofMinutes(2);

    private static final int MOST_REMEMBERED = 2_000;

    private final Estate estate;
    private final OwnLocks locks;
    private final HelpCases cases;
    private final CurrentUser currentUser;
    private final Clock clock;
    private final OwnHelpWorkers workers;
    private final ConcurrentHashMap<Long, Looked> looked = new ConcurrentHashMap<>();

    public MyHelpService(
            Estate estate,
            OwnLocks locks,
            HelpCases cases,
            CurrentUser currentUser,
            Clock clock,
            OwnHelpWorkers workers) {
        this.estate = estate;
        this.locks = locks;
        this.cases = cases;
        this.currentUser = currentUser;
        this.clock = clock;
        this.workers = workers;
    }

    /**
     * What a look came to.
     *
     * @param begun when it was asked for
     * @param sighted while it goes on what an earlier one came to, as far as that still stands; null if there is nothing, or it failed
     * @param ended whether it came to an end
     */
    private record Looked(Instant begun, @Nullable Sighted sighted, boolean ended) {
        boolean running(Instant now) {
            return !ended && Duration.between(begun, now).compareTo(MyHelp.STUCK) < 0;
        }
    }

    /**
     * How things stand, at once: what takes time is begun and found by asking again. Somebody who got in, or was freed by another,
     * is noticed here.
     */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public MyHelp now() {
        String sid = sid();
        List<Long> mine = mine(sid);
        if (mine.isEmpty()) {
            return new MyHelp(MyHelp.Step.FREE, "", null, false, false, false);
        }
        Instant now = clock.instant();
        Optional<HelpCase> current = cases.find(sid).map(one -> noticed(sid, mine, one, now));
        boolean leftAlone =
                current.filter(one -> one.phase().isFree() || busy(one, now)).isPresent();
        if (!leftAlone) {
            mine.forEach(id -> lookUnlessFresh(id, FRESH, now));
        }
        List<Sighted> sighted = sighted(mine);
        boolean failed = mine.stream()
                .map(looked::get)
                .anyMatch(one -> one == null || one.sighted() == null && !one.running(now));
        Person me = currentUser.require();
        boolean reachable = me.email() != null && locks.reachesPeople();
        boolean asked = reachable && mine.stream().anyMatch(id -> locks.willTell(id, sid));
        boolean looking = mine.stream().map(looked::get).anyMatch(one -> one != null && one.running(now));
        MyHelp help = MyHelp.of(
                new MyHelp.Known(current, sighted, mine.size(), failed, reachable, asked, looking, locks.cutOff()),
                now);
        return help.step() == MyHelp.Step.STALE && !mayFree(me)
                ? new MyHelp(
                        MyHelp.Step.STALE_FOR_HELPDESK, help.host(), help.since(), false, asked, looking, help.silent())
                : help;
    }

    /**
     * Frees what is left over of the asker's own, in the background. Pressing twice is pressing once.
     *
     * @return how things stand then
     */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public MyHelp free() {
        String sid = sid();
        List<Sighted> stale =
                sighted(mine(sid)).stream().filter(Sighted::ownerMay).toList();
        Instant now = clock.instant();
        if (!stale.isEmpty() && cases.begin(sid, judged(stale), now, now.minus(MyHelp.STUCK))) {
            Actor actor = Actors.of(currentUser.require());
            workers.execute(() -> free(sid, stale, actor));
        }
        return now();
    }

    private static List<JudgedLock> judged(List<Sighted> looked) {
        return looked.stream()
                .flatMap(one -> one.verdict().stream().map(verdict -> new JudgedLock(one.containerId(), verdict)))
                .toList();
    }

    private void free(String sid, List<Sighted> stale, Actor actor) {
        Phase phase = Phase.FAILED;
        String note = "";
        try {
            List<OwnLocks.Cleared> cleared = locks.clear(stale, actor);
            note = CaseNote.of(cleared);
            phase = cleared.stream().allMatch(one -> one.how() == How.CLEARED || one.how() == How.FREE)
                    ? Phase.FREED
                    : cleared.stream().anyMatch(one -> one.how() == How.NOT) ? Phase.FAILED : Phase.CHANGED;
        } catch (RuntimeException e) {
            String incident = Incidents.next();
            LOG.warn("incident={} sid={} could not free their profile", incident, sid, e);
            note = CaseNote.unexpected(incident);
        }
        stale.forEach(one -> looked.remove(one.containerId()));
        Instant now = clock.instant();
        cases.move(sid, phase, now, phase == Phase.FREED ? now : null, note);
    }

    /**
     * Looks anew, whatever was shown. Who was freed stays so unless the look has it otherwise: the page goes on waiting for them, and the helpdesk keeps
     * what was there before. With whatever came to its end it is done: the page is about the present.
     */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public MyHelp lookAgain() {
        String sid = sid();
        Instant now = clock.instant();
        Optional<HelpCase> current = cases.find(sid);
        if (current.filter(one -> busy(one, now)).isEmpty()) {
            current.filter(one -> !one.phase().isFree()).ifPresent(one -> cases.end(sid));
            mine(sid).forEach(id -> lookUnlessFresh(id, Duration.ZERO, now));
        }
        return now();
    }

    /** Has the asker told by mail when it is free. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public MyHelp tellMe(Locale language) {
        Person me = currentUser.require();
        String sid = sid();
        String address = me.email();
        if (address != null) {
            sighted(mine(sid)).stream()
                    .filter(one -> one.verdict().isPresent())
                    .forEach(one -> locks.tellWhenFree(one.containerId(), sid, address, language));
        }
        return now();
    }

    /** What was seen and done, in lines for the helpdesk. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<String> evidence(Locale locale, ZoneId zone) {
        String sid = sid();
        LockWords words = locks.words(locale, zone);
        List<String> lines = new ArrayList<>();
        cases.find(sid).ifPresent(one -> {
            Texts texts = Texts.in(locale);
            Instant freed = one.freedAt();
            if (freed != null) {
                lines.add(texts.get("my.evidence.freed", new Formats(locale, zone).dateTime(freed)));
            }
            lines.addAll(CaseNote.lines(one.note(), texts));
            if (!one.was().isEmpty()) {
                lines.add(texts.get("my.evidence.was"));
                one.was().forEach(was -> lines.addAll(words(was, words)));
            }
        });
        List<JudgedLock> now = judged(sighted(mine(sid)));
        if (!now.isEmpty()) {
            lines.add(Texts.in(locale).get("my.evidence.now"));
            now.forEach(one -> lines.addAll(words(one, words)));
        }
        return lines;
    }

    private static List<String> words(JudgedLock lock, LockWords words) {
        LockVerdict verdict = lock.verdict();
        List<String> lines = new ArrayList<>();
        lines.add("#" + lock.containerId() + ": " + words.sentence(verdict));
        verdict.observations().forEach(seen -> lines.add("  " + words.line(seen, verdict.at())));
        return lines;
    }

    /** Whether it is being freed in this moment; what takes longer was cut off with its node. */
    private static boolean busy(HelpCase one, Instant now) {
        return one.phase() == Phase.FREEING
                && Duration.between(one.since(), now).compareTo(MyHelp.STUCK) < 0;
    }

    /**
     * Notices that somebody is in: a session was told, or somebody works with the disk again, which was proved to be nobody's before.
     * And that what they could not free is free: another did it meanwhile. While the lock stands that they could not free, a session is
     * one without their profile.
     */
    private HelpCase noticed(String sid, List<Long> mine, HelpCase one, Instant now) {
        if (!one.phase().isFree() && !tellsInVain(one, now)) {
            return one;
        }
        Instant from = one.inFrom();
        List<Sighted> later =
                sighted(mine).stream().filter(seen -> seen.at().isAfter(from)).toList();
        boolean all = later.size() == mine.size();
        boolean inVain = one.phase().isInVain();
        if (inVain ? all && isInAfterAll(sid, later, from) : isIn(sid, later, from)) {
            return moved(sid, one, Phase.IN, now);
        }
        if (inVain) {
            boolean freed = all && later.stream().allMatch(MyHelpService::isFree);
            return freed && locks.cutOff().isEmpty() ? moved(sid, one, Phase.FREED_BY_OTHERS, now) : one;
        }
        if (Duration.between(from, now).compareTo(FIRST_LOOK_AFTER) > 0) {
            mine.forEach(id -> lookUnlessFresh(id, LOOKS_APART, now));
        }
        return one;
    }

    /** Whether it still tells of what they could not free: later the page is about the present. */
    private static boolean tellsInVain(HelpCase one, Instant now) {
        Duration shown = one.phase() == Phase.CHANGED ? MyHelp.PATIENCE : MyHelp.SHOWN;
        return one.phase().isInVain() && Duration.between(one.since(), now).compareTo(shown) < 0;
    }

    /** Whether somebody is in, after all was free. */
    private boolean isIn(String sid, List<Sighted> later, Instant from) {
        boolean held = later.stream().flatMap(seen -> seen.verdict().stream()).anyMatch(MyHelpService::isTheirs);
        return held || locks.workedSince(sid, from);
    }

    /** Whether somebody is in although not all could be freed: whatever is locked, is so by an open disk. */
    private boolean isInAfterAll(String sid, List<Sighted> later, Instant from) {
        List<LockVerdict> verdicts =
                later.stream().flatMap(seen -> seen.verdict().stream()).toList();
        boolean locked = !verdicts.isEmpty();
        return verdicts.stream().allMatch(MyHelpService::isHeld) && (locked || locks.workedSince(sid, from));
    }

    private static boolean isFree(Sighted seen) {
        return seen.verdict().isEmpty() && seen.silent().isEmpty();
    }

    /** Whether somebody else than we works with it. */
    private static boolean isTheirs(LockVerdict verdict) {
        return verdict instanceof LockVerdict.Live && !LockWords.isOurs(verdict);
    }

    /** Whether somebody else than we has the disk itself open: a session with an old lock may be one without the profile. */
    private static boolean isHeld(LockVerdict verdict) {
        return isTheirs(verdict) && verdict.rule() == LockRule.HELD;
    }

    private HelpCase moved(String sid, HelpCase one, Phase phase, Instant now) {
        cases.move(sid, phase, now, one.freedAt(), one.note());
        return new HelpCase(phase, now, one.freedAt(), one.note(), one.was());
    }

    private void lookUnlessFresh(long id, Duration fresh, Instant now) {
        boolean[] begun = {false};
        looked.compute(id, (key, before) -> {
            if (before != null
                    && (before.running(now)
                            || Duration.between(before.begun(), now).compareTo(fresh) < 0)) {
                return before;
            }
            begun[0] = true;
            // what was just seen stays until something newer is seen, unless somebody asked to look anew
            Sighted still = before == null || fresh.isZero() ? null : before.sighted();
            boolean stands = still != null && Duration.between(still.at(), now).compareTo(STANDS) < 0;
            return new Looked(now, stands ? still : null, false);
        });
        if (begun[0]) {
            tidy(now);
            workers.execute(() -> look(id, now));
        }
    }

    /** Whoever left the page does not need what was seen. */
    private void tidy(Instant now) {
        if (looked.size() > MOST_REMEMBERED) {
            looked.values().removeIf(one -> Duration.between(one.begun(), now).compareTo(MyHelp.PATIENCE) > 0);
        }
    }

    private void look(long id, Instant begun) {
        Sighted sighted = null;
        try {
            sighted = locks.look(id).orElse(null);
        } catch (RuntimeException e) {
            LOG.warn("container={} could not be looked at", id, e);
        }
        Looked ended = new Looked(begun, sighted, true);
        // one that was overtaken, or forgotten as the lock was cleared meanwhile, is of no use
        looked.computeIfPresent(id, (key, latest) -> latest.begun().equals(begun) ? ended : latest);
    }

    private List<Sighted> sighted(List<Long> ids) {
        List<Sighted> all = new ArrayList<>();
        for (Long id : ids) {
            Looked one = looked.get(id);
            if (one != null && one.sighted() != null) {
                all.add(one.sighted());
            }
        }
        return all;
    }

    private static boolean mayFree(Person me) {
        return me.has(Role.USER) || me.has(Role.HELPDESK) || me.has(Role.ADMINISTRATOR);
    }

    private String sid() {
        String sid = currentUser.require().sid();
        return sid == null ? "" : sid;
    }

    private List<ContainerDetail> own(String sid) {
        return sid.isBlank() ? List.of() : estate.ofPerson(sid);
    }

    /** Those that have a copy; of what is gone nothing can be looked at. */
    private List<Long> mine(String sid) {
        return own(sid).stream()
                .filter(detail ->
                        detail.copies().stream().anyMatch(copy -> copy.presence() != CopyDetail.Presence.GONE))
                .map(detail -> detail.row().id())
                .toList();
    }
}
