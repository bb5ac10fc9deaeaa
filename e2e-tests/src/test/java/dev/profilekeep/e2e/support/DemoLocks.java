package dev.profilekeep.e2e.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Lock files of one person in the demo's folders, to be put back after a test that took them away. */
public final class DemoLocks implements AutoCloseable {
    private record Kept(byte[] bytes, FileTime written) {}

    private final Map<Path, Kept> kept = new LinkedHashMap<>();

    private DemoLocks() {}

    /** @param account as in the names of the person's folders */
    public static DemoLocks of(PortalUnderTest portal, String account) {
        DemoLocks locks = new DemoLocks();
        try (Stream<Path> all = Files.walk(portal.demoFolder())) {
            for (Path file : all.filter(path ->
                            path.toString().endsWith(".lock") && path.toString().contains(account))
                    .toList()) {
                locks.kept.put(file, new Kept(Files.readAllBytes(file), Files.getLastModifiedTime(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (locks.kept.isEmpty()) {
            throw new IllegalStateException("nothing of " + account + " is locked in the demo");
        }
        return locks;
    }

    /** How many are still there. */
    public long standing() {
        return kept.keySet().stream().filter(Files::exists).count();
    }

    @Override
    public void close() {
        kept.forEach((file, lock) -> {
            try {
                Files.write(file, lock.bytes());
                Files.setLastModifiedTime(file, lock.written());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
