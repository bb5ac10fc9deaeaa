package dev.profilekeep.compact.estate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.compact.FullContainer;
import dev.profilekeep.disk.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A night over the estate, killed at random moments by itself or with its server ({@code -Dtests.kills=300} for more). */
class NightKilledIT {
    /** Of processes and servers, in folders and on shares together. */
    private static final int KILLS = Integer.getInteger("tests.kills", 20);

    private static final int OF_SERVERS = (KILLS + 4) / 5;
    private static final int IN_FOLDERS = (KILLS + 4) / 5;
    /** The start of a process, and what it reads before it changes anything. */
    private static final int BEGINNING_MILLIS = 1_500;
    /** How long the exchange takes on a machine with little to do. */
    private static final int EXCHANGE_MILLIS = 40;
    /** And the copy. */
    private static final int COPY_MILLIS = 60;
    /** And what comes after the last exchange: what became of it is written down. */
    private static final int END_MILLIS = 300;
    /** Less than the whole new file has, and more than its headers. */
    private static final long MAKING_BYTES = 4L << 20;
    /** A process that asks a server in vain gives up. */
    private static final int PATIENCE_SECONDS = 120;

    private static FullContainer full;

    @TempDir
    private Path folder;

    private final long seed = Long.getLong("tests.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private KilledEstate estate;
    private NightTruth truth;

    @BeforeAll
    static void make() throws IOException {
        full = FullContainer.quick();
    }

    @BeforeEach
    void requireQemu() {
        Fixtures.requireTool("qemu-img");
    }

    @AfterEach
    void stop() {
        if (estate != null) {
            estate.close();
        }
    }

    private void in(KilledEstate made) {
        estate = made;
        truth = new NightTruth(made, full, folder, "seed " + seed);
    }

    private String said() throws IOException {
        return "seed " + seed + ": " + estate.said();
    }

    /** What is waited for. */
    private enum Moment {
        /** Nothing has begun: it opens the catalog, plans and looks. */
        BEGINNING,
        /** A new file is being made. */
        MAKING,
        /** A new file has its length: what counts is brought into it, on a share by the server. */
        COPYING,
        /** The names are changing hands. */
        EXCHANGE,
        /** All disks are smaller; the process goes to its end. */
        END
    }

    private static boolean isOf(Moment moment, Path file) {
        return moment == Moment.EXCHANGE
                ? file.toString().endsWith(".open")
                : file.endsWith("new.disk")
                        && (moment == Moment.MAKING || file.toFile().length() > MAKING_BYTES);
    }

    private boolean isAt(Moment moment) throws IOException {
        if (moment == Moment.BEGINNING || moment == Moment.END) {
            return moment == Moment.BEGINNING
                    || estate.smaller() == estate.copies().size();
        }
        return estate.locations().stream().anyMatch(location -> estate.isBeside(location, path -> isOf(moment, path)));
    }

    /**
     * Waits until so many disks are smaller, and then for a random moment.
     *
     * @return whether the process still runs
     */
    private boolean runsAtMoment(Process process, Moment moment) throws Exception {
        int after = estate.smaller() + random.nextInt(estate.copies().size() - estate.smaller());
        double part = random.nextDouble();
        if (moment == Moment.MAKING || moment == Moment.COPYING || moment == Moment.EXCHANGE) {
            while (process.isAlive() && estate.smaller() < after) {
                process.waitFor(1, TimeUnit.MILLISECONDS);
            }
        }
        while (process.isAlive() && !isAt(moment)) {
            process.waitFor(1, TimeUnit.MILLISECONDS);
        }
        int rest =
                switch (moment) {
                    case BEGINNING -> BEGINNING_MILLIS;
                    case MAKING, EXCHANGE -> EXCHANGE_MILLIS;
                    case COPYING -> COPY_MILLIS;
                    case END -> END_MILLIS;
                };
        return !process.waitFor((long) (rest * 1_000 * part), TimeUnit.MICROSECONDS);
    }

    /** The next run, which nobody kills. */
    private void goesOn() throws Exception {
        Process next = estate.start();
        assertThat(next.waitFor()).as(said()).isZero();
        isDone();
    }

    private void isDone() throws Exception {
        truth.requireDone();
        truth.startOver();
    }

    /** One round in some leads to the end; else the next process finds what this one left. */
    private void goesOnAtTimes() throws Exception {
        if (estate.smaller() == estate.copies().size() || random.nextInt(4) == 0) {
            goesOn();
        }
    }

    private void killProcesses(int count) throws Exception {
        int killed = 0;
        for (int round = 0; killed < count; round++) {
            assertThat(round)
                    .as("seed %d: processes for %d deaths", seed, killed)
                    .isLessThan(5 * count);
            Process process = estate.start();
            if (runsAtMoment(process, Moment.values()[random.nextInt(Moment.values().length)])) {
                process.destroyForcibly().waitFor();
                killed++;
                truth.requireWhole();
                goesOnAtTimes();
            } else {
                assertThat(process.exitValue()).as(said()).isZero();
                isDone(); // its moment did not come
            }
        }
        goesOn();
    }

    @Test
    void whenever_it_is_killed_in_folders_the_disks_are_whole_and_the_next_run_leaves_nothing() throws Exception {
        in(KilledEstate.inFolders(folder, full));
        killProcesses(IN_FOLDERS);
    }

    @Test
    void whenever_it_is_killed_on_shares_the_disks_are_whole_and_the_next_run_leaves_nothing() throws Exception {
        in(KilledEstate.onShares(folder, full));
        killProcesses(Math.max(1, KILLS - IN_FOLDERS - OF_SERVERS));
    }

    @Test
    void whenever_the_server_is_killed_the_disks_are_whole_and_the_next_run_leaves_nothing() throws Exception {
        in(KilledEstate.onShares(folder, full));
        int met = 0;
        for (int round = 0; met < OF_SERVERS; round++) {
            assertThat(round).as("seed %d: processes for %d deaths", seed, met).isLessThan(5 * OF_SERVERS);
            Process process = estate.start();
            if (!runsAtMoment(process, Moment.values()[1 + random.nextInt(3)])) {
                assertThat(process.exitValue()).as(said()).isZero();
                isDone();
                continue;
            }
            estate.server().kill();
            truth.requireWhole();
            met++;
            boolean soon = random.nextInt(6) > 0; // else it asks in vain for a while
            if (soon) {
                estate.server().start();
            }
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as(said())
                    .isTrue();
            if (!soon) {
                estate.server().start();
            }
            truth.requireWhole();
            goesOnAtTimes();
        }
        goesOn();
    }
}
