package dev.profilekeep.portal.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every act that the code tells the audit trail of, read from the sources of all modules. */
public final class AuditActs {
    private static final Pattern ACT = Pattern.compile(
            "\"((?:lock|approval|account|caller|request|files|backup|container"
                    + "|finding|location|site|host|users|sessions|job|schedule|service-account)(?:\\.[a-z]+(?:-[a-z]+)*)+)\"");
    /** What looks like an act and is none: notes of a request, words of its mails, and a name of a file. */
    private static final Set<String> NONE = Set.of(
            "backup.damaged",
            "backup.gone",
            "backup.unconfigured",
            "backup.unknown",
            "files.denied",
            "files.instead",
            "files.nothing",
            "files.silent",
            "files.stopped",
            "files.there",
            "files.undo",
            "files.without",
            "request.helpdesk",
            "request.said",
            "request.which",
            "site.key");

    private AuditActs() {}

    public static Set<String> all() throws IOException {
        Set<String> acts = new TreeSet<>();
        for (String module : List.of("replication-engine", "batch-jobs", "security", "portal")) {
            try (Stream<Path> files = Files.walk(root().resolve(module).resolve("src/main/java"))) {
                for (Path file : files.filter(AuditActs::mayAct).toList()) {
                    ACT.matcher(Files.readString(file))
                            .results()
                            .map((MatchResult found) -> found.group(1))
                            .forEach(acts::add);
                }
            }
        }
        acts.removeAll(NONE);
        return acts;
    }

    /** Pages act through services; what looks like an act there is the key of a text. */
    private static boolean mayAct(Path file) {
        return file.toString().endsWith(".java")
                && !file.getParent().getFileName().toString().equals("ui");
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("portal")) ? here : here.getParent();
    }
}
