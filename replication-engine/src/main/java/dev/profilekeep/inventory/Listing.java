package dev.profilekeep.inventory;

import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.config.SetConfig.Layout;
import dev.profilekeep.container.ContainerNames;
import dev.profilekeep.container.FolderName;
import dev.profilekeep.inventory.FolderSorter.Odd;
import dev.profilekeep.inventory.FolderSorter.Sorted;
import dev.profilekeep.storage.NameEncoding;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Lists one location: its folder, then each person's folder, several at a time. What is found is handed on at once; only the
 * names of folders are held. The first sign that the server is gone ends it, as every further folder would wait for the same
 * timeout.
 */
final class Listing {
    private final LocationConfig location;
    private final Layout layout;
    private final FolderSorter sorter;
    private final StorageProvider storage;
    private final ExecutorService workers;

    Listing(LocationConfig location, SetConfig set, StorageProvider storage, ExecutorService workers) {
        this.location = location;
        this.layout = set.layout();
        this.sorter = new FolderSorter(set.id(), location.kinds());
        this.storage = storage;
        this.workers = workers;
    }

    /** Takes what a listing finds; called by one thread. */
    interface Sink {
        void found(List<Seen> disks) throws IOException;

        /** @param hidesBelow what lies in that folder was not seen */
        void odd(StoragePath path, String kind, String reason, boolean hidesBelow) throws IOException;

        /** ChangeTime of a person's folder when its security was read last; null if it never was. Asked by several threads. */
        @Nullable
        Long securityRead(StoragePath folder);

        void secured(SecurityTable.Read read) throws IOException;

        /** Asked now and then. */
        void progress(int folders, int listed) throws IOException;
    }

    /** @param changed its ChangeTime as the listing of its parent has it */
    private record Folder(StoragePath path, FolderName meaning, long changed) {}

    private record Listed(
            Folder folder,
            @Nullable Sorted sorted,
            SecurityTable.@Nullable Read security,
            @Nullable IOException failure) {
        Listed(Folder folder, @Nullable Sorted sorted, @Nullable IOException failure) {
            this(folder, sorted, null, failure);
        }
    }

    /** @throws IOException if the location cannot be listed, or a stop was asked for */
    void run(Sink sink, RunControl control) throws IOException {
        List<Folder> folders = root(sink);
        SecurityTable.Read own = security(StoragePath.ROOT, "", 0);
        if (own != null) {
            sink.secured(own);
        }
        Deque<Future<Listed>> ahead = new ArrayDeque<>();
        int limit = location.limits().parallel() * 4;
        int listed = 0;
        int next = 0;
        try {
            while (next < folders.size() || !ahead.isEmpty()) {
                while (next < folders.size() && ahead.size() < limit) {
                    Folder folder = folders.get(next++);
                    ahead.add(workers.submit(() -> list(folder, sink)));
                }
                take(ahead.remove(), sink);
                listed++;
                if (listed % 50 == 0) {
                    if (control.stopAsked()) {
                        throw new InterruptedIOException("a stop was asked for");
                    }
                    sink.progress(folders.size(), listed);
                }
            }
        } finally {
            ahead.forEach(future -> future.cancel(true));
        }
    }

    private List<Folder> root(Sink sink) throws IOException {
        List<Folder> folders = new ArrayList<>();
        List<StoredFile> files = new ArrayList<>();
        List<Odd> odd = new ArrayList<>();
        storage.list(StoragePath.ROOT, entry -> {
            if (!entry.directory()) {
                if (layout != Layout.FOLDERS) {
                    files.add(entry);
                }
                return;
            }
            FolderName meaning = ContainerNames.folder(entry.name());
            if (entry.has(StoredFile.ILLEGIBLE)) {
                if (layout != Layout.FLAT) {
                    odd.add(Odd.illegible(entry.path()));
                }
            } else if (meaning instanceof FolderName.Ambiguous) {
                odd.add(new Odd(entry.path(), "the folder's name holds two SIDs: whose it is cannot be told"));
            } else if (entry.has(StoredFile.REPARSE_POINT)) {
                odd.add(new Odd(entry.path(), "the folder is a link to somewhere else: links are not followed"));
            } else if (!(meaning instanceof FolderName.System) && layout != Layout.FLAT) {
                folders.add(new Folder(entry.path(), meaning, entry.changeTime()));
            }
        });
        Sorted sorted = sorter.sort(StoragePath.ROOT, new FolderName.Other(""), files);
        sink.found(sorted.disks());
        odd.addAll(sorted.odd());
        for (Odd one : odd) {
            sink.odd(one.path(), one.kind(), one.reason(), false);
        }
        return folders;
    }

    /** Null where nothing can be told; what cannot be read of it stops no inventory, unless the server is gone. */
    private SecurityTable.@Nullable Read security(StoragePath path, String sid, long changed)
            throws StorageException.Unreachable {
        try {
            return new SecurityTable.Read(path, sid, changed, storage.security(path));
        } catch (StorageException.Unreachable e) {
            throw e;
        } catch (IOException e) {
            return null;
        }
    }

    private Listed list(Folder folder, Sink sink) {
        try {
            List<StoredFile> files = new ArrayList<>();
            boolean[] nested = new boolean[1];
            boolean[] deeper = new boolean[1];
            storage.list(folder.path(), entry -> {
                if (!entry.directory()) {
                    files.add(entry);
                } else {
                    FolderName meaning = ContainerNames.folder(entry.name());
                    nested[0] |= meaning instanceof FolderName.Person;
                    deeper[0] |= !(meaning instanceof FolderName.System);
                }
            });
            Sorted sorted = sorter.sort(folder.path(), folder.meaning(), files);
            boolean nobodys = folder.meaning() instanceof FolderName.Other;
            boolean onlyDeeper = deeper[0] && sorted.disks().isEmpty();
            if (nobodys && nested[0] || onlyDeeper) {
                List<Odd> odd = new ArrayList<>(sorted.odd());
                odd.add(new Odd(
                        folder.path(),
                        nobodys && nested[0]
                                ? "people's folders lie one level deeper here: make this folder a location of its own"
                                : "no container lies here, only further folders, which are not looked into: if containers"
                                        + " lie in them, move them up or make this folder a location of its own"));
                sorted = new Sorted(sorted.disks(), odd);
            }
            SecurityTable.Read security = null;
            if (folder.meaning() instanceof FolderName.Person person
                    && !sorted.disks().isEmpty()) {
                Long read = sink.securityRead(folder.path());
                if (read == null || read != folder.changed()) {
                    security = security(folder.path(), person.sid(), folder.changed());
                }
            }
            return new Listed(folder, sorted, security, null);
        } catch (StorageException.NotFound e) {
            // Removed since its parent was listed; or half a letter on a share, which comes here as a mark.
            boolean lost = folder.path().name().indexOf(NameEncoding.MARK) >= 0;
            return new Listed(
                    folder, new Sorted(List.of(), lost ? List.of(Odd.illegible(folder.path())) : List.of()), null);
        } catch (IOException e) {
            return new Listed(folder, null, e);
        }
    }

    private static void take(Future<Listed> future, Sink sink) throws IOException {
        Listed listed;
        try {
            listed = future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while listing");
        } catch (ExecutionException e) {
            throw new IOException("an error in ProfileKeep itself: " + e.getCause(), e);
        }
        IOException failure = listed.failure();
        if (failure instanceof StorageException.Unreachable) {
            throw failure;
        }
        Sorted sorted = listed.sorted();
        if (failure != null || sorted == null) {
            Exception why = failure == null ? new IOException("not listed") : failure;
            sink.odd(
                    listed.folder().path(),
                    Reasons.kind(why),
                    "the folder cannot be listed: " + Reasons.sentence(why),
                    true);
            return;
        }
        sink.found(sorted.disks());
        SecurityTable.Read security = listed.security();
        if (security != null) {
            sink.secured(security);
        }
        for (Odd odd : sorted.odd()) {
            sink.odd(odd.path(), odd.kind(), odd.reason(), false);
        }
    }
}
