package dev.profilekeep.session;

import java.util.Locale;

/**
 * Who told a fact.
 *
 * @param kind in which way
 * @param name which one: an export's name as whoever imports it calls it ("avd-production"), or the host that reports itself
 */
public record Source(Kind kind, String name) {
    /** Longest name. */
    public static final int LONGEST = 200;

    /** The ways in which facts come. */
    public enum Kind {
        /** The host itself, by its script. */
        HOST_REPORT,
        /** A table that a broker or an administrator exported. */
        EXPORT
    }

    public Source {
        if (name.isBlank() || name.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a source needs a name of 1 to " + LONGEST + " characters: '" + name + "'");
        }
    }

    /** One export among several; the name is compared without case. */
    public static Source export(String name) {
        return new Source(Kind.EXPORT, name.strip().toLowerCase(Locale.ROOT));
    }

    static Source report(String host) {
        return new Source(Kind.HOST_REPORT, HostName.key(host));
    }

    /** As one word: {@code export:avd-production}. */
    public String id() {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-') + ":" + name;
    }

    static Source of(String id) {
        int colon = id.indexOf(':');
        return new Source(
                Kind.valueOf(id.substring(0, colon).toUpperCase(Locale.ROOT).replace('-', '_')),
                id.substring(colon + 1));
    }
}
