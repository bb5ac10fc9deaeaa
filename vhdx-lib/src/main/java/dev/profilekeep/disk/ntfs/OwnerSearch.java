package dev.profilekeep.disk.ntfs;

import dev.profilekeep.disk.finding.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says whose the clusters are that something is wrong with; reads $MFT once more, which only a damaged volume costs. */
final class OwnerSearch {
    private static final int NAMED = 4;

    private final CheckedVolume volume;
    /** By the first cluster. */
    private final List<Range> ranges = new ArrayList<>();

    private static final class Range {
        final OverlapLog.Entry entry;
        final NtfsRule rule;
        final List<String> owners = new ArrayList<>();
        /** How far this one and those before it reach. */
        long reach;

        Range(OverlapLog.Entry entry, NtfsRule rule) {
            this.entry = entry;
            this.rule = rule;
        }
    }

    OwnerSearch(CheckedVolume volume, OverlapLog overlaps, OverlapLog markedFree) {
        this.volume = volume;
        overlaps.entries().forEach(entry -> ranges.add(new Range(entry, NtfsRule.OVERLAP)));
        markedFree.entries().forEach(entry -> ranges.add(new Range(entry, NtfsRule.CLUSTER_MARKED_FREE)));
        ranges.sort(Comparator.comparingLong(range -> range.entry.lcn()));
        long reach = 0;
        for (Range range : ranges) {
            reach = Math.max(reach, range.entry.end());
            range.reach = reach;
        }
    }

    void run() throws IOException {
        if (ranges.isEmpty()) {
            return;
        }
        var walk = new FileWalk(volume.mft, volume.files, new PathFinder(volume.files), Optional.empty());
        walk.run(file -> {
            for (NtfsStream stream : file.streams()) {
                look(file.number(), stream);
            }
        });
        for (Range range : ranges) {
            OverlapLog.Entry entry = range.entry;
            String owners = range.owners.isEmpty() ? "" : ", of " + String.join(", ", range.owners);
            volume.findings.add(
                    range.rule,
                    Place.onVolume("clusters", entry.lcn() * volume.boot.clusterBytes(), path(entry)),
                    entry.count() + " from cluster " + entry.lcn() + owners);
        }
    }

    private @Nullable String path(OverlapLog.Entry entry) throws IOException {
        return entry.record() < 0 ? null : volume.path(entry.record());
    }

    private void look(long record, NtfsStream stream) throws IOException {
        for (DataRuns.Run run : stream.runs().runs()) {
            if (run.isHole()) {
                continue;
            }
            for (int i = firstReaching(run.lcn()); i < ranges.size(); i++) {
                Range range = ranges.get(i);
                if (range.entry.lcn() >= run.lcn() + run.length()) {
                    break;
                }
                if (range.entry.end() > run.lcn() && range.owners.size() < NAMED) {
                    String owner = owner(record, stream);
                    if (!range.owners.contains(owner)) {
                        range.owners.add(owner);
                    }
                }
            }
        }
    }

    /** The first range that, or one before it, reaches behind a cluster. */
    private int firstReaching(long lcn) {
        int low = 0;
        int high = ranges.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ranges.get(middle).reach > lcn) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private String owner(long record, NtfsStream stream) throws IOException {
        String path = volume.path(record);
        String name = path == null ? "file record " + record : path.isEmpty() ? "the root directory" : path;
        if (stream.isData()) {
            return stream.name().isEmpty() ? name : name + ":" + stream.name();
        }
        return name + " (" + stream + ")";
    }
}
