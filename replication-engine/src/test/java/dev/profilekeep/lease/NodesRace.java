package dev.profilekeep.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.Catalog;
import dev.profilekeep.lease.LeaseRequest.Copy;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two nodes with one catalog. The copies are at storages of their own, so that only the catalog keeps the nodes apart. */
abstract class NodesRace {
    private static final int ROUNDS = Integer.getInteger("tests.rounds", 200);
    private static final StoragePath DISK = StoragePath.of("Profile_user.vhdx");

    /** Two views of the same catalog, as two processes have them. */
    abstract List<Catalog> catalogs() throws Exception;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void exactly_one_of_two_nodes_gets_the_container() throws Exception {
        List<Leases> nodes = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (Catalog catalog : catalogs()) {
                MemoryStorage storage = MemoryStorage.likeWindows();
                storage.create(DISK, Sharing.NONE).close();
                nodes.add(new Leases(
                        catalog.database(),
                        new TestPlaces().at("here", storage),
                        Clock.systemUTC(),
                        "node-" + nodes.size(),
                        LeaseTimes.STANDARD));
            }
            for (int round = 0; round < ROUNDS; round++) {
                race(nodes, threads, round);
            }
        } finally {
            threads.shutdownNow();
            nodes.forEach(Leases::close);
        }
    }

    private static void race(List<Leases> nodes, ExecutorService threads, int round) throws Exception {
        LeaseRequest request = new LeaseRequest(
                round % 5, List.of(new Copy("here", DISK)), "round " + round, Initiator.JOB, Actor.SCHEDULE);
        CyclicBarrier start = new CyclicBarrier(2);
        CyclicBarrier end = new CyclicBarrier(2);
        AtomicInteger holders = new AtomicInteger();
        List<Future<?>> runs = new ArrayList<>();
        for (Leases node : nodes) {
            runs.add(threads.submit(() -> {
                start.await();
                try (Lease lease = node.take(request)) {
                    assertThat(lease.isLost()).isFalse();
                    holders.incrementAndGet();
                    end.await();
                } catch (LeaseRefusedException e) {
                    assertThat(e.reason()).isInstanceOf(LeaseRefused.HeldByUs.class);
                    end.await();
                }
                return true;
            }));
        }
        for (Future<?> run : runs) {
            run.get();
        }
        assertThat(holders).as("holders in round " + round).hasValue(1);
        assertThat(nodes.get(0).heldByUs(round % 5)).isEmpty();
    }
}
