package dev.profilekeep.compact.estate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.compact.FullContainer;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.lease.LeaseTimes;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who signs in at random moments of a night, on a share ({@code -Dtests.kills=300} for more nights). */
class NightSignInIT {
    private static final int NIGHTS = Math.max(1, Integer.getInteger("tests.kills", 20) / 20);
    /** Between two sign-ins, at most. */
    private static final int BETWEEN_MILLIS = 1_500;
    /** After the moment that is aimed at. */
    private static final int AIMED_MICROS = 40_000;
    /** A disk that is written to all the while is left as it is. */
    private static final int MOST_A_NIGHT = 4;

    @TempDir
    private Path folder;

    private final long seed = Long.getLong("tests.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void whoever_signs_in_meanwhile_waits_no_longer_than_a_lease_lasts_and_loses_nothing() throws Exception {
        Fixtures.requireTool("qemu-img");
        FullContainer full = FullContainer.quick();
        try (KilledEstate estate = KilledEstate.onShares(folder, full);
                StorageProvider host = estate.server().connect("single")) {
            SigningIn carl = new SigningIn(host, path(estate, "carl"));
            List<Duration> waits = new ArrayList<>();
            for (int night = 0; night < NIGHTS; night++) {
                signInDuring(estate, carl, waits);
            }
            Process undisturbed = estate.start();
            assertThat(undisturbed.waitFor())
                    .as("seed %d: %s", seed, estate.said())
                    .isZero();
            carl.forget();

            new NightTruth(estate, full, folder, "seed " + seed).requireDone();
            assertThat(carl.count()).as("seed %d", seed).isGreaterThan(NIGHTS);
            assertThat(waits).as("seed %d", seed).allSatisfy(wait -> assertThat(wait)
                    .isLessThan(LeaseTimes.STANDARD.hold()));
        }
    }

    private static StoragePath path(KilledEstate estate, String who) {
        return estate.copies().stream()
                .filter(copy -> copy.who().equals(who))
                .map(copy -> StoragePath.of(
                        estate.root(copy.location()).relativize(copy.file()).toString()))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Waits for a random moment, each other time for one at which a new file is there or the names change hands.
     *
     * @return whether the process still runs
     */
    private boolean runsAtMoment(KilledEstate estate, Process process) throws InterruptedException {
        if (random.nextBoolean()) {
            return !process.waitFor(random.nextInt(BETWEEN_MILLIS), TimeUnit.MILLISECONDS);
        }
        boolean exchange = random.nextBoolean();
        while (process.isAlive()
                && !estate.isBeside(
                        "single", file -> exchange ? file.toString().endsWith(".open") : file.endsWith("new.disk"))) {
            process.waitFor(1, TimeUnit.MILLISECONDS);
        }
        return !process.waitFor(random.nextInt(AIMED_MICROS), TimeUnit.MICROSECONDS);
    }

    private void signInDuring(KilledEstate estate, SigningIn person, List<Duration> waits) throws Exception {
        Process process = estate.start();
        for (int i = 0; i < MOST_A_NIGHT && runsAtMoment(estate, process); i++) {
            waits.add(person.go(millis -> process.waitFor(millis, TimeUnit.MILLISECONDS)));
        }
        waits.add(person.go(millis -> process.waitFor(millis, TimeUnit.MILLISECONDS)));
        // what was in use is no failure, and is first the next night
        assertThat(process.waitFor()).as("seed %d: %s", seed, estate.said()).isZero();
    }
}
