package dev.profilekeep.lock;

import dev.profilekeep.lock.PlaceSeen.Client;
import dev.profilekeep.lock.PlaceSeen.Handle;
import dev.profilekeep.storage.Ability;
import dev.profilekeep.storage.FileServer;
import dev.profilekeep.storage.ServerOpenFile;
import dev.profilekeep.storage.ServerSession;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the file servers' administration tells, asked sparingly: a job that judges thousands of locks lists each server's open
 * files once in half a minute, a person's look always asks anew. Safe for several threads.
 */
final class ServerView {
    private static final long LIST_BELIEVED = TimeUnit.SECONDS.toNanos(30);
    private static final long SESSIONS_BELIEVED = TimeUnit.SECONDS.toNanos(10);
    private static final long CLOCK_BELIEVED = TimeUnit.SECONDS.toNanos(30);
    private static final Duration NO_MATTER = Duration.ofSeconds(2);

    private final Clock clock;
    private final UnaryOperator<String> ourAccount;
    private final Map<String, Listed> lists = new ConcurrentHashMap<>();
    private final Map<String, Connected> sessions = new ConcurrentHashMap<>();
    private final Map<String, Instant> lastSessions = new ConcurrentHashMap<>();
    private final Map<String, Asked> clocks = new ConcurrentHashMap<>();

    private record Listed(List<ServerOpenFile> files, long since) {}

    private record Connected(List<ServerSession> sessions, Instant at, long since) {}

    private record Asked(ServerClock clock, long since) {}

    /** @param ourAccount by which we are signed in at a location, without its domain; empty if by none */
    ServerView(Clock clock, UnaryOperator<String> ourAccount) {
        this.clock = clock;
        this.ourAccount = ourAccount;
    }

    /** @param handles null if they cannot be told; then {@code why} says why */
    record Handles(@Nullable List<Handle> handles, String why, List<ServerOpenFile> files) {}

    /** Who has a disk or its lock file open. A refusal is a part of the answer. */
    Handles handles(String locationId, StorageProvider storage, StoragePath disk, boolean anew) {
        FileServer server = storage.fileServer();
        try {
            Ability able = server.listsOpenFiles();
            if (!able.can()) {
                return new Handles(null, able.why(), List.of());
            }
            StoragePath folder = disk.parent();
            StoragePath near = folder == null || folder.equals(StoragePath.ROOT) ? disk : folder;
            List<ServerOpenFile> open = anew ? server.openFiles(near) : all(locationId, server);
            List<ServerOpenFile> here =
                    open.stream().filter(file -> isOf(file.path(), disk)).toList();
            if (anew && !here.isEmpty()) {
                sessions.remove(locationId); // one that began meanwhile may be whose handle it is
            }
            List<Handle> handles = new ArrayList<>();
            for (ServerOpenFile file : here) {
                handles.add(new Handle(
                        file.id(), file.account(), file.writes(), clients(locationId, server, file.account())));
            }
            return new Handles(handles, "", here);
        } catch (IOException e) {
            return new Handles(null, words(e), List.of());
        }
    }

    private static boolean isOf(StoragePath open, StoragePath disk) {
        String name = open.value().toLowerCase(Locale.ROOT);
        String wanted = disk.value().toLowerCase(Locale.ROOT);
        return name.equals(wanted) || name.equals(wanted + ".lock");
    }

    private List<ServerOpenFile> all(String locationId, FileServer server) throws IOException {
        Listed known = lists.get(locationId);
        if (known != null && System.nanoTime() - known.since() < LIST_BELIEVED) {
            return known.files();
        }
        long begun = System.nanoTime();
        Listed now = new Listed(server.openFiles(StoragePath.ROOT), begun);
        lists.put(locationId, now);
        return now.files();
    }

    private List<Client> clients(String locationId, FileServer server, String account) throws IOException {
        Connected known = sessions.get(locationId);
        if (known == null || System.nanoTime() - known.since() > SESSIONS_BELIEVED) {
            if (!server.listsSessions().can()) {
                return List.of();
            }
            known = new Connected(server.sessions(), clock.instant(), System.nanoTime());
            sessions.put(locationId, known);
            Instant listed = known.at();
            String ours = ourAccount.apply(locationId);
            known.sessions().stream()
                    .filter(session -> !isOf(session.account(), ours)) // which say nothing of any host
                    .forEach(session -> lastSessions.merge(
                            Suspects.key(session.client()),
                            listed.minus(session.connected()),
                            (one, other) -> one.isAfter(other) ? one : other));
        }
        Instant at = known.at();
        return known.sessions().stream()
                .filter(session -> session.account().equalsIgnoreCase(account))
                // a session without opens cannot own a handle
                .filter(session -> session.opens().isEmpty() || session.opens().getAsInt() > 0)
                .map(session -> new Client(session.client(), at.minus(session.connected())))
                .toList();
    }

    private static boolean isOf(String account, String name) {
        return account.substring(account.lastIndexOf('\\') + 1).equalsIgnoreCase(name);
    }

    /** When the newest session of a machine began that any server listed so far; null if none did. */
    @Nullable
    Instant lastSession(String key) {
        return lastSessions.get(key);
    }

    /**
     * What a server's clock shows: servers' clocks differ, and may be put back at any time. One that could not be asked is never
     * taken for right; a run over many leaves it alone for half a minute then.
     *
     * @param anew whether what it said half a minute ago does not hold
     */
    ServerClock clock(String locationId, StorageProvider storage, boolean anew) {
        Asked known = clocks.get(locationId);
        if (!anew && known != null && System.nanoTime() - known.since() < CLOCK_BELIEVED) {
            return known.clock();
        }
        try {
            long asked = System.nanoTime();
            Instant theirs = storage.fileServer().clock();
            Duration by = Duration.between(clock.instant(), theirs); // a slow answer makes files younger, never older
            ServerClock told = new ServerClock(by.abs().compareTo(NO_MATTER) <= 0 ? Duration.ZERO : by, "");
            clocks.put(locationId, new Asked(told, asked));
            return told;
        } catch (IOException e) {
            ServerClock hidden = ServerClock.hidden(words(e));
            clocks.put(locationId, new Asked(hidden, System.nanoTime()));
            return hidden;
        }
    }

    static String words(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
