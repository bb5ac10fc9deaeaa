package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.DiskException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says where files are, by following the directories that their names give. Keeps the names of the directories met last, at
 * most 32,768. Safe for use by several threads.
 */
final class PathFinder {
    private static final int KEPT = 32_768;
    /** A path of Windows has at most 32,767 characters. */
    private static final int MAX_DEPTH = 16_384;

    private record Place(int sequence, FileReference parent, String name) {}

    private static final Place NOWHERE = new Place(0, new FileReference(0, 0), "");

    private final FileReader files;
    /** In order of use; guarded by itself. */
    private final Map<Long, Place> places = Collections.synchronizedMap(new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Place> eldest) {
            return size() > KEPT;
        }
    });

    PathFinder(FileReader files) {
        this.files = files;
    }

    /** Notes a directory that was read anyway. */
    void met(NtfsFile file) {
        if (file.isDirectory()) {
            places.put(file.number(), place(file));
        }
    }

    private static Place place(NtfsFile file) {
        for (FileName name : file.names()) {
            if (!name.isShort()) {
                return new Place(file.reference().sequence(), name.directory(), name.name());
            }
        }
        return NOWHERE;
    }

    /** One path for each name, without a leading separator. */
    List<String> paths(NtfsFile file) throws IOException {
        var paths = new ArrayList<String>();
        for (FileName name : file.names()) {
            if (!name.isShort()) {
                paths.add(file.number() == FileReference.ROOT ? "" : path(name));
            }
        }
        return paths;
    }

    private String path(FileName name) throws IOException {
        var names = new ArrayList<String>();
        names.add(name.name());
        FileReference at = name.directory();
        while (at.number() != FileReference.ROOT) {
            Place place = place(at);
            if (place == null || names.size() > MAX_DEPTH) {
                names.add(NtfsVolume.LOST);
                break;
            }
            names.add(place.name());
            at = place.parent();
        }
        Collections.reverse(names);
        return String.join("/", names);
    }

    private @Nullable Place place(FileReference directory) throws IOException {
        Place known = places.get(directory.number());
        if (known == null) {
            try {
                NtfsFile file = files.read(new FileReference(directory.number(), 0));
                known = file.isDirectory() ? place(file) : NOWHERE;
            } catch (DiskException e) {
                known = NOWHERE;
            }
            places.put(directory.number(), known);
        }
        return known != NOWHERE && directory.names(known.sequence()) ? known : null;
    }
}
