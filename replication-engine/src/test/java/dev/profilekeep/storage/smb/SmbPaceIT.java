package dev.profilekeep.storage.smb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.SambaServer;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import dev.profilekeep.storage.TcpProxy;
import dev.profilekeep.storage.layer.Pace;
import dev.profilekeep.storage.layer.PacedStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** A real server that begins to answer slowly while somebody reads from it. */
class SmbPaceIT {
    private static final StoragePath DISK = StoragePath.of("disk.vhdx");
    private static final int PIECE = 4096;

    /** @return reads a second */
    private static double readWhile(OpenFile file, BooleanSupplier more) throws IOException {
        long begun = System.nanoTime();
        long end = begun + Duration.ofSeconds(20).toNanos();
        long reads = 0;
        do {
            file.readFully(reads * PIECE % (1 << 20), ByteBuffer.allocate(PIECE));
            reads++;
        } while (more.getAsBoolean() && System.nanoTime() < end);
        return reads / ((System.nanoTime() - begun) / 1e9);
    }

    private static BooleanSupplier reads(int count) {
        int[] left = {count};
        return () -> --left[0] > 0;
    }

    @Test
    void the_rate_of_reading_falls_when_answers_take_long_and_comes_back_when_they_do_not() throws Exception {
        try (SambaServer server = SambaServer.builder().share("profiles").start();
                TcpProxy line = new TcpProxy(server.port())) {
            Files.write(server.folder("profiles").resolve("disk.vhdx"), new byte[2 << 20]);
            try (StorageProvider share = Storages.connect(line.through(server.address("profiles")), server.options());
                    Pace pace = new Pace(
                            "profiles", share, new Pace.Terms(3, Duration.ofMillis(50)), () -> OptionalDouble.empty());
                    OpenFile file = new PacedStorage(share, pace).openForReading(DISK, Sharing.ALL)) {
                readWhile(file, () -> pace.seen().usual().isZero());
                double before = readWhile(file, reads(300));
                assertThat(pace.seen().slowed())
                        .as("a healthy server: %s", pace.seen())
                        .isFalse();
                assertThat(line.connections()).as("reading, and the probe").isEqualTo(2);

                line.delayToClient(Duration.ofMillis(60));
                readWhile(file, () -> !pace.seen().slowed());
                assertThat(pace.seen().slowed()).as("%s", pace.seen()).isTrue();
                readWhile(file, reads(8));
                // 60 ms for each answer alone would let about 16 a second through
                double slow = readWhile(file, reads(12));
                assertThat(slow).isLessThan(14).isLessThan(before / 5);

                line.delayToClient(Duration.ZERO);
                readWhile(file, () -> pace.seen().slowed());
                assertThat(pace.seen().slowed()).as("%s", pace.seen()).isFalse();
                double after = readWhile(file, reads(300));
                assertThat(after).as("at first %s a second", before).isGreaterThan(10 * slow);
                assertThat(pace.seen().slowdowns()).isPositive();
            }
        }
    }
}
