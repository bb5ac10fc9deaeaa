package dev.profilekeep.storage.smb;

import dev.profilekeep.storage.Ability;
import dev.profilekeep.storage.FileServer;
import dev.profilekeep.storage.ServerOpenFile;
import dev.profilekeep.storage.ServerSession;
import dev.profilekeep.storage.StorageAddress;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageOptions;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.smb.SmbAbilities.Kind;
import dev.profilekeep.storage.smb.rpc.ServerService;
import dev.profilekeep.storage.smb.rpc.ServiceRefused;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The server service of a share's server, over the connection of its location. Safe for several threads. */
final class SmbFileServer implements FileServer {
    private static final String SERVICE = "srvsvc";

    private final StorageAddress.Smb address;
    private final StorageOptions options;
    private final SmbSessions sessions;
    private final SmbAbilities abilities;
    private final SmbOpenFiles openFiles;

    SmbFileServer(
            StorageAddress.Smb address,
            StorageOptions options,
            SmbPaths paths,
            SmbSessions sessions,
            SmbAbilities abilities) {
        this.address = address;
        this.options = options;
        this.sessions = sessions;
        this.abilities = abilities;
        this.openFiles = new SmbOpenFiles(address, options.credentials(), paths, abilities);
    }

    SmbAbilities abilities() {
        return abilities;
    }

    /** What is asked of the service. */
    interface Question<R> {
        R of(ServerService service) throws StorageException, ServiceRefused;
    }

    private <R> R service(SmbSession.Ask ask, SmbSession session, Question<R> question) throws StorageException {
        SmbPipe pipe;
        try {
            pipe = SmbPipe.open(session, ask, SERVICE);
        } catch (StorageException.NotFound e) {
            throw new StorageException.Failed("the file server has no server service (" + e.getMessage() + ")", e);
        }
        try {
            return question.of(ServerService.bind(ask.what(), pipe, address.host(), options.slowTimeout()));
        } catch (ServiceRefused e) {
            throw refused(e);
        } finally {
            pipe.close();
        }
    }

    private StorageException refused(ServiceRefused e) {
        if (e.isDenied()) {
            return new StorageException.Denied(
                    "the account " + options.credentials().account() + " is no administrator of the file server ("
                            + e.getMessage() + ")",
                    e);
        }
        return new StorageException.Failed(
                e.isUnsupported()
                        ? "the file server does not offer it (" + e.getMessage() + ")"
                        : "the file server refused it (" + e.getMessage() + ")",
                e);
    }

    private interface Telling<R> {
        R run() throws StorageException;
    }

    /** Asks, and remembers whether it could be told; a server that does not answer is no evidence either way. */
    private <R> R told(Kind kind, Telling<R> telling) throws StorageException {
        abilities.requireNotImpossible(kind);
        try {
            R answer = telling.run();
            abilities.possible(kind);
            return answer;
        } catch (StorageException.Denied e) {
            throw abilities.impossible(kind, String.valueOf(e.getMessage()), true);
        } catch (StorageException.Failed e) {
            throw abilities.impossible(kind, String.valueOf(e.getMessage()), false);
        }
    }

    private Ability ability(Kind kind, Telling<?> telling) throws StorageException {
        Ability known = abilities.known(kind);
        if (known != null) {
            return known;
        }
        try {
            telling.run();
            return abilities.possible(kind);
        } catch (StorageException.Denied | StorageException.Failed e) {
            return Ability.no(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Ability listsOpenFiles() throws StorageException {
        return ability(Kind.OPEN_FILES, () -> openFiles(StoragePath.ROOT));
    }

    @Override
    public List<ServerOpenFile> openFiles(StoragePath under) throws StorageException {
        SmbSession.Ask ask = new SmbSession.Ask("list open files under " + under, "List folder");
        abilities.requireNotImpossible(Kind.OPEN_FILES);
        SmbSession session = sessions.current();
        return openFiles.under(
                ask,
                session,
                under,
                question -> service(ask, session, question),
                listing -> told(Kind.OPEN_FILES, listing::run));
    }

    @Override
    public Ability listsSessions() throws StorageException {
        return ability(Kind.SESSIONS, this::sessions);
    }

    @Override
    public List<ServerSession> sessions() throws StorageException {
        SmbSession.Ask ask = new SmbSession.Ask("list sessions of " + address.host(), "use of the pipe srvsvc");
        return told(Kind.SESSIONS, () -> {
            List<ServerSession> all = new ArrayList<>();
            for (ServerService.SessionInfo one : service(ask, sessions.current(), SmbFileServer::sessions)) {
                all.add(new ServerSession(
                        withoutBackslashes(one.client()),
                        one.account(),
                        Duration.ofSeconds(one.connected()),
                        Duration.ofSeconds(one.idle()),
                        one.opens()));
            }
            if (all.isEmpty()) {
                throw new StorageException.Failed("the list the file server gave lacks even our own session", null);
            }
            return all;
        });
    }

    /** Who is no administrator may be told less. */
    private static List<ServerService.SessionInfo> sessions(ServerService service)
            throws StorageException, ServiceRefused {
        try {
            return service.sessions(true);
        } catch (ServiceRefused e) {
            if (!e.isDenied() && !e.isUnsupported()) {
                throw e;
            }
            return service.sessions(false);
        }
    }

    private static String withoutBackslashes(String client) {
        return client.startsWith("\\\\") ? client.substring(2) : client;
    }

    @Override
    public Ability closesHandles() throws StorageException {
        return ability(
                Kind.CLOSE,
                () -> told(Kind.CLOSE, () -> {
                    Ability lists = listsOpenFiles();
                    if (!lists.can()) {
                        throw new StorageException.Failed(lists.why(), null);
                    }
                    SmbSession.Ask ask =
                            new SmbSession.Ask("ask whether handles can be closed at " + address.host(), "");
                    return service(ask, sessions.current(), SmbHandleCloser::requireMay);
                }));
    }

    @Override
    public void close(ServerOpenFile file) throws StorageException {
        SmbSession.Ask ask = new SmbSession.Ask("close handle " + file.id() + " on " + file.path(), "");
        abilities.requireNotImpossible(Kind.CLOSE);
        SmbHandleCloser closer = new SmbHandleCloser(ask, file, () -> openFiles(file.path()));
        closer.requireStillThere();
        told(Kind.CLOSE, () -> {
            try {
                service(ask, sessions.current(), closer::close);
            } catch (StorageException.Unreachable e) {
                throw ask.unreachable(
                        "whether it was closed is unknown, so look before you decide: " + e.getMessage(), e);
            }
            closer.requireGone();
            return true;
        });
    }

    @Override
    public Instant clock() throws StorageException {
        SmbSession.Ask ask = new SmbSession.Ask("ask " + address.host() + " for the time", "");
        SmbSession session = sessions.current();
        try {
            return service(ask, session, ServerService::timeOfDay);
        } catch (StorageException.Denied | StorageException.Failed e) {
            return sessions.clockOfAnother();
        }
    }
}
