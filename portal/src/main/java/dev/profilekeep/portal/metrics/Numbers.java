package dev.profilekeep.portal.metrics;

import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.Unread;
import dev.profilekeep.health.ContainerState;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.portal.jobs.JobDesk;
import dev.profilekeep.storage.LocationMode;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the catalog and the jobs say at one moment.
 *
 * @param lastInventory when the last complete one ended; empty if there was none
 * @param unread entries that the last inventory could not read, by id of the location; every location is there
 * @param lastRuns the newest run of each job that has ended, among the newest hundred
 */
record Numbers(
        Optional<Instant> lastInventory,
        Map<ContainerState, Long> containers,
        long copies,
        Map<FindingCode, Long> findings,
        Map<String, Long> unread,
        Map<LocationMode, Long> locations,
        Map<String, JobRunView> lastRuns,
        Set<String> running) {
    private static final int RECENT = 100;

    static Numbers of(Estate estate, JobDesk desk) {
        Map<ContainerState, Long> containers = new EnumMap<>(ContainerState.class);
        for (ContainerState state : ContainerState.values()) {
            containers.put(state, estate.count(with(Set.of(state), Set.of())));
        }
        Map<FindingCode, Long> findings = new EnumMap<>(FindingCode.class);
        for (FindingCode code : FindingCode.values()) {
            findings.put(code, estate.count(with(Set.of(), Set.of(code))));
        }
        Map<String, Long> unread = new HashMap<>();
        Map<LocationMode, Long> locations = new EnumMap<>(LocationMode.class);
        for (Estate.Location location : estate.locations()) {
            unread.put(location.id(), 0L);
            locations.merge(location.mode(), 1L, Long::sum);
        }
        for (Unread one : estate.unread()) {
            unread.merge(one.locationId(), 1L, Long::sum);
        }
        Map<String, JobRunView> lastRuns = new HashMap<>();
        desk.recent(0, RECENT).stream()
                .filter(run -> run.endedAt() != null)
                .forEach(run -> lastRuns.putIfAbsent(run.job(), run));
        Set<String> running = desk.schedules().stream()
                .map(schedule -> desk.running(schedule.job()))
                .flatMap(Optional::stream)
                .map(JobRunView::job)
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
        return new Numbers(
                estate.lastInventory(),
                containers,
                estate.totals(ContainerFilter.ALL).copies(),
                findings,
                unread,
                locations,
                lastRuns,
                running);
    }

    private static ContainerFilter with(Set<ContainerState> states, Set<FindingCode> findings) {
        return new ContainerFilter("", Set.of(), Set.of(), states, findings, null);
    }
}
