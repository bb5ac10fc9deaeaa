package dev.profilekeep.config;

import dev.profilekeep.storage.StorageAddress;
import java.nio.file.Path;

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
}
