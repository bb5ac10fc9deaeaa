package dev.profilekeep.storage;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A share in memory, with share modes, hard links, exact times and descriptors; {@link #onOwnConnection()} is another client
 * of it. It replaces open files as Samba does or refuses to as Windows does. Sparse: only written pages take room. Safe for
 * several threads.
 */
public final class MemoryStorage implements StorageProvider {
    private static final int SETTABLE = 0x31A7;

    private final MemoryDisk disk;
    private final boolean replacesOpenFiles;
    private final long session;
    private final OptionalLong ends;
    private volatile boolean closed;

    private MemoryStorage(MemoryDisk disk, boolean replacesOpenFiles) {
        this(disk, replacesOpenFiles, OptionalLong.empty());
    }

    private MemoryStorage(MemoryDisk disk, boolean replacesOpenFiles, OptionalLong ends) {
        this.disk = disk;
        this.replacesOpenFiles = replacesOpenFiles;
        this.ends = ends;
        synchronized (disk) {
            this.session = disk.ids.incrementAndGet();
            disk.sessions.put(session, this);
        }
    }

    public static MemoryStorage likeWindows() {
        return new MemoryStorage(new MemoryDisk(), false);
    }

    public static MemoryStorage likeSamba() {
        return new MemoryStorage(new MemoryDisk(), true);
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
            MemoryDisk.Node node = disk.names.get(path.value());
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
        return new MemoryAdministration(this, disk);
    }

    /** What this client has open. */
    List<MemoryFile> opens() {
        List<MemoryFile> mine = new ArrayList<>();
        for (MemoryDisk.Node node : new HashSet<>(disk.names.values())) {
            node.opens.stream().filter(handle -> handle.client() == this).forEach(mine::add);
        }
        return mine;
    }

    private void end() {
        for (MemoryFile handle : opens()) {
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

    MemoryDisk.Node node(String verb, StoragePath path) throws StorageException {
        requireOpen(verb + " " + path);
        MemoryDisk.Node node = disk.names.get(path.value());
        if (node == null) {
            throw new StorageException.NotFound(verb + " " + path + ": there is nothing of that name", null);
        }
        return node;
    }

    void requireOpen(String what) throws StorageException {
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

    static StoredFile about(StoragePath path, MemoryDisk.Node node) {
        return new StoredFile(
                path,
                node.folder,
                node.size,
                (long) node.pages.size() * MemoryDisk.PAGE,
                node.created,
                node.written,
                node.changed,
                node.id,
                node.attributes);
    }

    private Map<String, MemoryDisk.Node> below(StoragePath folder) {
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
            MemoryDisk.Node node = node("open for writing", path);
            if ((node.attributes & StoredFile.READONLY) != 0) {
                throw new StorageException.Denied("open for writing " + path + ": it is read-only", null);
            }
            return open(path, node, true, sharing);
        }
    }

    private MemoryFile open(StoragePath path, MemoryDisk.Node node, boolean writes, Sharing sharing)
            throws StorageException {
        if (node.folder) {
            throw new StorageException.Failed("open " + path + ": it is a folder", null);
        }
        for (MemoryFile other : node.opens) {
            if (!allows(other.sharing(), writes) || !allows(sharing, other.writes())) {
                throw new StorageException.Busy("open " + path + ": somebody holds it open", null);
            }
        }
        MemoryFile handle = new MemoryFile(this, disk, path, node, writes, sharing);
        node.opens.add(handle);
        return handle;
    }

    private static boolean allows(Sharing sharing, boolean writing) {
        return sharing == Sharing.ALL || sharing == Sharing.READ && !writing;
    }

    @Override
    public OpenFile openToRemove(StoragePath path) throws IOException {
        synchronized (disk) {
            MemoryFile handle = open(path, node("open to remove", path), false, Sharing.NONE);
            handle.allowRemoval();
            return handle;
        }
    }

    @Override
    public OpenFile create(StoragePath path, Sharing sharing) throws IOException {
        synchronized (disk) {
            requireFree("create", path);
            MemoryDisk.Node node = new MemoryDisk.Node(disk, false);
            disk.names.put(path.value(), node);
            return open(path, node, true, sharing);
        }
    }

    @Override
    public void createFolder(StoragePath path) throws IOException {
        synchronized (disk) {
            requireFree("create folder", path);
            disk.names.put(path.value(), new MemoryDisk.Node(disk, true));
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
            MemoryDisk.Node target = disk.names.get(to.value());
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
        for (MemoryFile handle : node(verb, path).opens) {
            if (handle.sharing() != Sharing.ALL) {
                throw new StorageException.Busy(verb + " " + path + ": somebody holds it open", null);
            }
        }
    }

    private void move(StoragePath from, StoragePath to) {
        MemoryDisk.Node node = disk.names.remove(from.value());
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
            MemoryDisk.Node node = node("hard-link", existing);
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
            MemoryDisk.Node node = node("set attributes of", path);
            node.attributes = node.attributes & ~SETTABLE | attributes & SETTABLE;
            node.changed = disk.tick();
        }
    }

    @Override
    public void setTimes(StoragePath path, long creationTime, long lastWriteTime) throws IOException {
        synchronized (disk) {
            MemoryDisk.Node node = node("set times of", path);
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
            MemoryDisk.Node node = node("set security of", path);
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
                MemoryDisk.Node node = node("copy", from);
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
}
