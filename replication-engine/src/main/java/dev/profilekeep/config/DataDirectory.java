package dev.profilekeep.config;

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
}
