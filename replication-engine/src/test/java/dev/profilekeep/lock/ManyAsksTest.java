package dev.profilekeep.lock;

import static dev.profilekeep.lock.LockedEstate.ANNAS;
import static dev.profilekeep.lock.LockedEstate.BENS;
import static dev.profilekeep.lock.LockedEstate.FRA;
import static dev.profilekeep.lock.LockedEstate.LON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.engine.Engine;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.OpenFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many who ask for the same locks in the same moment, at locations that take their time. */
class ManyAsksTest {
    private static final String STALE = "STALE FREE_EVERYWHERE";

    @TempDir
    Path folder;

    private LockedEstate estate;

    @AfterEach
    void close() {
        if (estate != null) {
            estate.close();
        }
    }

    private void locked(String... disks) {
        estate = placed(LockedEstate.standard(folder));
        for (String disk : disks) {
            estate.locked(disk);
        }
        estate.engine();
        estate.aMinuteLater();
        for (String location : List.of(FRA, LON)) {
            estate.estate.tracking(location).forget();
        }
    }

    /** Says which database. */
    LockedEstate placed(LockedEstate made) {
        return made;
    }

    /** From now on every call at both locations takes a tenth of a second. */
    private void slow() {
        for (String location : List.of(FRA, LON)) {
            estate.estate.faulty(location).slow(100);
        }
    }

    private static <T> List<T> atOnce(List<Callable<T>> asks) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(asks.size());
        try {
            CyclicBarrier barrier = new CyclicBarrier(asks.size());
            List<Future<T>> all = new ArrayList<>();
            for (Callable<T> ask : asks) {
                all.add(pool.submit(() -> {
                    barrier.await();
                    return ask.call();
                }));
            }
            List<T> answers = new ArrayList<>();
            for (Future<T> one : all) {
                answers.add(one.get(60, TimeUnit.SECONDS));
            }
            return answers;
        } finally {
            pool.shutdownNow();
        }
    }

    private void assertTriedOnce(int disks) {
        for (String location : List.of(FRA, LON)) {
            assertThat(estate.estate.tracking(location).count("holder")).isEqualTo(disks);
        }
    }

    private String kept(String account) {
        LockVerdict verdict =
                estate.locks().find(estate.container(account)).orElseThrow().verdict();
        return verdict.word() + " " + verdict.rule();
    }

    @Test
    void fifty_who_ask_for_one_container_get_one_look_with_all_that_it_tells() throws Exception {
        locked(ANNAS);
        slow();
        long anna = estate.anna();
        LockService locks = estate.locks();

        List<String> answers = atOnce(Collections.nCopies(50, () -> {
            Set<String> told = Collections.synchronizedSet(new TreeSet<>());
            String word = LockedEstate.word(locks.look(anna, place -> told.add(place.locationId())));
            return word + " " + told;
        }));

        assertThat(answers).containsOnly(STALE + " [" + FRA + ", " + LON + "]");
        assertTriedOnce(1);
        assertThat(locks.counts().looks()).isLessThan(50);
        assertThat(kept("anna")).isEqualTo(STALE);
    }

    @Test
    void people_plans_and_runs_over_all_locks_agree() throws Exception {
        locked(ANNAS, BENS);
        LockService locks = estate.locks();
        long anna = estate.anna();
        long ben = estate.container("ben");
        locks.look(anna);
        locks.look(ben);
        estate.aMinuteLater();
        estate.estate.tracking(FRA).forget();
        estate.estate.tracking(LON).forget();
        slow();
        List<Callable<Object>> asks = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            asks.add(() -> LockedEstate.word(locks.look(anna)));
            asks.add(() -> locks.judgeAll(Initiator.PERSON, () -> false, progress -> {})
                    .stale());
            List<Long> both = i % 2 == 0 ? List.of(anna, ben) : List.of(ben, anna);
            asks.add(() -> locks.plan(both).rows().stream()
                    .map(row -> row.verdict() == null ? "" : row.verdict().word())
                    .distinct()
                    .toList());
        }

        List<Object> answers = atOnce(asks);

        assertThat(answers).containsOnly(STALE, 2L, List.of("STALE"));
        assertTriedOnce(2);
        assertThat(kept("anna")).isEqualTo(STALE);
        assertThat(kept("ben")).isEqualTo(STALE);
    }

    @Test
    void two_nodes_that_ask_at_once_get_the_same_answer() throws Exception {
        locked(ANNAS);
        long anna = estate.anna();
        try (Engine other = estate.estate.openAnother()) {
            slow();
            List<Callable<String>> asks = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                asks.add(() -> LockedEstate.word(estate.locks().look(anna)));
                asks.add(() -> LockedEstate.word(other.locks().look(anna)));
            }

            assertThat(atOnce(asks)).containsOnly(STALE);
        }
        assertTriedOnce(1);
        assertThat(kept("anna")).isEqualTo(STALE);
    }

    @Test
    void a_queue_at_a_location_is_no_silence_of_it() throws Exception {
        List<String> disks = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            disks.add("S-1-5-21-1004336348-1177238915-682003330-" + (2000 + i) + "_p" + i + "/Profile_p" + i + ".VHDX");
        }
        estate = placed(LockedEstate.standard(folder));
        for (String disk : disks) {
            for (String location : List.of(FRA, LON)) {
                estate.estate.write(location, disk, new byte[4096]);
                estate.lockFile(location, disk);
            }
        }
        estate.inventory();
        estate.aMinuteLater();
        slow();
        List<Callable<String>> asks = new ArrayList<>();
        for (int i = 0; i < disks.size(); i++) {
            long id = estate.container("p" + i);
            asks.add(() -> LockedEstate.word(estate.locks().look(id)));
        }
        long parallel = estate.engine().config().locations().get(0).limits().parallel();
        long listing = 100;
        long trying = 100;
        long handles = 100;
        assertThat(disks.size() * (listing + trying + handles) / parallel)
                .as("milliseconds, so that the last waits for longer than a location has to answer")
                .isGreaterThan(3_000);

        assertThat(atOnce(asks)).containsOnly(STALE);
    }

    @Test
    void a_look_that_did_without_the_answer_of_another_keeps_what_was_known() throws Exception {
        locked(ANNAS);
        long anna = estate.anna();
        assertThat(LockedEstate.word(estate.locks().look(anna))).isEqualTo(STALE);
        Instant judged = estate.now();
        estate.aMinuteLater();
        // Another node is about to try the disks, and dies.
        estate.engine()
                .catalog()
                .database()
                .<RuntimeException>run(session -> session.update(
                        "UPDATE lock_look SET probe_begun = ?", estate.now().minusSeconds(25)));

        Look look = estate.locks().look(anna);

        assertThat(look.nothingNew()).isTrue();
        assertThat(LockedEstate.word(look)).as("the answer that was kept").isEqualTo(STALE);
        assertThat(look.at()).isEqualTo(judged);
        assertThat(kept("anna")).isEqualTo(STALE);
        assertThat(estate.locks()
                        .judgeAll(Initiator.PERSON, () -> false, progress -> {})
                        .unproved())
                .isEqualTo(1);
        assertThat(kept("anna")).isEqualTo(STALE);
    }

    @Test
    void whoever_is_interrupted_takes_the_look_from_nobody() throws Exception {
        locked(ANNAS);
        slow();
        long anna = estate.anna();

        List<String> answers = atOnce(List.of(
                () -> {
                    Thread.currentThread().interrupt();
                    String word = LockedEstate.word(estate.locks().look(anna));
                    assertThat(Thread.interrupted()).isTrue();
                    return word;
                },
                () -> LockedEstate.word(estate.locks().look(anna))));

        assertThat(answers).containsOnly(STALE);
        assertThat(kept("anna")).isEqualTo(STALE);
    }

    @Test
    void quiet_hours_leave_a_young_verdict_as_it_is() throws Exception {
        locked(ANNAS);
        estate.estate.clock().set(Instant.parse("2022-06-22T05:29:00Z")); // a minute before, in Frankfurt
        estate.locks().look(estate.anna());
        assertThat(kept("anna")).isEqualTo(STALE);

        estate.aMinuteLater();
        job();
        assertThat(kept("anna")).as("a minute old").isEqualTo(STALE);

        try (OpenFile open = estate.open(LON, ANNAS)) {
            assertThat(open.size()).isPositive();
            estate.aMinuteLater();
            job();
            assertThat(kept("anna")).as("somebody is at work").isEqualTo("LIVE HELD");
        }
        estate.estate.clock().set(Instant.parse("2022-06-22T05:45:00Z"));
        job();
        assertThat(kept("anna")).as("more than ten minutes old").isEqualTo("UNPROVED NOT_ASKED");
    }

    private void job() {
        estate.locks().judgeAll(Initiator.JOB, () -> false, progress -> {});
    }
}
