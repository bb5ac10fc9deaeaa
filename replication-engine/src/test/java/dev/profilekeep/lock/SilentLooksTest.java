package dev.profilekeep.lock;

import static dev.profilekeep.lock.LockedEstate.ADA;
import static dev.profilekeep.lock.LockedEstate.ANNAS;
import static dev.profilekeep.lock.LockedEstate.FRA;
import static dev.profilekeep.lock.LockedEstate.LON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Looks while a location does not answer, or not in time. */
class SilentLooksTest extends LooksCase {
    /** From now on every call in London hangs. @return ends that */
    private Runnable hangs() {
        AtomicBoolean hanging = new AtomicBoolean(true);
        Object monitor = new Object();
        estate.estate
                .faulty(LON)
                .fail(
                        (verb, path) -> {
                            synchronized (monitor) {
                                try {
                                    if (hanging.get()) {
                                        monitor.wait(8_000);
                                    }
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                            }
                            return false;
                        },
                        0,
                        1,
                        FaultyStorage.unreachable());
        return () -> hanging.set(false);
    }

    @Test
    void one_silent_site_leaves_it_unproved_until_it_is_declared_cut_off() throws Exception {
        standard();
        estate.estate.faulty(LON).fail((verb, path) -> true, 0, Integer.MAX_VALUE, FaultyStorage.unreachable());

        assertThat(estate.verdict()).isEqualTo("UNPROVED NOT_ASKED");

        assertThatThrownBy(() -> estate.locks().fences().fence("lon", ADA, " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reason");
        assertThatThrownBy(() -> estate.locks().fences().fence("nowhere", ADA, "fire"))
                .isInstanceOf(IllegalArgumentException.class);
        estate.cutOff("lon", "the data centre burns");
        assertThat(estate.verdict()).isEqualTo("STALE FREE_EVERYWHERE");
        assertThat(estate.audit("site.fence")).singleElement().satisfies(entry -> {
            assertThat(entry.entry().reason()).isEqualTo("the data centre burns");
            assertThat(entry.entry().subject()).isEqualTo("site:lon");
        });

        estate.locks().fences().lift("lon", ADA, "it is out");
        assertThat(estate.verdict()).isEqualTo("UNPROVED NOT_ASKED");
        assertThat(estate.locks().fences().list()).isEmpty();
        assertThat(estate.cutOff("lon", "again").epoch()).isEqualTo(2);
    }

    @Test
    void a_share_that_is_not_mounted_is_no_place_without_a_disk() throws Exception {
        standard();
        MemoryStorage london = estate.estate.storage(LON);
        for (StoredFile entry : london.list(StoragePath.ROOT)) {
            remove(london, entry);
        }

        assertThat(estate.verdict()).isEqualTo("UNPROVED NOT_ASKED");
    }

    @Test
    void partial_answers_come_as_they_are_there() {
        standard();
        List<String> told = new ArrayList<>();
        Thread here = Thread.currentThread();
        Look look = estate.locks().look(estate.anna(), place -> {
            assertThat(Thread.currentThread()).isSameAs(here);
            told.add(place.locationId());
        });
        assertThat(told).containsExactlyInAnyOrder(FRA, LON);
        assertThat(look.evidence().places()).hasSize(2);
    }

    @Test
    void a_location_that_hangs_is_said_not_to_answer_after_three_seconds() throws Exception {
        standard();
        estate.aMinuteLater();
        Object monitor = new Object();
        estate.estate
                .faulty(LON)
                .fail(
                        (verb, path) -> {
                            synchronized (monitor) {
                                try {
                                    monitor.wait(8_000);
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                            }
                            return false;
                        },
                        0,
                        1,
                        FaultyStorage.unreachable());
        long begun = System.nanoTime();
        LockVerdict verdict = estate.locks().look(estate.anna()).verdict().orElseThrow();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(6));
        assertThat(verdict.word()).isEqualTo("UNPROVED");
        assertThat(verdict.observations())
                .anyMatch(seen -> seen.fact() instanceof Fact.Unreachable gone
                        && gone.reason().contains("3 s"));
    }

    @Test
    void each_look_at_a_location_that_hangs_takes_three_seconds_whatever_the_clock_tells_of_a_second() {
        standard();
        estate.aMinuteLater();
        estate.estate.clock().forward(Duration.ofNanos(123_456_789));
        hangs();
        for (int i = 0; i < 3; i++) {
            long begun = System.nanoTime();
            assertThat(LockedEstate.word(estate.locks().look(estate.anna()))).isEqualTo("UNPROVED NOT_ASKED");
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .as("look %d", i)
                    .isLessThan(Duration.ofSeconds(5));
            estate.estate.clock().forward(Duration.ofMillis(3_001));
        }
    }

    @Test
    void a_location_that_answers_again_is_not_said_to_be_silent_out_of_what_is_remembered() {
        standard();
        estate.aMinuteLater();
        Runnable end = hangs();
        assertThat(LockedEstate.word(estate.locks().look(estate.anna()))).isEqualTo("UNPROVED NOT_ASKED");
        end.run();
        estate.estate.clock().forward(Duration.ofSeconds(10));

        LockVerdict verdict = estate.locks().look(estate.anna()).verdict().orElseThrow();

        assertThat(verdict.word()).isEqualTo("UNPROVED");
        assertThat(verdict.observations()).noneMatch(seen -> seen.fact() instanceof Fact.Unreachable);
        assertThat(estate.locks().words(Locale.ENGLISH, ZoneOffset.UTC).sentence(verdict))
                .doesNotContain("does not answer")
                .contains("less than a minute ago");
        assertThat(estate.verdict()).isEqualTo("STALE FREE_EVERYWHERE");
    }

    @Test
    void that_nothing_locks_it_is_said_only_if_every_location_could_tell() {
        standard();
        estate.estate.delete(FRA, ANNAS + ".lock");
        estate.estate.delete(LON, ANNAS + ".lock");
        estate.aMinuteLater();
        assertThat(estate.locks().look(estate.anna()).isFree()).isTrue();
        estate.estate.faulty(LON).fail((verb, path) -> true, 0, Integer.MAX_VALUE, FaultyStorage.unreachable());
        estate.aMinuteLater();
        Look look = estate.locks().look(estate.anna());
        assertThat(look.verdict()).isEmpty();
        assertThat(look.isFree()).isFalse();
    }
}
