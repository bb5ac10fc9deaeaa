package dev.profilekeep.backup.sweep;

import dev.profilekeep.backup.chunk.WriteSession;
import dev.profilekeep.backup.index.IndexEntry;
import dev.profilekeep.backup.index.IndexWriter;
import dev.profilekeep.backup.live.LongSet;
import dev.profilekeep.backup.live.MergedIndex;
import dev.profilekeep.backup.pack.PackReader;
import dev.profilekeep.backup.prune.PrunePlans;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.store.RepositoryFiles;
import dev.profilekeep.backup.writer.WriterFile;
import dev.profilekeep.backup.writer.Writers;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What prunes removed, for as long as it can be put back. */
public final class Trash {
    /** By which the next undo knows of one that died, and what lay in the trash when that began. */
    private static final String UNDO = "undo of a prune";

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
     * Removes for good what is in it for long enough, by the storage's clock: for a prune, which asks first whether that can be believed. A pack
     * that an index lists, as an undo left it that died, stays until the prune has taken it out of the indexes.
     *
     * @return how many files
     */
    int empty() throws IOException {
        long before = StoredFile.fromInstant(
                StoredFile.toInstant(repository.storageClock().now()).minus(margins.trash()));
        List<RepositoryFiles.Trashed> due = new ArrayList<>(files.trash());
        due.removeIf(file -> file.time() >= before);
        if (due.stream().anyMatch(file -> file.kind() == SealedKind.PACK)) {
            try (MergedIndex index = MergedIndex.openSound(files)) {
                Set<UUID> listed = index.packs();
                due.removeIf(file -> file.kind() == SealedKind.PACK && listed.contains(file.id()));
            }
        }
        for (RepositoryFiles.Trashed file : due) {
            files.removeTrashed(file);
        }
        return due.size();
    }

    /**
     * Puts all of it back: packs first, then an index that lists them, then the snapshots. Container by container, what decided to forget them is taken back where the effect
     * came within the trash's time and all of it is there again; what went for good before stays forgotten. Who dies between two goes on by running it again.
     *
     * @return how many files
     * @throws IllegalStateException if a prune is under way
     */
    public int restore() throws IOException {
        while (true) {
            TrashTimes times = TrashTimes.of(files.trash());
            try (WriteSession session = repository.begin(UNDO + times.text())) {
                List<RepositoryFiles.Trashed> all = files.trash();
                if (TrashTimes.of(all).equals(times)) {
                    return restore(session, all, times);
                }
            } // a prune put something there meanwhile: what it is called must tell of that too
        }
    }

    private int restore(WriteSession session, List<RepositoryFiles.Trashed> all, TrashTimes times) throws IOException {
        PrunePlans.All plans = new PrunePlans(files).all();
        if (!plans.damaged().isEmpty()) {
            throw new IllegalStateException(
                    "the plan of a prune of the backup repository cannot be read: let 'backup check --repair' give it up before what it removes is put back: "
                            + plans.damaged().get(0).why().getMessage());
        }
        if (!plans.isEmpty()) {
            throw new IllegalStateException(
                    "a prune of the backup repository is under way: run it to its end before what it removes is put back");
        }
        Optional<TakingBack.Time> time = time(times, session.writer().file().id());
        if (time.isEmpty()) {
            return 0;
        }
        LongSet onlyHere = onlyHere(all);
        for (RepositoryFiles.Trashed file : all) {
            if (file.kind() == SealedKind.PACK) {
                list(session, file);
            }
        }
        repository.chunks().refresh();
        new TakingBack(repository, time.get(), all, onlyHere).run();
        for (RepositoryFiles.Trashed file : all) {
            if (file.kind() == SealedKind.SNAPSHOT) {
                files.fromTrash(file);
            }
        }
        return all.size();
    }

    /** Of which time what is put back is; empty if there is nothing. An undo that died may have emptied the trash already: its own times count too, or where it does not tell them, as early as can be. */
    private Optional<TakingBack.Time> time(TrashTimes now, UUID self) throws IOException {
        TrashTimes all = now;
        for (Writers.Found writer : repository.writers().list()) {
            String purpose = writer.file().map(WriterFile::purpose).orElse("");
            if (!writer.id().equals(self) && purpose.startsWith(UNDO)) {
                Optional<TrashTimes> its = TrashTimes.read(purpose.substring(UNDO.length()));
                if (its.isEmpty()) {
                    Instant end = StoredFile.toInstant(repository.storageClock().now());
                    Instant begin = end.minus(margins.trash().multipliedBy(2));
                    return Optional.of(new TakingBack.Time(begin, end, margins.trash()));
                }
                all = all.and(its.get());
            }
        }
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(new TakingBack.Time(
                        StoredFile.toInstant(all.first()).minus(margins.trash()),
                        StoredFile.toInstant(all.last()),
                        margins.trash()));
    }

    /** What lies in packs of the trash and in no other. */
    private LongSet onlyHere(List<RepositoryFiles.Trashed> all) throws IOException {
        try (MissingIds missing = new MissingIds(files)) {
            for (RepositoryFiles.Trashed file : all) {
                if (file.kind() == SealedKind.PACK) {
                    for (IndexEntry entry : entries(file)) {
                        missing.add(entry.id());
                    }
                }
            }
            return missing.end();
        }
    }

    private List<IndexEntry> entries(RepositoryFiles.Trashed pack) throws IOException {
        try (RepositoryFiles.Opened opened = files.openTrashed(pack)) {
            return new ArrayList<>(new PackReader(pack.id(), opened.reader()).entries());
        }
    }

    /**
     * Listed first: who dies then leaves entries of a pack that is not there. No backup relies on those, the check tells of them, and the next undo brings the pack, or the next prune
     * takes them out of the indexes.
     */
    private void list(WriteSession session, RepositoryFiles.Trashed pack) throws IOException {
        List<IndexEntry> entries = entries(pack);
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
