package dev.profilekeep.batch.run;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts as one column: {@code changed=3 fresh=12}. Keys are words of the job, without blanks. */
final class Counts {
    private Counts() {}

    static String text(Map<String, Long> counts) {
        return new TreeMap<>(counts)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(" "));
    }

    static Map<String, Long> map(String text) {
        Map<String, Long> counts = new TreeMap<>();
        for (String part : text.split(" ", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                counts.put(part.substring(0, equals), Long.valueOf(part.substring(equals + 1)));
            }
        }
        return counts;
    }
}
