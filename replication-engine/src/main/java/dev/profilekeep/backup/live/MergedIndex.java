package dev.profilekeep.backup.live;

import dev.profilekeep.backup.index.IndexDamagedException;
import dev.profilekeep.backup.index.IndexEntry;
import dev.profilekeep.backup.index.IndexMerge;
import dev.profilekeep.backup.index.IndexReader;
import dev.profilekeep.backup.seal.SealException;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.store.RepositoryFiles;
import dev.profilekeep.storage.StorageException;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * All indexes as one, as they were when it was opened, the newest first. 8 bytes of memory for 512 chunks, and a page of each index while it is gone through. One
 * thread.
 */
public final class MergedIndex implements Closeable {
    /** One of them. */
    public record Part(UUID id, RepositoryFiles.Opened file, IndexReader reader) {}

    /** Is told of entries in the order of their ids, the newer index first. */
    public interface Visitor {
        /** @param number from 0, always the same for the same entry of the same merged index */
        void entry(int number, IndexEntry entry) throws IOException;
    }

    private final List<Part> parts = new ArrayList<>();
    private final Map<UUID, String> damaged = new HashMap<>();

    private MergedIndex() {}

    /**
     * Opens all that are there.
     *
     * @throws IOException if one is damaged; a sentence that names it
     */
    public static MergedIndex open(RepositoryFiles files) throws IOException {
        MergedIndex merged = openSound(files, false);
        if (!merged.damaged.isEmpty()) {
            merged.close();
            throw new IOException(
                    "an index of the backup repository is damaged, check and repair the repository first: "
                            + String.join("; ", merged.damaged.values()));
        }
        return merged;
    }

    /** Opens those that are sound to their last byte; {@link #damaged} has the others. */
    public static MergedIndex openSound(RepositoryFiles files) throws IOException {
        return openSound(files, true);
    }

    private static MergedIndex openSound(RepositoryFiles files, boolean whole) throws IOException {
        MergedIndex merged = new MergedIndex();
        try {
            List<RepositoryFiles.Listed> all = new ArrayList<>(files.listed(SealedKind.INDEX));
            all.sort(Comparator.<RepositoryFiles.Listed>comparingLong(
                            listed -> listed.file().lastWriteTime())
                    .reversed());
            for (RepositoryFiles.Listed listed : all) {
                merged.add(files, listed.id(), whole);
            }
        } catch (IOException | RuntimeException e) {
            merged.close();
            throw e;
        }
        return merged;
    }

    private void add(RepositoryFiles files, UUID id, boolean whole) throws IOException {
        RepositoryFiles.Opened file;
        try {
            file = files.open(SealedKind.INDEX, id);
        } catch (StorageException.NotFound e) {
            return; // made one with others; whoever does that publishes the new one first
        } catch (SealException e) {
            damaged.put(id, String.valueOf(e.getMessage()));
            return;
        }
        try {
            IndexReader reader = IndexReader.open(file.reader());
            if (whole) {
                reader.forEach(entry -> {});
            }
            parts.add(new Part(id, file, reader));
        } catch (SealException | IndexDamagedException e) {
            file.close();
            damaged.put(id, String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Those that are in it. */
    public List<Part> parts() {
        return List.copyOf(parts);
    }

    /** What is wrong with the others, by their ids. */
    public Map<UUID, String> damaged() {
        return Map.copyOf(damaged);
    }

    /** The packs that it names. */
    public Set<UUID> packs() {
        Set<UUID> packs = new HashSet<>();
        parts.forEach(part -> packs.addAll(part.reader().packs()));
        return packs;
    }

    /** Goes through all of it. */
    public void forEach(Visitor visitor) throws IOException {
        int[] number = {0};
        IndexMerge.walk(readers(), entry -> visitor.entry(number[0]++, entry));
    }

    /** For whoever writes one anew. */
    public List<IndexReader> readers() {
        return parts.stream().map(Part::reader).toList();
    }

    @Override
    public void close() throws IOException {
        for (Part part : parts) {
            part.file().close();
        }
        parts.clear();
    }
}
