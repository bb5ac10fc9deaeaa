package dev.profilekeep.engine;

import dev.profilekeep.catalog.Reach;
import dev.profilekeep.compact.estate.CompactionItem;
import dev.profilekeep.compact.estate.CompactionItem.Outcome;
import dev.profilekeep.compact.estate.CompactionRun;
import dev.profilekeep.compact.estate.CompactionRun.Phase;
import dev.profilekeep.compact.estate.CompactionService;
import dev.profilekeep.compact.estate.ItemFilter;
import dev.profilekeep.compact.estate.KeptSpace;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.notify.CompactionReport;
import dev.profilekeep.notify.CompactionReports;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What came out of runs that made disks smaller, for who is told of it. Names go to those alone who are told of these sites; what is known of the whole estate alone, as old files are, to those of all. */
record CompactionNews(ProfileKeepConfig config, CompactionService compactions) implements CompactionReports {
    private static final int NAMED = 10;

    @Override
    public List<Ended> ended(Instant since) {
        return compactions.ended(since).stream()
                .filter(run -> run.total() > 0)
                .map(run -> new Ended(run.id(), Objects.requireNonNull(run.endedAt()), run.phase() == Phase.DONE))
                .toList();
    }

    @Override
    public CompactionReport of(long id, Set<String> sites) {
        Reach reach = new Reach(sites, Set.of());
        CompactionRun run = compactions.within(
                compactions
                        .find(id)
                        .orElseThrow(() -> new IllegalArgumentException("there is no run " + id + " of compactions")),
                reach);
        ItemFilter failed = new ItemFilter("", Set.of(Outcome.FAILED), "", reach);
        List<CompactionItem> named = compactions.items(id, failed, 0, NAMED);
        Instant ended = run.endedAt();
        return new CompactionReport(
                run.startedAt(),
                ended == null ? run.startedAt() : ended,
                sites.isEmpty() ? run.stoppedBy() : "", // it may name places elsewhere
                run.total(),
                run.compacted(),
                run.freedBytes(),
                run.possibleBytes(),
                compactions.skipped(id, reach).stream()
                        .filter(group -> group.containers() > 0)
                        .map(group -> new CompactionReport.Left(
                                group.why(), group.isSmallEnough(), group.containers(), group.possibleBytes()))
                        .toList(),
                named.stream().map(this::failed).toList(),
                compactions.count(id, failed) - named.size(),
                sites.isEmpty() ? room() : null);
    }

    private CompactionReport.Failed failed(CompactionItem item) {
        return new CompactionReport.Failed(
                item.account().isEmpty() ? item.path() : item.account(),
                config.location(item.locationId()).map(LocationConfig::name).orElse(item.locationId()));
    }

    private CompactionReport.Room room() {
        KeptSpace kept = compactions.kept();
        return new CompactionReport.Room(kept.files(), kept.bytes(), kept.firstFree(), kept.lastFree());
    }
}
