package dev.profilekeep.replicate;

import dev.profilekeep.catalog.OwnFolder;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.MapCopy;
import dev.profilekeep.content.MapDamagedException;
import dev.profilekeep.content.NodeStore;
import dev.profilekeep.content.Place;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.content.TemporaryNodes;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the maps of agreements in files of this machine, one map a file, named by its root. They hold digests and places, and nothing of what people have. A map that is lost or damaged
 * costs one reading in full, and nothing else. Safe for several threads.
 *
 * <p>A file is the map's nodes; its head; and 48 bytes: SHA-256 of the head, where the head begins, how long it is (both 64 bits, big-endian).
 */
public final class MapArchive {
    private static final Logger LOG = LoggerFactory.getLogger(MapArchive.class);
    private static final String ENDING = ".map";
    private static final int TAIL = Sha256.BYTES + 2 * Long.BYTES;
    private static final long MOST_HEAD = 64L << 20;

    private final Path folder;

    /** @param folder made when it is first needed, for our account alone */
    public MapArchive(Path folder) {
        this.folder = folder;
    }

    /** A map with its nodes. Nodes can be added for as long as it is open; they are not kept. */
    static final class Opened implements NodeStore, Closeable {
        private final TemporaryNodes added;
        private final FileChannel file;
        private final ContentMap map;

        private Opened(FileChannel file, ContentMap map, TemporaryNodes added) {
            this.file = file;
            this.map = map;
            this.added = added;
        }

        ContentMap map() {
            return map;
        }

        @Override
        public Place add(byte[] node) throws IOException {
            return added.add(node);
        }

        @Override
        public byte[] get(Place place) throws IOException {
            return NodeFile.isOf(place) ? NodeFile.get(file, place) : added.get(place);
        }

        @Override
        public void close() throws IOException {
            try (added) {
                file.close();
            }
        }
    }

    private Path path(Sha256 root) {
        return folder.resolve(root + ENDING);
    }

    /** @return empty if there is none that can be used */
    Optional<Opened> open(Sha256 root) throws IOException {
        FileChannel file;
        try {
            file = FileChannel.open(path(root), StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        boolean done = false;
        try {
            ContentMap map = head(file);
            if (!map.root().equals(root)) {
                throw new MapDamagedException("it is the map of something else");
            }
            Opened opened = new Opened(file, map, TemporaryNodes.open());
            done = true;
            return Optional.of(opened);
        } catch (MapDamagedException e) {
            LOG.warn("the map root={} cannot be used: {}", root, e.getMessage());
            return Optional.empty();
        } finally {
            if (!done) {
                file.close();
            }
        }
    }

    private static ContentMap head(FileChannel file) throws IOException {
        long end = file.size() - TAIL;
        if (end < 0) {
            throw new MapDamagedException("its file is too short");
        }
        ByteBuffer tail = NodeFile.read(file, end, TAIL);
        Sha256 digest = Sha256.read(tail);
        long start = tail.getLong();
        long length = tail.getLong();
        if (start < 0 || length < 0 || length > MOST_HEAD || start > end - length) {
            throw new MapDamagedException("its file does not say where its head is");
        }
        byte[] head = NodeFile.read(file, start, (int) length).array();
        if (!Sha256.of(head).equals(digest)) {
            throw new MapDamagedException("its head is not what was written");
        }
        return ContentMap.decode(head);
    }

    /**
     * Keeps a map, durably; nothing to do if it is there.
     *
     * @param from has its nodes
     */
    void keep(ContentMap map, NodeStore from) throws IOException {
        Optional<Opened> there = open(map.root());
        if (there.isPresent()) {
            there.get().close();
            return;
        }
        OwnFolder.make(folder);
        Path draft = folder.resolve(map.root() + "." + UUID.randomUUID() + ".tmp");
        try {
            try (FileChannel file = FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                NodeFile nodes = new NodeFile(file);
                byte[] head = new MapCopy(from, nodes, (entry, known) -> null)
                        .copy(map, null)
                        .encode();
                ByteBuffer end = ByteBuffer.allocate(head.length + TAIL).put(head);
                Sha256.of(head).write(end);
                end.putLong(nodes.end()).putLong(head.length).flip();
                NodeFile.write(file, nodes.end(), end);
                file.force(true);
            }
            Files.move(draft, path(map.root()), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Removes every map but these, and what was left of drafts. No map may be in the making meanwhile. */
    public void sweep(Set<Sha256> used) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            Set<String> names = used.stream().map(root -> root + ENDING).collect(Collectors.toSet());
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (!names.contains(name) && (name.endsWith(ENDING) || name.endsWith(".tmp"))) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
