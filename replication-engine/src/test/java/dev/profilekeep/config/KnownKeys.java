package dev.profilekeep.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The keys that the readers' source asks for, so that the reference file cannot forget one. */
final class KnownKeys {
    private static final Pattern ASKED = Pattern.compile(
            "(?:text|textOrNull|texts|number|size|flag|choice|choices|parsed|section|sections|has)\\(\\s*\"(\\w+)\"");
    private static final Pattern REFERENCE = Pattern.compile("(?:reference|secret|zone)\\(\\s*\\w+,\\s*\"(\\w+)\"");

    private KnownKeys() {}

    static Set<String> all(Path reference) throws IOException {
        Path sources = reference.getParent().resolveSibling("replication-engine/src/main/java/dev/profilekeep/config");
        Set<String> keys = new TreeSet<>();
        try (Stream<Path> files = Files.list(sources)) {
            for (Path file : files.filter(path -> path.toString().endsWith("Reader.java"))
                    .toList()) {
                String source = Files.readString(file);
                for (Pattern pattern : new Pattern[] {ASKED, REFERENCE}) {
                    Matcher matcher = pattern.matcher(source);
                    while (matcher.find()) {
                        keys.add(matcher.group(1));
                    }
                }
            }
        }
        keys.remove("password"); // asked for only to refuse it
        keys.addAll(SignInConfig.ROLES);
        return keys;
    }
}
