package dev.profilekeep.backup.sweep;

import dev.profilekeep.backup.prune.PrunePlan;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.seal.SealException;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.store.Draft;
import dev.profilekeep.backup.store.RepositoryFiles;
import dev.profilekeep.backup.writer.Writers;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For whom a prune waits: all that wrote when its plan had been published. They do not know of it, and may rely on what it marked.
 *
 * <pre>
 * wait   := writer* footer                  what the sealed file says; numbers are big-endian
 * writer := id (16)
 * footer := "PKWT" 0 (4) id of the plan (16) looked, as a FILETIME (8) writers (4) zeros (28)       64 bytes
 * </pre>
 */
final class Waits {
    private static final Logger LOG = LoggerFactory.getLogger(Waits.class);
    private static final int MAGIC = 0x504B5754;
    private static final int WRITER = 16;
    private static final int FOOTER = 64;
    /** A million writers. */
    private static final int LARGEST = 16 << 20;

    private final Repository repository;
    private final SafetyMargins margins;

    Waits(Repository repository, SafetyMargins margins) {
        this.repository = repository;
        this.margins = margins;
    }

    private record Wait(UUID plan, Set<UUID> writers, Instant looked) {}

    /**
     * Why a prune must not go on yet; empty if it may. Whoever was waited for is gone then, and what the dead left unpublished can never be published.
     *
     * @param plan that is published
     */
    Optional<String> reason(PrunePlan plan) throws IOException {
        Wait wait = find(plan.id());
        if (wait == null) {
            wait = look(plan.id());
        }
        Instant now = now();
        Map<UUID, Writers.Found> there = new HashMap<>();
        for (Writers.Found writer : repository.writers().list()) {
            there.put(writer.id(), writer);
        }
        List<UUID> dead = new ArrayList<>();
        for (UUID id : wait.writers()) {
            Writers.Found writer = there.get(id);
            if (writer == null) {
                continue;
            }
            if (writer.age().compareTo(margins.dead()) <= 0) {
                String whose = writer.file()
                        .map(file -> file.purpose() + " on " + file.host())
                        .orElse("writer " + id);
                return Optional.of("It waits for those who wrote when it began: " + whose + ".");
            }
            dead.add(id);
        }
        if (!dead.isEmpty()) {
            // If one of them wakes now, what it writes at this moment is there, or too old, before the new time is
            // over. That is written down before their files go: whoever dies between has waited for nothing.
            look(plan.id());
            for (UUID id : dead) {
                repository.writers().remove(id);
            }
            return Optional.of("It took " + dead.size() + " writers for dead, and waits for "
                    + margins.grace().toMinutes() + " minutes more.");
        }
        Instant end = wait.looked().plus(margins.grace());
        if (now.isBefore(end)) {
            return Optional.of("It waits until " + end + " by the storage's clock, so that nothing goes at once.");
        }
        return dropLeft(now);
    }

    /**
     * A process that froze between its last look at its writer's file and the rename of a snapshot could publish that when it wakes. Without the draft it
     * cannot. These are written in one go: one that was not written for so long belongs to nobody who lives.
     */
    private Optional<String> dropLeft(Instant now) throws IOException {
        for (StoredFile draft : repository.files().drafts()) {
            boolean names = RepositoryFiles.isDraftOf(SealedKind.SNAPSHOT, draft)
                    || RepositoryFiles.isDraftOf(SealedKind.INDEX, draft);
            if (names && Duration.between(draft.lastWritten(), now).compareTo(Writers.LEASE) > 0) {
                try {
                    repository.files().removeDraft(draft);
                } catch (StorageException.Busy | StorageException.Denied e) {
                    return Optional.of("It waits for " + draft.path()
                            + ", which a writer that is dead holds open: close it on the server.");
                }
            }
        }
        return Optional.empty();
    }

    private Instant now() throws IOException {
        return StoredFile.toInstant(repository.storageClock().now());
    }

    private Wait look(UUID plan) throws IOException {
        Set<UUID> writers = new HashSet<>();
        for (Writers.Found writer : repository.writers().list()) {
            writers.add(writer.id());
        }
        Wait wait = new Wait(plan, writers, now());
        ByteBuffer said = ByteBuffer.allocate(writers.size() * WRITER + FOOTER);
        writers.stream().sorted().forEach(id -> put(said, id));
        said.putInt(MAGIC).putInt(0);
        put(said, plan);
        said.putLong(StoredFile.fromInstant(wait.looked())).putInt(writers.size());
        try (Draft draft = repository.files().begin(SealedKind.WAIT, UUID.randomUUID())) {
            draft.writer().write(said.rewind());
            draft.publish();
        }
        return wait;
    }

    private static void put(ByteBuffer bytes, UUID id) {
        bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    /**
     * Null if nobody looked yet; if two looked at once, or one looked again, for all that either saw. A file that cannot be read may be any plan's: it goes, and all look anew, for more writers and for longer.
     */
    private @Nullable Wait find(UUID plan) throws IOException {
        Set<UUID> writers = new HashSet<>();
        Instant looked = null;
        for (UUID id : repository.files().list(SealedKind.WAIT)) {
            Wait wait;
            try {
                wait = read(id);
            } catch (SealException | WaitDamagedException e) {
                LOG.warn("What a prune waits for cannot be read, so it looks anew who writes: {}", e.getMessage());
                dropAll(id);
                return null;
            }
            if (wait != null && wait.plan().equals(plan)) {
                writers.addAll(wait.writers());
                looked = looked == null || wait.looked().isAfter(looked) ? wait.looked() : looked;
            }
        }
        return looked == null ? null : new Wait(plan, writers, looked);
    }

    /** The damaged one last: it may be what was written last, which must not be missed while an earlier one is there. */
    private void dropAll(UUID damaged) throws IOException {
        for (UUID id : repository.files().list(SealedKind.WAIT)) {
            if (!id.equals(damaged)) {
                repository.files().remove(SealedKind.WAIT, id);
            }
        }
        repository.files().remove(SealedKind.WAIT, damaged);
    }

    private @Nullable Wait read(UUID id) throws IOException {
        try (RepositoryFiles.Opened opened = repository.files().open(SealedKind.WAIT, id)) {
            long size = opened.reader().size();
            long end = size - FOOTER;
            if (end < 0 || end % WRITER != 0 || size > LARGEST) {
                throw damaged(opened);
            }
            ByteBuffer said = ByteBuffer.allocate((int) size);
            opened.reader().readFully(0, said);
            said.position((int) end);
            boolean known = said.getInt() == MAGIC && said.getInt() == 0;
            UUID plan = new UUID(said.getLong(), said.getLong());
            Instant looked = StoredFile.toInstant(said.getLong());
            if (!known || said.getInt() != end / WRITER) {
                throw damaged(opened);
            }
            said.rewind();
            Set<UUID> writers = new HashSet<>();
            while (said.position() < end) {
                writers.add(new UUID(said.getLong(), said.getLong()));
            }
            return new Wait(plan, writers, looked);
        } catch (StorageException.NotFound e) {
            return null; // that prune ended
        }
    }

    /** Ends waiting, when nothing is left to wait for. */
    void end(Set<UUID> plans) throws IOException {
        for (UUID id : repository.files().list(SealedKind.WAIT)) {
            try {
                Wait wait = read(id);
                if (wait != null && plans.contains(wait.plan())) {
                    repository.files().remove(SealedKind.WAIT, id);
                }
            } catch (SealException | WaitDamagedException e) {
                LOG.debug("the next prune removes it: {}", e.getMessage());
            }
        }
    }

    private static final class WaitDamagedException extends IOException {
        private static final long serialVersionUID = 1L;

        WaitDamagedException(String message) {
            super(message);
        }
    }

    private static WaitDamagedException damaged(RepositoryFiles.Opened opened) {
        return new WaitDamagedException(opened.reader() + " does not end as what a prune waits for does");
    }

    /** Removes what was written down for plans that are not there any more. */
    void dropOrphans() throws IOException {
        List<UUID> waits =
                repository.files().list(SealedKind.WAIT); // first: a plan is there before anybody waits for it
        if (waits.isEmpty()) {
            return;
        }
        Set<UUID> plans = new HashSet<>(repository.files().list(SealedKind.PRUNE));
        for (UUID id : waits) {
            boolean orphan;
            try {
                Wait wait = read(id);
                orphan = wait != null && !plans.contains(wait.plan());
            } catch (SealException | WaitDamagedException e) {
                orphan = plans.isEmpty();
            }
            if (orphan) {
                repository.files().remove(SealedKind.WAIT, id);
            }
        }
    }
}
