package dev.profilekeep.replica;

import dev.profilekeep.catalog.OwnFolder;
import dev.profilekeep.content.ChunkId;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.MapCopy;
import dev.profilekeep.content.MapDamagedException;
import dev.profilekeep.content.NodeStore;
import dev.profilekeep.content.Place;
import dev.profilekeep.content.Sha256;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maps of states in which copies agreed, one file for each, named by its root. Whatever is missing or damaged only means that a disk is read as a whole once more: every map is compared with its root
 * when it is put in, every node with its digest when it is read.
 *
 * <pre>
 * nodes, one behind the other      parts of 1 GiB, which no node crosses
 * head of the map                  {@link ContentMap#encode}
 * length of the head, 4 bytes      big-endian
 * SHA-256 of the head, 32 bytes
 * </pre>
 *
 * <p>Written beside, flushed, renamed. Safe for several threads and processes.
 */
public final class MapArchive {
    private static final Logger LOG = LoggerFactory.getLogger(MapArchive.class);
    private static final String ENDING = ".map";
    private static final String NEW = ".new";
    private static final long PART = 1L << 30;
    private static final int TAIL = 4 + Sha256.BYTES;
    private static final int LARGEST_HEAD = 64 << 20;
    /** What is younger may be of a run whose rows are not written yet. */
    private static final Duration YOUNG = Duration.ofDays(1);

    private final Path folder;

    /** @param folder made when the first map comes */
    public MapArchive(Path folder) {
        this.folder = folder;
    }

    /** A map that is there, with its nodes. */
    public record Kept(ContentMap map, NodeStore nodes, Closeable file) implements Closeable {
        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** The map of a root; empty if there is none, or it is damaged. */
    public Optional<Kept> open(Sha256 root) {
        Path path = path(root);
        FileChannel file;
        try {
            file = FileChannel.open(path, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("map={} cannot be opened: {}", path, e.getMessage());
            return Optional.empty();
        }
        try {
            ContentMap map = head(file);
            if (!map.root().equals(root)) {
                throw new MapDamagedException("it is of " + map.root());
            }
            return Optional.of(new Kept(map, new Nodes(file), file));
        } catch (IOException e) {
            LOG.warn("map={} cannot be used, disks are read as a whole: {}", path, e.getMessage());
            try {
                file.close();
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            return Optional.empty();
        }
    }

    private static ContentMap head(FileChannel file) throws IOException {
        long end = file.size();
        if (end < TAIL) {
            throw new MapDamagedException("it has " + end + " bytes");
        }
        ByteBuffer tail = read(file, end - TAIL, TAIL);
        int length = tail.getInt();
        Sha256 digest = Sha256.read(tail);
        if (length < 1 || length > LARGEST_HEAD || length > end - TAIL) {
            throw new MapDamagedException("its head has " + length + " bytes");
        }
        ByteBuffer head = read(file, end - TAIL - length, length);
        if (!Sha256.of(head.duplicate()).equals(digest)) {
            throw new MapDamagedException("its head is not what was written");
        }
        return ContentMap.decode(head.array());
    }

    private static ByteBuffer read(FileChannel file, long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, at + bytes.position()) < 0) {
                throw new EOFException("the file ends at " + file.size());
            }
        }
        return bytes.flip();
    }

    /**
     * Keeps a map. One that is there already, and can be used, is left as it is.
     *
     * @param nodes has those of the map
     * @throws MapDamagedException if it is not what its root says
     */
    public void keep(ContentMap map, NodeStore nodes) throws IOException {
        Optional<Kept> there = open(map.root());
        if (there.isPresent()) {
            there.get().close();
            return;
        }
        OwnFolder.make(folder);
        Path fresh = folder.resolve(map.root() + "-" + UUID.randomUUID() + NEW);
        try {
            try (FileChannel file = FileChannel.open(
                    fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                Nodes to = new Nodes(file);
                ContentMap copy = new MapCopy(nodes, to, (entry, known) -> null).copy(map, null);
                to.end(copy.encode());
                file.force(true);
            }
            Files.move(fresh, path(map.root()), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Removes maps that nobody needs, and what was left behind when one was written; whatever is younger than a day stays. */
    public void sweep(Set<Sha256> needed, Instant now) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Set<String> names = needed.stream().map(Sha256::toString).collect(Collectors.toSet());
        FileTime young = FileTime.from(now.minus(YOUNG));
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path path : all) {
                String name = String.valueOf(path.getFileName());
                boolean ours = name.endsWith(NEW)
                        || name.endsWith(ENDING) && !names.contains(name.substring(0, name.length() - ENDING.length()));
                if (ours && Files.getLastModifiedTime(path).compareTo(young) < 0) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }

    private Path path(Sha256 root) {
        return folder.resolve(root + ENDING);
    }

    private static final class Nodes implements NodeStore {
        private final FileChannel file;
        private long end;

        Nodes(FileChannel file) {
            this.file = file;
        }

        @Override
        public Place add(byte[] node) throws IOException {
            if (end % PART + node.length > PART) {
                end = (end / PART + 1) * PART;
            }
            long at = end;
            write(node);
            return new Place(new ChunkId(0, at / PART, 0), (int) (at % PART), node.length);
        }

        void end(byte[] head) throws IOException {
            write(head);
            ByteBuffer tail = ByteBuffer.allocate(TAIL).putInt(head.length);
            Sha256 digest = Sha256.of(head);
            tail.putLong(digest.a()).putLong(digest.b()).putLong(digest.c()).putLong(digest.d());
            write(tail.array());
        }

        private void write(byte[] these) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(these);
            while (bytes.hasRemaining()) {
                end += file.write(bytes, end);
            }
        }

        @Override
        public byte[] get(Place place) throws IOException {
            try {
                long part = place.bundle().middle();
                if (part < 0 || part > Integer.MAX_VALUE) {
                    throw new MapDamagedException("there is no part " + part);
                }
                return read(file, part * PART + place.offset(), place.length()).array();
            } catch (EOFException e) {
                throw new MapDamagedException("there is no node at " + place + ": " + e.getMessage());
            }
        }
    }
}
