package dev.profilekeep.cli;

import dev.profilekeep.storage.StorageAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a repository lies, so that nothing of others comes to lie in it. Immutable. */
final class RepositoryPlace {
    /** By its real name; null if it is not on this machine. */
    private final @Nullable Path folder;

    private RepositoryPlace(@Nullable Path folder) {
        this.folder = folder;
    }

    /** @param name as a command has it; a folder of this machine need not be there yet */
    static RepositoryPlace of(String name) throws IOException {
        return new RepositoryPlace(
                StorageAddress.parse(name) instanceof StorageAddress.Local local ? real(local.folder()) : null);
    }

    /** Whether a file would lie in it, whatever links lead there; the file need not be there. */
    boolean holds(Path file) throws IOException {
        return folder != null && real(file).startsWith(folder);
    }

    /** Of what is not there, the part that is, and the rest as it is written. */
    private static Path real(Path path) throws IOException {
        Path there = path.toAbsolutePath().normalize();
        Path whole = there;
        while (there.getParent() != null && !Files.exists(there)) {
            there = there.getParent();
        }
        return there.toRealPath().resolve(there.relativize(whole)).normalize();
    }
}
