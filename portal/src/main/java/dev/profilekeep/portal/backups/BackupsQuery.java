package dev.profilekeep.portal.backups;

import dev.profilekeep.backup.points.BackupList.Sort;
import dev.profilekeep.backup.points.BackupList.Standing;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What of the list of backups is asked for, as it stands in an address.
 *
 * @param standings empty for all
 */
public record BackupsQuery(String text, Set<Standing> standings, Sort sort) {
    public static final BackupsQuery ALL = new BackupsQuery("", Set.of(), Sort.OLDEST_FIRST);

    private static final int LONGEST = 200;

    public BackupsQuery {
        text = text.strip();
        standings = Set.copyOf(standings);
    }

    /**
     * What an address says.
     *
     * @param problems what of it is not understood, as sentences
     */
    public record Parsed(BackupsQuery query, List<String> problems) {
        public Parsed {
            problems = List.copyOf(problems);
        }
    }

    public BackupsQuery with(String typed) {
        return new BackupsQuery(typed, standings, sort);
    }

    public BackupsQuery with(Set<Standing> chosen) {
        return new BackupsQuery(text, chosen, sort);
    }

    public BackupsQuery with(Sort order) {
        return new BackupsQuery(text, standings, order);
    }

    public boolean narrows() {
        return !text.isEmpty() || !standings.isEmpty();
    }

    public static Parsed parse(Map<String, List<String>> parameters) {
        List<String> problems = new ArrayList<>();
        String text =
                parameters.getOrDefault("q", List.of("")).stream().findFirst().orElse("");
        if (text.length() > LONGEST) {
            problems.add("q must have at most " + LONGEST + " characters");
            text = "";
        }
        Set<Standing> standings = EnumSet.noneOf(Standing.class);
        for (String value : parameters.getOrDefault("standing", List.of())) {
            try {
                standings.add(Standing.valueOf(value.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                problems.add("standing must be one of NONE, OLD, FRESH: " + value);
            }
        }
        Sort sort = Sort.OLDEST_FIRST;
        for (String value : parameters.getOrDefault("sort", List.of())) {
            try {
                sort = Sort.valueOf(value.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                problems.add("sort must be one of OLDEST_FIRST, NEWEST_FIRST, ACCOUNT, ACCOUNT_DOWN: " + value);
            }
        }
        return new Parsed(new BackupsQuery(text, standings, sort), problems);
    }

    /** As they stand in an address; what is as usual is left out. */
    public Map<String, List<String>> parameters() {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        if (!text.isEmpty()) {
            parameters.put("q", List.of(text));
        }
        if (!standings.isEmpty()) {
            parameters.put(
                    "standing", standings.stream().sorted().map(Enum::name).toList());
        }
        if (sort != Sort.OLDEST_FIRST) {
            parameters.put("sort", List.of(sort.name()));
        }
        return parameters;
    }
}
