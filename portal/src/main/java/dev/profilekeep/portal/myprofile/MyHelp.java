package dev.profilekeep.portal.myprofile;

import dev.profilekeep.lock.Holder;
import dev.profilekeep.lock.LockVerdict;
import dev.profilekeep.portal.myprofile.OwnLocks.Sighted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody can get in, and what they may press.
 *
 * @param step what they are told
 * @param host the machine that works with their profile; empty if it is not known
 * @param since when that, or this step, began; null if it is not known
 * @param mayAsk whether they may ask to be told when it is free
 * @param asked whether they have
 * @param looking whether a newer look is under way, which may come to something else
 * @param silent of which sites nothing is said
 */
public record MyHelp(
        Step step,
        String host,
        @Nullable Instant since,
        boolean mayAsk,
        boolean asked,
        boolean looking,
        SilentSites silent) {

    /** While every site can be asked. */
    public MyHelp(Step step, String host, @Nullable Instant since, boolean mayAsk, boolean asked, boolean looking) {
        this(step, host, since, mayAsk, asked, looking, SilentSites.NONE);
    }

    /** After so long somebody who was freed and is not in needs a person. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    /** A case that has been at it for longer was cut off. */
    static final Duration STUCK = Duration.ofSeconds(60);

    /** A host may tell of a session before the disk is open. */
    private static final Duration SETTLED = Duration.ofMinutes(2);

    /** So long an end is shown, until the page is about the present again. */
    static final Duration SHOWN = Duration.ofHours(1);

    /** What somebody is told. */
    public enum Step {
        /** We are looking. */
        LOOKING(true),
        /** Nothing keeps them out. */
        FREE(false),
        /** Left over, and they may free it. */
        STALE(false),
        /** Left over, but another must free it. */
        STALE_FOR_HELPDESK(false),
        /** In use. */
        LIVE(false),
        /** It is not proved that nobody works with it. */
        UNPROVED(false),
        /** We cannot look. */
        UNSEEN(false),
        FREEING(true),
        /** Freed: sign in now. */
        FREED(true),
        /** They are in. */
        IN(false),
        /** Somebody was quicker; nothing was done. */
        CHANGED(true),
        /** A person of the helpdesk should go on from here; whoever gets in after all is noticed. */
        HANDOVER(true);

        private final boolean moving;

        Step(boolean moving) {
            this.moving = moving;
        }

        /** Whether something is going on that the page should follow. */
        public boolean moving() {
            return moving;
        }
    }

    /** What is known when it is asked. */
    record Known(
            Optional<HelpCase> helpCase,
            List<Sighted> sighted,
            int containers,
            boolean failed,
            boolean reachable,
            boolean asked,
            boolean looking,
            Set<String> cutOff) {}

    /** Whether people are told the same. */
    public boolean tells(@Nullable MyHelp other) {
        return other != null
                && equals(new MyHelp(
                        other.step, other.host, other.since, other.mayAsk, other.asked, looking, other.silent));
    }

    static MyHelp of(Known known, Instant now) {
        Optional<MyHelp> going =
                known.helpCase().filter(one -> !over(one, known)).flatMap(one -> going(one, known, now));
        MyHelp help = going.orElseGet(() -> seen(known));
        return new MyHelp(
                help.step,
                help.host,
                help.since,
                help.mayAsk,
                help.asked,
                help.looking,
                SilentSites.of(known.sighted(), known.cutOff()));
    }

    /**
     * Whether a later look has it otherwise. Who was freed or in, and is kept out by what was left behind since, has to free that.
     * A lock that is not proved may be of who just signs in; of who was in already it is one more that keeps them out.
     */
    private static boolean over(HelpCase one, Known known) {
        boolean in = one.phase() == HelpCase.Phase.IN;
        if (!in && !one.phase().isFree()) {
            return false;
        }
        List<Sighted> later = known.sighted().stream()
                .filter(seen -> seen.at().isAfter(one.since()))
                .toList();
        boolean kept = later.stream().anyMatch(seen -> {
            LockVerdict verdict = seen.verdict().orElse(null);
            return verdict instanceof LockVerdict.Stale
                    || in && verdict instanceof LockVerdict.Unproved && !seen.away();
        });
        boolean left = in
                && later.size() == known.containers()
                && later.stream()
                        .allMatch(seen -> seen.verdict().isEmpty()
                                && seen.at().isAfter(one.since().plus(SETTLED)));
        return kept || left;
    }

    private static Optional<MyHelp> going(HelpCase one, Known known, Instant now) {
        Duration age = Duration.between(one.since(), now);
        Step step =
                switch (one.phase()) {
                    case FREEING -> age.compareTo(STUCK) < 0 ? Step.FREEING : null;
                    case FREED ->
                        age.compareTo(PATIENCE) < 0 ? Step.FREED : age.compareTo(SHOWN) < 0 ? Step.HANDOVER : null;
                    // they may have been in and gone meanwhile: after that the page is about the present
                    case FREED_BY_OTHERS -> age.compareTo(PATIENCE) < 0 ? Step.FREED : null;
                    case IN -> age.compareTo(SHOWN) < 0 ? Step.IN : null;
                    case CHANGED -> age.compareTo(PATIENCE) < 0 ? Step.CHANGED : null;
                    case FAILED -> age.compareTo(SHOWN) < 0 ? Step.HANDOVER : null;
                };
        return Optional.ofNullable(step)
                .map(shown -> new MyHelp(shown, "", one.since(), false, false, known.looking()));
    }

    private static MyHelp seen(Known known) {
        if (known.sighted().size() < known.containers()) {
            return new MyHelp(known.failed() ? Step.UNSEEN : Step.LOOKING, "", null, false, false, known.looking());
        }
        // Whoever works with one of them is in; what is not proved keeps them out whatever is done to the rest.
        Optional<LockVerdict> live = first(known.sighted(), verdict -> verdict instanceof LockVerdict.Live);
        if (live.isPresent()) {
            return held(Step.LIVE, live.get(), known);
        }
        Optional<LockVerdict> unproved = first(known.sighted(), verdict -> verdict instanceof LockVerdict.Unproved);
        if (unproved.isPresent()) {
            boolean away = known.sighted().stream().anyMatch(Sighted::away);
            return held(away ? Step.UNSEEN : Step.UNPROVED, unproved.get(), known);
        }
        Optional<LockVerdict> stale = first(known.sighted(), verdict -> verdict instanceof LockVerdict.Stale);
        if (stale.isPresent()) {
            boolean all = known.sighted().stream()
                    .filter(one -> one.verdict().isPresent())
                    .allMatch(Sighted::ownerMay);
            return held(all ? Step.STALE : Step.STALE_FOR_HELPDESK, stale.get(), known);
        }
        // Whoever was fine a minute ago may not be: that is said again only once it was seen again.
        return new MyHelp(known.looking() ? Step.LOOKING : Step.FREE, "", null, false, false, known.looking());
    }

    private static MyHelp held(Step step, LockVerdict verdict, Known known) {
        Holder holder = verdict.holder();
        return new MyHelp(
                step,
                holder.host(),
                holder.since(),
                step != Step.STALE && known.reachable() && !known.asked(),
                known.asked(),
                known.looking());
    }

    private static Optional<LockVerdict> first(List<Sighted> sighted, Predicate<LockVerdict> which) {
        return sighted.stream()
                .flatMap(one -> one.verdict().stream())
                .filter(which)
                .findFirst();
    }
}
