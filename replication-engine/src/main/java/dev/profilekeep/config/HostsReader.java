package dev.profilekeep.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads the {@code hosts} of sets. Whoever writes the list vouches that nobody uses the set's containers from any other machine, so
 * what is no machine's name, and would never be heard of, is refused.
 */
final class HostsReader {
    /** A computer's name, perhaps with its domain; letters of every script occur. */
    private static final Pattern NAME =
            Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}_-]{0,62}(\\.[\\p{L}\\p{N}_-]{1,63})*");

    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    /** Every machine so far as it was written, by its short name. */
    private final Map<String, String> known = new HashMap<>();

    List<String> read(Section set) {
        List<String> hosts = new ArrayList<>();
        Map<String, String> here = new HashMap<>();
        List<String> written = set.texts("hosts");
        if (written.isEmpty() && set.has("hosts")) {
            set.problem(
                    "hosts",
                    "names no machine",
                    "name every machine that people of the set sign in to, or leave it out");
        }
        for (String host : written) {
            if (!NAME.matcher(host).matches() || ADDRESS.matcher(host).matches()) {
                set.problem(
                        "hosts",
                        "not the name of a machine: '" + host + "'",
                        "write each machine's own name, like AVD-01; there are no patterns and no addresses");
                continue;
            }
            String name = lower(host.split("\\.", 2)[0]);
            String twice = here.putIfAbsent(name, host);
            String other = twice != null ? twice : known.putIfAbsent(name, host);
            if (other != null && ofTwoDomains(host, other)) {
                set.problem(
                        "hosts",
                        "'" + host + "' and '" + other + "' have one name in two domains",
                        "machines are told apart by their short names: rename one, or leave 'hosts' out");
            } else if (twice != null) {
                set.problem("hosts", "'" + host + "' and '" + twice + "' are one machine", "name each machine once");
            }
            hosts.add(host);
        }
        return hosts;
    }

    private static boolean ofTwoDomains(String one, String other) {
        return one.contains(".") && other.contains(".") && !lower(one).equals(lower(other));
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
