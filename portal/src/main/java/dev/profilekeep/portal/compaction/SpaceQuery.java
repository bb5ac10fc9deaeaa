package dev.profilekeep.portal.compaction;

import dev.profilekeep.compact.estate.CompactionItem.Outcome;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What of the list of a run is asked for, as it stands in an address.
 *
 * @param outcomes empty for all
 * @param why a word of {@link Whys}; empty for any
 */
public record SpaceQuery(String text, Set<Outcome> outcomes, String why) {
    public static final SpaceQuery ALL = new SpaceQuery("", Set.of(), "");

    private static final int LONGEST = 200;

    public SpaceQuery {
        text = text.strip();
        outcomes = Set.copyOf(outcomes);
    }

    /**
     * What an address says.
     *
     * @param problems what of it is not understood, as sentences
     */
    public record Parsed(SpaceQuery query, List<String> problems) {
        public Parsed {
            problems = List.copyOf(problems);
        }
    }

    public SpaceQuery with(String typed) {
        return new SpaceQuery(typed, outcomes, why);
    }

    public SpaceQuery with(Set<Outcome> chosen) {
        return new SpaceQuery(text, chosen, why);
    }

    /** @param word empty for any reason */
    public SpaceQuery because(String word) {
        return new SpaceQuery(text, outcomes, word);
    }

    public boolean narrows() {
        return !text.isEmpty() || !outcomes.isEmpty() || !why.isEmpty();
    }

    public static Parsed parse(Map<String, List<String>> parameters) {
        List<String> problems = new ArrayList<>();
        String text = first(parameters, "q");
        if (text.length() > LONGEST) {
            problems.add("q must have at most " + LONGEST + " characters");
            text = "";
        }
        Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
        for (String value : parameters.getOrDefault("outcome", List.of())) {
            try {
                outcomes.add(Outcome.valueOf(value.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                problems.add("outcome must be one of PLANNED, COMPACTED, SKIPPED, FAILED: " + value);
            }
        }
        String why = first(parameters, "why");
        if (!why.isEmpty() && !Whys.ALL.contains(why)) {
            problems.add("why must be one of " + String.join(", ", Whys.ALL) + ": " + why);
            why = "";
        }
        return new Parsed(new SpaceQuery(text, outcomes, why), problems);
    }

    private static String first(Map<String, List<String>> parameters, String name) {
        return parameters.getOrDefault(name, List.of("")).stream().findFirst().orElse("");
    }

    /** As they stand in an address; what is as usual is left out. */
    public Map<String, List<String>> parameters() {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        if (!text.isEmpty()) {
            parameters.put("q", List.of(text));
        }
        if (!outcomes.isEmpty()) {
            parameters.put("outcome", outcomes.stream().sorted().map(Enum::name).toList());
        }
        if (!why.isEmpty()) {
            parameters.put("why", List.of(why));
        }
        return parameters;
    }
}
