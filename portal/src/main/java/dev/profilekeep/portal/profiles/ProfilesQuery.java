package dev.profilekeep.portal.profiles;

import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.health.ContainerState;
import dev.profilekeep.health.FindingCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a list of containers shows and in which order, as it stands in a URL: the same words for the view and the API.
 *
 * <table>
 * <caption>Parameters; those with several values take commas or repetition</caption>
 * <tr><td>text</td><td>part of account, SID or disk name; several words must all match</td></tr>
 * <tr><td>site</td><td>ids of sites</td></tr>
 * <tr><td>kind, state, finding</td><td>names of constants, in any case</td></tr>
 * <tr><td>sort</td><td>a column that sorts, with a minus before it for the largest first</td></tr>
 * </table>
 */
public record ProfilesQuery(ContainerFilter filter, ContainerSort sort) {
    public static final ContainerSort USUAL_SORT = new ContainerSort(ContainerSort.Column.ACCOUNT, false);
    public static final ProfilesQuery ALL = new ProfilesQuery(ContainerFilter.ALL, USUAL_SORT);

    /** The parameters there are. */
    public static final List<String> PARAMETERS = List.of("text", "site", "kind", "state", "finding", "sort");

    /** Those of them that take several values, by commas or by standing there several times. */
    public static final List<String> SEVERAL = List.of("site", "kind", "state", "finding");

    private static final int LONGEST_TEXT = 200;

    /** What parameters say, and what is wrong with them, a sentence each. */
    public record Parsed(ProfilesQuery query, List<String> problems) {
        public Parsed {
            problems = List.copyOf(problems);
        }
    }

    /** Reads parameters; what means nothing is left out and told. */
    public static Parsed parse(Map<String, ? extends Collection<String>> parameters) {
        List<String> problems = new ArrayList<>();
        String text = String.join(" ", parameters.containsKey("text") ? parameters.get("text") : List.of())
                .strip();
        if (text.length() > LONGEST_TEXT) {
            problems.add("text is longer than " + LONGEST_TEXT + " characters");
            text = text.substring(0, LONGEST_TEXT);
        }
        ContainerFilter filter = new ContainerFilter(
                text,
                new LinkedHashSet<>(values(parameters, "site")),
                constants(ContainerKind.class, parameters, "kind", problems),
                constants(ContainerState.class, parameters, "state", problems),
                constants(FindingCode.class, parameters, "finding", problems),
                null);
        return new Parsed(new ProfilesQuery(filter, sort(values(parameters, "sort"), problems)), problems);
    }

    /** The parameters of this query; what is as usual is left out, so that the plain list has a plain URL. */
    public Map<String, List<String>> parameters() {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        if (!filter.text().isBlank()) {
            parameters.put("text", List.of(filter.text()));
        }
        put(parameters, "site", filter.sites().stream().sorted().toList());
        put(parameters, "kind", names(filter.kinds()));
        put(parameters, "state", names(filter.states()));
        put(parameters, "finding", names(filter.findings()));
        if (!sort.equals(USUAL_SORT)) {
            String column = ProfilesColumn.of(sort.column()).key();
            parameters.put("sort", List.of(sort.descending() ? "-" + column : column));
        }
        return parameters;
    }

    /** Whether it shows less than everything. */
    public boolean narrows() {
        return !filter.equals(ContainerFilter.ALL);
    }

    public ProfilesQuery with(ContainerFilter other) {
        return new ProfilesQuery(other, sort);
    }

    public ProfilesQuery with(ContainerSort other) {
        return new ProfilesQuery(filter, other);
    }

    private static ContainerSort sort(List<String> asked, List<String> problems) {
        if (asked.isEmpty()) {
            return USUAL_SORT;
        }
        if (asked.size() > 1) {
            problems.add("sort takes one column, and here are " + asked.size());
        }
        String word = asked.get(0);
        boolean descending = word.startsWith("-");
        String key = descending ? word.substring(1) : word;
        return ProfilesColumn.named(key)
                .flatMap(ProfilesColumn::sort)
                .map(column -> new ContainerSort(column, descending))
                .orElseGet(() -> {
                    problems.add("sort cannot be \"" + shortened(key) + "\"; it can be "
                            + Arrays.stream(ProfilesColumn.values())
                                    .filter(column -> column.sort().isPresent())
                                    .map(ProfilesColumn::key)
                                    .collect(Collectors.joining(", ")));
                    return USUAL_SORT;
                });
    }

    private static <E extends Enum<E>> Set<E> constants(
            Class<E> type, Map<String, ? extends Collection<String>> parameters, String name, List<String> problems) {
        Set<E> found = new LinkedHashSet<>();
        for (String word : values(parameters, name)) {
            Arrays.stream(type.getEnumConstants())
                    .filter(constant -> constant.name().equalsIgnoreCase(word))
                    .findFirst()
                    .ifPresentOrElse(
                            found::add,
                            () -> problems.add(name + " cannot be \"" + shortened(word) + "\"; it can be "
                                    + Arrays.stream(type.getEnumConstants())
                                            .map(Enum::name)
                                            .collect(Collectors.joining(", "))));
        }
        return found;
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

    private static <E extends Enum<E>> List<String> names(Set<E> constants) {
        return constants.stream().sorted().map(Enum::name).toList();
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
