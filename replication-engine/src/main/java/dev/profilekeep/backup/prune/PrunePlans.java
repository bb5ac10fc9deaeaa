package dev.profilekeep.backup.prune;

import dev.profilekeep.backup.seal.SealException;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.store.Draft;
import dev.profilekeep.backup.store.RepositoryFiles;
import dev.profilekeep.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The plans of a repository: there from before a prune looks who writes until all that it marked is gone from the indexes. */
public final class PrunePlans {
    /** The packs of a thousand TiB. */
    private static final int LARGEST = 256 << 20;

    private final RepositoryFiles files;

    public PrunePlans(RepositoryFiles files) {
        this.files = files;
    }

    /** Makes a plan known. */
    public void publish(PrunePlan plan) throws IOException {
        try (Draft draft = files.begin(SealedKind.PRUNE, plan.id())) {
            draft.writer().write(ByteBuffer.wrap(plan.encode()));
            draft.publish();
        }
    }

    /** A plan that cannot be read, and why; the message names the file. */
    public record Damaged(UUID id, IOException why) {}

    /**
     * All that are there.
     *
     * @param damaged any pack that was there before may be marked by them
     */
    public record All(List<PrunePlan> plans, List<Damaged> damaged) {
        public All {
            plans = List.copyOf(plans);
            damaged = List.copyOf(damaged);
        }

        public boolean isEmpty() {
            return plans.isEmpty() && damaged.isEmpty();
        }
    }

    /** Reads all of them. */
    public All all() throws IOException {
        List<PrunePlan> plans = new ArrayList<>();
        List<Damaged> damaged = new ArrayList<>();
        for (UUID id : files.list(SealedKind.PRUNE)) {
            try {
                plans.add(read(id));
            } catch (StorageException.NotFound e) {
                // it ended meanwhile
            } catch (SealException | PruneDamagedException e) {
                damaged.add(new Damaged(id, e));
            }
        }
        return new All(plans, damaged);
    }

    /**
     * One of them.
     *
     * @throws StorageException.NotFound if it ended
     * @throws PruneDamagedException if it cannot be read
     * @throws SealException likewise
     */
    public PrunePlan read(UUID id) throws IOException {
        try (RepositoryFiles.Opened opened = files.open(SealedKind.PRUNE, id)) {
            long size = opened.reader().size();
            if (size > LARGEST) {
                throw new PruneDamagedException(opened.reader() + " is too large for the plan of a prune: " + size);
            }
            ByteBuffer said = ByteBuffer.allocate((int) size);
            opened.reader().readFully(0, said);
            return PrunePlan.decode(opened.reader().toString(), id, said.array());
        }
    }

    /** Ends a plan: nothing that it marked is in an index any more, or it was given up. */
    public void remove(UUID id) throws IOException {
        files.remove(SealedKind.PRUNE, id);
    }
}
