package dev.profilekeep.portal.health;

import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.findings.FindingFilter;
import dev.profilekeep.findings.FindingFilter.About;
import dev.profilekeep.findings.FindingFilter.Accepted;
import dev.profilekeep.findings.FindingFilter.Status;
import dev.profilekeep.findings.FindingSort;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.health.FindingKind;
import dev.profilekeep.health.LocationFindingCode;
import dev.profilekeep.health.RepositoryFindingCode;
import dev.profilekeep.health.Severity;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which findings, and in which order, as it stands in a URL: the same words for the view and the API.
 *
 * <table>
 * <caption>Parameters; those with several values take commas or repetition</caption>
 * <tr><td>text</td><td>part of account, SID or disk name; several words must all match</td></tr>
 * <tr><td>site</td><td>ids of sites</td></tr>
 * <tr><td>severity, code, kind</td><td>names of constants, in any case</td></tr>
 * <tr><td>about, status, accepted, age</td><td>a name of a constant each</td></tr>
 * <tr><td>since</td><td>first seen, or resolved, then or later</td></tr>
 * <tr><td>sort</td><td>a column, with a minus before it for the worst, newest, last first</td></tr>
 * </table>
 *
 * @param age by the last inventory, or by the time a day ago, when it is asked; so that a URL means the same tomorrow
 */
public record HealthQuery(FindingFilter filter, Age age, FindingSort sort) {
    /** Since when it is there. */
    public enum Age {
        ANY,
        /** First seen, or resolved, by the last inventory or since. */
        NEW,
        /** First seen, or resolved, within the last day. */
        YESTERDAY,
        /** First seen, or resolved, before the last inventory. */
        PERSISTING
    }

    public static final HealthQuery ALL = new HealthQuery(FindingFilter.OPEN, Age.ANY, FindingSort.WORST_FIRST);

    private static final Map<String, FindingSort.Column> COLUMNS = columns();
    private static final int LONGEST_TEXT = 200;
    private static final Duration DAY = Duration.ofDays(1);

    /** What parameters say, and what is wrong with them, a sentence each. */
    public record Parsed(HealthQuery query, List<String> problems) {
        public Parsed {
            problems = List.copyOf(problems);
        }
    }

    private static Map<String, FindingSort.Column> columns() {
        Map<String, FindingSort.Column> columns = new LinkedHashMap<>();
        columns.put("severity", FindingSort.Column.SEVERITY);
        columns.put("firstSeen", FindingSort.Column.FIRST_SEEN);
        columns.put("account", FindingSort.Column.ACCOUNT);
        columns.put("site", FindingSort.Column.SITE);
        columns.put("code", FindingSort.Column.CODE);
        return columns;
    }

    /** Reads parameters; what means nothing is left out and told, and so are those that are not for findings. */
    public static Parsed parse(Map<String, ? extends Collection<String>> parameters) {
        List<String> problems = new ArrayList<>();
        String text = String.join(" ", parameters.containsKey("text") ? parameters.get("text") : List.of())
                .strip();
        if (text.length() > LONGEST_TEXT) {
            problems.add("text is longer than " + LONGEST_TEXT + " characters");
            text = text.substring(0, LONGEST_TEXT);
        }
        FindingFilter filter = FindingFilter.OPEN
                .text(text)
                .sites(new LinkedHashSet<>(values(parameters, "site")))
                .kinds(several(List.of(ContainerKind.values()), Enum::name, parameters, "kind", problems))
                .codes(several(codes(), FindingKind::name, parameters, "code", problems))
                .severities(several(List.of(Severity.values()), Enum::name, parameters, "severity", problems))
                .about(one(About.values(), About.ANYTHING, parameters, "about", problems))
                .status(one(Status.values(), Status.OPEN, parameters, "status", problems))
                .accepted(one(Accepted.values(), Accepted.HIDDEN, parameters, "accepted", problems))
                .since(time(values(parameters, "since"), problems));
        Age age = one(Age.values(), Age.ANY, parameters, "age", problems);
        return new Parsed(new HealthQuery(filter, age, sort(values(parameters, "sort"), problems)), problems);
    }

    /** The parameters of this query; what is as usual is left out, so that the plain list has a plain URL. */
    public Map<String, List<String>> parameters() {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        put(parameters, "text", filter.text().isBlank() ? List.of() : List.of(filter.text()));
        put(parameters, "site", filter.sites().stream().sorted().toList());
        put(parameters, "severity", names(filter.severities(), Enum::name));
        put(parameters, "code", names(filter.codes(), FindingKind::name));
        put(parameters, "kind", names(filter.kinds(), Enum::name));
        put(parameters, "about", unless(About.ANYTHING, filter.about()));
        put(parameters, "status", unless(Status.OPEN, filter.status()));
        put(parameters, "accepted", unless(Accepted.HIDDEN, filter.accepted()));
        put(parameters, "age", unless(Age.ANY, age));
        Instant since = filter.since();
        put(parameters, "since", since == null ? List.of() : List.of(since.toString()));
        if (!sort.equals(FindingSort.WORST_FIRST)) {
            put(parameters, "sort", List.of((sort.descending() ? "-" : "") + key(sort.column())));
        }
        return parameters;
    }

    /**
     * The filter with the age as times.
     *
     * @param inventory when the last inventory ended
     */
    public FindingFilter at(Instant now, Instant inventory) {
        return switch (age) {
            case ANY -> filter;
            case NEW -> since(inventory);
            case YESTERDAY -> since(now.minus(DAY));
            case PERSISTING -> filter.before(inventory);
        };
    }

    private FindingFilter since(Instant line) {
        Instant since = filter.since();
        return filter.since(since == null || since.isBefore(line) ? line : since);
    }

    /** All that can be found wrong, with containers first. */
    public static List<FindingKind> codes() {
        return Stream.<FindingKind[]>of(
                        FindingCode.values(), LocationFindingCode.values(), RepositoryFindingCode.values())
                .flatMap(Arrays::stream)
                .toList();
    }

    /** The word of a column. */
    public static String key(FindingSort.Column column) {
        return COLUMNS.entrySet().stream()
                .filter(entry -> entry.getValue() == column)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** Whether it shows less than everything. */
    public boolean narrows() {
        return !filter.equals(FindingFilter.OPEN) || age != Age.ANY;
    }

    public HealthQuery with(FindingFilter other) {
        return new HealthQuery(other, age, sort);
    }

    public HealthQuery with(Age other) {
        return new HealthQuery(filter, other, sort);
    }

    public HealthQuery with(FindingSort other) {
        return new HealthQuery(filter, age, other);
    }

    private static FindingSort sort(List<String> asked, List<String> problems) {
        if (asked.isEmpty()) {
            return FindingSort.WORST_FIRST;
        }
        if (asked.size() > 1) {
            problems.add("sort takes one column, and here are " + asked.size());
        }
        String word = asked.get(0);
        boolean descending = word.startsWith("-");
        FindingSort.Column column = COLUMNS.get(descending ? word.substring(1) : word);
        if (column == null) {
            problems.add("sort cannot be \"" + shortened(word) + "\"; it can be " + String.join(", ", COLUMNS.keySet())
                    + ", with a minus before it for the other direction");
            return FindingSort.WORST_FIRST;
        }
        return new FindingSort(column, descending);
    }

    private static @Nullable Instant time(List<String> asked, List<String> problems) {
        if (asked.isEmpty()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(asked.get(0)).toInstant();
        } catch (DateTimeException e) {
            problems.add("since must be a time with its offset, such as 2026-03-01T22:00:00Z");
            return null;
        }
    }

    private static <T> Set<T> several(
            List<T> all,
            Function<T, String> name,
            Map<String, ? extends Collection<String>> parameters,
            String parameter,
            List<String> problems) {
        Set<T> found = new LinkedHashSet<>();
        for (String word : values(parameters, parameter)) {
            all.stream()
                    .filter(one -> name.apply(one).equalsIgnoreCase(word))
                    .findFirst()
                    .ifPresentOrElse(
                            found::add,
                            () -> problems.add(parameter + " cannot be \"" + shortened(word) + "\"; it can be "
                                    + all.stream().map(name).collect(Collectors.joining(", "))));
        }
        return found;
    }

    private static <E extends Enum<E>> E one(
            E[] all,
            E usual,
            Map<String, ? extends Collection<String>> parameters,
            String parameter,
            List<String> problems) {
        Set<E> found = several(List.of(all), Enum::name, parameters, parameter, problems);
        if (found.size() > 1) {
            problems.add(parameter + " takes one value, and here are " + found.size());
        }
        return found.stream().findFirst().orElse(usual);
    }

    private static List<String> values(Map<String, ? extends Collection<String>> parameters, String name) {
        if (!parameters.containsKey(name)) {
            return List.of();
        }
        return parameters.get(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .distinct()
                .toList();
    }

    private static <T> List<String> names(Set<? extends T> constants, Function<T, String> name) {
        return constants.stream().map(name::apply).sorted().toList();
    }

    private static <E extends Enum<E>> List<String> unless(E usual, E value) {
        return value == usual ? List.of() : List.of(value.name().toLowerCase(Locale.ROOT));
    }

    private static void put(Map<String, List<String>> parameters, String name, List<String> values) {
        if (!values.isEmpty()) {
            parameters.put(name, List.of(String.join(",", values)));
        }
    }

    private static String shortened(String word) {
        return word.length() <= 40 ? word : word.substring(0, 40) + "…";
    }
}
