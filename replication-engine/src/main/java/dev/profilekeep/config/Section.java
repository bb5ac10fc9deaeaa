package dev.profilekeep.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A mapping of the file, asked key by key. What is wrong is noted and a harmless value given instead, so that one reading
 * finds every problem. {@link #close()} notes the keys nobody asked for.
 */
final class Section {
    private final String path;
    private final @Nullable Node node;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();
    private final List<ConfigProblem> problems;

    Section(String path, @Nullable Node node, List<ConfigProblem> problems) {
        this.path = path;
        this.node = node;
        this.problems = problems;
        if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
                if (entries.putIfAbsent(key, entry) != null) {
                    note(entry.getKeyNode(), path(key), "is given twice", "keep one of them");
                }
            }
        } else if (node != null && !isNull(node)) {
            note(node, path, "is not a group of keys", "write 'key: value' lines below it, indented");
        }
    }

    boolean has(String key) {
        asked.add(key);
        return value(key) != null;
    }

    /** The keys in the order of the file, for groups whose keys are free. */
    List<String> keys() {
        return List.copyOf(entries.keySet());
    }

    String text(String key) {
        String value = textOrNull(key);
        if (value == null || value.isBlank()) {
            if (!hasProblemAt(path(key))) {
                problem(key, "is missing", "add it");
            }
            return "";
        }
        return value;
    }

    String text(String key, String ifAbsent) {
        String value = textOrNull(key);
        return value == null ? ifAbsent : value;
    }

    @Nullable
    String textOrNull(String key) {
        asked.add(key);
        Node value = value(key);
        if (value == null) {
            return null;
        }
        if (value instanceof ScalarNode scalar) {
            return scalar.getValue().strip();
        }
        problem(key, "is not a single value", "write one value on the same line");
        return null;
    }

    long number(String key, long ifAbsent, long min, long max) {
        String text = textOrNull(key);
        if (text == null) {
            return ifAbsent;
        }
        try {
            long value = Long.parseLong(text.replace("_", ""));
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        problem(key, "'" + text + "' is not a whole number from " + min + " to " + max, "");
        return ifAbsent;
    }

    long size(String key, long ifAbsent) {
        return parsed(key, ifAbsent, ByteSizes::parse, "write it like 2 GiB or 512 MiB");
    }

    boolean flag(String key, boolean ifAbsent) {
        String text = textOrNull(key);
        if (text == null) {
            return ifAbsent;
        }
        switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on":
                return true;
            case "false", "no", "off":
                return false;
            default:
                problem(key, "'" + text + "' is neither true nor false", "");
                return ifAbsent;
        }
    }

    <E extends Enum<E>> E choice(String key, Class<E> type, E ifAbsent) {
        String text = textOrNull(key);
        return text == null ? ifAbsent : choice(key, text, type, ifAbsent);
    }

    <E extends Enum<E>> Set<E> choices(String key, Class<E> type, Set<E> ifAbsent) {
        Set<E> values = new LinkedHashSet<>();
        for (String text : texts(key)) {
            for (E constant : type.getEnumConstants()) {
                if (constant.name().equalsIgnoreCase(text)) {
                    values.add(constant);
                }
            }
            if (values.stream().noneMatch(value -> value.name().equalsIgnoreCase(text))) {
                noChoice(key, text, type);
            }
        }
        return values.isEmpty() ? ifAbsent : values;
    }

    private <E extends Enum<E>> E choice(String key, String text, Class<E> type, E ifAbsent) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(text.replace('-', '_'))) {
                return constant;
            }
        }
        noChoice(key, text, type);
        return ifAbsent;
    }

    private <E extends Enum<E>> void noChoice(String key, String text, Class<E> type) {
        List<String> names =
                Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.toList());
        problem(key, "'" + text + "' is not one of " + String.join(", ", names), Suggestions.didYouMean(text, names));
    }

    /** A value with a grammar of its own; {@code parser} throws {@link IllegalArgumentException} with the reason. */
    <T> T parsed(String key, T ifAbsent, Function<String, T> parser, String fix) {
        String text = textOrNull(key);
        if (text == null) {
            return ifAbsent;
        }
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            problem(key, String.valueOf(e.getMessage()), fix);
            return ifAbsent;
        }
    }

    /** A list of single values; one value alone is a list of one. */
    List<String> texts(String key) {
        asked.add(key);
        Node value = value(key);
        List<String> texts = new ArrayList<>();
        if (value instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                if (item instanceof ScalarNode scalar && !isNull(item)) {
                    texts.add(scalar.getValue().strip());
                } else {
                    note(item, path(key), "has an entry that is not a single value", "write '- value'");
                }
            }
        } else if (value instanceof ScalarNode scalar) {
            texts.add(scalar.getValue().strip());
        } else if (value != null) {
            problem(key, "is not a list", "write '- value' lines below it, or [a, b]");
        }
        return texts;
    }

    List<Section> sections(String key) {
        asked.add(key);
        Node value = value(key);
        List<Section> sections = new ArrayList<>();
        if (value instanceof SequenceNode sequence) {
            for (int i = 0; i < sequence.getValue().size(); i++) {
                sections.add(new Section(
                        path(key) + "[" + i + "]", sequence.getValue().get(i), problems));
            }
        } else if (value != null) {
            problem(key, "is not a list", "begin each entry below it with '- '");
        }
        return sections;
    }

    /** A list whose entries are single values, each made by {@code single}, or groups of keys, each read by {@code group}. */
    <T> List<T> mixed(String key, Function<String, T> single, Function<Section, T> group) {
        asked.add(key);
        Node value = value(key);
        List<T> entries = new ArrayList<>();
        if (value instanceof SequenceNode sequence) {
            for (int i = 0; i < sequence.getValue().size(); i++) {
                Node item = sequence.getValue().get(i);
                if (item instanceof ScalarNode scalar && !isNull(item)) {
                    entries.add(single.apply(scalar.getValue().strip()));
                } else if (item instanceof MappingNode) {
                    entries.add(group.apply(new Section(path(key) + "[" + i + "]", item, problems)));
                } else {
                    note(
                            item,
                            path(key),
                            "has an entry that is neither a value nor a group of keys",
                            "write '- value'");
                }
            }
        } else if (value instanceof ScalarNode scalar) {
            entries.add(single.apply(scalar.getValue().strip()));
        } else if (value != null) {
            problem(key, "is not a list", "write '- value' lines below it, or [a, b]");
        }
        return entries;
    }

    /** A group of keys; an empty one if it is not there. */
    Section section(String key) {
        asked.add(key);
        return new Section(path(key), value(key), problems);
    }

    boolean absent() {
        return node == null;
    }

    void problem(String key, String what, String fix) {
        NodeTuple entry = entries.get(key);
        Node at = entry == null ? node : entry.getKeyNode();
        note(at, path(key), what, fix);
    }

    /** A problem of this group as a whole. */
    void problem(String what, String fix) {
        note(node, path, what, fix);
    }

    /** Notes the keys that were never asked for. */
    void close() {
        for (Map.Entry<String, NodeTuple> entry : entries.entrySet()) {
            String key = entry.getKey();
            if (!asked.contains(key)) {
                String guess = Suggestions.didYouMean(key, asked);
                note(
                        entry.getValue().getKeyNode(),
                        path(key),
                        "is not a key that ProfileKeep knows",
                        guess.isEmpty() ? "keys here: " + String.join(", ", asked) : guess);
            }
        }
    }

    private boolean hasProblemAt(String key) {
        return problems.stream().anyMatch(problem -> problem.key().equals(key));
    }

    private @Nullable Node value(String key) {
        NodeTuple entry = entries.get(key);
        return entry == null || isNull(entry.getValueNode()) ? null : entry.getValueNode();
    }

    private String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private void note(@Nullable Node at, String key, String what, String fix) {
        int line = at == null ? 0 : at.getStartMark().getLine() + 1;
        problems.add(new ConfigProblem(line, key, what, fix));
    }

    private static boolean isNull(Node node) {
        return Tag.NULL.equals(node.getTag());
    }
}
