package dev.profilekeep.lock;

import static dev.profilekeep.lock.LockedEstate.HELGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.audit.AuditRecord;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.lock.ClearOutcome.Result;
import dev.profilekeep.lock.Refusal.Why;
import dev.profilekeep.storage.RacingProcess;
import dev.profilekeep.storage.RacingProcess.Has;
import dev.profilekeep.storage.SambaServer;
import dev.profilekeep.storage.StoragePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A lock is cleared while a session host opens the disk in that very moment, at either site, 50 times ({@code
 * -Dtests.rounds=1000} for more). Whoever has the disk keeps it, and its lock; whoever comes while we hold it gets it right
 * after, as it was.
 */
@Timeout(value = 3600, unit = TimeUnit.SECONDS)
class LockRacesIT {
    private static final int ROUNDS = Integer.getInteger("tests.rounds", 50);
    private static final byte[] DISK = "the person's disk ".repeat(4096).getBytes(StandardCharsets.US_ASCII);
    private static final ClearRequest WHY = new ClearRequest(HELGE, "race", "");

    @TempDir
    Path folder;

    private static String disk(int round) {
        return "S-1-5-21-1-2-3-" + (10_000 + round) + "_u" + round + "/Profile_u" + round + ".VHDX";
    }

    @Test
    void whoever_opens_the_disk_in_the_very_moment_wins_and_nothing_is_removed_wrongly() throws Exception {
        long seed = Long.getLong("tests.seed", System.nanoTime());
        Random random = new Random(seed);
        Map<Result, Integer> seen = new EnumMap<>(Result.class);
        try (TwoServers servers = TwoServers.start(folder, "ENGINE")) {
            for (int round = 0; round <= ROUNDS; round++) {
                servers.lay(disk(round), DISK);
            }
            servers.inventory();
            TreeMap<String, Long> containers = servers.containers();
            try (RacingProcess fra = RacingProcess.start(servers.fra, TwoServers.SHARE);
                    RacingProcess lon = RacingProcess.start(servers.lon, TwoServers.SHARE)) {
                Duration usual = usual(servers, containers.get("u0"));
                for (int round = 1; round <= ROUNDS; round++) {
                    ClearPlan plan = servers.proved(containers.get("u" + round));
                    assertThat(plan.count())
                            .as("seed %d, round %d", seed, round)
                            .isEqualTo(1);
                    boolean here = random.nextBoolean();
                    RacingProcess host = here ? fra : lon;
                    // from a little before it begins to where it is over
                    Instant moment = Instant.now().plusMillis(15);
                    long late = (long) (usual.toNanos() * 1.1 * random.nextDouble()) - TimeUnit.MILLISECONDS.toNanos(5);
                    host.openAt(moment.plusNanos(late), StoragePath.of(disk(round)));
                    RacingProcess.awaitMoment(moment);
                    long begun = System.nanoTime();
                    ClearOutcome outcome =
                            servers.locks().clear(plan, WHY, each -> {}).get(0);
                    if (outcome.result() == Result.CLEARED) { // it gets quicker as the JVM warms up
                        usual = usual.plusNanos(System.nanoTime() - begun).dividedBy(2);
                    }
                    Has has = host.outcome();
                    String what = "seed " + seed + ", round " + round + ": " + outcome + ", the host " + has;
                    assertThat(has.outcome()).as(what).isEqualTo(RacingProcess.Outcome.OPENED);
                    if (outcome.result() == Result.CLEARED) {
                        Instant removed = lastRemoval(servers, containers.get("u" + round));
                        assertThat(servers.asEngine(has.since()))
                                .as(what + ": removed under its holder")
                                .isAfter(removed);
                        locks(servers, round, false, what);
                    } else {
                        assertThat(outcome.result()).as(what).isEqualTo(Result.REFUSED);
                        // on a busy machine a server may not answer in time while the evidence is looked at again
                        Why why = outcome.refusal().why();
                        assertThat(outcome.refusal().somebodyCame()
                                        || why == Why.NEEDS_APPROVAL
                                        || why == Why.UNREACHABLE)
                                .as(what)
                                .isTrue();
                        locks(servers, round, true, what);
                    }
                    seen.merge(outcome.result(), 1, Integer::sum);
                    host.letGo();
                    SambaServer server = here ? servers.fra : servers.lon;
                    byte[] content = Files.readAllBytes(TwoServers.file(server, disk(round)));
                    byte[] wanted = DISK.clone();
                    System.arraycopy("theirs".getBytes(StandardCharsets.US_ASCII), 0, wanted, 0, 6);
                    assertThat(content).as(what + ": what it wrote is there").isEqualTo(wanted);
                    assertThat(TwoServers.file(here ? servers.lon : servers.fra, disk(round)))
                            .as(what)
                            .hasBinaryContent(DISK);
                }
            }
            assertThat(servers.engine().audit().verify().sound()).isTrue();
        }
        System.out.println("lock races: " + seen + " of " + ROUNDS + ", seed " + seed);
        assertThat(seen)
                .as("a race that only one side wins is none (seed %d)", seed)
                .containsKeys(Result.CLEARED, Result.REFUSED);
    }

    /** The begin of the removals of a container's lock, as the audit has it. */
    private static Instant lastRemoval(TwoServers servers, long container) {
        return servers
                .engine()
                .audit()
                .find(new AuditTrail.Query("", "lock.remove", "container:" + container), 0, 10)
                .stream()
                .map(AuditRecord::at)
                .max(Instant::compareTo)
                .orElseThrow();
    }

    private static void locks(TwoServers servers, int round, boolean there, String what) {
        for (SambaServer server : List.of(servers.fra, servers.lon)) {
            assertThat(Files.exists(TwoServers.file(server, disk(round) + ".lock")))
                    .as(what)
                    .isEqualTo(there);
        }
    }

    /** How long it takes if nobody comes. */
    private static Duration usual(TwoServers servers, long container) throws IOException {
        ClearPlan plan = servers.proved(container);
        long begun = System.nanoTime();
        ClearOutcome outcome = servers.locks().clear(plan, WHY, each -> {}).get(0);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.CLEARED);
        return took;
    }
}
