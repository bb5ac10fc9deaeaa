package dev.profilekeep.backup.chunk;

import dev.profilekeep.backup.index.IndexEntry;
import dev.profilekeep.backup.pack.PackReader;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.store.RepositoryFiles;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Packs that are open for reading: those that were read last stay open, for opening one takes several round trips. Safe for several threads. */
final class OpenPacks implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenPacks.class);
    /** A restore goes through the packs of some nights at once. */
    private static final int MOST = 32;

    private final RepositoryFiles files;
    private final Map<UUID, Handle> handles = new LinkedHashMap<>(16, 0.75f, true);

    OpenPacks(RepositoryFiles files) {
        this.files = files;
    }

    /** An open pack; its fields are guarded by the map. */
    private static final class Handle {
        final RepositoryFiles.Opened file;
        final PackReader reader;
        int users = 1;
        boolean dropped;

        Handle(UUID pack, RepositoryFiles.Opened file) {
            this.file = file;
            this.reader = new PackReader(pack, file.reader());
        }
    }

    /** @throws dev.profilekeep.storage.StorageException.NotFound if the pack is not there */
    byte[] read(IndexEntry entry) throws IOException {
        Handle handle = take(entry.pack());
        try {
            return handle.reader.chunk(entry);
        } finally {
            giveBack(handle);
        }
    }

    private Handle take(UUID pack) throws IOException {
        synchronized (handles) {
            Handle known = handles.get(pack);
            if (known != null) {
                known.users++;
                return known;
            }
        }
        Handle opened = new Handle(pack, files.open(SealedKind.PACK, pack));
        synchronized (handles) {
            Handle quicker = handles.get(pack);
            if (quicker != null) {
                quicker.users++;
                close(opened);
                return quicker;
            }
            handles.put(pack, opened);
            if (handles.size() > MOST) {
                Iterator<Handle> eldest = handles.values().iterator();
                Handle dropped = eldest.next();
                eldest.remove();
                drop(dropped);
            }
            return opened;
        }
    }

    private void giveBack(Handle handle) {
        synchronized (handles) {
            handle.users--;
            if (handle.dropped && handle.users == 0) {
                close(handle);
            }
        }
    }

    private static void drop(Handle handle) {
        handle.dropped = true;
        if (handle.users == 0) {
            close(handle);
        }
    }

    private static void close(Handle handle) {
        try {
            handle.file.close();
        } catch (IOException e) {
            LOG.debug("a pack could not be closed: {}", handle.reader, e);
        }
    }

    /** Closes one that proved to be of no use. */
    void forget(UUID pack) {
        synchronized (handles) {
            Handle handle = handles.remove(pack);
            if (handle != null) {
                drop(handle);
            }
        }
    }

    @Override
    public void close() {
        synchronized (handles) {
            handles.values().forEach(OpenPacks::drop);
            handles.clear();
        }
    }
}
