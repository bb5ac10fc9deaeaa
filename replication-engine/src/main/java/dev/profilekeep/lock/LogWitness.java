package dev.profilekeep.lock;

import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.fslogix.LogObservation;
import dev.profilekeep.hostlog.HostLog;
import dev.profilekeep.hostlog.HostLogs;
import dev.profilekeep.lock.Observation.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the FSLogix logs of suspected hosts say about a person since the lock began. Every observation is a {@link Weight#NOTE}: a log
 * tells people what happened, and proves neither that somebody works nor that nobody does. Safe for several threads.
 */
final class LogWitness {
    private static final int MOST_HOSTS = 4;
    private static final int MOST_LINES = 4;
    private static final int MOST_STEPS = 2;
    private static final int LONGEST = 300;
    /** Clocks of hosts and file servers differ, and a lock file is written a while after the sign-in began. */
    private static final Duration BEFORE = Duration.ofMinutes(15);

    private static final Duration WITHOUT_BEGINNING = Duration.ofDays(1);

    private final HostLogs logs;

    LogWitness(HostLogs logs) {
        this.logs = logs;
    }

    /** @param wait for logs of all hosts together */
    List<Observation> about(
            ContainerRow person, SetConfig set, LockVerdict verdict, List<HostSeen> suspects, Duration wait) {
        List<String> hosts = suspects.stream().map(HostSeen::name).toList();
        List<String> first = hosts.subList(0, Math.min(MOST_HOSTS, hosts.size()));
        Instant began = verdict.holder().since();
        boolean told = began != null && began.isBefore(verdict.at());
        Instant since = began == null || !told ? verdict.at().minus(WITHOUT_BEGINNING) : began.minus(BEFORE);
        List<Observation> seen = new ArrayList<>();
        for (HostLog log : logs.read(set, person.kind(), first, wait)) {
            seen.addAll(
                    log instanceof HostLog.Read read
                            ? lines(read, person, since, verdict.at())
                            : List.of(unread((HostLog.Unread) log, verdict.at())));
        }
        for (String host : hosts.subList(first.size(), hosts.size())) {
            seen.add(unread(new HostLog.Unread(host, HostLog.Why.TOO_MANY, "", ""), verdict.at()));
        }
        return seen;
    }

    private static Observation unread(HostLog.Unread log, Instant now) {
        Fact fact = new Fact.LogUnread(log.host(), log.why().name(), log.place(), cut(log.detail()));
        return new Observation(Source.LOG, null, now, Weight.NOTE, fact);
    }

    private static List<Observation> lines(HostLog.Read log, ContainerRow person, Instant since, Instant now) {
        List<Observation> chosen = new ArrayList<>();
        Set<Object> said = new HashSet<>();
        int lines = 0;
        int steps = 0;
        for (int i = log.lines().size() - 1; i >= 0; i--) {
            LogObservation line = log.lines().get(i);
            Instant at = line.at();
            if (at == null || at.isBefore(since) || !isAbout(line, person)) {
                continue;
            }
            boolean step = isStep(line);
            // What was tried every few seconds is told once, as of the last time.
            if ((step ? steps < MOST_STEPS : lines < MOST_LINES) && said.add(List.of(line.kind(), line.text()))) {
                chosen.add(0, entry(log, line, at));
                steps += step ? 1 : 0;
                lines += step ? 0 : 1;
            }
        }
        return chosen.isEmpty()
                ? List.of(
                        new Observation(Source.LOG, null, now, Weight.NOTE, new Fact.LogQuiet(log.host(), log.file())))
                : chosen;
    }

    /** What goes as it should. */
    private static boolean isStep(LogObservation line) {
        return switch (line.kind()) {
            case BEGIN, END, OPENED -> true;
            case HELD_BY, IN_USE, DENIED, LOAD_FAILED, STATUS -> false;
        };
    }

    private static Observation entry(HostLog.Read log, LogObservation line, Instant at) {
        LocalDateTime clock = LocalDateTime.of(
                line.time().date() == null
                        ? at.atZone(log.zone()).toLocalDate()
                        : line.time().date(),
                line.time().clock());
        return new Observation(
                Source.LOG,
                null,
                at,
                Weight.NOTE,
                new Fact.LogEntry(
                        log.host(),
                        line.time().clock(),
                        zone(log.zone(), clock, at),
                        cut(line.text()),
                        line.code(),
                        line.status()));
    }

    /** The site's, unless the log's own head said another. */
    private static String zone(ZoneId zone, LocalDateTime clock, Instant at) {
        Duration off = Duration.between(at, clock.toInstant(ZoneOffset.UTC));
        boolean ofZone = zone.getRules().getValidOffsets(clock).stream()
                .anyMatch(offset -> offset.getTotalSeconds() == off.toSeconds());
        boolean offset = Math.abs(off.toSeconds()) <= ZoneOffset.MAX.getTotalSeconds();
        return ofZone || !offset
                ? zone.getId()
                : "UTC" + ZoneOffset.ofTotalSeconds((int) off.toSeconds()).getId();
    }

    /** By the SID wherever the line has one; else by the whole name of the account. */
    private static boolean isAbout(LogObservation line, ContainerRow person) {
        if (!line.sid().isEmpty() && !person.sid().isEmpty()) {
            return line.sid().equalsIgnoreCase(person.sid());
        }
        String account = line.account();
        String name = account.substring(account.lastIndexOf('\\') + 1);
        int at = name.indexOf('@');
        String bare = at > 0 ? name.substring(0, at) : name;
        return !person.account().isEmpty()
                && (name.equalsIgnoreCase(person.account()) || bare.equalsIgnoreCase(person.account()));
    }

    private static String cut(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end);
    }
}
