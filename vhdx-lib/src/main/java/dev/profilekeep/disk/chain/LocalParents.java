package dev.profilekeep.disk.chain;

import dev.profilekeep.disk.image.ParentLink;
import dev.profilekeep.disk.io.FileDevice;
import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds parents in local folders. Names are absolute paths. Where paths of Windows mean nothing, the parent is looked for by
 * its bare name beside the child. A name that is not there as it is written is found by one that differs in its case only, if
 * there is one such.
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

    private static Optional<Path> locate(Path folder, ParentLink.Path path) throws IOException {
        String local = path.text().replace('\\', File.separatorChar);
        boolean windows = File.separatorChar == '\\';
        Path candidate = path.kind() == ParentLink.Kind.RELATIVE || windows
                ? folder.resolve(local).normalize()
                : folder.resolve(local.substring(local.lastIndexOf(File.separatorChar) + 1));
        if (Files.isRegularFile(candidate)) {
            return Optional.of(candidate);
        }
        return windows ? Optional.empty() : inAnyCase(candidate).filter(file -> Files.isRegularFile(file));
    }

    /** Windows does not tell capital letters from small ones, and writes paths as they were given to it. */
    private static Optional<Path> inAnyCase(Path wanted) throws IOException {
        Path at = wanted.getRoot();
        if (at == null) {
            return Optional.empty();
        }
        for (Path name : wanted) {
            Path next = at.resolve(name);
            if (!Files.exists(next)) {
                List<Path> alike = alike(at, name.toString());
                if (alike.size() != 1) {
                    // None, or who knows which.
                    return Optional.empty();
                }
                next = alike.get(0);
            }
            at = next;
        }
        return Optional.of(at);
    }

    private static List<Path> alike(Path folder, String name) throws IOException {
        var alike = new ArrayList<Path>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(
                folder, file -> String.valueOf(file.getFileName()).equalsIgnoreCase(name))) {
            files.forEach(alike::add);
        } catch (AccessDeniedException | NotDirectoryException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return alike;
    }
}
