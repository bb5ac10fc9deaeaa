package dev.profilekeep.config;

import dev.profilekeep.storage.StorageAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** Looks whether the data directory can be used, without making it. */
final class DataDirectory {
    private static final String KEY = "dataDirectory";

    private DataDirectory() {}

    static Optional<ConfigProblem> problem(ProfileKeepConfig config) {
        Path folder = config.dataDirectory();
        Optional<ConfigProblem> inside = insideALocation(config, folder);
        if (inside.isPresent()) {
            return inside;
        }
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            return Optional.of(new ConfigProblem(
                    0, KEY, folder + " is a file and no folder", "name a folder, or one that is not there yet"));
        }
        Path there = folder;
        while (!Files.exists(there) && there.getParent() != null) {
            if (Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.of(new ConfigProblem(
                        0, KEY, there + " is a link that leads nowhere", "mend the link, or name another folder"));
            }
            there = there.getParent();
        }
        if (!Files.isDirectory(there)) {
            return Optional.of(new ConfigProblem(
                    0, KEY, folder + " cannot be made: " + there + " is a file and no folder", "name another folder"));
        }
        if (!Files.isWritable(there) || !Files.isExecutable(there)) {
            String user = System.getProperty("user.name", "this account");
            return Optional.of(new ConfigProblem(
                    0,
                    KEY,
                    there.equals(folder)
                            ? folder + " cannot be written by '" + user + "'"
                            : folder + " cannot be made: '" + user + "' may not write in " + there,
                    "give '" + user + "' the permission to write in " + there
                            + " (chown or chmod u+rwx), or name another folder"));
        }
        return Optional.empty();
    }

    /** Nothing is written at a location that is only observed, our own files included. Links are followed. */
    private static Optional<ConfigProblem> insideALocation(ProfileKeepConfig config, Path folder) {
        Path real = RealPath.of(folder);
        return config.locations().stream()
                .filter(location -> StorageAddress.parse(location.address()) instanceof StorageAddress.Local local
                        && (RealPath.same(real, RealPath.of(local.folder()))
                                || RealPath.isInside(real, RealPath.of(local.folder()))))
                .findFirst()
                .map(location -> new ConfigProblem(
                        0,
                        KEY,
                        folder + " lies inside location '" + location.id() + "'",
                        "name a folder outside every location: nothing is written at one that is only observed"));
    }
}
