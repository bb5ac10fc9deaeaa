package dev.profilekeep.backup.decision;

import dev.profilekeep.backup.seal.SealException;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.store.RepositoryFiles;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Reads decisions, each once: their files never change. Small ones are kept, damaged ones tried again each time. Safe for several threads. */
final class DecisionFiles {
    /** The keys of 100,000 containers have fewer. */
    static final int LARGEST = 16 << 20;

    /** What says no more is kept: a hold or a pin with its reason, or what forgets some 50 containers. */
    private static final int SMALL = 2 << 10;

    private final RepositoryFiles files;
    private final Map<UUID, Seen> seen = new ConcurrentHashMap<>();

    DecisionFiles(RepositoryFiles files) {
        this.files = files;
    }

    /**
     * What a file said.
     *
     * @param size as it was listed then
     * @param time when it was written, likewise: a FILETIME
     * @param decision null where that is large and forgets
     */
    private record Seen(long size, long time, @Nullable Decision decision) {
        boolean isOf(StoredFile file) {
            return file.size() == size && file.lastWriteTime() == time;
        }
    }

    private enum Which {
        ALL,
        /** Also of those that were read before, whether they still can be. */
        ANEW,
        /** Large ones that forget are left out if they are known. */
        PROTECTING
    }

    /** All of them. */
    Decisions.All all() throws IOException {
        return read(Which.ALL);
    }

    /** All of them, each opened whether it was before or not: for who looks for damage. */
    Decisions.All anew() throws IOException {
        return read(Which.ANEW);
    }

    /** Those that protect and those that end that, all; of what forgets, some. */
    Decisions.All protecting() throws IOException {
        return read(Which.PROTECTING);
    }

    private Decisions.All read(Which which) throws IOException {
        List<Decision> decisions = new ArrayList<>();
        List<Decisions.Damaged> damaged = new ArrayList<>();
        Set<UUID> there = new HashSet<>();
        for (RepositoryFiles.Listed listed : files.listed(SealedKind.DECISION)) {
            there.add(listed.id());
            Seen known = seen.get(listed.id());
            if (which != Which.ANEW && known != null && known.isOf(listed.file())) {
                Decision kept = known.decision();
                if (kept != null) {
                    decisions.add(kept);
                    continue;
                }
                if (which == Which.PROTECTING) {
                    continue;
                }
            }
            try (RepositoryFiles.Opened opened = files.open(SealedKind.DECISION, listed.id())) {
                decisions.add(read(listed, opened));
            } catch (StorageException.NotFound e) {
                // it was removed meanwhile
            } catch (SealException | DecisionDamagedException e) {
                seen.remove(listed.id());
                damaged.add(new Decisions.Damaged(listed.id(), e));
            }
        }
        seen.keySet().retainAll(there);
        return new Decisions.All(List.copyOf(decisions), List.copyOf(damaged));
    }

    private Decision read(RepositoryFiles.Listed listed, RepositoryFiles.Opened opened) throws IOException {
        String name = opened.reader().toString();
        long size = opened.reader().size();
        if (size > LARGEST) {
            throw new DecisionDamagedException(name + " is too large for a decision: " + size);
        }
        ByteBuffer said = ByteBuffer.allocate((int) size);
        opened.reader().readFully(0, said);
        StoredFile file = listed.file();
        Decision decision = new DecisionScanner(name, said.array()).decision(listed.id(), file.lastWritten());
        if (size <= SMALL) {
            seen.put(listed.id(), new Seen(file.size(), file.lastWriteTime(), decision));
        } else if (decision.act() instanceof Decision.Forget) {
            seen.put(listed.id(), new Seen(file.size(), file.lastWriteTime(), null));
        }
        return decision;
    }
}
