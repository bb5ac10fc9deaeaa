package dev.profilekeep.portal.locks;

import dev.profilekeep.lock.LockFilter;
import dev.profilekeep.lock.LockSort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which locks are shown and in which order, as it stands in a URL: the same words for the view and the API. */
public record LocksQuery(LockFilter filter, LockSort sort) {
    public static final LockSort USUAL_SORT = new LockSort(LockSort.Column.ACCOUNT, false);
    public static final LocksQuery ALL = new LocksQuery(LockFilter.ALL, USUAL_SORT);

    /** What can be asked of a verdict, in the order of how much there is to do. */
    public static final List<String> VERDICTS = List.of("STALE", "UNPROVED", "LIVE", LockFilter.NOT_JUDGED);

    private static final int LONGEST_TEXT = 200;

    /** What parameters say, and what is wrong with them, a sentence each. */
    public record Parsed(LocksQuery query, List<String> problems) {
        public Parsed {
            problems = List.copyOf(problems);
        }
    }

    /** Reads parameters; what means nothing is left out and told. */
    public static Parsed parse(Map<String, ? extends Collection<String>> parameters) {
        List<String> problems = new ArrayList<>();
        Set<String> verdicts = new LinkedHashSet<>();
        for (String word : values(parameters, "verdict")) {
            String verdict = word.toUpperCase(Locale.ROOT);
            if (VERDICTS.contains(verdict)) {
                verdicts.add(verdict);
            } else {
                problems.add("verdict cannot be \"" + shortened(word) + "\"; it can be " + String.join(", ", VERDICTS));
            }
        }
        String text = one(parameters, "text", problems);
        String host = one(parameters, "host", problems);
        LockFilter filter = new LockFilter(verdicts, host, new LinkedHashSet<>(values(parameters, "site")), text, null);
        return new Parsed(new LocksQuery(filter, sort(values(parameters, "sort"), problems)), problems);
    }

    /** The parameters of this query; what is as usual is left out, so that the plain list has a plain URL. */
    public Map<String, List<String>> parameters() {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        put(parameters, "text", filter.text());
        put(parameters, "host", filter.host());
        put(
                parameters,
                "verdict",
                VERDICTS.stream().filter(filter.verdicts()::contains).collect(Collectors.joining(",")));
        put(parameters, "site", filter.sites().stream().sorted().collect(Collectors.joining(",")));
        if (!sort.equals(USUAL_SORT)) {
            put(parameters, "sort", (sort.descending() ? "-" : "") + key(sort.column()));
        }
        return parameters;
    }

    /** Whether it shows less than everything. */
    public boolean narrows() {
        return !filter.equals(LockFilter.ALL);
    }

    public LocksQuery with(LockFilter other) {
        return new LocksQuery(other, sort);
    }

    public LocksQuery with(LockSort other) {
        return new LocksQuery(filter, other);
    }

    /** The word of a column in URLs. */
    public static String key(LockSort.Column column) {
        return column.name().toLowerCase(Locale.ROOT);
    }

    private static LockSort sort(List<String> asked, List<String> problems) {
        if (asked.isEmpty()) {
            return USUAL_SORT;
        }
        boolean descending = asked.get(0).startsWith("-");
        String key = descending ? asked.get(0).substring(1) : asked.get(0);
        return Arrays.stream(LockSort.Column.values())
                .filter(column -> key(column).equalsIgnoreCase(key))
                .findFirst()
                .map(column -> new LockSort(column, descending))
                .orElseGet(() -> {
                    problems.add("sort cannot be \"" + shortened(key) + "\"; it can be "
                            + Arrays.stream(LockSort.Column.values())
                                    .map(LocksQuery::key)
                                    .collect(Collectors.joining(", ")));
                    return USUAL_SORT;
                });
    }

    private static String one(
            Map<String, ? extends Collection<String>> parameters, String name, List<String> problems) {
        String value = String.join(" ", parameters.containsKey(name) ? parameters.get(name) : List.of())
                .strip();
        if (value.length() > LONGEST_TEXT) {
            problems.add(name + " is longer than " + LONGEST_TEXT + " characters");
            return value.substring(0, LONGEST_TEXT);
        }
        return value;
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

    private static void put(Map<String, List<String>> parameters, String name, String value) {
        if (!value.isBlank()) {
            parameters.put(name, List.of(value));
        }
    }

    private static String shortened(String word) {
        return word.length() <= 40 ? word : word.substring(0, 40) + "…";
    }
}
