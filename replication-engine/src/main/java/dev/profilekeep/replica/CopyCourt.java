package dev.profilekeep.replica;

import dev.profilekeep.config.SetConfig.Replication;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.replica.SeenCopy.Absent;
import dev.profilekeep.replica.SeenCopy.InUse;
import dev.profilekeep.replica.SeenCopy.Several;
import dev.profilekeep.replica.SeenCopy.Silent;
import dev.profilekeep.replica.SeenCopy.There;
import dev.profilekeep.replica.SeenCopy.Unreadable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says how a further copy stands to the active one. Pure: the same evidence gives the same verdict. docs/replication.md has the rules and why each holds. One use, one thread.
 */
public final class CopyCourt {
    private final CopyCase evidence;
    private final @Nullable Agreement last;
    private final List<CopySight> sights = new ArrayList<>();

    private CopyCourt(CopyCase evidence) {
        this.evidence = evidence;
        this.last = evidence.last();
    }

    public static Verdict judge(CopyCase evidence) {
        return new CopyCourt(evidence).judge();
    }

    private Verdict judge() {
        tell(evidence.active());
        tell(evidence.further());
        if (last != null) {
            sights.add(SightFact.AGREED.of(
                    evidence.further().locationId(),
                    last.provedAt(),
                    last.root().toString()));
        }
        SeenCopy active = evidence.active();
        SeenCopy further = evidence.further();
        if (active instanceof Silent || further instanceof Silent) {
            return unproved(CopyRule.SILENT);
        }
        if (active instanceof Several || further instanceof Several) {
            return unproved(CopyRule.SEVERAL); // nobody can tell from here which one FSLogix opens
        }
        if (further instanceof Absent absent) {
            return !absent.listed()
                    ? unproved(CopyRule.SILENT)
                    : active instanceof Absent
                            ? unproved(CopyRule.NOTHING_TO_COMPARE_WITH)
                            : verdict(CopyWord.MISSING, CopyRule.MISSING, null, null);
        }
        if (active instanceof Absent) {
            return unproved(CopyRule.NOTHING_TO_COMPARE_WITH);
        }
        boolean cached = evidence.sessionAtActive() && evidence.replication() == Replication.CLOUD_CACHE;
        if (active instanceof InUse || further instanceof InUse || cached) {
            Instant upTo = asAgreed(further) && last != null ? last.sameUntil() : null;
            boolean busy = active instanceof InUse || cached;
            return verdict(CopyWord.IN_USE, CopyRule.IN_USE, upTo, busy ? sinceThen(upTo, active) : behind(upTo));
        }
        if (active instanceof There here && further instanceof There there) {
            return both(here, there);
        }
        return verdict(CopyWord.UNREADABLE, CopyRule.UNREADABLE, null, null);
    }

    private Verdict both(There active, There further) {
        SaidContent mine = said(active, last == null ? null : last.active());
        SaidContent theirs = said(further, last == null ? null : last.further());
        boolean read = mine != null && mine.readNow() || theirs != null && theirs.readNow();
        if (last != null && isAsAgreed(active, last.active()) && isAsAgreed(further, last.further())) {
            if (!read && same(mine, theirs)) {
                return verdict(CopyWord.PRESUMED_EQUAL, CopyRule.NOTHING_CHANGED, active.at(), Duration.ZERO);
            }
            if (differsAtRest(active, mine, last) | differsAtRest(further, theirs, last)) {
                return unproved(CopyRule.DIFFERS_AT_REST);
            }
        } else if (last != null
                && (isAsAgreed(active, last.active()) && differsAtRest(active, mine, last)
                        || isAsAgreed(further, last.further()) && differsAtRest(further, theirs, last))
                && !same(mine, theirs)) {
            return unproved(CopyRule.DIFFERS_AT_REST);
        }
        if (same(mine, theirs)) {
            boolean proved = active.said() != null && further.said() != null;
            return verdict(
                    proved ? CopyWord.EQUAL : CopyWord.PRESUMED_EQUAL,
                    proved ? CopyRule.SAME_CONTENT : CopyRule.SAME_AS_AGREED,
                    active.at(),
                    Duration.ZERO);
        }
        if (mine == null || theirs == null) {
            // What the active copy says now nobody read: it may be the same, and is not said to be.
            return last != null && isAsAgreed(further, last.further())
                    ? lagging(CopyRule.STILL_AS_AGREED, last.sameUntil())
                    : unproved(CopyRule.NOT_READ);
        }
        return mine.rules().equals(theirs.rules())
                ? different(active, mine, further, theirs)
                : unproved(CopyRule.OTHER_RULES);
    }

    /** Both were read, by the same rules, and do not say the same. */
    private Verdict different(There active, SaidContent mine, There further, SaidContent theirs) {
        VolumeBirth here = active.birth();
        VolumeBirth there = further.birth();
        if (here != null && there != null && here.isNewbornBeside(there)) {
            // Whatever the older one is, it must not be replaced by an empty profile before somebody looked.
            return diverged(CopyRule.NEWBORN, false);
        }
        if (here != null && there != null && here.serial() != there.serial()) {
            return there.isNewbornBeside(here)
                    ? diverged(CopyRule.NEWBORN, true)
                    : diverged(CopyRule.OTHER_VOLUME, false);
        }
        Instant had = evidence.earlierRoots().get(theirs.root());
        if (last != null && isAgreed(further, last.further(), theirs, last)) {
            return lagging(CopyRule.STILL_AS_AGREED, last.sameUntil());
        }
        if (had != null) {
            sights.add(SightFact.HAD.of(active.locationId(), had, had.toString()));
            return lagging(CopyRule.SAID_SO_EARLIER, had);
        }
        if (last == null || !last.rules().equals(mine.rules()) && !isAsAgreed(active, last.active())) {
            return unproved(CopyRule.NEVER_AGREED);
        }
        if (isAgreed(active, last.active(), mine, last)) {
            // What is younger holds what was there before; of one that is not, nobody can tell what it holds.
            boolean later = further.state().written().isAfter(last.sameUntil());
            return verdict(
                    CopyWord.NEWER_AT_SECONDARY,
                    CopyRule.ONLY_FURTHER_CHANGED,
                    later ? active.at() : null,
                    later ? Duration.ZERO : null);
        }
        return diverged(CopyRule.BOTH_CHANGED, false);
    }

    /** Whether a copy says what was agreed: by its content, or as its file did not change. */
    private static boolean isAgreed(There copy, FileState then, SaidContent said, Agreement last) {
        return isAsAgreed(copy, then)
                || said.rules().equals(last.rules()) && said.root().equals(last.root());
    }

    private static boolean isAsAgreed(There copy, FileState then) {
        return copy.state().equals(then);
    }

    private boolean asAgreed(SeenCopy further) {
        return last != null && further instanceof There there && isAsAgreed(there, last.further());
    }

    /** What it says in the state that it is in: as it was read, or as it was agreed. */
    private @Nullable SaidContent said(There copy, @Nullable FileState then) {
        return copy.said() == null && last != null && then != null && isAsAgreed(copy, then)
                ? new SaidContent(last.rules(), last.root(), false)
                : copy.said();
    }

    private static boolean same(@Nullable SaidContent one, @Nullable SaidContent other) {
        return one != null && other != null && one.isSame(other);
    }

    /** Its file bears no trace of a change, and yet says something else than was proved. */
    private boolean differsAtRest(There copy, @Nullable SaidContent said, Agreement then) {
        if (said == null || !said.rules().equals(then.rules()) || said.root().equals(then.root())) {
            return false;
        }
        sights.add(SightFact.DIFFERS_AT_REST.of(copy, said.root().toString()));
        return true;
    }

    private Verdict lagging(CopyRule rule, Instant upTo) {
        return verdict(CopyWord.LAGGING, rule, upTo, behind(upTo));
    }

    private Verdict diverged(CopyRule rule, boolean newborn) {
        Instant upTo = last == null || newborn ? null : last.sameUntil();
        return new Verdict(CopyWord.DIVERGED, rule, upTo, behind(upTo), newborn, by(rule));
    }

    /** What was proved of a copy that is still in that state holds, though nobody can tell how it stands now. */
    private Verdict unproved(CopyRule rule) {
        boolean holds = rule != CopyRule.DIFFERS_AT_REST && asAgreed(evidence.further());
        return verdict(CopyWord.UNPROVED, rule, holds && last != null ? last.sameUntil() : null, null);
    }

    private Verdict verdict(CopyWord word, CopyRule rule, @Nullable Instant upTo, @Nullable Duration behind) {
        return new Verdict(word, rule, upTo, behind, false, by(rule));
    }

    private List<CopySight> by(CopyRule rule) {
        sights.add(SightFact.RULE.of(evidence.further(), Integer.toString(rule.number())));
        return sights;
    }

    private @Nullable Duration behind(@Nullable Instant upTo) {
        Instant written = written(evidence.active());
        if (upTo == null || written == null) {
            return null;
        }
        return written.isAfter(upTo) ? Duration.between(upTo, written) : Duration.ZERO;
    }

    /** Of a copy that is worked with: the server may tell of writes only when it is closed, so all of the time counts. */
    private static @Nullable Duration sinceThen(@Nullable Instant upTo, SeenCopy active) {
        return upTo == null || active.at().isBefore(upTo) ? null : Duration.between(upTo, active.at());
    }

    private static @Nullable Instant written(SeenCopy copy) {
        return copy instanceof There there
                ? there.state().written()
                : copy instanceof InUse used ? used.written() : null;
    }

    private void tell(SeenCopy copy) {
        Instant written = written(copy);
        if (written != null) {
            sights.add(SightFact.WRITTEN.of(copy, written.toString()));
        }
        if (copy instanceof There there) {
            SaidContent said = there.said();
            if (said != null) {
                Sha256 root = said.root();
                sights.add((said.readNow() ? SightFact.READ : SightFact.KNOWN).of(copy, root.toString()));
            }
            VolumeBirth birth = there.birth();
            if (birth != null) {
                sights.add(SightFact.VOLUME_MADE.of(copy, birth.made().toString()));
                sights.add(SightFact.FILES.of(
                        copy,
                        birth.files() < VolumeBirth.COUNTED
                                ? Long.toString(birth.files())
                                : "more than " + VolumeBirth.FEW));
            }
        } else if (copy instanceof Absent absent) {
            sights.add(SightFact.ABSENT.of(copy, absent.listed() ? "LISTED" : "NOT_LISTED"));
        } else if (copy instanceof InUse used) {
            sights.add(SightFact.IN_USE.of(copy, used.how()));
        } else if (copy instanceof Unreadable bad) {
            sights.add(SightFact.UNREADABLE.of(copy, bad.why()));
        } else if (copy instanceof Several several) {
            sights.add(SightFact.SEVERAL.of(copy, String.join(", ", several.paths())));
        } else if (copy instanceof Silent silent) {
            sights.add(SightFact.SILENT.of(copy, silent.why()));
        }
    }
}
