package dev.profilekeep.portal.demo;

import dev.profilekeep.portal.start.StartFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Removes a demo estate, so that a fresh one is laid out. Not while somebody works with it: whoever has its catalog open
 * holds the lock of that file, and here the same lock is taken and kept until everything else is gone.
 */
final class DemoReset {
    private static final String CATALOG = ".mv.db";

    private DemoReset() {}

    /**
     * @throws StartFailure if a process has the catalog open, or the folder holds something else than a demo estate; it is
     *     left as it is then
     */
    static void remove(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Path folder = directory.toRealPath();
        Path marker = folder.resolve(DemoEstate.MARKER);
        Path config = folder.resolve(DemoEstate.CONFIG);
        if (!Files.isDirectory(folder) || !Files.exists(marker) && !Files.exists(config)) {
            throw new StartFailure(
                    folder + " does not look like demo data; it is left alone.",
                    "Remove it yourself, or name another folder: script/server --data FOLDER.",
                    null);
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        List<Path> catalogs =
                all.stream().filter(path -> path.toString().endsWith(CATALOG)).toList();
        List<FileChannel> held = new ArrayList<>();
        try {
            for (Path catalog : catalogs) {
                held.add(hold(catalog, folder));
            }
            // Without its marker a half-removed estate is laid out anew; its configuration says to the end what it was.
            Files.deleteIfExists(marker);
            for (Path path : all) {
                boolean later = path.equals(config) || catalogs.stream().anyMatch(catalog -> catalog.startsWith(path));
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
            if (!path.equals(config) && !path.equals(folder)) {
                Files.deleteIfExists(path);
            }
        }
        Files.deleteIfExists(config);
        Files.deleteIfExists(folder);
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
