package dev.profilekeep.config;

import dev.profilekeep.storage.StorageAddress;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The addresses of locations, before storage is asked for. */
final class Addresses {
    private Addresses() {}

    /**
     * The address as storage takes it: a relative path is made absolute from {@code folder}, others get their usual spelling.
     *
     * @throws IllegalArgumentException if it is no address
     */
    static String resolve(String address, Path folder) {
        StorageAddress parsed = StorageAddress.parse(address);
        boolean relative = parsed instanceof StorageAddress.Local && !address.contains("://");
        return relative ? folder.resolve(address).toAbsolutePath().normalize().toString() : parsed.toString();
    }

    /** How one location lies in another, in words; empty if it does not. The case of names is not told apart, as on shares. */
    static Optional<String> overlap(String one, String other) {
        String here = key(one);
        String there = key(other);
        if (here.equals(there)) {
            return Optional.of("is also the address of");
        }
        if (here.startsWith(there)) {
            return Optional.of("lies inside");
        }
        return there.startsWith(here) ? Optional.of("holds") : Optional.empty();
    }

    private static String key(String address) {
        try {
            StorageAddress parsed = StorageAddress.parse(address);
            String text = parsed instanceof StorageAddress.Local local
                    ? local.folder().toString().replace('\\', '/')
                    : parsed.toString();
            return (text.endsWith("/") ? text : text + "/").toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return address + "\0"; // a problem of its own
        }
    }
}
