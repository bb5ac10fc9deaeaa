package dev.profilekeep.config;

import dev.profilekeep.storage.StorageAddress;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The addresses of locations, before storage is asked for. */
final class Addresses {
    private static final String SAME = "is also the address of";
    private static final String INSIDE = "lies inside";
    private static final String HOLDS = "holds";

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

    /**
     * How one location lies in another, in words; empty if it does not. On shares the case of names is not told apart; local
     * folders are what the file system says they are, links followed.
     */
    static Optional<String> overlap(String one, String other) {
        try {
            if (StorageAddress.parse(one) instanceof StorageAddress.Local here
                    && StorageAddress.parse(other) instanceof StorageAddress.Local there) {
                return overlap(here.folder(), there.folder());
            }
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a problem of its own
        }
        return overlapOfTexts(key(one), key(other));
    }

    private static Optional<String> overlap(Path one, Path other) {
        Path here = RealPath.of(one);
        Path there = RealPath.of(other);
        String how = RealPath.same(here, there)
                ? SAME
                : RealPath.isInside(here, there) ? INSIDE : RealPath.isInside(there, here) ? HOLDS : "";
        if (how.isEmpty()) {
            return Optional.empty();
        }
        Path first = one.toAbsolutePath().normalize();
        Path second = other.toAbsolutePath().normalize();
        boolean plain = first.startsWith(second) || second.startsWith(first);
        return Optional.of(plain ? how : "followed through its links " + how);
    }

    private static Optional<String> overlapOfTexts(String here, String there) {
        if (here.equals(there)) {
            return Optional.of(SAME);
        }
        if (here.startsWith(there)) {
            return Optional.of(INSIDE);
        }
        return there.startsWith(here) ? Optional.of(HOLDS) : Optional.empty();
    }

    /** Whether both are the same place, as far as their texts tell; what is no address is no place. */
    static boolean isSame(String one, String other) {
        try {
            return key(one).equals(key(other));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String key(String address) {
        String text = StorageAddress.parse(address).toString();
        return (text.endsWith("/") ? text : text + "/").toLowerCase(Locale.ROOT);
    }
}
