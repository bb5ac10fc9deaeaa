package dev.profilekeep.portal.demo;

import dev.profilekeep.portal.start.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Whether a folder is the demo's to write to and to remove: it is new, it is empty, or it has the demo's mark. A
 * {@code profilekeep.yml} says nothing of that; an own estate has one too.
 */
final class DemoFolder {
    /** Written before anything else is, and removed after everything else was. */
    static final String MARK = ".profilekeep-demo";

    private static final String TEXT =
            "ProfileKeep's demo made this folder: script/server --reset may remove what it laid out here.\n";

    private DemoFolder() {}

    /** @throws StartFailure if the folder is not the demo's; nothing was touched */
    static void require(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw refused(folder, "is not a folder");
        }
        if (marked(folder)) {
            return;
        }
        try (Stream<Path> inside = Files.list(folder)) {
            if (inside.findAny().isPresent()) {
                throw refused(
                        folder,
                        Files.exists(folder.resolve(DemoEstate.CONFIG))
                                ? "has a " + DemoEstate.CONFIG
                                        + " that the demo did not write: it may be an estate of your own"
                                : "has something in it, and not from the demo");
            }
        }
    }

    /** Makes the folder and says in it whose it is; call {@link #require} first. */
    static void mark(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path mark = folder.resolve(MARK);
        if (!Files.exists(mark)) {
            Files.writeString(mark, TEXT);
        }
    }

    /** Builds before the mark left the version of the estate alone, a number. */
    private static boolean marked(Path folder) throws IOException {
        if (Files.isRegularFile(folder.resolve(MARK))) {
            return true;
        }
        Path version = folder.resolve(DemoEstate.VERSION_FILE);
        return Files.isRegularFile(version)
                && Files.size(version) <= 10
                && Files.readString(version).strip().matches("[0-9]+");
    }

    private static StartFailure refused(Path folder, String why) {
        return new StartFailure(
                "The demo does not start on " + folder.toAbsolutePath().normalize() + ": it " + why + " (there is no "
                        + MARK + "). Nothing in it was touched.",
                "Name another folder, a new or an empty one: script/server --data FOLDER. A portal for an estate of your own"
                        + " is started by script/server --config FILE.",
                null);
    }
}
