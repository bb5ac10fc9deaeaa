package dev.profilekeep.notify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Runs that a test makes up. */
final class ToldNights implements CompactionReports {
    final List<Ended> ended = new ArrayList<>();
    final Map<Long, CompactionReport> reports = new TreeMap<>();

    @Override
    public List<Ended> ended(Instant since) {
        return ended.stream().filter(run -> !run.at().isBefore(since)).toList();
    }

    @Override
    public CompactionReport of(long run, Set<String> sites) {
        return reports.get(run);
    }
}
