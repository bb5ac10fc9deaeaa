package dev.profilekeep.config;

import dev.profilekeep.storage.Encryption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A folder with the FSLogix logs of a set's hosts. Only ever read.
 *
 * @param siteId of those hosts: the times in their logs are meant in its zone
 * @param address the folder above everything that differs by host, as {@code StorageAddress} reads it; a local path is absolute
 * @param below names of the folders below it, one in the other, in which {@link #HOST} stands for a host's name; empty if the
 *     hosts' files lie in {@code address}, or in folders there that are named as the hosts
 * @param credentialsId null for a local folder or an anonymous share
 */
public record LogPlace(
        String siteId, String address, List<String> below, @Nullable String credentialsId, Encryption encryption) {
    /** Stands for the name of a host. */
    public static final String HOST = "{host}";

    public LogPlace {
        below = List.copyOf(below);
    }

    /** For messages. */
    @Override
    public String toString() {
        return below.isEmpty() ? address : address + "/" + String.join("/", below);
    }
}
