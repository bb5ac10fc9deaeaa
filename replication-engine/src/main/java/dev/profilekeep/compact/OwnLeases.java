package dev.profilekeep.compact;

import dev.profilekeep.lease.LeasePlaces;
import dev.profilekeep.lease.LeaseTimes;
import dev.profilekeep.lease.Leases;
import java.io.Closeable;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Leases of a command that has no catalog. Made when they are first wanted, or while something else is done. One thread. */
final class OwnLeases implements Closeable {
    private record Made(OwnRows rows, Leases leases) {}

    private final LeasePlaces places;
    private final Clock clock;
    private final String node;
    private @Nullable CompletableFuture<Made> making;

    OwnLeases(LeasePlaces places, Clock clock, String node) {
        this.places = places;
        this.clock = clock;
        this.node = node;
    }

    /** Begins to make them, which takes a good part of a second. */
    void begin() {
        making();
    }

    private CompletableFuture<Made> making() {
        CompletableFuture<Made> begun = making;
        if (begun == null) {
            begun = CompletableFuture.supplyAsync(() -> {
                OwnRows rows = new OwnRows();
                return new Made(rows, new Leases(rows.database(), places, clock, node, LeaseTimes.STANDARD));
            });
            making = begun;
        }
        return begun;
    }

    Leases get() {
        return making().join().leases();
    }

    @Override
    public void close() {
        CompletableFuture<Made> begun = making;
        if (begun != null) {
            begun.handle((made, failure) -> {
                        if (made != null) {
                            made.leases().close();
                            made.rows().close();
                        }
                        return true; // whoever wanted a lease was told of a failure
                    })
                    .join();
        }
    }
}
