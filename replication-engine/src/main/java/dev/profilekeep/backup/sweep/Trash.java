package dev.profilekeep.backup.sweep;

import dev.profilekeep.backup.chunk.WriteSession;
import dev.profilekeep.backup.decision.Decision;
import dev.profilekeep.backup.index.IndexEntry;
import dev.profilekeep.backup.index.IndexWriter;
import dev.profilekeep.backup.pack.PackReader;
import dev.profilekeep.backup.prune.PrunePlans;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.store.RepositoryFiles;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What prunes removed, for as long as it can be put back. */
public final class Trash {
    private final Repository repository;
    private final RepositoryFiles files;
    private final SafetyMargins margins;

    public Trash(Repository repository, SafetyMargins margins) {
        this.repository = repository;
        this.files = repository.files();
        this.margins = margins;
    }

    /** All that is in it, in no order. */
    public List<RepositoryFiles.Trashed> list() throws IOException {
        return files.trash();
    }

    /**
     * Removes for good what is in it for long enough.
     *
     * @return how many files
     */
    public int empty() throws IOException {
        long before = StoredFile.fromInstant(
                StoredFile.toInstant(repository.storageClock().now()).minus(margins.trash()));
        int removed = 0;
        for (RepositoryFiles.Trashed file : files.trash()) {
            if (file.time() < before) {
                files.removeTrashed(file);
                removed++;
            }
        }
        return removed;
    }

    /**
     * Puts all of it back: packs first, then an index that lists them, then the snapshots, with whatever decided to forget them taken back. Who dies between two goes on by
     * running it again.
     *
     * @return how many files
     * @throws IllegalStateException if a prune is under way
     */
    public int restore() throws IOException {
        try (WriteSession session = repository.begin("undo of a prune")) {
            if (!new PrunePlans(files).list().isEmpty()) {
                throw new IllegalStateException(
                        "a prune of the backup repository is under way: run it to its end before what it removes is put back");
            }
            List<RepositoryFiles.Trashed> all = files.trash();
            Set<UUID> snapshots = new HashSet<>();
            for (RepositoryFiles.Trashed file : all) {
                if (file.kind() == SealedKind.PACK) {
                    list(session, file);
                } else if (file.kind() == SealedKind.SNAPSHOT) {
                    snapshots.add(file.id());
                }
            }
            for (Decision decision : repository.decisions().read().decisions()) {
                if (decision.act() instanceof Decision.Forget forget && snapshots.contains(forget.snapshot())) {
                    repository.decisions().remove(decision.id());
                }
            }
            for (RepositoryFiles.Trashed file : all) {
                if (file.kind() == SealedKind.SNAPSHOT) {
                    files.fromTrash(file);
                }
            }
            repository.chunks().refresh();
            return all.size();
        }
    }

    /** Listed first: who dies then leaves entries of a pack that is not there, which harms nobody, and runs it again. */
    private void list(WriteSession session, RepositoryFiles.Trashed pack) throws IOException {
        List<IndexEntry> entries = new ArrayList<>();
        try (RepositoryFiles.Opened opened = files.openTrashed(pack)) {
            entries.addAll(new PackReader(pack.id(), opened.reader()).entries());
        }
        entries.sort(null);
        session.publish(SealedKind.INDEX, UUID.randomUUID(), target -> {
            IndexWriter index = new IndexWriter(target, entries.size());
            for (IndexEntry entry : entries) {
                index.add(entry);
            }
            index.finish();
        });
        files.fromTrash(pack);
    }
}
