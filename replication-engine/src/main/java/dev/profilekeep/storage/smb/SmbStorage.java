package dev.profilekeep.storage.smb;

import com.hierynomus.msfscc.FileInformationClass;
import com.hierynomus.mssmb2.SMB2FileId;
import dev.profilekeep.storage.Capabilities;
import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.FileSecurity;
import dev.profilekeep.storage.FileServer;
import dev.profilekeep.storage.Held;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageAddress;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageOptions;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.Volume;
import dev.profilekeep.storage.layer.PastStorage;
import dev.profilekeep.storage.smb.SmbRequests.Access;
import dev.profilekeep.storage.smb.SmbRequests.Opening;
import dev.profilekeep.storage.smb.SmbRequests.Options;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A folder of a share, over one connection that is made at the first use and made anew when it is lost. Whatever only reads
 * goes on over a new connection for as long as {@link StorageOptions#reconnectFor()}; whatever changes something is sent once,
 * and fails as Unreachable, its outcome unknown, when the connection breaks under it. Safe for several threads.
 */
public final class SmbStorage implements StorageProvider {
    private static final int READING = Access.READ_DATA | Access.READ_ATTRIBUTES | Access.SYNCHRONIZE;
    private static final int WRITING = READING | Access.WRITE_DATA | Access.APPEND_DATA | Access.WRITE_ATTRIBUTES;
    private static final int LOOKING = Access.READ_ATTRIBUTES | Access.SYNCHRONIZE;
    /** READONLY, HIDDEN, SYSTEM, ARCHIVE, NORMAL, TEMPORARY, OFFLINE, NOT_CONTENT_INDEXED, [MS-FSCC] 2.6. */
    private static final int SETTABLE = 0x31A7;

    private static final int NORMAL = 0x80;
    /** A server that must ask the holder's machine first takes longer; that is no answer either. */
    private static final Duration PROBE = Duration.ofSeconds(2);

    private final StorageAddress.Smb address;
    private final StorageOptions options;
    private final SmbPaths paths;
    private final SmbSessions sessions;
    private final SmbFileServer server;
    /** Of the snapshot that is read, as FILETIME; 0 for what is there now. */
    private final long moment;

    /** Connects to nothing yet. */
    public SmbStorage(StorageAddress.Smb address, StorageOptions options) {
        this(address, options, ConnectionTerms.usual(), SmbDeadline.none(), new SmbAbilities());
    }

    private SmbStorage(
            StorageAddress.Smb address,
            StorageOptions options,
            ConnectionTerms terms,
            SmbDeadline deadline,
            SmbAbilities abilities) {
        this.address = address;
        this.options = options;
        this.paths = new SmbPaths(address.folder());
        this.sessions = new SmbSessions(address, options, terms, deadline);
        this.server = new SmbFileServer(address, options, paths, sessions, abilities);
        this.moment = 0;
    }

    private SmbStorage(SmbStorage now, long moment) {
        this.address = now.address;
        this.options = now.options;
        this.paths = now.paths;
        this.sessions = now.sessions;
        this.server = now.server;
        this.moment = moment;
    }

    @Override
    public List<Instant> moments() throws IOException {
        SmbSession.Ask ask = ask("ask for the moments of", StoragePath.ROOT, "List folder");
        Opening folder = Opening.existing(Access.READ_DATA | LOOKING, Options.FOLDER);
        String name = paths.of("ask for the moments of", StoragePath.ROOT);
        return reading(session -> session.with(ask, folder, name, id -> SmbMoments.list(ask, session, id)));
    }

    @Override
    public StorageProvider asOf(Instant then) {
        return new PastStorage(new SmbStorage(this, StoredFile.fromInstant(then)), then);
    }

    @Override
    public StorageProvider onOwnConnection() {
        return onOwnConnection(ConnectionTerms.usual());
    }

    @Override
    public StorageProvider onOwnConnection(ConnectionTerms terms) {
        StorageOptions hurried = terms.deadline().map(this::within).orElse(options);
        SmbDeadline deadline = new SmbDeadline(terms.deadline());
        SmbStorage storage = new SmbStorage(address, hurried, terms, deadline, server.abilities());
        return deadline.isSet() ? SmbHurry.of(deadline, storage) : storage;
    }

    private StorageOptions within(Duration deadline) {
        return options.toBuilder()
                .connectTimeout(shorter(options.connectTimeout(), deadline))
                .responseTimeout(shorter(options.responseTimeout(), deadline))
                .slowTimeout(shorter(options.slowTimeout(), deadline))
                .reconnectFor(Duration.ZERO)
                .build();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    @Override
    public OptionalLong sessionId() throws IOException {
        return OptionalLong.of(sessions.current().sessionId());
    }

    @Override
    public FileServer fileServer() {
        return server;
    }

    @Override
    public Optional<Duration> roundTrip() throws IOException {
        return Optional.of(sessions.current().roundTrip());
    }

    @Override
    public Optional<Volume> volume() throws IOException {
        SmbSession.Ask ask = ask("look at the volume of", StoragePath.ROOT, "Read attributes");
        String name = paths.of("look at the volume of", StoragePath.ROOT);
        return reading(session -> SmbServerKind.volume(ask, session, name));
    }

    @Override
    public Held holder(StoragePath path) throws IOException {
        SmbSession.Ask ask = ask("look who holds", path, "Read data");
        Opening alone = new Opening(READING, 0, Opening.OPEN, Options.NO_FOLDER);
        String name = paths.of("look who holds", path);
        long status = sessions.current().tryToOpen(ask, alone, name, shorter(options.responseTimeout(), PROBE));
        if (status == SmbErrors.SUCCESS) {
            return new Held(Held.State.FREE, "it could be opened alone");
        }
        if (status == SmbErrors.DELETE_PENDING) {
            return new Held(Held.State.GOING, "it is marked for deletion, and somebody still has it open");
        }
        if (SmbErrors.isHeld(status)) {
            return new Held(Held.State.HELD, "somebody has it open");
        }
        if (SmbErrors.isAbsent(status)) {
            return new Held(Held.State.ABSENT, "there is nothing of that name");
        }
        StorageException refused = ask.answered(status);
        if (refused instanceof StorageException.Denied) {
            return new Held(Held.State.UNTOLD, String.valueOf(refused.getMessage()));
        }
        throw refused;
    }

    @Override
    public Capabilities capabilities() throws IOException {
        SmbSession.Ask ask = ask("ask the kind of server at", StoragePath.ROOT, "Read attributes");
        return reading(session -> SmbServerKind.of(ask, session, paths.of("look at", StoragePath.ROOT)));
    }

    @Override
    public void list(StoragePath folder, Consumer<? super StoredFile> each) throws IOException {
        SmbSession.Ask ask = ask("list", folder, "List folder");
        String name = paths.of("list", folder);
        SmbListing listing = new SmbListing(ask, folder, each);
        reading(session -> session.with(
                ask,
                Opening.existing(Access.READ_DATA | LOOKING, Options.FOLDER).at(moment),
                name,
                id -> listing.run(session, id)));
    }

    @Override
    public StoredFile stat(StoragePath path) throws IOException {
        SmbSession.Ask ask = ask("stat", path, "Read attributes");
        String name = paths.of("stat", path);
        return reading(session -> session.with(
                ask,
                Opening.existing(LOOKING, Options.LINK_ITSELF).at(moment),
                name,
                id -> SmbRecords.allInformation(
                        ask, path, session.query(ask, id, FileInformationClass.FileAllInformation))));
    }

    @Override
    public OpenFile openForReading(StoragePath path, Sharing sharing) throws IOException {
        SmbSession.Ask ask = ask("open for reading", path, "Read data");
        String name = paths.of("open for reading", path);
        Opening opening = new Opening(READING, bits(sharing), Opening.OPEN, Options.NO_FOLDER, moment);
        if (sharing != Sharing.ALL) {
            return SmbFile.reading(sessions, ask, path, name, opening);
        }
        return reading(session -> SmbFile.reading(sessions, ask, path, name, opening));
    }

    @Override
    public OpenFile openForWriting(StoragePath path, Sharing sharing) throws IOException {
        SmbSession.Ask ask = ask("open for writing", path, "Write data");
        String name = paths.of("open for writing", path);
        return SmbFile.writing(
                sessions, ask, path, name, new Opening(WRITING, bits(sharing), Opening.OPEN, Options.NO_FOLDER));
    }

    @Override
    public OpenFile openToRemove(StoragePath path) throws IOException {
        SmbSession.Ask ask = ask("open to remove", path, "Read data, Delete");
        String name = paths.of("open to remove", path);
        Opening alone = new Opening(READING | Access.DELETE, 0, Opening.OPEN, Options.NO_FOLDER | Options.LINK_ITSELF);
        return SmbFile.removable(sessions, ask, path, name, alone);
    }

    @Override
    public OpenFile create(StoragePath path, Sharing sharing) throws IOException {
        SmbSession.Ask ask = ask("create", path, "Create files / write data");
        String name = paths.of("create", path);
        Opening opening = new Opening(WRITING, bits(sharing), Opening.CREATE, Options.NO_FOLDER);
        return changing(ask, () -> SmbFile.writing(sessions, ask, path, name, opening));
    }

    @Override
    public void createFolder(StoragePath path) throws IOException {
        SmbSession.Ask ask = ask("create folder", path, "Create folders / append data");
        change(ask, path, new Opening(LOOKING, Opening.SHARE_ALL, Opening.CREATE, Options.FOLDER), (session, id) -> {});
    }

    @Override
    public void rename(StoragePath from, StoragePath to) throws IOException {
        SmbSession.Ask ask = ask("rename to " + to, from, "Delete");
        rename(ask, from, to, false);
    }

    @Override
    public void replace(StoragePath from, StoragePath to) throws IOException {
        SmbSession.Ask ask = ask("replace " + to + " with", from, "Delete");
        try {
            rename(ask, from, to, true);
        } catch (StorageException.Denied e) {
            throw isHeld(to) ? new StorageException.Busy(ask.what() + ": somebody holds " + to + " open", e) : e;
        }
    }

    private void rename(SmbSession.Ask ask, StoragePath from, StoragePath to, boolean replace) throws IOException {
        String newName = paths.of("rename to", to);
        change(
                ask,
                from,
                Opening.existing(Access.DELETE | LOOKING, Options.LINK_ITSELF),
                (session, id) -> session.set(
                        ask,
                        id,
                        FileInformationClass.FileRenameInformation,
                        SmbRecords.newName(replace, newName),
                        session.options().responseTimeout()));
    }

    /** A server refuses to replace a file in use with ACCESS_DENIED, as if a right were missing: ask once more to tell. */
    private boolean isHeld(StoragePath path) throws IOException {
        SmbSession session = sessions.current();
        SmbSession.Ask ask = ask("look whether somebody holds", path, "Read data");
        try {
            session.with(
                    ask, new Opening(READING, 0, Opening.OPEN, Options.NO_FOLDER), paths.of("open", path), id -> true);
            return false;
        } catch (StorageException.Busy e) {
            return true;
        } catch (StorageException e) {
            return false;
        }
    }

    @Override
    public void hardLink(StoragePath existing, StoragePath newName) throws IOException {
        SmbSession.Ask ask = ask("hard-link " + newName + " to", existing, "Write attributes");
        String name = paths.of("hard-link", newName);
        change(
                ask,
                existing,
                Opening.existing(Access.WRITE_ATTRIBUTES | LOOKING, Options.NO_FOLDER),
                (session, id) -> session.set(
                        ask,
                        id,
                        FileInformationClass.FileLinkInformation,
                        SmbRecords.newName(false, name),
                        session.options().responseTimeout()));
    }

    @Override
    public void delete(StoragePath path) throws IOException {
        if (path.equals(StoragePath.ROOT)) {
            throw new StorageException.Denied("delete /: a location's own folder is never deleted", null);
        }
        SmbSession.Ask ask = ask("delete", path, "Delete");
        change(
                ask,
                path,
                Opening.existing(Access.DELETE | LOOKING, Options.LINK_ITSELF),
                (session, id) -> session.set(
                        ask,
                        id,
                        FileInformationClass.FileDispositionInformation,
                        new byte[] {1},
                        session.options().responseTimeout()));
    }

    @Override
    public void setAttributes(StoragePath path, int attributes) throws IOException {
        int settable = attributes & SETTABLE;
        setBasic(ask("set attributes of", path, "Write attributes"), path, 0, 0, settable == 0 ? NORMAL : settable);
    }

    @Override
    public void setTimes(StoragePath path, long creationTime, long lastWriteTime) throws IOException {
        setBasic(ask("set times of", path, "Write attributes"), path, creationTime, lastWriteTime, 0);
    }

    private void setBasic(SmbSession.Ask ask, StoragePath path, long created, long written, int attributes)
            throws IOException {
        change(
                ask,
                path,
                Opening.existing(Access.WRITE_ATTRIBUTES | LOOKING, 0),
                (session, id) -> session.set(
                        ask,
                        id,
                        FileInformationClass.FileBasicInformation,
                        SmbRecords.basicInformation(created, written, attributes),
                        session.options().responseTimeout()));
    }

    @Override
    public FileSecurity security(StoragePath path) throws IOException {
        SmbSession.Ask ask = ask("read security of", path, "Read permissions");
        String name = paths.of("read security of", path);
        return reading(session -> session.with(
                ask,
                Opening.existing(Access.READ_CONTROL, 0).at(moment),
                name,
                id -> SmbSecurity.read(ask, session, id)));
    }

    @Override
    public void setSecurity(StoragePath path, FileSecurity security) throws IOException {
        SmbSecurity.Change change = SmbSecurity.change(path, security);
        if (change.isEmpty()) {
            return;
        }
        SmbSession.Ask ask = ask("set security of", path, "Change permissions, Take ownership");
        change(
                ask,
                path,
                Opening.existing(change.access(), Options.BACKUP_INTENT),
                (session, id) -> SmbSecurity.write(ask, session, id, change));
    }

    @Override
    public void copy(StoragePath from, StoragePath to) throws IOException {
        SmbSession.Ask ask = ask("copy to " + to + " from", from, "Read data; Create files");
        try (OpenFile source = openForReading(from, Sharing.ALL);
                OpenFile target = create(to, Sharing.NONE)) {
            try {
                SmbCopy.run(ask, (SmbFile) source, (SmbFile) target);
            } catch (IOException e) {
                removeHalf(to, target, e);
                throw e;
            }
        }
    }

    private void removeHalf(StoragePath half, OpenFile open, IOException why) {
        try {
            open.close();
            delete(half);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        sessions.close();
    }

    private static int bits(Sharing sharing) {
        return switch (sharing) {
            case ALL -> Opening.SHARE_ALL;
            case READ -> 1;
            case NONE -> 0;
        };
    }

    private SmbSession.Ask ask(String verb, StoragePath path, String right) {
        return new SmbSession.Ask(
                verb + " " + (path.equals(StoragePath.ROOT) ? address.toString() : path + " on " + address), right);
    }

    /** What is asked of a session and only reads. */
    private interface Read<R extends @Nullable Object> {
        R from(SmbSession session) throws StorageException;
    }

    /** Goes on over a new connection if the one in use breaks; a server that is not there from the start is not waited for. */
    private <R extends @Nullable Object> R reading(Read<R> read) throws StorageException {
        SmbSession session = sessions.current();
        SmbReconnect again = new SmbReconnect(options.reconnectFor());
        while (true) {
            try {
                return read.from(session);
            } catch (StorageException.Unreachable e) {
                again.pauseOrThrow(e);
            }
            session = currentAgain(again);
        }
    }

    private SmbSession currentAgain(SmbReconnect again) throws StorageException {
        while (true) {
            try {
                return sessions.current();
            } catch (StorageException.Unreachable e) {
                again.pauseOrThrow(e);
            }
        }
    }

    /** What is done once with a handle. */
    private interface Act {
        void on(SmbSession session, SMB2FileId id) throws StorageException;
    }

    private void change(SmbSession.Ask ask, StoragePath path, Opening opening, Act act) throws StorageException {
        String name = paths.of(ask.what(), path);
        SmbSession session = sessions.current();
        changing(
                ask,
                () -> session.with(ask, opening, name, id -> {
                    act.on(session, id);
                    return true;
                }));
    }

    private interface Once<R> {
        R run() throws StorageException;
    }

    private static <R> R changing(SmbSession.Ask ask, Once<R> once) throws StorageException {
        try {
            return once.run();
        } catch (StorageException.Unreachable e) {
            throw ask.unreachable("whether it was done is unknown, so look before you decide: " + e.getMessage(), e);
        }
    }
}
