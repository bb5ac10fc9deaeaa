package dev.profilekeep.session;

import java.util.Locale;
import java.util.regex.Pattern;

/** Names of computers as tools write them: with or without domain, share signs, the {@code $} of their account. */
final class HostName {
    /** Windows forbids {@code \ / : * ? " < > |} and blanks; letters of every script occur. */
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}_-]{0,62}");

    private static final Pattern DOMAIN = Pattern.compile("[\\p{L}\\p{N}_-]{1,63}(?:\\.[\\p{L}\\p{N}_-]{1,63})+");

    private static final Pattern IP4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private HostName() {}

    /** Without domain, as it was written; empty if it is no computer's name. */
    static String shown(String text) {
        String name = text.strip();
        while (name.startsWith("\\")) {
            name = name.substring(1);
        }
        name = name.substring(name.lastIndexOf('\\') + 1);
        if (IP4.matcher(name).matches()) {
            return name;
        }
        int dot = name.indexOf('.');
        if (dot >= 0) {
            name = name.substring(0, dot);
        }
        if (name.endsWith("$")) {
            name = name.substring(0, name.length() - 1);
        }
        return NAME.matcher(name).matches() ? name : "";
    }

    /** The DNS domain behind a name, in lower case; empty if none is said, or only a workgroup's or domain's short name. */
    static String domain(String text) {
        String name = text.strip();
        name = name.substring(name.lastIndexOf('\\') + 1);
        int dot = name.indexOf('.');
        return dot < 0 || IP4.matcher(name).matches() ? "" : dns(name.substring(dot + 1));
    }

    /** A DNS domain as it is compared; empty if it is none. */
    static String dns(String text) {
        String domain = text.strip().toLowerCase(Locale.ROOT);
        domain = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
        return domain.length() <= 255 && DOMAIN.matcher(domain).matches() ? domain : "";
    }

    /** As it is compared. */
    static String key(String text) {
        return shown(text).toLowerCase(Locale.ROOT);
    }
}
