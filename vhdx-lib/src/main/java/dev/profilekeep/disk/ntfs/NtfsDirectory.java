package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The index of a directory. Reads only what it is asked for; nothing is kept. Safe for use by several threads if the volume's
 * device is.
 */
public final class NtfsDirectory {
    /** Receives entries one by one. */
    @FunctionalInterface
    public interface EntrySink {
        void accept(NtfsEntry entry) throws IOException;
    }

    private final NtfsFile file;
    private final IndexTree tree;
    private final UpCase upCase;
    private final List<String> notes = new CopyOnWriteArrayList<>();

    private NtfsDirectory(NtfsFile file, IndexTree tree, UpCase upCase) {
        this.file = file;
        this.tree = tree;
        this.upCase = upCase;
    }

    static NtfsDirectory open(NtfsFile file, BlockDevice volume, int clusterBytes, UpCase upCase) throws IOException {
        if (!file.isDirectory()) {
            throw new CorruptDiskException("file record " + file.number(), 0, "it is no directory");
        }
        return new NtfsDirectory(file, IndexTree.open(file, "$I30", volume, clusterBytes), upCase);
    }

    /** The directory itself. */
    public NtfsFile file() {
        return file;
    }

    /**
     * Gives every name in the directory once, in the order of the index; names that only shorten another are left out. Where
     * the index is damaged, {@link #notes()} says so, and what can still be reached follows.
     */
    public void list(EntrySink sink) throws IOException {
        tree.walk(
                entry -> {
                    NtfsEntry named = parse(entry);
                    if (named != null && !named.details().isShort()) {
                        sink.accept(named);
                    }
                },
                notes);
    }

    /** As {@link #list(EntrySink)}, in a list: 100,000 names take about 30 MB. */
    public List<NtfsEntry> list() throws IOException {
        var entries = new ArrayList<NtfsEntry>();
        list(entries::add);
        return entries;
    }

    private @Nullable NtfsEntry parse(IndexEntry entry) throws IOException {
        try {
            return new NtfsEntry(entry.file(), FileName.parse(entry.key()));
        } catch (CorruptDiskException e) {
            if (notes.size() < 100) {
                notes.add("a name in directory " + file.number() + " is damaged: " + e.getMessage());
            }
            return null;
        }
    }

    /**
     * Finds a name, also one that only shortens another, by descending the index. The very name is preferred to one that
     * differs in case. Where the index is damaged on the way, all of it is searched and {@link #notes()} says so.
     */
    public Optional<NtfsEntry> find(String name) throws IOException {
        try {
            Optional<NtfsEntry> exact = lookUp(key -> upCase.compare(name, nameOf(key)));
            return exact.isPresent() ? exact : lookUp(key -> upCase.compareIgnoringCase(name, nameOf(key)));
        } catch (CorruptDiskException e) {
            return search(name);
        }
    }

    private Optional<NtfsEntry> lookUp(IndexTree.Probe probe) throws IOException {
        Optional<IndexEntry> found = tree.find(probe);
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(new NtfsEntry(
                        found.get().file(), FileName.parse(found.get().key())));
    }

    private static String nameOf(ByteView key) throws CorruptDiskException {
        return key.utf16(66, 2 * key.u8(64));
    }

    private Optional<NtfsEntry> search(String name) throws IOException {
        var found = new ArrayList<NtfsEntry>();
        tree.walk(
                entry -> {
                    NtfsEntry named = parse(entry);
                    if (named != null && upCase.compareIgnoringCase(name, named.name()) == 0) {
                        // The very name goes before the others.
                        if (found.isEmpty()) {
                            found.add(named);
                        } else if (named.name().equals(name)) {
                            found.set(0, named);
                        }
                    }
                },
                notes);
        return found.stream().findFirst();
    }

    /** What was found damaged so far, in plain sentences. */
    public List<String> notes() {
        return List.copyOf(notes);
    }
}
