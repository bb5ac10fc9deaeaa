package dev.profilekeep.config;

import java.nio.file.Path;
import java.util.List;

/** A configuration that cannot be used. The message lists everything that is wrong, one problem a line, for people. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<ConfigProblem> problems;

    public ConfigException(Path file, List<ConfigProblem> problems) {
        super(message(file, problems));
        this.problems = List.copyOf(problems);
    }

    public List<ConfigProblem> problems() {
        return problems == null ? List.of() : problems;
    }

    private static String message(Path file, List<ConfigProblem> problems) {
        StringBuilder text = new StringBuilder(file.toString())
                .append(problems.size() == 1 ? ": 1 problem" : ": " + problems.size() + " problems");
        for (ConfigProblem problem : problems) {
            text.append("\n  ").append(problem);
        }
        return text.toString();
    }
}
