package dev.profilekeep.config;

import java.nio.file.Path;

/** The addresses of locations, before storage is asked for. */
final class Addresses {
    private Addresses() {}

    /**
     * The address as storage takes it: a relative path is made absolute from {@code folder}, others stay as written.
     *
     * @throws IllegalArgumentException if it is no address
     */
    static String resolve(String address, Path folder) {
        boolean local = !address.contains("://") && !address.startsWith("\\\\") && !address.startsWith("file:");
        return local ? folder.resolve(address).toAbsolutePath().normalize().toString() : address;
    }
}
