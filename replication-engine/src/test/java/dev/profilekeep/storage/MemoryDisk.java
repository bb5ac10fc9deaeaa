package dev.profilekeep.storage;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** What all clients of a {@link MemoryStorage} see; everything in it is guarded by it. */
final class MemoryDisk {
    static final int PAGE = 64 * 1024;
    static final int DIRECTORY = 0x10;
    private static final int ARCHIVE = 0x20;

    final TreeMap<String, Node> names = new TreeMap<>();
    final AtomicLong ids = new AtomicLong(1);
    final Map<Long, MemoryStorage> sessions = new TreeMap<>();
    Ability openFiles = Ability.yes();
    Ability closes = Ability.yes();
    long clock = 133_000_000_000_000_000L;
    Clock wall = Clock.systemUTC();
    Volume volume = new Volume(1L << 40, 1L << 39);
    long room = Long.MAX_VALUE;

    MemoryDisk() {
        names.put("", new Node(this, true));
    }

    long tick() {
        return ++clock;
    }

    /** A file or a folder, whatever names it has. */
    static final class Node {
        final boolean folder;
        final long id;
        final Map<Long, byte[]> pages = new HashMap<>();
        final List<MemoryFile> opens = new ArrayList<>();
        long size;
        long created;
        long written;
        long changed;
        int attributes;
        FileSecurity security = new FileSecurity(
                "S-1-5-21-1-2-3-1000",
                "S-1-5-21-1-2-3-513",
                new SecurityDescriptor(
                                0, Sids.bytes("S-1-5-21-1-2-3-1000"), Sids.bytes("S-1-5-21-1-2-3-513"), new byte[0])
                        .toSet());

        Node(MemoryDisk disk, boolean folder) {
            this.folder = folder;
            this.id = disk.ids.incrementAndGet();
            this.created = disk.tick();
            this.written = created;
            this.changed = created;
            this.attributes = folder ? DIRECTORY : ARCHIVE;
        }
    }
}
