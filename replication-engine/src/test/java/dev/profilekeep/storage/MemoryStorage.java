package dev.profilekeep.storage;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A share in memory, with share modes, hard links, exact times and descriptors; {@link #onOwnConnection()} is another client
 * of it. It replaces open files as Samba does or refuses to as Windows does. Sparse: only written pages take room. Safe for
 * several threads.
 */
public final class MemoryStorage implements StorageProvider {
    private static final int PAGE = 64 * 1024;
    private static final int DIRECTORY = 0x10;
    private static final int ARCHIVE = 0x20;
    private static final int SETTABLE = 0x31A7;

    private final Disk disk;
    private final boolean replacesOpenFiles;
    private final long session;
    private final OptionalLong ends;
    private volatile boolean closed;

    private MemoryStorage(Disk disk, boolean replacesOpenFiles) {
        this(disk, replacesOpenFiles, OptionalLong.empty());
    }

    private MemoryStorage(Disk disk, boolean replacesOpenFiles, OptionalLong ends) {
        this.disk = disk;
        this.replacesOpenFiles = replacesOpenFiles;
        this.ends = ends;
        synchronized (disk) {
            this.session = disk.ids.incrementAndGet();
            disk.sessions.put(session, this);
        }
    }

    public static MemoryStorage likeWindows() {
        return new MemoryStorage(new Disk(), false);
    }

    public static MemoryStorage likeSamba() {
        return new MemoryStorage(new Disk(), true);
    }

    /** What all clients see; everything in it is guarded by it. */
    private static final class Disk {
        final TreeMap<String, Node> names = new TreeMap<>();
        final AtomicLong ids = new AtomicLong(1);
        final Map<Long, MemoryStorage> sessions = new TreeMap<>();
        Ability openFiles = Ability.yes();
        Ability closes = Ability.yes();
        long clock = 133_000_000_000_000_000L;
        Clock wall = Clock.systemUTC();
        Volume volume = new Volume(1L << 40, 1L << 39);
        long room = Long.MAX_VALUE;

        Disk() {
            names.put("", new Node(this, true));
        }

        long tick() {
            return ++clock;
        }
    }

    private static final class Node {
        final boolean folder;
        final long id;
        final Map<Long, byte[]> pages = new HashMap<>();
        final List<Handle> opens = new ArrayList<>();
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

        Node(Disk disk, boolean folder) {
            this.folder = folder;
            this.id = disk.ids.incrementAndGet();
            this.created = disk.tick();
            this.written = created;
            this.changed = created;
            this.attributes = folder ? DIRECTORY : ARCHIVE;
        }
    }

    /** From now on so many more bytes can be written. */
    public void leaveRoomFor(long bytes) {
        synchronized (disk) {
            disk.room = bytes;
        }
    }

    /** From now on the server's administration answers so. */
    public MemoryStorage administration(Ability openFilesAndSessions, Ability closes) {
        synchronized (disk) {
            disk.openFiles = openFilesAndSessions;
            disk.closes = closes;
        }
        return this;
    }

    /** From now on files are dated so much later. */
    public MemoryStorage later(Duration time) {
        synchronized (disk) {
            disk.clock += time.toNanos() / 100;
        }
        return this;
    }

    /** How much room there is; half of a terabyte is free otherwise. */
    public MemoryStorage volume(Volume room) {
        synchronized (disk) {
            disk.volume = room;
        }
        return this;
    }

    /** From now on the server says that it is so late; the times of files go on as they are. */
    public MemoryStorage clock(Clock wall) {
        synchronized (disk) {
            disk.wall = wall;
        }
        return this;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities("memory", true, replacesOpenFiles, true, true, true, true, false, false, true);
    }

    @Override
    public OptionalLong sessionId() throws IOException {
        requireOpen("ask for the session");
        return OptionalLong.of(session);
    }

    @Override
    public Optional<Duration> roundTrip() throws IOException {
        requireOpen("ask for a sign of life");
        return Optional.of(Duration.ofNanos(100_000));
    }

    @Override
    public Optional<Volume> volume() throws IOException {
        requireOpen("look at the volume");
        synchronized (disk) {
            return Optional.of(disk.volume);
        }
    }

    @Override
    public Held holder(StoragePath path) throws IOException {
        synchronized (disk) {
            requireOpen("look who holds " + path);
            Node node = disk.names.get(path.value());
            if (node == null) {
                return new Held(Held.State.ABSENT, "there is nothing of that name");
            }
            if (node.folder) {
                throw new StorageException.Failed("look who holds " + path + ": it is a folder", null);
            }
            return node.opens.isEmpty()
                    ? new Held(Held.State.FREE, "it could be opened alone")
                    : new Held(Held.State.HELD, "somebody has it open");
        }
    }

    @Override
    public FileServer fileServer() {
        return new Administration();
    }

    /** The administration of this server: it knows all opens, by all connections. */
    private final class Administration implements FileServer {
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
            requireOpen("ask the file server");
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
                        for (Handle handle : node.opens) {
                            open.add(new ServerOpenFile(handle.id, StoragePath.of(name), "memory", handle.writes, 0));
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
                List.copyOf(node("close a handle on", file.path()).opens).stream()
                        .filter(handle -> handle.id == file.id())
                        .forEach(Handle::close);
            }
        }

        @Override
        public Instant clock() {
            synchronized (disk) {
                return disk.wall.instant();
            }
        }
    }

    private List<Handle> opens() {
        List<Handle> mine = new ArrayList<>();
        for (Node node : new HashSet<>(disk.names.values())) {
            node.opens.stream().filter(handle -> handle.client() == this).forEach(mine::add);
        }
        return mine;
    }

    private void end() {
        for (Handle handle : opens()) {
            handle.close();
        }
        disk.sessions.remove(session);
        closed = true;
    }

    @Override
    public StorageProvider onOwnConnection() {
        return new MemoryStorage(disk, replacesOpenFiles);
    }

    @Override
    public List<Instant> moments() {
        return List.of();
    }

    @Override
    public StorageProvider asOf(Instant moment) {
        throw new UnsupportedOperationException("memory keeps no moments");
    }

    @Override
    public StorageProvider onOwnConnection(ConnectionTerms terms) {
        return new MemoryStorage(disk, replacesOpenFiles, terms.ends());
    }

    private Node node(String verb, StoragePath path) throws StorageException {
        requireOpen(verb + " " + path);
        Node node = disk.names.get(path.value());
        if (node == null) {
            throw new StorageException.NotFound(verb + " " + path + ": there is nothing of that name", null);
        }
        return node;
    }

    private void requireOpen(String what) throws StorageException {
        if (closed) {
            throw new StorageException.Failed(what + ": this storage was closed", null);
        }
        synchronized (disk) {
            MemoryStorage dead = ends.isPresent() ? disk.sessions.get(ends.getAsLong()) : null;
            if (dead != null && dead != this) {
                dead.end();
            }
        }
    }

    private void requireFree(String verb, StoragePath path) throws StorageException {
        requireOpen(verb + " " + path);
        StoragePath parent = path.parent();
        if (parent == null || disk.names.containsKey(path.value())) {
            throw new StorageException.Exists(verb + " " + path + ": the name is taken", null);
        }
        if (!node(verb, parent).folder) {
            throw new StorageException.NotFound(verb + " " + path + ": its parent is no folder", null);
        }
    }

    private StoredFile about(StoragePath path, Node node) {
        return new StoredFile(
                path,
                node.folder,
                node.size,
                (long) node.pages.size() * PAGE,
                node.created,
                node.written,
                node.changed,
                node.id,
                node.attributes);
    }

    private Map<String, Node> below(StoragePath folder) {
        return folder.equals(StoragePath.ROOT)
                ? disk.names
                : disk.names.subMap(folder.value() + "/", folder.value() + (char) ('/' + 1));
    }

    @Override
    public void list(StoragePath folder, Consumer<? super StoredFile> each) throws IOException {
        List<StoredFile> found = new ArrayList<>();
        synchronized (disk) {
            if (!node("list", folder).folder) {
                throw new StorageException.NotFound("list " + folder + ": it is no folder", null);
            }
            below(folder).forEach((name, node) -> {
                StoragePath path = StoragePath.of(name);
                if (folder.equals(path.parent())) {
                    found.add(about(path, node));
                }
            });
        }
        found.forEach(each);
    }

    @Override
    public StoredFile stat(StoragePath path) throws IOException {
        synchronized (disk) {
            return about(path, node("stat", path));
        }
    }

    @Override
    public OpenFile openForReading(StoragePath path, Sharing sharing) throws IOException {
        synchronized (disk) {
            return open(path, node("open for reading", path), false, sharing);
        }
    }

    @Override
    public OpenFile openForWriting(StoragePath path, Sharing sharing) throws IOException {
        synchronized (disk) {
            Node node = node("open for writing", path);
            if ((node.attributes & StoredFile.READONLY) != 0) {
                throw new StorageException.Denied("open for writing " + path + ": it is read-only", null);
            }
            return open(path, node, true, sharing);
        }
    }

    private Handle open(StoragePath path, Node node, boolean writes, Sharing sharing) throws StorageException {
        if (node.folder) {
            throw new StorageException.Failed("open " + path + ": it is a folder", null);
        }
        for (Handle other : node.opens) {
            if (!allows(other.sharing, writes) || !allows(sharing, other.writes)) {
                throw new StorageException.Busy("open " + path + ": somebody holds it open", null);
            }
        }
        Handle handle = new Handle(path, node, writes, sharing);
        node.opens.add(handle);
        return handle;
    }

    private static boolean allows(Sharing sharing, boolean writing) {
        return sharing == Sharing.ALL || sharing == Sharing.READ && !writing;
    }

    @Override
    public OpenFile openToRemove(StoragePath path) throws IOException {
        synchronized (disk) {
            Handle handle = open(path, node("open to remove", path), false, Sharing.NONE);
            handle.removable = true;
            return handle;
        }
    }

    @Override
    public OpenFile create(StoragePath path, Sharing sharing) throws IOException {
        synchronized (disk) {
            requireFree("create", path);
            Node node = new Node(disk, false);
            disk.names.put(path.value(), node);
            return open(path, node, true, sharing);
        }
    }

    @Override
    public void createFolder(StoragePath path) throws IOException {
        synchronized (disk) {
            requireFree("create folder", path);
            disk.names.put(path.value(), new Node(disk, true));
        }
    }

    @Override
    public void rename(StoragePath from, StoragePath to) throws IOException {
        synchronized (disk) {
            requireMovable("rename", from);
            requireFree("rename to", to);
            move(from, to);
        }
    }

    @Override
    public void replace(StoragePath from, StoragePath to) throws IOException {
        synchronized (disk) {
            requireMovable("replace with", from);
            Node target = disk.names.get(to.value());
            if (target != null && target.folder) {
                throw new StorageException.Failed("replace " + to + ": it is a folder", null);
            }
            if (target != null && !target.opens.isEmpty() && !replacesOpenFiles) {
                throw new StorageException.Busy("replace " + to + ": somebody holds it open", null);
            }
            move(from, to);
        }
    }

    private void requireMovable(String verb, StoragePath path) throws StorageException {
        for (Handle handle : node(verb, path).opens) {
            if (handle.sharing != Sharing.ALL) {
                throw new StorageException.Busy(verb + " " + path + ": somebody holds it open", null);
            }
        }
    }

    private void move(StoragePath from, StoragePath to) {
        Node node = disk.names.remove(from.value());
        node.changed = disk.tick();
        disk.names.put(to.value(), node);
        String below = from.value() + "/";
        for (String name : List.copyOf(disk.names.tailMap(below).keySet())) {
            if (!name.startsWith(below)) {
                break;
            }
            disk.names.put(to.value() + "/" + name.substring(below.length()), disk.names.remove(name));
        }
    }

    @Override
    public void hardLink(StoragePath existing, StoragePath newName) throws IOException {
        synchronized (disk) {
            Node node = node("hard-link", existing);
            requireFree("hard-link", newName);
            disk.names.put(newName.value(), node);
        }
    }

    @Override
    public void delete(StoragePath path) throws IOException {
        synchronized (disk) {
            if (path.equals(StoragePath.ROOT)) {
                throw new StorageException.Denied("delete /: a location's own folder is never deleted", null);
            }
            requireMovable("delete", path);
            String next = disk.names.higherKey(path.value() + "/");
            if (next != null && next.startsWith(path.value() + "/")) {
                throw new StorageException.Failed("delete " + path + ": the folder is not empty", null);
            }
            if ((node("delete", path).attributes & StoredFile.READONLY) != 0) {
                throw new StorageException.Denied("delete " + path + ": it is read-only", null);
            }
            disk.names.remove(path.value());
        }
    }

    @Override
    public void setAttributes(StoragePath path, int attributes) throws IOException {
        synchronized (disk) {
            Node node = node("set attributes of", path);
            node.attributes = node.attributes & ~SETTABLE | attributes & SETTABLE;
            node.changed = disk.tick();
        }
    }

    @Override
    public void setTimes(StoragePath path, long creationTime, long lastWriteTime) throws IOException {
        synchronized (disk) {
            Node node = node("set times of", path);
            node.created = creationTime == 0 ? node.created : creationTime;
            node.written = lastWriteTime == 0 ? node.written : lastWriteTime;
            node.changed = disk.tick();
        }
    }

    /** What a file server lets nobody set: for a file that changed without a trace. */
    public void setChangeTime(StoragePath path, long changeTime) throws IOException {
        synchronized (disk) {
            node("set times of", path).changed = changeTime;
        }
    }

    @Override
    public FileSecurity security(StoragePath path) throws IOException {
        synchronized (disk) {
            return node("read security of", path).security;
        }
    }

    @Override
    public void setSecurity(StoragePath path, FileSecurity security) throws IOException {
        synchronized (disk) {
            Node node = node("set security of", path);
            SecurityDescriptor old = SecurityDescriptor.parse(node.security.descriptor());
            SecurityDescriptor given = SecurityDescriptor.parse(security.descriptor());
            String owner = security.ownerSid() == null ? node.security.ownerSid() : security.ownerSid();
            String group = security.groupSid() == null ? node.security.groupSid() : security.groupSid();
            SecurityDescriptor dacl = given.hasDacl() ? given : old;
            node.security = new FileSecurity(
                    owner,
                    group,
                    new SecurityDescriptor(dacl.control(), Sids.bytes(owner), Sids.bytes(group), dacl.dacl()).toSet());
            node.changed = disk.tick();
        }
    }

    @Override
    public void copy(StoragePath from, StoragePath to) throws IOException {
        synchronized (disk) {
            try (OpenFile source = openForReading(from, Sharing.ALL);
                    OpenFile target = create(to, Sharing.NONE)) {
                Node node = node("copy", from);
                node.pages.forEach(
                        (page, bytes) -> disk.names.get(to.value()).pages.put(page, bytes.clone()));
                target.resize(source.size());
            }
        }
    }

    @Override
    public void close() {
        synchronized (disk) {
            end();
        }
    }

    private final class Handle implements OpenFile {
        private final StoragePath path;
        private @Nullable Node node;
        private final boolean writes;
        private final Sharing sharing;
        private final long id = disk.ids.incrementAndGet();
        private boolean removable;
        private boolean removing;

        MemoryStorage client() {
            return MemoryStorage.this;
        }

        Handle(StoragePath path, Node node, boolean writes, Sharing sharing) {
            this.path = path;
            this.node = node;
            this.writes = writes;
            this.sharing = sharing;
        }

        private Node open(String verb) throws StorageException {
            if (node == null) {
                throw new StorageException.Failed(verb + " " + path + ": the file was closed before", null);
            }
            return node;
        }

        private Node writable(String verb) throws StorageException {
            if (!writes) {
                throw new StorageException.Denied(verb + " " + path + ": it was opened for reading", null);
            }
            return open(verb);
        }

        @Override
        public long size() throws IOException {
            return stat().size();
        }

        @Override
        public StoredFile stat() throws IOException {
            synchronized (disk) {
                return about(path, open("stat"));
            }
        }

        @Override
        public void readFully(long offset, ByteBuffer target) throws IOException {
            if (offset < 0) {
                throw new IllegalArgumentException("offset is negative: " + offset);
            }
            synchronized (disk) {
                Node file = open("read");
                for (long at = offset; target.hasRemaining(); ) {
                    if (at >= file.size) {
                        throw new EOFException("read " + path + ": " + target.remaining() + " bytes short");
                    }
                    int within = (int) (at % PAGE);
                    int length = (int) Math.min(Math.min(PAGE - within, target.remaining()), file.size - at);
                    byte[] page = file.pages.get(at / PAGE);
                    target.put(page == null ? new byte[PAGE] : page, within, length);
                    at += length;
                }
            }
        }

        @Override
        public void writeFully(long offset, ByteBuffer source) throws IOException {
            if (offset < 0) {
                throw new IllegalArgumentException("offset is negative: " + offset);
            }
            synchronized (disk) {
                Node file = writable("write");
                if (source.remaining() > disk.room) {
                    throw new StorageException.Full("write " + path + ": no room is left", null);
                }
                disk.room -= disk.room == Long.MAX_VALUE ? 0 : source.remaining();
                for (long at = offset; source.hasRemaining(); ) {
                    int within = (int) (at % PAGE);
                    int length = Math.min(PAGE - within, source.remaining());
                    source.get(file.pages.computeIfAbsent(at / PAGE, n -> new byte[PAGE]), within, length);
                    at += length;
                    file.size = Math.max(file.size, at);
                }
                file.written = disk.tick();
                file.changed = file.written;
            }
        }

        /** As over SMB, within one connection. */
        @Override
        public long copyFrom(OpenFile source, List<CopyRange> ranges) throws IOException {
            synchronized (disk) {
                writable("copy into");
                if (!(source instanceof Handle from) || from.client() != client()) {
                    return 0;
                }
                long end = from.size();
                for (CopyRange range : ranges) {
                    if (range.sourceEnd() > end) {
                        throw new EOFException("copy into " + path + ": the source ends at " + end);
                    }
                }
                for (CopyRange range : ranges) {
                    for (long at = 0; at < range.length(); at += PAGE) {
                        ByteBuffer page = ByteBuffer.allocate((int) Math.min(PAGE, range.length() - at));
                        from.readFully(range.from() + at, page);
                        writeFully(range.to() + at, page.flip());
                    }
                }
                return CopyRange.bytes(ranges);
            }
        }

        @Override
        public void resize(long size) throws IOException {
            if (size < 0) {
                throw new IllegalArgumentException("size is negative: " + size);
            }
            synchronized (disk) {
                Node file = writable("resize");
                file.pages.keySet().removeIf(page -> page * PAGE >= size);
                byte[] last = file.pages.get(size / PAGE);
                if (last != null) {
                    Arrays.fill(last, (int) (size % PAGE), PAGE, (byte) 0);
                }
                file.size = size;
                file.written = disk.tick();
                file.changed = file.written;
            }
        }

        @Override
        public void flush() throws IOException {
            synchronized (disk) {
                open("flush");
            }
        }

        @Override
        public void removeWhenClosed() throws IOException {
            synchronized (disk) {
                Node file = open("remove");
                if (!removable) {
                    throw new StorageException.Denied("remove " + path + ": it was not opened to be removed", null);
                }
                if ((file.attributes & StoredFile.READONLY) != 0) {
                    throw new StorageException.Denied("remove " + path + ": it is read-only", null);
                }
                removing = true;
            }
        }

        @Override
        public void close() {
            synchronized (disk) {
                if (node != null) {
                    if (removing) {
                        disk.names.remove(path.value(), node);
                    }
                    node.opens.remove(this);
                    node = null;
                }
            }
        }
    }
}
