package dev.profilekeep.portal.rest;

import dev.profilekeep.backup.points.Decided;
import dev.profilekeep.backup.points.Unreached;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A decision took effect in some repositories, or in none, and others do not answer. */
final class NotEverywhereException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Decided decided;

    NotEverywhereException(Decided decided) {
        super(words(decided));
        this.decided = decided;
    }

    private static String words(Decided decided) {
        String away = decided.missed().stream()
                .map(one -> "not in '" + one.repositoryId() + "' (" + one.why() + ")")
                .collect(Collectors.joining(", "));
        return decided.done().isEmpty()
                ? "It is decided " + away + ": call again when that answers."
                : "It is decided in '" + String.join("', '", decided.done()) + "', but " + away
                        + ": call again when that answers, which does the rest.";
    }

    List<String> done() {
        return decided.done();
    }

    List<Map<String, String>> missed() {
        return decided.missed().stream().map(NotEverywhereException::json).toList();
    }

    private static Map<String, String> json(Unreached one) {
        return Map.of("repository", one.repositoryId(), "why", one.why());
    }
}
