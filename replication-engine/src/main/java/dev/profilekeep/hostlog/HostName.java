package dev.profilekeep.hostlog;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A computer's name that may become the name of a folder. Names come from reports and servers: whatever could lead elsewhere is
 * none.
 *
 * @param full with its domain, if that was told
 */
record HostName(String full) {
    private static final Pattern NAME =
            Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}_-]{0,62}(?:\\.[\\p{L}\\p{N}_-]{1,63}){0,8}");
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");

    static Optional<HostName> of(String machine) {
        String name = machine.replace("\\", "").strip();
        boolean isName = name.length() <= 255
                && NAME.matcher(name).matches()
                && !NUMBERS.matcher(name).matches();
        return isName ? Optional.of(new HostName(name)) : Optional.empty();
    }

    /** Without the domain. */
    String computer() {
        int dot = full.indexOf('.');
        return dot < 0 ? full : full.substring(0, dot);
    }

    /** The same for every way to write it. */
    String key() {
        return computer().toLowerCase(Locale.ROOT);
    }

    /** Whether that is the same computer: all of the name, in any case, with a domain or without. */
    boolean is(String other) {
        return of(other).map(HostName::key).filter(key()::equals).isPresent();
    }

    /** How a folder of it may be written where upper and lower case are told apart, the likeliest first. */
    List<String> spellings() {
        Set<String> all = new LinkedHashSet<>();
        all.add(computer());
        all.add(computer().toUpperCase(Locale.ROOT));
        all.add(computer().toLowerCase(Locale.ROOT));
        all.add(full);
        return List.copyOf(all);
    }
}
