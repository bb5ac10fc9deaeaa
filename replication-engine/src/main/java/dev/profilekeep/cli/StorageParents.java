package dev.profilekeep.cli;

import dev.profilekeep.disk.chain.ParentResolver;
import dev.profilekeep.disk.image.ParentLink;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageAddress;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds parents on the share that the child is on. Names are paths from the share. A path that leads to another server, or to a
 * drive, means nothing from here: its last name is looked for beside the child.
 */
final class StorageParents implements ParentResolver {
    private final StorageProvider storage;
    private final String unc;

    StorageParents(StorageProvider storage, StorageAddress.Smb share) {
        this.storage = storage;
        this.unc = share.unc() + "\\";
    }

    @Override
    public Optional<Found> find(String childName, ParentLink.Path path) throws IOException {
        for (StoragePath candidate : candidates(StoragePath.of(childName), path)) {
            try {
                StoredFile stored = storage.stat(candidate);
                if (!stored.directory()) {
                    return Optional.of(new Found(
                            candidate.value(), storage.openForReading(candidate, Sharing.ALL), stored.lastWritten()));
                }
            } catch (StorageException.NotFound e) {
                // the next one
            }
        }
        return Optional.empty();
    }

    private List<StoragePath> candidates(StoragePath child, ParentLink.Path path) {
        var candidates = new ArrayList<StoragePath>();
        String text = path.text().replace('/', '\\');
        if (text.regionMatches(true, 0, unc, 0, unc.length())) {
            add(candidates, resolve(new ArrayDeque<>(), text.substring(unc.length())));
        }
        var folder = new ArrayDeque<String>();
        StoragePath parent = child.parent();
        if (parent != null && !parent.value().isEmpty()) {
            folder.addAll(List.of(parent.value().split("/")));
        }
        boolean relative = path.kind() == ParentLink.Kind.RELATIVE;
        add(candidates, resolve(folder, relative ? text : text.substring(text.lastIndexOf('\\') + 1)));
        return candidates;
    }

    private static void add(List<StoragePath> candidates, @Nullable StoragePath path) {
        if (path != null && !candidates.contains(path)) {
            candidates.add(path);
        }
    }

    /** Null for a path that leads out of the share, or is none. */
    private static @Nullable StoragePath resolve(Deque<String> folder, String relative) {
        for (String name : relative.split("\\\\")) {
            if (name.equals("..")) {
                if (folder.pollLast() == null) {
                    return null;
                }
            } else if (!name.isEmpty() && !name.equals(".")) {
                folder.addLast(name);
            }
        }
        try {
            return folder.isEmpty() ? null : StoragePath.of(String.join("/", folder));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
