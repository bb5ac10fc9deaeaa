package dev.profilekeep.hostlog;

import dev.profilekeep.container.ContainerKind;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a log file: {@code Profile-20260710.log}, or with a host before or after that, {@code AVD-12_Profile-20260710.log}.
 *
 * @param before what stands before, without the sign between; empty if nothing does
 * @param after what stands behind the date; empty if nothing does, or only a count
 */
record LogName(LocalDate date, String before, String after) {
    private static final Pattern NAME = Pattern.compile(
            "(?:(.{1,100})[-_. ])?(PROFILE|ODFC)[-_. ]?(\\d{8})(?:[-_. ](.{1,100}))?\\.LOG", Pattern.CASE_INSENSITIVE);
    private static final Pattern COUNT = Pattern.compile("\\d{1,3}");

    static Optional<LogName> of(String name, ContainerKind kind) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches() || !matcher.group(2).toUpperCase(Locale.ROOT).equals(kind.name())) {
            return Optional.empty();
        }
        try {
            LocalDate date = LocalDate.parse(matcher.group(3), DateTimeFormatter.BASIC_ISO_DATE);
            String after = matcher.group(4) == null ? "" : matcher.group(4);
            return Optional.of(new LogName(
                    date,
                    matcher.group(1) == null ? "" : matcher.group(1),
                    COUNT.matcher(after).matches() ? "" : after));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whether the name says nothing of a host. */
    boolean namesNobody() {
        return before.isEmpty() && after.isEmpty();
    }

    /** Whether the name says that host and nothing else. */
    boolean names(HostName host) {
        return before.isEmpty() ? host.is(after) : after.isEmpty() && host.is(before);
    }
}
