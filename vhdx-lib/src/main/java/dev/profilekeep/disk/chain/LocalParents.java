package dev.profilekeep.disk.chain;

import dev.profilekeep.disk.image.ParentLink;
import dev.profilekeep.disk.io.FileDevice;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds parents in local folders. Names are absolute paths. Where paths of Windows mean nothing, the parent is looked for by
 * its bare name beside the child.
 */
public final class LocalParents implements ParentResolver {
    @Override
    public Optional<Found> find(String childName, ParentLink.Path path) throws IOException {
        try {
            Path folder = Path.of(childName).toAbsolutePath().getParent();
            Optional<Path> file = folder == null ? Optional.empty() : locate(folder, path);
            if (file.isEmpty()) {
                return Optional.empty();
            }
            Path real = file.get().toRealPath();
            return Optional.of(new Found(
                    real.toString(),
                    FileDevice.open(real),
                    Files.getLastModifiedTime(real).toInstant()));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> locate(Path folder, ParentLink.Path path) {
        String local = path.text().replace('\\', File.separatorChar);
        boolean windows = File.separatorChar == '\\';
        Path candidate = path.kind() == ParentLink.Kind.RELATIVE || windows
                ? folder.resolve(local).normalize()
                : folder.resolve(local.substring(local.lastIndexOf(File.separatorChar) + 1));
        return Files.isRegularFile(candidate) ? Optional.of(candidate) : Optional.empty();
    }
}
