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

/** The rules of {@code kinds.tsv}. Immutable. */
final class KindRules {
    private static final String ANYWHERE = "**/";
    private static final String TOP = "/";

    /**
     * One way to fit a line.
     *
     * @param names patterns of names, one below the other
     * @param top whether they begin at the container's root
     * @param anywhere whether any folders may stand before
     */
    record Rule(FileKind kind, List<Pattern> names, boolean top, boolean anywhere) {}

    private final List<Rule> rules;

    private KindRules(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    static KindRules usual() {
        return Holder.USUAL;
    }

    private static final class Holder {
        static final KindRules USUAL = read();
    }

    private static KindRules read() {
        try (InputStream in = KindRules.class.getResourceAsStream("kinds.tsv")) {
            if (in == null) {
                throw new IllegalStateException("kinds.tsv is not packaged");
            }
            return parse(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static KindRules parse(List<String> lines) {
        var rules = new ArrayList<Rule>();
        for (String line : lines) {
            if (!line.startsWith("#") && !line.isBlank()) {
                String[] fields = line.split("\t");
                FileKind kind = FileKind.valueOf(fields[0]);
                expand(fields[1]).forEach(path -> rules.add(rule(kind, path)));
            }
        }
        return new KindRules(rules);
    }

    private static Rule rule(FileKind kind, String path) {
        boolean anywhere = path.startsWith(ANYWHERE);
        boolean top = path.startsWith(TOP);
        String rest = anywhere ? path.substring(ANYWHERE.length()) : top ? path.substring(1) : path;
        var names = new ArrayList<Pattern>();
        for (String name : rest.split("/")) {
            names.add(Pattern.compile(
                    Pattern.quote(name).replace("*", "\\E.*\\Q"), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
        }
        return new Rule(kind, names, top, anywhere);
    }

    /** One path for each choice between braces. */
    private static List<String> expand(String path) {
        int open = path.indexOf('{');
        if (open < 0) {
            return List.of(path);
        }
        int close = path.indexOf('}', open);
        var all = new ArrayList<String>();
        for (String choice : path.substring(open + 1, close).split(",")) {
            all.addAll(expand(path.substring(0, open) + choice + path.substring(close + 1)));
        }
        return all;
    }

    /**
     * What is known at a folder: which rules its path fits so far, and which it fits.
     *
     * @param alive places of rules whose first {@code depth} names fit
     * @param decided the first rule that fits as a whole; Integer.MAX_VALUE for none
     */
    record Place(List<Integer> alive, int depth, int decided) {}

    /** The container's root. */
    Place top() {
        return start(true);
    }

    /** The folder of a profile; what was decided above it holds. */
    Place profile() {
        return start(false);
    }

    private Place start(boolean top) {
        var alive = new ArrayList<Integer>();
        for (int i = 0; i < rules.size(); i++) {
            if (!rules.get(i).anywhere() && rules.get(i).top() == top) {
                alive.add(i);
            }
        }
        return new Place(alive, 0, Integer.MAX_VALUE);
    }

    /** At the folder or file of this name in a folder. */
    Place below(Place place, String name) {
        var alive = new ArrayList<Integer>();
        int decided = place.decided();
        for (int i : place.alive()) {
            Rule rule = rules.get(i);
            if (i < decided && rule.names().get(place.depth()).matcher(name).matches()) {
                if (rule.names().size() == place.depth() + 1) {
                    decided = i;
                } else {
                    alive.add(i);
                }
            }
        }
        return new Place(alive, place.depth() + 1, decided);
    }

    /** The kind of a file, by what is known at its place and by its name alone. */
    Optional<FileKind> kind(Place place, String name) {
        int decided = place.decided();
        for (int i = 0; i < rules.size() && i < decided; i++) {
            Rule rule = rules.get(i);
            if (rule.anywhere() && rule.names().get(0).matcher(name).matches()) {
                decided = i;
            }
        }
        return decided == Integer.MAX_VALUE
                ? Optional.empty()
                : Optional.of(rules.get(decided).kind());
    }

    /** The kind of a folder itself, which takes room for the names in it. */
    FileKind kindOfFolder(Place place) {
        return place.decided() == Integer.MAX_VALUE
                ? FileKind.OTHER
                : rules.get(place.decided()).kind();
    }

    /** All kinds that a rule is for. */
    List<FileKind> kinds() {
        return rules.stream().map(Rule::kind).distinct().toList();
    }
}
