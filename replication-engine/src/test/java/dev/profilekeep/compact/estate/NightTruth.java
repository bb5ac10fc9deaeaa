package dev.profilekeep.compact.estate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.catalog.Reach;
import dev.profilekeep.compact.FullContainer;
import dev.profilekeep.compact.estate.CompactionItem.Outcome;
import dev.profilekeep.compact.estate.CompactionRun.Phase;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.lease.Kept;
import dev.profilekeep.storage.Initiator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What must hold of the disks of {@link KilledEstate}, of what lies beside them and of what the catalog says of both, however often a night was killed. */
final class NightTruth {
    /** What was begun in the very moment of a death tells nothing of its maker, and goes a day later. */
    private static final Clock LATER = Clock.offset(Clock.systemUTC(), Duration.ofDays(2));

    private static final String SWAPS = ".profilekeep";

    private final KilledEstate estate;
    private final FullContainer full;
    private final Path work;
    private final String seed;
    /** Files that others have read, too. */
    private final Map<Path, Object> read = new HashMap<>();
    /** Runs that were looked at when the disks were laid last. */
    private long runsBefore;

    /** @param work a folder for what other programs write */
    NightTruth(KilledEstate estate, FullContainer full, Path work, String seed) {
        this.estate = estate;
        this.full = full;
        this.work = work;
        this.seed = seed;
    }

    private String said() throws IOException {
        return seed + ": " + estate.said();
    }

    /** Each disk is there and says what it said at first, by us, and once for each file by others. */
    void requireWhole() throws IOException {
        for (KilledEstate.Copy copy : estate.copies()) {
            requireWhole(copy.file());
        }
    }

    private void requireWhole(Path file) throws IOException {
        assertThat(file).as(said()).exists();
        assertThat(FullContainer.content(file)).as("%s of %s", file, said()).isEqualTo(full.content());
        Object key = List.of(Files.getAttribute(file, "unix:ino"), Files.getAttribute(file, "unix:ctime"));
        if (!key.equals(read.put(file, key))) {
            assertThat(FullContainer.contentByQemu(file, work)).as(said()).isEqualTo(full.content());
        }
    }

    /** After a run that came to its end. */
    void requireDone() throws Exception {
        requireWhole();
        for (KilledEstate.Copy copy : estate.copies()) {
            assertThat(estate.isSmaller(copy)).as("%s of %s", copy, said()).isTrue();
        }
        for (String location : estate.locations()) {
            requireTidy(location);
        }
        try (Engine engine = estate.engine()) {
            requireTold(engine);
        }
    }

    /** Nothing but kept old files with their journals, and what was begun in the very moment of a death. */
    private void requireTidy(String location) throws IOException {
        for (Path entry : entries(estate.root(location).resolve(SWAPS))) {
            assertThat(entry).as(said()).isDirectory();
            List<String> names = entries(entry).stream()
                    .map(one -> one.getFileName().toString())
                    .toList();
            Path journal = entry.resolve("journal.jsonl");
            if (Files.exists(journal) && !Files.readString(journal).isBlank()) {
                assertThat(Files.readString(journal)).as(said()).contains("\"DONE\"");
                assertThat(names)
                        .as(said())
                        .contains("journal.jsonl", "old.disk")
                        .doesNotContain("new.disk");
            } else {
                assertThat(names).as(said()).doesNotContain("old.disk");
            }
        }
    }

    private static List<Path> entries(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    /** The catalog says of each file what the file says, once; and no run is open. */
    private void requireTold(Engine engine) throws Exception {
        assertThat(number(engine, "SELECT COUNT(*) FROM compaction_run WHERE ended_at IS NULL"))
                .as(said())
                .isZero();
        assertThat(number(engine, "SELECT COUNT(*) FROM compaction_item WHERE step = 'BEGUN'"))
                .as(said())
                .isZero();
        assertThat(number(engine, "SELECT COUNT(*) FROM backup_lease WHERE name = 'compaction' AND run_id IS NOT NULL"))
                .as(said())
                .isZero();
        List<CompactionRun> runs = engine.compactions().runs(1_000).stream()
                .filter(run -> run.id() > runsBefore)
                .toList();
        assertThat(runs.get(0).phase()).as(said()).isEqualTo(Phase.DONE);
        long freed = 0;
        List<CompactionItem> smaller = new ArrayList<>();
        for (CompactionRun run : runs) {
            List<CompactionItem> items = engine.compactions()
                    .items(run.id(), new ItemFilter("", Set.of(Outcome.COMPACTED), "", Reach.EVERYWHERE), 0, 100);
            smaller.addAll(items);
            freed += run.freedBytes();
            assertThat(run.freedBytes())
                    .as("of run %s with %s: %s", run, items, said())
                    .isEqualTo(items.stream().mapToLong(CompactionItem::gain).sum());
            assertThat(run.done()).as("%s: %s", run, said()).isLessThanOrEqualTo(run.total());
        }
        long truly = 0;
        for (KilledEstate.Copy copy : estate.copies()) {
            truly += full.file().size() - copy.size();
            assertThat(smaller)
                    .as("%s of %s", copy, said())
                    .filteredOn(item -> item.locationId().equals(copy.location())
                            && item.path().contains(copy.who()))
                    .singleElement()
                    .satisfies(item -> {
                        assertThat(item.bytesBefore()).isEqualTo(full.file().size());
                        assertThat(item.bytesAfter()).isEqualTo(copy.size());
                    });
        }
        assertThat(freed).as(said()).isEqualTo(truly);
        assertThat(number(engine, "SELECT COUNT(*) FROM compaction_canary WHERE data_then = ''"))
                .as(said())
                .isZero();
        assertThat(engine.audit().verify().problems()).as(said()).isEmpty();
    }

    private static long number(Engine engine, String sql) {
        return engine.catalog().database().<Long, RuntimeException>call(session -> session.number(sql));
    }

    /** The old files are what the disks were, and go; then all is as it was at first. */
    void startOver() throws Exception {
        try (Engine engine = estate.engine(LATER)) {
            for (String location : estate.locations()) {
                assertThat(engine.cutOffSwaps().settle(location)).as(said()).isEmpty();
                List<Kept> kept = engine.swaps().kept(location);
                assertThat(entries(estate.root(location).resolve(SWAPS)))
                        .as(said())
                        .extracting(entry -> entry.getFileName().toString())
                        .containsExactlyInAnyOrderElementsOf(
                                kept.stream().map(Kept::txn).toList());
                long smaller = 0;
                for (KilledEstate.Copy copy : estate.copies()) {
                    smaller += copy.location().equals(location) && estate.isSmaller(copy) ? 1 : 0;
                }
                assertThat(kept).as(said()).hasSize((int) smaller);
                for (Kept old : kept) {
                    assertThat(FullContainer.content(
                                    estate.root(location).resolve(old.path().value())))
                            .as(said())
                            .isEqualTo(full.content());
                    engine.swaps().drop(old, Initiator.PERSON);
                    CompactionService.removed(engine.catalog().database(), old);
                }
                assertThat(entries(estate.root(location).resolve(SWAPS)))
                        .as(said())
                        .isEmpty();
            }
        }
        try (Engine engine = estate.engine()) {
            estate.layAgain(engine);
            runsBefore = number(engine, "SELECT COALESCE(MAX(id), 0) FROM compaction_run");
        }
    }
}
