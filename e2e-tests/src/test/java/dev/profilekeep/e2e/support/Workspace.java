package dev.profilekeep.e2e.support;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where things are: the packaged portal, and the folders of this run. */
public final class Workspace {
    private Workspace() {}

    /**
     * The packaged portal: system property {@code profilekeep.jar}, else {@code portal/target/profilekeep.jar} of the
     * repository this JVM was started in.
     */
    public static Path portalJar() {
        Path jar = Optional.ofNullable(System.getProperty("profilekeep.jar"))
                .map(Path::of)
                .orElseGet(() -> repository().resolve("portal/target/profilekeep.jar"))
                .normalize();
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(
                    jar + " is missing. Build it: mvn -DskipTests -pl portal -am package, or name another one with"
                            + " -Dprofilekeep.jar=FILE");
        }
        return jar;
    }

    /** Upward from the working directory to the folder that has {@code script/server}. */
    public static Path repository() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("script/server"))) {
                return folder;
            }
        }
        throw new IllegalStateException(
                "not inside the repository: " + Path.of("").toAbsolutePath());
    }

    /** Where traces, screenshots and logs of failed tests are kept. */
    static Path failures() throws IOException {
        Path folder = Optional.ofNullable(System.getProperty("profilekeep.e2e.failures"))
                .map(Path::of)
                .orElseGet(() -> repository().resolve("e2e-tests/target/e2e-failures"));
        return Files.createDirectories(folder);
    }

    /** Removes a folder and everything in it; links are removed, not followed. */
    public static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException why) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
