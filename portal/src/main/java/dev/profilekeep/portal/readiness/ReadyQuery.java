package dev.profilekeep.portal.readiness;

import dev.profilekeep.catalog.Reach;
import dev.profilekeep.readiness.ReadyFilter;
import dev.profilekeep.readiness.ReadySort;
import dev.profilekeep.readiness.ReadySort.Column;
import dev.profilekeep.readiness.ReadyWord;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which people are asked for, as it stands in an address.
 *
 * @param lost the site that may be lost; empty for any
 * @param site where they would work; empty for any
 * @param words empty for all
 */
public record ReadyQuery(
        String text,
        String lost,
        String site,
        Set<ReadyWord> words,
        boolean oneCopy,
        boolean diverged,
        ReadySort sort) {
    public static final ReadySort USUAL = new ReadySort(Column.WORD, false);
    public static final ReadyQuery ALL = new ReadyQuery("", "", "", Set.of(), false, false, USUAL);

    private static final int LONGEST = 200;

    public ReadyQuery {
        text = text.strip();
        words = Set.copyOf(words);
    }

    /**
     * What an address says.
     *
     * @param problems what of it is not understood, as sentences
     */
    public record Parsed(ReadyQuery query, List<String> problems) {
        public Parsed {
            problems = List.copyOf(problems);
        }
    }

    public ReadyQuery with(String typed) {
        return new ReadyQuery(typed, lost, site, words, oneCopy, diverged, sort);
    }

    public ReadyQuery with(Set<ReadyWord> chosen) {
        return new ReadyQuery(text, lost, site, chosen, oneCopy, diverged, sort);
    }

    public ReadyQuery by(ReadySort other) {
        return new ReadyQuery(text, lost, site, words, oneCopy, diverged, other);
    }

    public boolean narrows() {
        return !text.isEmpty() || !lost.isEmpty() || !site.isEmpty() || !words.isEmpty() || oneCopy || diverged;
    }

    ReadyFilter filter(Reach reach) {
        return new ReadyFilter(text, lost, site, words, oneCopy, diverged, reach);
    }

    public static Parsed parse(Map<String, List<String>> parameters) {
        List<String> problems = new ArrayList<>();
        Set<ReadyWord> words = EnumSet.noneOf(ReadyWord.class);
        for (String value : parameters.getOrDefault("verdict", List.of())) {
            try {
                words.add(ReadyWord.valueOf(value.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                problems.add("verdict must be one of READY, DEGRADED, NOT_READY, UNKNOWN: " + value);
            }
        }
        return new Parsed(
                new ReadyQuery(
                        text(parameters, "q", problems),
                        text(parameters, "lost", problems),
                        text(parameters, "site", problems),
                        words,
                        flag(parameters, "oneCopy", problems),
                        flag(parameters, "diverged", problems),
                        sort(parameters, problems)),
                problems);
    }

    private static ReadySort sort(Map<String, List<String>> parameters, List<String> problems) {
        String value = first(parameters, "sort");
        if (value.isEmpty()) {
            return USUAL;
        }
        boolean descending = value.startsWith("-");
        try {
            return new ReadySort(
                    Column.valueOf((descending ? value.substring(1) : value).toUpperCase(Locale.ROOT)), descending);
        } catch (IllegalArgumentException e) {
            problems.add(
                    "sort must be one of account, word, loss, as_of, with - before it for the other way: " + value);
            return USUAL;
        }
    }

    private static String text(Map<String, List<String>> parameters, String name, List<String> problems) {
        String value = first(parameters, name);
        if (value.length() > LONGEST) {
            problems.add(name + " must have at most " + LONGEST + " characters");
            return "";
        }
        return value;
    }

    private static boolean flag(Map<String, List<String>> parameters, String name, List<String> problems) {
        String value = first(parameters, name);
        if (!value.isEmpty() && !value.equals("true") && !value.equals("false")) {
            problems.add(name + " must be true or false: " + value);
        }
        return value.equals("true");
    }

    private static String first(Map<String, List<String>> parameters, String name) {
        return parameters.getOrDefault(name, List.of("")).stream().findFirst().orElse("");
    }

    /** As they stand in an address; what is as usual is left out. */
    public Map<String, List<String>> parameters() {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        put(parameters, "q", text);
        put(parameters, "lost", lost);
        put(parameters, "site", site);
        if (!words.isEmpty()) {
            parameters.put("verdict", words.stream().sorted().map(Enum::name).toList());
        }
        put(parameters, "oneCopy", oneCopy ? "true" : "");
        put(parameters, "diverged", diverged ? "true" : "");
        if (!sort.equals(USUAL)) {
            parameters.put(
                    "sort",
                    List.of((sort.descending() ? "-" : "")
                            + sort.column().name().toLowerCase(Locale.ROOT)));
        }
        return parameters;
    }

    private static void put(Map<String, List<String>> parameters, String name, String value) {
        if (!value.isEmpty()) {
            parameters.put(name, List.of(value));
        }
    }
}
