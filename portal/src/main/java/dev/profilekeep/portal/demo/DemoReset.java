package dev.profilekeep.portal.demo;

import dev.profilekeep.portal.start.StartFailure;
import dev.profilekeep.text.Visible;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes a demo estate, and nothing that somebody else put into its folder, so that a fresh one is laid out. Not while somebody works with it: whoever has its catalog open
 * holds the lock of that file, and here the same lock is taken and kept until everything else is gone.
 */
final class DemoReset {
    private static final Logger LOG = LoggerFactory.getLogger(DemoReset.class);
    private static final int TOLD = 10;
    private static final String CATALOG = ".mv.db";

    private DemoReset() {}

    /**
     * @return what was there and is not the demo's; it stays, and is told of
     * @throws StartFailure if a process has the catalog open, or the folder is not the demo's; it is left as it is then
     */
    static List<Path> remove(Path directory) throws IOException {
        DemoFolder.require(directory);
        if (!Files.exists(directory)) {
            return List.of();
        }
        Path folder = directory.toRealPath();
        Path mark = folder.resolve(DemoFolder.MARK);
        DemoTrace demo = new DemoTrace();
        List<Path> all = new ArrayList<>();
        List<Path> others = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            walk.sorted(Comparator.reverseOrder())
                    .filter(path -> !path.equals(folder))
                    .forEach(path -> (demo.made(folder.relativize(path)) ? all : others).add(path));
        }
        // A folder in which something stays does too, and is nothing to be told of.
        Set<Path> above = new HashSet<>();
        for (Path other : others) {
            for (Path up = other.getParent(); up != null && above.add(up); ) {
                up = up.getParent();
            }
        }
        all.removeAll(above);
        others.removeAll(above);
        List<Path> catalogs =
                all.stream().filter(path -> path.toString().endsWith(CATALOG)).toList();
        List<FileChannel> held = new ArrayList<>();
        try {
            for (Path catalog : catalogs) {
                held.add(hold(catalog, folder));
            }
            // Without its version a half-removed estate is laid out anew; the mark says to the end whose the folder is.
            DemoFolder.mark(folder);
            Files.deleteIfExists(folder.resolve(DemoEstate.VERSION_FILE));
            for (Path path : all) {
                boolean later = path.equals(mark) || catalogs.stream().anyMatch(catalog -> catalog.startsWith(path));
                if (!later) {
                    Files.deleteIfExists(path);
                }
            }
        } finally {
            for (FileChannel channel : held) {
                channel.close();
            }
        }
        for (Path catalog : catalogs) {
            Files.deleteIfExists(catalog);
        }
        for (Path path : all) {
            if (!path.equals(mark)) {
                Files.deleteIfExists(path);
            }
        }
        if (others.isEmpty()) {
            Files.deleteIfExists(mark);
            Files.deleteIfExists(folder);
        } else {
            LOG.warn(
                    "demo=reset folder={}: kept what the demo did not lay out: {}{}",
                    folder,
                    others.stream()
                            .limit(TOLD)
                            .map(path -> Visible.oneLine(folder.relativize(path).toString()))
                            .collect(Collectors.joining(", ")),
                    others.size() > TOLD ? " and " + (others.size() - TOLD) + " more" : "");
        }
        return others;
    }

    private static FileChannel hold(Path catalog, Path folder) throws IOException {
        FileChannel channel = FileChannel.open(catalog, StandardOpenOption.WRITE);
        boolean mine = false;
        try {
            mine = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // a catalog of this very process
        } finally {
            if (!mine) {
                channel.close();
            }
        }
        if (!mine) {
            throw new StartFailure(
                    "The demo data in " + folder + " is in use: a running portal or command has " + catalog
                            + " open. Nothing was removed.",
                    "Stop that portal first (Ctrl-C where script/server runs), or start beside it with a folder and a port"
                            + " of its own: script/server --data FOLDER --port NUMBER.",
                    null);
        }
        return channel;
    }
}
