package dev.profilekeep.disk.usage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What paths of a container say of files, as tables write them: names one below the other, in any case, from the folder of a profile on; with a slash before, from the container's root; with {@code **}
 * and a slash before, one name in whatever folder. In a name {@code *} is anything and {@code #} a number of one to three digits; braces hold choices, parted by commas. The first rule that fits counts, and it
 * holds for all that is below. Immutable.
 *
 * @param <T> what a rule says
 */
public final class PathRules<T> {
    /** No rule fits yet. */
    public static final int NONE = Integer.MAX_VALUE;

    private static final String ANYWHERE = "**/";
    private static final String TOP = "/";

    private record Rule<T>(T says, List<Name> names, boolean top, boolean anywhere) {}

    /** Most names are plain, and are compared without a pattern. */
    private record Name(String text, boolean plain, Pattern pattern) {
        static Name of(String text) {
            String regex = Pattern.quote(text).replace("*", "\\E.*\\Q").replace("#", "\\E[0-9]{1,3}\\Q");
            boolean plain = !text.contains("*") && !text.contains("#");
            int flags = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL;
            return new Name(text, plain, Pattern.compile(regex, flags));
        }

        boolean fits(String name) {
            return plain ? text.equalsIgnoreCase(name) : pattern.matcher(name).matches();
        }
    }

    /**
     * What is known at a folder: which rules its path fits so far, and which it fits.
     *
     * @param alive places of rules whose first {@code depth} names fit
     * @param decided the first rule that fits as a whole; {@link #NONE} for none
     */
    public record Place(List<Integer> alive, int depth, int decided) {}

    /** Collects rules in their order; for one thread. */
    public static final class Builder<T> {
        private final List<Rule<T>> rules = new ArrayList<>();

        /** @param path without braces; see {@link #expand} */
        public Builder<T> add(T says, String path) {
            List<Name> names = new ArrayList<>();
            for (String name : bare(path).split("/")) {
                names.add(Name.of(name));
            }
            rules.add(new Rule<>(says, List.copyOf(names), path.startsWith(TOP), path.startsWith(ANYWHERE)));
            return this;
        }

        public PathRules<T> build() {
            return new PathRules<>(rules);
        }
    }

    private final List<Rule<T>> rules;

    private PathRules(List<Rule<T>> rules) {
        this.rules = List.copyOf(rules);
    }

    /** The lines of a table that is packaged beside a class. */
    public static List<String> packaged(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not packaged");
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fields of each row of a table; its notes and empty lines are left out. */
    public static List<String[]> rows(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(line -> line.split("\t"))
                .toList();
    }

    /** One path for each choice between braces. */
    public static List<String> expand(String path) {
        int open = path.indexOf('{');
        if (open < 0) {
            return List.of(path);
        }
        int close = path.indexOf('}', open);
        List<String> all = new ArrayList<>();
        for (String choice : path.substring(open + 1, close).split(",")) {
            all.addAll(expand(path.substring(0, open) + choice + path.substring(close + 1)));
        }
        return all;
    }

    /** The names of a path alone, without what says where they begin. */
    public static String bare(String path) {
        return path.startsWith(ANYWHERE)
                ? path.substring(ANYWHERE.length())
                : path.startsWith(TOP) ? path.substring(TOP.length()) : path;
    }

    /** The container's root. */
    public Place top() {
        return start(true);
    }

    /** The folder of a profile; what was decided above it holds. */
    public Place profile() {
        return start(false);
    }

    /** A folder beside that of a profile, of which no rule says anything. */
    public static Place elsewhere() {
        return new Place(List.of(), 1, NONE);
    }

    private Place start(boolean top) {
        List<Integer> alive = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            if (!rules.get(i).anywhere() && rules.get(i).top() == top) {
                alive.add(i);
            }
        }
        return new Place(alive, 0, NONE);
    }

    /** At the folder or file of this name in a folder. */
    public Place below(Place place, String name) {
        List<Integer> alive = new ArrayList<>();
        int decided = place.decided();
        for (int i : place.alive()) {
            Rule<T> rule = rules.get(i);
            if (i < decided && rule.names().get(place.depth()).fits(name)) {
                if (rule.names().size() == place.depth() + 1) {
                    decided = i;
                } else {
                    alive.add(i);
                }
            }
        }
        return new Place(alive, place.depth() + 1, decided);
    }

    /** What is said of a file, by what is known at its place and by its name alone; empty if no rule fits. */
    public Optional<T> ofFile(Place place, String name) {
        int decided = place.decided();
        for (int i = 0; i < rules.size() && i < decided; i++) {
            Rule<T> rule = rules.get(i);
            if (rule.anywhere() && rule.names().get(0).fits(name)) {
                decided = i;
            }
        }
        return said(decided);
    }

    /** What is said of a folder itself, which takes room for the names in it; empty if no rule fits. */
    public Optional<T> ofFolder(Place place) {
        return said(place.decided());
    }

    private Optional<T> said(int decided) {
        return decided == NONE
                ? Optional.empty()
                : Optional.of(rules.get(decided).says());
    }

    /** What all rules say, in their order. */
    public List<T> all() {
        return rules.stream().map(Rule::says).toList();
    }
}
