package dev.profilekeep.readiness;

import dev.profilekeep.config.ReadinessPolicy;
import dev.profilekeep.readiness.Check.Source;
import dev.profilekeep.readiness.SiteCapacity.Told;
import dev.profilekeep.replica.CopyStanding;
import dev.profilekeep.replica.CopyWord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a person's sign-in would work at a site, from what was seen. A failed check makes it NOT_READY; without one, anything that must be known and is not makes it UNKNOWN; without that, a missed
 * target makes it DEGRADED. What was seen longer ago than {@link ReadinessPolicy#maxAge()} is not known. One exception: that there is a copy, or that nothing locks it, may be told up to twice as long ago, and
 * then counts as a missed target if nothing else is old. Pure: asks nobody.
 */
final class Judge {
    private static final Set<CheckKind> MAY_BE_OLD = EnumSet.of(CheckKind.COPY, CheckKind.LOCK);
    private static final List<CheckKind> INSIDE =
            List.of(CheckKind.HEADERS, CheckKind.FILE_SYSTEM, CheckKind.FREE, CheckKind.HIVE, CheckKind.OWNER);

    private final ReadinessPolicy policy;
    private final Instant now;

    Judge(ReadinessPolicy policy, Instant now) {
        this.policy = policy;
        this.now = now;
    }

    /**
     * @param standing how the copy stands to the active site's; null if they were never compared, or this is that site
     * @param capacity empty if nobody told
     */
    Readiness judge(SiteCopy copy, @Nullable CopyStanding standing, Optional<Told> capacity) {
        List<Check> checks = new ArrayList<>();
        checks.add(aged(copyCheck(copy)));
        boolean there = copy.exists();
        if (there) {
            checks.add(aged(lock(copy)));
            inside(copy).forEach(check -> checks.add(aged(check)));
            checks.add(aged(loss(copy, standing)));
        }
        checks.add(capacity(capacity));
        if (copy.officeMissing() || copy.officeThere()) {
            checks.add(new Check(
                    CheckKind.OFFICE,
                    CheckResult.NOTE,
                    copy.officeMissing() ? Fact.OFFICE_MISSING : Fact.OFFICE_THERE,
                    "",
                    Source.INVENTORY,
                    copy.listed(),
                    false));
        }
        List<Check> all = forgiven(checks);
        boolean diverged = there && standing != null && standing.word() == CopyWord.DIVERGED;
        return new Readiness(word(all), there ? lossOf(copy, standing) : null, diverged, all);
    }

    private static ReadyWord word(List<Check> checks) {
        if (checks.stream().anyMatch(check -> check.result() == CheckResult.FAIL)) {
            return ReadyWord.NOT_READY;
        }
        if (checks.stream().anyMatch(check -> check.result() == CheckResult.UNKNOWN)) {
            return ReadyWord.UNKNOWN;
        }
        return checks.stream().anyMatch(check -> check.result() == CheckResult.POOR)
                ? ReadyWord.DEGRADED
                : ReadyWord.READY;
    }

    private Check aged(Check check) {
        Instant at = check.at();
        if (at == null) {
            return check.result() == CheckResult.NOTE || check.result() == CheckResult.UNKNOWN
                    ? check
                    : with(check, CheckResult.UNKNOWN, false);
        }
        return check.result() == CheckResult.NOTE || !at.isBefore(now.minus(policy.maxAge()))
                ? check
                : with(check, CheckResult.UNKNOWN, true);
    }

    private static Check with(Check check, CheckResult result, boolean old) {
        return new Check(check.kind(), result, check.fact(), check.value(), check.source(), check.at(), old);
    }

    private List<Check> forgiven(List<Check> checks) {
        List<Check> old = checks.stream().filter(Check::old).toList();
        if (old.size() != 1 || !MAY_BE_OLD.contains(old.get(0).kind())) {
            return checks;
        }
        Check one = old.get(0);
        Instant at = one.at();
        boolean passed = one.fact() == Fact.THERE || one.fact() == Fact.FREE_OF_LOCKS;
        if (!passed || at == null || at.isBefore(now.minus(policy.maxAge().multipliedBy(2)))) {
            return checks;
        }
        return checks.stream()
                .map(check -> check == one ? with(check, CheckResult.POOR, true) : check)
                .toList();
    }

    private static Check copyCheck(SiteCopy copy) {
        if (copy.exists()) {
            Seen look = copy.look();
            if (look != null && look.state() == Seen.State.GONE) {
                return check(CheckKind.COPY, CheckResult.FAIL, Fact.NO_COPY, Source.LOOK, look.at());
            }
            Instant seen = copy.checked();
            return look != null && (seen == null || look.at().isAfter(seen)) && look.state() != Seen.State.OUT_OF_REACH
                    ? check(CheckKind.COPY, CheckResult.PASS, Fact.THERE, Source.LOOK, look.at())
                    : check(CheckKind.COPY, CheckResult.PASS, Fact.THERE, Source.INVENTORY, seen);
        }
        return copy.listed() == null
                ? check(CheckKind.COPY, CheckResult.UNKNOWN, Fact.NOT_LISTED, Source.INVENTORY, null)
                : check(CheckKind.COPY, CheckResult.FAIL, Fact.NO_COPY, Source.INVENTORY, copy.listed());
    }

    /** At the site where people work, somebody who works is no hindrance; elsewhere, what they leave is not known yet. */
    private static Check lock(SiteCopy copy) {
        SiteCopy.Lock lock = copy.lock();
        Seen look = copy.look();
        boolean held = look != null && look.state() == Seen.State.IN_USE;
        Source source = lock.verdict().isEmpty() ? Source.INVENTORY : Source.LOCKS;
        Instant at = lock.at() != null ? lock.at() : copy.checked();
        if (held && look != null && (at == null || look.at().isAfter(at))) {
            source = Source.LOOK;
            at = look.at();
        }
        if (!lock.here() && !held) {
            return check(CheckKind.LOCK, CheckResult.PASS, Fact.FREE_OF_LOCKS, source, at);
        }
        return switch (lock.verdict()) {
            case "LIVE" ->
                copy.active()
                        ? check(CheckKind.LOCK, CheckResult.PASS, Fact.WORKING_NOW, source, at)
                        : check(CheckKind.LOCK, CheckResult.UNKNOWN, Fact.HELD, source, at);
            case "STALE" -> check(CheckKind.LOCK, CheckResult.FAIL, Fact.STALE_LOCK, source, at);
            default -> check(CheckKind.LOCK, CheckResult.UNKNOWN, held ? Fact.HELD : Fact.UNPROVED_LOCK, source, at);
        };
    }

    private List<Check> inside(SiteCopy copy) {
        Seen look = copy.look();
        if (look == null) {
            return INSIDE.stream()
                    .map(kind -> check(kind, CheckResult.UNKNOWN, Fact.NEVER_LOOKED, Source.LOOK, null))
                    .toList();
        }
        if (look.state() == Seen.State.IN_USE
                && copy.active()
                && copy.lock().verdict().equals("LIVE")) {
            return List.of(
                    check(CheckKind.HEADERS, CheckResult.PASS, Fact.WORKING_NOW, Source.LOOK, look.at()),
                    owner(copy, look));
        }
        if (look.state() != Seen.State.READ) {
            return List.of(notRead(look), owner(copy, look));
        }
        return List.of(
                check(
                        CheckKind.HEADERS,
                        CheckResult.PASS,
                        look.logOpen() ? Fact.LOG_TO_REPLAY : Fact.SOUND,
                        Source.LOOK,
                        look.at()),
                look.dirty()
                        ? check(CheckKind.FILE_SYSTEM, CheckResult.FAIL, Fact.DIRTY, Source.LOOK, look.at())
                        : check(CheckKind.FILE_SYSTEM, CheckResult.PASS, Fact.SOUND, Source.LOOK, look.at()),
                free(look),
                hive(look),
                owner(copy, look));
    }

    private static Check notRead(Seen look) {
        return switch (look.state()) {
            case DAMAGED -> told(CheckKind.HEADERS, CheckResult.FAIL, Fact.DAMAGED, look);
            case FILE_SYSTEM_DAMAGED -> told(CheckKind.FILE_SYSTEM, CheckResult.FAIL, Fact.DAMAGED, look);
            case DIFFERENCE_DISK -> told(CheckKind.HEADERS, CheckResult.FAIL, Fact.DIFFERENCE_DISK, look);
            case NO_FILE_SYSTEM -> told(CheckKind.FILE_SYSTEM, CheckResult.FAIL, Fact.NO_FILE_SYSTEM, look);
            case GONE -> told(CheckKind.HEADERS, CheckResult.FAIL, Fact.NO_COPY, look);
            case IN_USE -> told(CheckKind.HEADERS, CheckResult.UNKNOWN, Fact.HELD, look);
            case OUT_OF_REACH -> told(CheckKind.HEADERS, CheckResult.UNKNOWN, Fact.OUT_OF_REACH, look);
            case SLOW_STORAGE -> told(CheckKind.HEADERS, CheckResult.UNKNOWN, Fact.SLOW_STORAGE, look);
            case UNREADABLE, READ -> told(CheckKind.HEADERS, CheckResult.UNKNOWN, Fact.UNREADABLE, look);
        };
    }

    private Check free(Seen look) {
        if (look.free() < 0) {
            return check(CheckKind.FREE, CheckResult.UNKNOWN, Fact.FREE_NOT_TOLD, Source.LOOK, look.at());
        }
        CheckResult result = look.free() < policy.minimumFree()
                ? CheckResult.FAIL
                : look.free() < policy.fewFree() ? CheckResult.POOR : CheckResult.PASS;
        return new Check(
                CheckKind.FREE, result, Fact.FREE_BYTES, Long.toString(look.free()), Source.LOOK, look.at(), false);
    }

    private static Check hive(Seen look) {
        return switch (look.hive()) {
            case SOUND -> check(CheckKind.HIVE, CheckResult.PASS, Fact.SOUND, Source.LOOK, look.at());
            case LOG_TO_APPLY ->
                check(CheckKind.HIVE, CheckResult.POOR, Fact.HIVE_LOG_TO_APPLY, Source.LOOK, look.at());
            case BAD -> check(CheckKind.HIVE, CheckResult.FAIL, Fact.BAD_HIVE, Source.LOOK, look.at());
            case NONE -> check(CheckKind.HIVE, CheckResult.FAIL, Fact.NO_HIVE, Source.LOOK, look.at());
            case NOT_LOOKED -> check(CheckKind.HIVE, CheckResult.UNKNOWN, Fact.NEVER_LOOKED, Source.LOOK, null);
        };
    }

    private static Check owner(SiteCopy copy, Seen look) {
        if (copy.sid().isEmpty()) {
            return check(CheckKind.OWNER, CheckResult.UNKNOWN, Fact.NO_SID, Source.LOOK, look.at());
        }
        return switch (look.rights()) {
            case OWN -> check(CheckKind.OWNER, CheckResult.PASS, Fact.OWN, Source.LOOK, look.at());
            case SOMEBODY_ELSES ->
                new Check(
                        CheckKind.OWNER,
                        CheckResult.FAIL,
                        Fact.SOMEBODY_ELSES,
                        look.owner(),
                        Source.LOOK,
                        look.at(),
                        false);
            case DENIED -> check(CheckKind.OWNER, CheckResult.FAIL, Fact.DENIED, Source.LOOK, look.at());
            case BY_GROUP -> check(CheckKind.OWNER, CheckResult.UNKNOWN, Fact.RIGHTS_BY_GROUP, Source.LOOK, look.at());
            case NO_RIGHTS_HERE ->
                check(CheckKind.OWNER, CheckResult.NOTE, Fact.NO_RIGHTS_HERE, Source.LOOK, look.at());
            case NOT_TOLD -> check(CheckKind.OWNER, CheckResult.UNKNOWN, Fact.NEVER_LOOKED, Source.LOOK, null);
        };
    }

    private @Nullable Duration lossOf(SiteCopy copy, @Nullable CopyStanding standing) {
        if (copy.active()) {
            return Duration.ZERO;
        }
        return standing == null || standing.at().isBefore(now.minus(policy.maxAge())) ? null : standing.behind();
    }

    private Check loss(SiteCopy copy, @Nullable CopyStanding standing) {
        if (copy.active()) {
            return check(CheckKind.LOSS, CheckResult.PASS, Fact.ACTIVE_SITE, Source.CONFIGURATION, now);
        }
        if (standing == null) {
            return check(CheckKind.LOSS, CheckResult.UNKNOWN, Fact.NEVER_COMPARED, Source.COMPARISON, null);
        }
        if (standing.isNewborn()) {
            return check(CheckKind.LOSS, CheckResult.FAIL, Fact.NEWBORN, Source.COMPARISON, standing.at());
        }
        Duration behind = standing.behind();
        return switch (standing.word()) {
            case DIVERGED -> check(CheckKind.LOSS, CheckResult.FAIL, Fact.DIVERGED, Source.COMPARISON, standing.at());
            case NEWER_AT_SECONDARY ->
                behind == null
                        ? check(
                                CheckKind.LOSS,
                                CheckResult.UNKNOWN,
                                Fact.LOSS_NOT_TOLD,
                                Source.COMPARISON,
                                standing.at())
                        : check(CheckKind.LOSS, CheckResult.PASS, Fact.NEWER_HERE, Source.COMPARISON, standing.at());
            case EQUAL, PRESUMED_EQUAL, LAGGING, MISSING, IN_USE, UNREADABLE, UNPROVED ->
                behind == null
                        ? check(
                                CheckKind.LOSS,
                                CheckResult.UNKNOWN,
                                Fact.LOSS_NOT_TOLD,
                                Source.COMPARISON,
                                standing.at())
                        : new Check(
                                CheckKind.LOSS,
                                behind.compareTo(policy.targetLoss(copy.setId())) > 0
                                        ? CheckResult.POOR
                                        : CheckResult.PASS,
                                Fact.LOSS_SECONDS,
                                Long.toString(behind.toSeconds()),
                                Source.COMPARISON,
                                standing.at(),
                                false);
        };
    }

    private static Check capacity(Optional<Told> capacity) {
        return capacity.map(told -> check(
                        CheckKind.CAPACITY,
                        told.enough() ? CheckResult.PASS : CheckResult.FAIL,
                        told.enough() ? Fact.CAPACITY_THERE : Fact.CAPACITY_FULL,
                        Source.BROKER,
                        told.at()))
                .orElse(check(CheckKind.CAPACITY, CheckResult.NOTE, Fact.CAPACITY_NOT_TOLD, Source.BROKER, null));
    }

    private static Check told(CheckKind kind, CheckResult result, Fact fact, Seen look) {
        return new Check(kind, result, fact, look.reason(), Source.LOOK, look.at(), false);
    }

    private static Check check(CheckKind kind, CheckResult result, Fact fact, Source source, @Nullable Instant at) {
        return new Check(kind, result, fact, "", source, at, false);
    }
}
