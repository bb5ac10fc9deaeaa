package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.DiskException;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Finds out what is wrong with the names that files and directories do not agree about, and whether every directory leads to the
 * root. Reads the files and directories concerned once more, which only a damaged volume costs.
 */
final class NameCheck {
    /** Files looked at again; what a volume is like in which there are more is known by then. */
    private static final int MOST_FILES = 20_000;

    private static final int MOST_NOTES = 1000;

    private final CheckedVolume volume;
    private final List<String> notes;

    /** @param notes receives the names of damaged files */
    NameCheck(CheckedVolume volume, List<String> notes) {
        this.volume = volume;
        this.notes = notes;
    }

    void run() throws IOException {
        RecordStates states = volume.states;
        int looked = 0;
        boolean entriesToo = false;
        for (long record = states.nextTouched(0); record < volume.records; record = states.nextTouched(record + 1)) {
            if (states.is(record, RecordStates.EXTENSION) && !states.is(record, RecordStates.LISTED)) {
                volume.addRecord(NtfsRule.ORPHAN_RECORD, record, "");
            }
            if (!states.namesAgree(record)) {
                entriesToo = true;
                if (looked++ < MOST_FILES) {
                    names(record);
                }
            }
        }
        if (entriesToo) {
            entries();
        }
        loops();
    }

    /** Names that the file has: does its directory list each of them? */
    private void names(long record) throws IOException {
        if (!isFile(record) || volume.states.is(record, RecordStates.DAMAGED)) {
            return;
        }
        try {
            NtfsFile file = volume.files.read(new FileReference(record, 0));
            for (FileName name : file.names()) {
                name(file, name);
            }
        } catch (DiskException | EOFException e) {
            // That it cannot be read was told when its record was judged.
            volume.states.set(record, RecordStates.DAMAGED);
        }
    }

    private boolean isFile(long record) {
        return volume.states.is(record, RecordStates.IN_USE) && !volume.states.is(record, RecordStates.EXTENSION);
    }

    private void name(NtfsFile file, FileName name) throws IOException {
        FileReference parent = name.directory();
        RecordStates states = volume.states;
        boolean there = isFile(parent.number())
                && (states.is(parent.number(), RecordStates.DIRECTORY)
                        || states.is(parent.number(), RecordStates.DAMAGED));
        if (states.is(parent.number(), RecordStates.DAMAGED) && states.sequence(parent.number()) == 0) {
            // Nothing of that record is left to say which directory it was; that was told when it was judged.
            return;
        }
        if (!there || states.sequence(parent.number()) != parent.sequence()) {
            volume.addFile(
                    NtfsRule.LOST_FILE,
                    file.number(),
                    "",
                    name.name() + " is said to be in file record " + parent + ", which "
                            + (there ? "is another directory by now" : "is no directory"));
            return;
        }
        if (states.is(parent.number(), RecordStates.INDEX_DAMAGED)
                || states.is(parent.number(), RecordStates.DAMAGED)) {
            return;
        }
        Optional<NtfsEntry> entry = lookUp(parent, name.name());
        if (entry.isEmpty() || !entry.get().name().equals(name.name())) {
            volume.addFile(NtfsRule.NAME_MISSING, file.number(), "", name.name());
        } else if (!entry.get().file().equals(file.reference())) {
            volume.addFile(
                    NtfsRule.NAME_MISSING,
                    file.number(),
                    "",
                    name.name() + ", which its directory gives to file record "
                            + entry.get().file());
        }
    }

    private Optional<NtfsEntry> lookUp(FileReference directory, String name) throws IOException {
        UpCase upCase = volume.upCase != null ? volume.upCase : UpCase.read(volume.mft, new ArrayList<>());
        return NtfsDirectory.open(
                        volume.files.read(new FileReference(directory.number(), 0)),
                        volume.mft.volume(),
                        volume.boot.clusterBytes(),
                        upCase)
                .find(name);
    }

    /** Names that directories give to files with which something does not agree: does the file exist, and know the name? */
    private void entries() throws IOException {
        RecordStates states = volume.states;
        int[] left = {MOST_FILES};
        for (long record = states.nextTouched(0); record < volume.records; record = states.nextTouched(record + 1)) {
            if (!isFile(record) || !states.is(record, RecordStates.DIRECTORY)) {
                continue;
            }
            try {
                NtfsFile directory = volume.files.read(new FileReference(record, 0));
                IndexTree.open(directory, "$I30", volume.mft.volume(), volume.boot.clusterBytes())
                        .walk(entry -> entry(directory, entry, left), new ArrayList<>());
            } catch (DiskException | EOFException e) {
                // What is wrong with the index was told when it was judged.
                continue;
            }
            if (left[0] <= 0) {
                return;
            }
        }
    }

    private void entry(NtfsFile directory, IndexEntry entry, int[] left) throws IOException {
        FileReference named = entry.file();
        if (named.number() >= volume.records || volume.states.namesAgree(named.number()) || left[0]-- <= 0) {
            return;
        }
        FileName key = FileName.parse(entry.key());
        if (volume.states.is(named.number(), RecordStates.DAMAGED)) {
            damaged(directory.number(), key, named);
            return;
        }
        String name = key.name();
        if (!isFile(named.number()) || volume.states.sequence(named.number()) != named.sequence()) {
            IndexCheck.gone(volume, directory.number(), "index \"$I30\"", name, named);
            return;
        }
        NtfsFile file;
        try {
            file = volume.files.read(named);
        } catch (DiskException | EOFException e) {
            return;
        }
        boolean known = file.names().stream()
                .anyMatch(own -> own.directory().equals(directory.reference())
                        && own.name().equals(name));
        if (!known) {
            volume.addFile(
                    NtfsRule.ENTRY_FOREIGN,
                    directory.number(),
                    "index \"$I30\"",
                    name + " leads to file record " + named);
        }
    }

    /** A file whose record is damaged does not know its name any more; its directory does. */
    private void damaged(long directory, FileName key, FileReference named) throws IOException {
        if (!key.isShort() && notes.size() < MOST_NOTES) {
            String folder = volume.path(directory);
            notes.add("file record " + named.number() + ", which is damaged, is "
                    + (folder == null ? "a file named " : folder.isEmpty() ? "" : folder + "/") + key.name()
                    + " by its directory");
        }
    }

    /** Follows each directory upwards until a place is reached that is known to lead to the root, or a circle is closed. */
    private void loops() throws IOException {
        RecordStates states = volume.states;
        states.set(FileReference.ROOT, RecordStates.LEADS_TO_ROOT);
        var way = new ArrayList<Long>();
        var onWay = new HashSet<Long>();
        for (long record = states.nextTouched(0); record < volume.records; record = states.nextTouched(record + 1)) {
            if (!isFile(record) || !states.is(record, RecordStates.DIRECTORY)) {
                continue;
            }
            way.clear();
            onWay.clear();
            long at = record;
            while (isFile(at) && states.is(at, RecordStates.DIRECTORY) && !states.is(at, RecordStates.LEADS_TO_ROOT)) {
                if (!onWay.add(at)) {
                    volume.addFile(NtfsRule.LOOP, at, "", (way.size() - way.indexOf(at)) + " directories");
                    break;
                }
                way.add(at);
                at = states.parent(at);
            }
            // A way that ends at no directory was told as a lost file; a circle is told once.
            way.forEach(directory -> states.set(directory, RecordStates.LEADS_TO_ROOT));
        }
    }
}
