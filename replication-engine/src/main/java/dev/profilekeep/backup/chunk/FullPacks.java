package dev.profilekeep.backup.chunk;

import dev.profilekeep.backup.index.IndexEntry;
import dev.profilekeep.backup.writer.Writer;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Packs that are full, on their way to the storage's disk: a thread of its own waits for that, so that those who fill the next pack need not. One thread at a
 * time calls it.
 */
final class FullPacks implements Closeable {
    /** More than so many on their way: whoever brings one waits. Each is a file of 64 MiB that the storage has yet to write down. */
    private static final int MOST = 2;

    private final Writer writer;
    private final ArrayDeque<Parcel> onTheWay = new ArrayDeque<>();
    private @Nullable ExecutorService thread;

    private record Parcel(UUID pack, CompletableFuture<List<IndexEntry>> arrival) {}

    /** @param writer nothing gets its name once it does not count any more */
    FullPacks(Writer writer) {
        this.writer = writer;
    }

    /** Takes over a pack; it is closed in any case. */
    void add(FillingPack pack) {
        if (thread == null) {
            thread = Executors.newSingleThreadExecutor(run -> {
                Thread made = new Thread(run, "backup-publish");
                made.setDaemon(true);
                return made;
            });
        }
        onTheWay.add(new Parcel(pack.id(), CompletableFuture.supplyAsync(() -> publish(pack), thread)));
    }

    /** Whether a pack is on its way, or arrived and was not named by {@link #published}. */
    boolean holds(UUID pack) {
        return onTheWay.stream().anyMatch(parcel -> parcel.pack().equals(pack));
    }

    private List<IndexEntry> publish(FillingPack pack) {
        try (pack) {
            writer.requireCounted();
            return pack.publish();
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    /**
     * What lies in packs that are there, each named once.
     *
     * @param all waits for those that are on their way; else only for the eldest of too many
     * @return a list for each pack
     * @throws IOException if one could not be published
     */
    List<List<IndexEntry>> published(boolean all) throws IOException {
        List<List<IndexEntry>> packs = new ArrayList<>();
        while (!onTheWay.isEmpty()
                && (all
                        || onTheWay.size() > MOST
                        || onTheWay.getFirst().arrival().isDone())) {
            packs.add(arrived(onTheWay.remove().arrival()));
        }
        return packs;
    }

    private static List<IndexEntry> arrived(CompletableFuture<List<IndexEntry>> pack) throws IOException {
        try {
            return pack.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Ends when none is on its way any more, whether it arrived or not. */
    @Override
    public void close() {
        onTheWay.forEach(
                parcel -> parcel.arrival().exceptionally(e -> List.of()).join());
        onTheWay.clear();
        if (thread != null) {
            thread.shutdown();
        }
    }
}
