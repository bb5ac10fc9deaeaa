package dev.profilekeep.content;

import dev.profilekeep.disk.ntfs.FileName;
import dev.profilekeep.disk.ntfs.RecordSeen;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which files of a volume are written without a trace in their records: what lies anywhere below {@code $Extend}, and registry hives with what lies beside them (their logs
 * and the containers of their transactions), by the names that Windows gives these. A hive is known by its first bytes too, but not a compressed one, nor its transactions.
 *
 * <p>Where folders lead is told by numbers alone: a folder that was deleted and whose number another has now only makes more be read. Takes some five bytes for each record. One thread.
 */
final class Untraced {
    private static final int PAGE = 64;
    /** Of folders: with more of them below each other every file counts as untraced. */
    private static final int MOST_DEPTH = 64;

    private static final List<String> HIVES = List.of("NTUSER.", "USRCLASS.", "SETTINGS.DAT");
    private static final List<String> ENDS = List.of(".HVE", ".LOG1", ".LOG2", ".BLF", ".REGTRANS-MS");

    /** The folder of each record's first name, by pages. */
    private final Map<Integer, int[]> folders = new TreeMap<>();
    /** Further folders of files with several names. */
    private final Map<Integer, List<Integer>> more = new HashMap<>();

    private final BitSet untraced = new BitSet();
    private boolean settled;
    private boolean all;

    /** To be told of all names before {@link #is} is asked. */
    void name(long record, FileName name) {
        int file = Math.toIntExact(record);
        int folder = (int) Math.min(name.directory().number(), Integer.MAX_VALUE);
        int[] page = folders.computeIfAbsent(file / PAGE, any -> new int[PAGE]);
        if (page[file % PAGE] == 0) {
            page[file % PAGE] = folder;
        } else if (page[file % PAGE] != folder) {
            more.computeIfAbsent(file, any -> new ArrayList<>(1)).add(folder);
        }
        if (isOfHive(name.name().toUpperCase(Locale.ROOT))) {
            untraced.set(file);
        }
    }

    private static boolean isOfHive(String name) {
        return HIVES.stream().anyMatch(name::startsWith) || ENDS.stream().anyMatch(name::endsWith);
    }

    boolean is(long record) {
        if (!settled) {
            settled = true;
            settle();
        }
        return all || untraced.get(Math.toIntExact(record));
    }

    /** Folders may have any number: so what is found in them may be found a round later, and rings end as nothing is added. */
    private void settle() {
        BitSet below = new BitSet();
        below.set((int) RecordSeen.EXTEND);
        int depth = 0;
        while (!all && round(below)) {
            all = ++depth > MOST_DEPTH;
        }
        untraced.or(below);
        folders.clear();
        more.clear();
    }

    private boolean round(BitSet below) {
        int before = below.cardinality();
        folders.forEach((page, of) -> {
            for (int i = 0; i < PAGE; i++) {
                if (below.get(of[i])) {
                    below.set(page * PAGE + i);
                }
            }
        });
        more.forEach((file, of) -> {
            if (of.stream().anyMatch(below::get)) {
                below.set(file);
            }
        });
        return below.cardinality() > before;
    }
}
