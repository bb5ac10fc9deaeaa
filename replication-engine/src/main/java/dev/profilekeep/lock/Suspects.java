package dev.profilekeep.lock;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Hosts that evidence names. Stateless. */
final class Suspects {
    /** What a host said so long ago still holds. */
    static final Duration FRESH = Duration.ofMinutes(10);

    /** So much may the clocks of several nodes and of a broker differ. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private Suspects() {}

    /** All hosts of the evidence, each once. */
    static List<HostSeen> all(LockEvidence evidence) {
        Map<String, HostSeen> byName = new LinkedHashMap<>();
        evidence.suspects().forEach(host -> byName.put(key(host.name()), host));
        evidence.everyHost().forEach(host -> byName.putIfAbsent(key(host.name()), host));
        return List.copyOf(byName.values());
    }

    static boolean isFresh(HostSeen host, Instant now) {
        Instant heard = heardAt(host, now);
        return heard != null && heard.isAfter(now.minus(FRESH));
    }

    /** As of when it was heard; null if never, or of a time that has not come: nobody knows what is so then. */
    static @Nullable Instant heardAt(HostSeen host, Instant now) {
        Instant heard = host.heardAt();
        return heard == null || heard.isAfter(now.plus(AHEAD)) ? null : heard;
    }

    static Optional<HostSeen> named(LockEvidence evidence, String machine) {
        return all(evidence).stream()
                .filter(host -> key(host.name()).equals(key(machine)))
                .findFirst();
    }

    /** The DNS domain that a name says, in lower case; empty if it says none. */
    static String domain(String machine) {
        String name = machine.replace("\\", "").strip().toLowerCase(Locale.ROOT);
        return name.length() == key(machine).length()
                ? ""
                : name.substring(key(machine).length() + 1);
    }

    /** Computer names are the same without domain, backslashes and case. */
    static String key(String machine) {
        String name = machine.replace("\\", "").strip().toLowerCase(Locale.ROOT);
        int dot = name.indexOf('.');
        boolean address =
                !name.isEmpty() && (Character.isDigit(name.charAt(0)) && name.matches("[0-9.]+") || name.contains(":"));
        return dot > 0 && !address ? name.substring(0, dot) : name;
    }
}
