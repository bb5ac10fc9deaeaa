package dev.profilekeep.restore.files;

import dev.profilekeep.disk.ntfs.FileReference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Files and folders that somebody chose, with all that is in them, under names that are safe. */
final class Choice {
    private static final int DEEPEST = 200;
    private static final int MOST_TOLD = 1_000;

    /**
     * One of them.
     *
     * @param names of its place in what is made, from the outside in; safe
     */
    record Item(List<String> names, SnapshotEntry entry) {
        Item {
            names = List.copyOf(names);
        }
    }

    private final SnapshotFiles files;
    private final ExportLimits limits;
    private final List<Item> items = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();
    private final Set<FileReference> entered = new HashSet<>();
    private long moreSkipped;
    private long bytes;

    private Choice(SnapshotFiles files, ExportLimits limits) {
        this.files = files;
        this.limits = limits;
    }

    /** @throws ExportRefusedException if it is nothing, or more than the limits allow */
    static Choice of(SnapshotFiles files, List<SnapshotEntry> chosen, ExportLimits limits) throws IOException {
        Choice choice = new Choice(files, limits);
        SafeNames names = new SafeNames();
        for (SnapshotEntry entry : chosen) {
            if (entry.path().isEmpty()) {
                for (SnapshotEntry inside : files.list(entry)) {
                    choice.add(List.of(), inside, names);
                }
            } else {
                choice.add(List.of(), entry, names);
            }
        }
        if (choice.items.isEmpty()) {
            throw new ExportRefusedException(
                    ExportRefusedException.Why.NOTHING,
                    choice.skipped.isEmpty()
                            ? "nothing was chosen"
                            : "nothing of it can be taken out: " + choice.skipped.get(0));
        }
        return choice;
    }

    private void add(List<String> folder, SnapshotEntry entry, SafeNames names) throws IOException {
        if (entry.kind() != SnapshotEntry.Kind.FOLDER && !entry.isReadable()) {
            skip(entry, entry.problem());
            return;
        }
        List<String> place = new ArrayList<>(folder);
        place.add(names.take(entry.name()));
        bytes = Math.addExact(bytes, entry.size());
        items.add(new Item(place, entry));
        if (items.size() > limits.entries() || bytes > limits.bytes()) {
            throw new ExportRefusedException(
                    ExportRefusedException.Why.TOO_MUCH,
                    "this is more than may be taken out at once (" + limits.entries() + " files and folders, "
                            + limits.bytes() + " bytes): choose less, or restore the whole container");
        }
        if (entry.kind() == SnapshotEntry.Kind.FOLDER) {
            if (place.size() > DEEPEST || !entered.add(entry.reference())) {
                skip(entry, "folders lie in it too deep, or in a circle");
                return;
            }
            SafeNames inside = new SafeNames();
            for (SnapshotEntry each : files.list(entry)) {
                add(place, each, inside);
            }
        }
    }

    void skip(SnapshotEntry entry, String why) {
        if (skipped.size() < MOST_TOLD) {
            skipped.add(entry.path() + ": " + why);
        } else {
            moreSkipped++;
        }
    }

    List<Item> items() {
        return items;
    }

    long bytes() {
        return bytes;
    }

    ExportResult result(String where, long taken, long takenBytes) {
        long folders = items.stream()
                .filter(item -> item.entry().kind() == SnapshotEntry.Kind.FOLDER)
                .count();
        return new ExportResult(where, taken, folders, takenBytes, skipped, moreSkipped);
    }
}
