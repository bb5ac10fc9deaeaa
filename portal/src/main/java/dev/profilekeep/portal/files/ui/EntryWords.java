package dev.profilekeep.portal.files.ui;

import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.restore.files.SnapshotEntry;
import dev.profilekeep.text.Visible;
import java.util.Comparator;

/** Entries of a backup for people. What a name says comes from the disk: it is shown as text, with whatever hides in it made visible. */
final class EntryWords {
    private EntryWords() {}

    /** How a folder's entries are put in order; folders come first. */
    enum Order {
        NAME,
        NEWEST,
        LARGEST;

        Comparator<SnapshotEntry> comparator() {
            Comparator<SnapshotEntry> byName = Comparator.comparing(SnapshotEntry::name, String.CASE_INSENSITIVE_ORDER);
            Comparator<SnapshotEntry> folders =
                    Comparator.comparing(entry -> entry.kind() != SnapshotEntry.Kind.FOLDER);
            return switch (this) {
                case NAME -> folders.thenComparing(byName);
                case NEWEST ->
                    folders.thenComparing(SnapshotEntry::modified, Comparator.nullsLast(Comparator.reverseOrder()))
                            .thenComparing(byName);
                case LARGEST ->
                    folders.thenComparing(SnapshotEntry::size, Comparator.reverseOrder())
                            .thenComparing(byName);
            };
        }
    }

    static String name(SnapshotEntry entry, Words words) {
        return entry.path().isEmpty() ? words.get("files.root") : Visible.isolated(entry.name());
    }

    /** A folder as seen from one that it lies in, names between "›". */
    static String below(SnapshotEntry outer, SnapshotEntry folder) {
        int from = outer.path().isEmpty() ? 0 : outer.path().length() + 1;
        return Visible.isolated(folder.path().substring(from)).replace("/", " › ");
    }

    /** The folder that it lies in, names between "›". */
    static String folder(SnapshotEntry entry, Words words) {
        int end = entry.path().lastIndexOf('/');
        return end < 0
                ? words.get("files.root")
                : Visible.isolated(entry.path().substring(0, end)).replace("/", " › ");
    }

    /** Size and time; what cannot be had says so. */
    static String about(SnapshotEntry entry, Words words) {
        String time = words.formats().dateTime(entry.modified());
        return switch (entry.kind()) {
            case FOLDER -> words.get("files.folder", time);
            case LINK -> words.get("files.link");
            case DAMAGED -> words.get("files.damaged");
            case FILE ->
                entry.isReadable()
                        ? words.get("files.file", words.formats().bytes(entry.size()), time)
                        : words.get("files.elsewhere");
        };
    }
}
