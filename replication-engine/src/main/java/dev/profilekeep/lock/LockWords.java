package dev.profilekeep.lock;

import dev.profilekeep.fslogix.CodeExplainer;
import dev.profilekeep.fslogix.CodeKind;
import dev.profilekeep.fslogix.Explanation;
import dev.profilekeep.text.Visible;
import java.text.MessageFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Verdicts and observations in words, for the portal, the API, the audit and the command line alike. English and German. Names
 * from outside are made harmless. Safe for several threads.
 */
public final class LockWords {
    private static final String BUNDLE = "dev.profilekeep.lock.lock";

    private final Locale locale;
    private final ZoneId zone;
    private final UnaryOperator<String> placeName;
    private final ResourceBundle texts;
    private final CodeExplainer codes;
    private final KnownReasons reasons;

    /** @param placeName the name of a location's site for people, by the location's id */
    public LockWords(Locale locale, ZoneId zone, UnaryOperator<String> placeName) {
        this.locale = locale;
        this.zone = zone;
        this.placeName = placeName;
        this.codes = new CodeExplainer(locale);
        this.reasons = new KnownReasons(locale);
        this.texts = ResourceBundle.getBundle(
                BUNDLE, locale, ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_DEFAULT));
    }

    /** Everything that matters, as a person says it: since when, by whom, what is seen, what follows. */
    public String sentence(LockVerdict verdict) {
        Holder holder = verdict.holder();
        Instant since = holder.since();
        String host = Visible.oneLine(holder.host());
        String account = Visible.oneLine(holder.account());
        String by = !host.isEmpty() ? host : account;
        String opening = since == null
                ? by.isEmpty() ? say("locked", "") : say("locked.by", "", by)
                : by.isEmpty()
                        ? say("locked.since", "", time(since, verdict.at()))
                        : say("locked.since.by", "", time(since, verdict.at()), by);
        List<String> clauses = new ArrayList<>();
        for (Observation observation : telling(verdict)) {
            clauses.add(clause(observation, verdict.at()));
        }
        String body = clauses.isEmpty() ? "" : " " + capital(String.join(say("and", ""), clauses)) + ".";
        return opening + body + " " + text("verdict." + verdict.word()) + " " + why(verdict);
    }

    /** In place of a sentence: that there is no verdict, {@link LockFilter#NOT_JUDGED} or {@link LockDocument#NOT_LOCKED}. */
    public String without(String word) {
        return text("without." + word);
    }

    /** What a person can do about it. */
    public String nextStep(LockVerdict verdict) {
        String key = "next." + verdict.rule().name();
        return text(isOurs(verdict) ? key + ".ours" : key);
    }

    /** Whether it is one of us that has the disk open, and nothing else speaks for a person. */
    public static boolean isOurs(LockVerdict verdict) {
        return verdict.rule() == LockRule.HELD
                && verdict.observations().stream().anyMatch(seen -> seen.fact() instanceof Fact.HeldByUs);
    }

    /** Which rule decided, in words. */
    public String why(LockVerdict verdict) {
        boolean cutOff = verdict.observations().stream().anyMatch(seen -> seen.fact() instanceof Fact.SiteFenced);
        String key = "rule." + verdict.rule().name();
        if (isOurs(verdict)) {
            return text(key + ".ours");
        }
        // Nobody can tell what is open at a site that is cut off: what is said of all sites leaves it out.
        return text(cutOff && texts.containsKey(key + ".fenced") ? key + ".fenced" : key);
    }

    /** One observation as a line of a list. */
    public String line(Observation observation, Instant now) {
        return capital(clause(observation, now)) + ".";
    }

    /** Who saw it, for the end of a line. */
    public String source(Observation observation) {
        return text("source." + observation.source().name());
    }

    /** What carries a proof, before what only goes with it. */
    private static final List<String> TELLING = List.of(
            "site-fenced",
            "disk-free",
            "cache-empty",
            "every-host-clear",
            "host-restarted",
            "host-gone",
            "no-open-handle");

    /** At most three observations that carry the verdict. */
    private static List<Observation> telling(LockVerdict verdict) {
        Weight weight = verdict instanceof LockVerdict.Live
                ? Weight.LIVE
                : verdict instanceof LockVerdict.Stale ? Weight.STALE : Weight.DOUBT;
        List<Observation> all = verdict.observations().stream()
                .filter(observation -> observation.weight() == weight)
                .sorted(Comparator.comparingInt(LockWords::rank))
                .toList();
        return all.subList(0, Math.min(3, all.size()));
    }

    private static int rank(Observation observation) {
        int rank = TELLING.indexOf(observation.fact().code());
        return rank < 0 ? TELLING.size() : rank;
    }

    private String clause(Observation observation, Instant now) {
        Fact fact = observation.fact();
        String location = observation.locationId();
        String at = location == null ? "" : Visible.oneLine(placeName.apply(location));
        String code = fact.code();
        if (fact instanceof Fact.LockFile lock) {
            return say(code, at, Visible.oneLine(lock.name()), lock.bytes(), time(lock.written(), now));
        } else if (fact instanceof Fact.LockUnchanged unchanged) {
            boolean moment = Duration.between(unchanged.since(), now).compareTo(Duration.ofMinutes(1)) < 0;
            return moment ? say("lock-unchanged.now", at) : say(code, at, length(unchanged.since(), now));
        } else if (fact instanceof Fact.LockRenewed renewed) {
            return say(code, at, time(renewed.before(), now));
        } else if (fact instanceof Fact.MetaFiles metas) {
            return say(code, at, length(metas.apart()));
        } else if (fact instanceof Fact.DiskFree free) {
            boolean moment = Duration.between(free.since(), now).compareTo(Duration.ofMinutes(1)) < 0;
            return moment ? say("disk-free.now", at) : say(code, at, length(free.since(), now));
        } else if (fact instanceof Fact.CannotTell cannot) {
            return say(code, at, Visible.oneLine(reasons.of(cannot.reason())));
        } else if (fact instanceof Fact.Unreachable gone) {
            return say(code, at, Visible.oneLine(reasons.of(gone.reason())));
        } else if (fact instanceof Fact.NotLooked quiet) {
            return say(code, at, Visible.oneLine(reasons.of(quiet.reason())));
        } else if (fact instanceof Fact.SiteFenced fenced) {
            return say(code, at, time(fenced.since(), now), Visible.oneLine(fenced.by()));
        } else if (fact instanceof Fact.OpenHandle handle) {
            return handle(handle, at, now);
        } else if (fact instanceof Fact.HandlesHidden hidden) {
            return say(code, at, Visible.oneLine(reasons.of(KnownReasons.afterOpenFiles(hidden.reason()))));
        } else if (fact instanceof Fact.ClockHidden hidden) {
            return say(code, at, Visible.oneLine(reasons.of(hidden.reason())));
        } else if (fact instanceof Fact.SessionOpen open) {
            return session(open, observation.at(), now);
        } else if (fact instanceof Fact.SessionNone none) {
            return say(code, "", Visible.oneLine(none.host()), time(observation.at(), now));
        } else if (fact instanceof Fact.HostRestarted restarted) {
            return say(code, "", Visible.oneLine(restarted.host()), time(restarted.at(), now));
        } else if (fact instanceof Fact.HostNotRestarted same) {
            return since(code, Visible.oneLine(same.host()), same.lastBoot(), now);
        } else if (fact instanceof Fact.HostGone gone) {
            return say(code, "", Visible.oneLine(gone.host()), time(gone.since(), now), Visible.oneLine(gone.by()));
        } else if (fact instanceof Fact.HostSilent silent) {
            return say(code, "", Visible.oneLine(silent.host()));
        } else if (fact instanceof Fact.HostNamesakes names) {
            return say(code, "", Visible.oneLine(names.host()), Visible.oneLine(names.domains()));
        } else if (fact instanceof Fact.CacheEmpty empty) {
            return say(code, "", Visible.oneLine(empty.host()));
        } else if (fact instanceof Fact.CacheKept kept) {
            return say(code, "", Visible.oneLine(kept.host()));
        } else if (fact instanceof Fact.EveryHostClear every) {
            return say(code, "", every.hosts());
        } else if (fact instanceof Fact.LogLine line) {
            return say(code, "", Visible.oneLine(line.host()), Visible.oneLine(line.text()));
        } else if (fact instanceof Fact.LogEntry entry) {
            return logEntry(entry, observation.at(), now);
        } else if (fact instanceof Fact.LogQuiet quiet) {
            return say(code, "", Visible.oneLine(quiet.host()), Visible.oneLine(quiet.file()));
        } else if (fact instanceof Fact.LogUnread unread) {
            return say(
                    code + "." + unread.why(),
                    "",
                    Visible.oneLine(unread.host()),
                    Visible.oneLine(unread.place()),
                    Visible.oneLine(unread.detail()));
        } else if (fact instanceof Fact.HeldByUs us) {
            return say(code, "", Visible.oneLine(us.node()), Visible.oneLine(us.purpose()));
        } else if (fact instanceof Fact.SessionThen then) {
            return sessionThen(then, now);
        } else if (fact instanceof Fact.DiskWritten written) {
            return say(code, at, time(written.at(), now));
        }
        return say(code, at);
    }

    private String handle(Fact.OpenHandle handle, String at, Instant now) {
        String account = Visible.oneLine(handle.account());
        if (handle.client().isEmpty()) {
            return say("open-handle", at, account);
        }
        Instant began = handle.sessionBegan();
        String client = Visible.oneLine(handle.client());
        return began == null
                ? say("open-handle.from", at, account, client)
                : say("open-handle.from.since", at, account, client, time(began, now));
    }

    /** What a line's code means is said with it; of one that is not known, nothing. */
    private String logEntry(Fact.LogEntry entry, Instant at, Instant now) {
        String host = Visible.oneLine(entry.host());
        String clock = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).format(entry.clock());
        String text = Visible.oneLine(entry.text());
        Long error = entry.errorCode();
        Integer status = entry.status();
        Optional<Explanation> known = (error == null || error == 0
                        ? Optional.<Explanation>empty()
                        : Optional.of(codes.windows(error)).filter(Explanation::known))
                .or(() -> status == null
                        ? Optional.empty()
                        : Optional.of(codes.status(status)).filter(Explanation::known));
        return known.map(code -> say(
                        code.kind() == CodeKind.STATUS ? "log-entry.status" : "log-entry.code",
                        "",
                        host,
                        time(at, now),
                        clock,
                        entry.zone(),
                        text,
                        code.code(),
                        code.title()))
                .orElseGet(() -> say("log-entry", "", host, time(at, now), clock, entry.zone(), text));
    }

    private String sessionThen(Fact.SessionThen then, Instant now) {
        String host = Visible.oneLine(then.host());
        Instant since = then.since();
        Instant until = then.until();
        if (since == null) {
            return until == null
                    ? say("session-then", "", host)
                    : say("session-then.until", "", host, time(until, now));
        }
        return until == null
                ? say("session-then.since", "", host, time(since, now))
                : say("session-then.since.until", "", host, time(since, now), time(until, now));
    }

    /** An old word tells of then, not of now. */
    private String session(Fact.SessionOpen open, Instant heard, Instant now) {
        String host = Visible.oneLine(open.host());
        return heard.isAfter(now.minus(Suspects.FRESH))
                ? since(open.code(), host, open.since(), now)
                : say("session-open.old", "", host, time(heard, now));
    }

    private String since(String code, String host, @Nullable Instant since, Instant now) {
        return since == null ? say(code, "", host) : say(code + ".since", "", host, time(since, now));
    }

    /** {0} is the place; what else there is follows. */
    private String say(String key, Object... arguments) {
        return new MessageFormat(text(key), locale).format(arguments);
    }

    private String text(String key) {
        return texts.getString(key);
    }

    /** The time of the day, with the date if it is not of the same day. */
    private String time(Instant time, Instant now) {
        boolean today = time.atZone(zone).toLocalDate().equals(now.atZone(zone).toLocalDate());
        DateTimeFormatter format = today
                ? DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT)
                : DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT);
        return format.withLocale(locale).withZone(zone).format(time);
    }

    private String length(Instant since, Instant now) {
        return length(Duration.between(since, now));
    }

    private String length(Duration length) {
        long minutes = Math.max(0, length.toMinutes());
        if (minutes < 60) {
            return say("minutes", "", minutes);
        }
        return minutes < 48 * 60 ? say("hours", "", minutes / 60) : say("days", "", minutes / (24 * 60));
    }

    private static String capital(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
