package dev.profilekeep.storage;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The administration of a {@link MemoryStorage}: it knows all opens, by all connections. */
final class MemoryAdministration implements FileServer {
    private final MemoryStorage asking;
    private final MemoryDisk disk;

    MemoryAdministration(MemoryStorage asking, MemoryDisk disk) {
        this.asking = asking;
        this.disk = disk;
    }

    @Override
    public Ability listsOpenFiles() {
        synchronized (disk) {
            return disk.openFiles;
        }
    }

    @Override
    public Ability listsSessions() {
        return listsOpenFiles();
    }

    @Override
    public Ability closesHandles() {
        synchronized (disk) {
            return disk.closes;
        }
    }

    private void require(Ability ability) throws StorageException {
        asking.requireOpen("ask the file server");
        if (!ability.can()) {
            throw new StorageException.Denied(ability.why(), null);
        }
    }

    @Override
    public List<ServerOpenFile> openFiles(StoragePath under) throws IOException {
        synchronized (disk) {
            require(disk.openFiles);
            List<ServerOpenFile> open = new ArrayList<>();
            String below = under.value().isEmpty() ? "" : under.value() + "/";
            disk.names.forEach((name, node) -> {
                if (name.equals(under.value()) || name.startsWith(below)) {
                    for (MemoryFile handle : node.opens) {
                        open.add(new ServerOpenFile(handle.id(), StoragePath.of(name), "memory", handle.writes(), 0));
                    }
                }
            });
            return open;
        }
    }

    @Override
    public List<ServerSession> sessions() throws IOException {
        synchronized (disk) {
            require(disk.openFiles);
            List<ServerSession> all = new ArrayList<>();
            disk.sessions.forEach((id, client) -> all.add(new ServerSession(
                    "client-" + id,
                    "memory",
                    Duration.ZERO,
                    Duration.ZERO,
                    OptionalInt.of(client.opens().size()))));
            return all;
        }
    }

    @Override
    public void close(ServerOpenFile file) throws IOException {
        synchronized (disk) {
            require(disk.closes);
            if (!openFiles(file.path()).contains(file)) {
                throw new StorageException.NotFound(
                        "close handle " + file.id() + " on " + file.path() + ": it is no longer open", null);
            }
            List.copyOf(asking.node("close a handle on", file.path()).opens).stream()
                    .filter(handle -> handle.id() == file.id())
                    .forEach(MemoryFile::close);
        }
    }

    @Override
    public Instant clock() {
        synchronized (disk) {
            return disk.wall.instant();
        }
    }
}
