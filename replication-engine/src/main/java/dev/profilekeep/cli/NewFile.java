package dev.profilekeep.cli;

import dev.profilekeep.storage.StorageAddress;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A file on this machine that a command is to make. */
final class NewFile {
    /** What comes after its name until a file is complete: see {@link dev.profilekeep.disk.convert.ConversionRun}. */
    private static final String UNFINISHED = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.part";

    private static final String NO_ROOM = "No space left";

    private final String name;
    private final Path path;

    private NewFile(String name, Path path) {
        this.name = name;
        this.path = path;
    }

    Path path() {
        return path;
    }

    /** How the file is made. */
    @FunctionalInterface
    interface Making<T> {
        T make(Path path) throws IOException;
    }

    /**
     * Looks whether there is a place for it.
     *
     * @param source what is read for it; empty if nothing is
     * @param force whether a file that is there may go
     * @throws CliProblem if it cannot be made, or is there already
     */
    static NewFile at(String name, String source, boolean force) throws IOException {
        StorageAddress address = StorageAddress.parse(name);
        if (!(address instanceof StorageAddress.Local local)) {
            throw new CliProblem(name + ": can be made on this machine only; copy it to the share afterwards");
        }
        Path path = local.folder();
        Path folder = path.getParent();
        if (name.endsWith("/") || folder == null || Files.isDirectory(path)) {
            throw new CliProblem(name + ": this is a folder; name the file that is to be made in it");
        }
        if (!Files.isDirectory(folder)) {
            throw new CliProblem(name + ": there is no folder " + folder + "; make it first");
        }
        if (Files.exists(path)) {
            if (StorageAddress.parse(source.isEmpty() ? name + ".none" : source) instanceof StorageAddress.Local from
                    && Files.exists(from.folder())
                    && Files.isSameFile(from.folder(), path)) {
                throw new CliProblem(name + ": this is the disk that is read; it is never written over");
            }
            if (!Files.isRegularFile(path)) {
                throw new CliProblem(name + ": this is not an ordinary file");
            }
            if (!force) {
                throw new CliProblem(name + ": there is such a file already; --force replaces it");
            }
        }
        return new NewFile(name, path);
    }

    /** @throws CliProblem saying what is to be done, if it could not be made; nothing is left of it then */
    <T> T make(Making<T> making) throws IOException {
        try {
            return making.make(path);
        } catch (FileAlreadyExistsException e) {
            throw new CliProblem(name + ": somebody made such a file meanwhile; --force replaces it", e);
        } catch (CancellationException e) {
            throw new CliProblem(name + ": " + e.getMessage() + "; nothing is left of it", e);
        } catch (AccessDeniedException e) {
            throw new CliProblem(name + ": access to its folder denied", e);
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains(NO_ROOM)) {
                throw new CliProblem(
                        name + ": no room for it: " + Sizes.of(room()) + " are free; nothing is left of it", e);
            }
            if (e instanceof FileSystemException refused) {
                throw new CliProblem(name + ": cannot be made: " + reason(refused), e);
            }
            throw e;
        }
    }

    /** Why, without the name that the file has until it is complete: nobody asked for that. */
    private String reason(FileSystemException refused) {
        String reason = refused.getReason();
        if (refused instanceof NoSuchFileException) {
            return "its folder " + path.getParent() + " is not there any more; make it again";
        }
        if (reason == null || reason.isBlank()) {
            return "its folder " + path.getParent() + " refuses new files";
        }
        return reason + ", says the file system of " + path.getParent() + "; choose another folder";
    }

    /** Tells of unfinished files of the same name: only a person knows whether another command writes one at this moment. */
    void warnOfLeft(Context context) throws IOException {
        Path folder = path.getParent();
        if (folder == null) {
            return;
        }
        Pattern unfinished = Pattern.compile(Pattern.quote(path.getFileName() + ".") + UNFINISHED);
        List<Path> left;
        try (Stream<Path> files = Files.list(folder)) {
            left = files.filter(file ->
                            unfinished.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        } catch (AccessDeniedException e) {
            return; // a folder that one may write to but not list
        }
        for (Path file : left) {
            try {
                context.err()
                        .println("profilekeep: " + file + ": unfinished, " + Sizes.of(Files.size(file))
                                + ", written last at "
                                + Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.SECONDS)
                                + ": left by a command that was killed, unless one is making " + name
                                + " now; if none is, delete it");
            } catch (NoSuchFileException e) {
                continue; // it was finished meanwhile
            }
        }
    }

    /** Warns if there may not be room enough. Zeros take none, so that one cannot be sure. */
    void warnOfRoom(Context context, long bytes) throws IOException {
        long room = room();
        if (bytes > room) {
            context.err()
                    .println("profilekeep: " + name + ": up to " + Sizes.of(bytes) + " are needed and " + Sizes.of(room)
                            + " are free; it goes on, as zeros take no room");
        }
    }

    private long room() throws IOException {
        Path folder = path.getParent();
        return Files.getFileStore(folder == null ? path : folder).getUsableSpace();
    }
}
