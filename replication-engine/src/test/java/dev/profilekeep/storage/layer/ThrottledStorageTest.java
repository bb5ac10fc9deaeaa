package dev.profilekeep.storage.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.profilekeep.storage.CopyRange;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ThrottledStorageTest {
    private static final int MIB = 1024 * 1024;
    private static final double UNLIMITED = Double.POSITIVE_INFINITY;
    private static final StoragePath FILE = StoragePath.of("file");

    /** Time passes only by waiting. */
    private static final class Clock implements Pauses {
        private long now = 1_000;

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public void pause(long nanos) {
            now += nanos;
        }

        double seconds() {
            return (now - 1_000) / 1e9;
        }
    }

    private final Clock clock = new Clock();
    private final MemoryStorage server = MemoryStorage.likeWindows();

    @BeforeEach
    void aFile() throws IOException {
        try (OpenFile file = server.create(FILE, Sharing.NONE)) {
            file.writeFully(0, ByteBuffer.allocate(32 * MIB));
        }
    }

    private ThrottledStorage throttled(Throttle throttle) {
        return new ThrottledStorage(server, throttle);
    }

    @Test
    void operations_keep_to_their_rate() throws IOException {
        StorageProvider storage = throttled(new Throttle(10, UNLIMITED, clock));
        for (int i = 0; i < 110; i++) {
            storage.stat(FILE);
        }
        assertThat(clock.seconds()).isCloseTo(10, within(0.01));
    }

    @Test
    void bytes_keep_to_their_rate_both_ways() throws IOException {
        StorageProvider storage = throttled(new Throttle(UNLIMITED, 8 * MIB, clock));
        try (OpenFile file = storage.openForWriting(FILE, Sharing.NONE)) {
            ByteBuffer target = ByteBuffer.allocate(16 * MIB);
            file.readFully(5, target);
            assertThat(target.hasRemaining()).isFalse();
            assertThat(clock.seconds()).isCloseTo(1, within(0.01));
            file.writeFully(0, target.flip());
            assertThat(target.hasRemaining()).isFalse();
            assertThat(clock.seconds()).isCloseTo(3, within(0.01));
        }
    }

    @Test
    void a_copy_at_the_server_counts_there_and_back() throws IOException {
        StorageProvider storage = throttled(new Throttle(UNLIMITED, 8 * MIB, clock));
        try (OpenFile source = storage.openForReading(FILE, Sharing.ALL);
                OpenFile target = storage.create(StoragePath.of("copy"), Sharing.NONE)) {
            assertThat(target.copyFrom(source, List.of(new CopyRange(5, 0, 12 * MIB))))
                    .isEqualTo(12 * MIB);
            assertThat(clock.seconds()).as("24 MiB but those saved up").isCloseTo(2, within(0.01));
        }
        try (OpenFile source = storage.onOwnConnection().openForReading(FILE, Sharing.ALL);
                OpenFile target = storage.openForWriting(FILE, Sharing.ALL)) {
            assertThat(target.copyFrom(source, List.of(new CopyRange(5, 0, 12 * MIB))))
                    .isZero();
            assertThat(clock.seconds()).as("what is not done costs nothing").isCloseTo(2, within(0.01));
        }
    }

    @Test
    void a_large_read_counts_as_many_operations() throws IOException {
        StorageProvider storage = throttled(new Throttle(8, UNLIMITED, clock));
        try (OpenFile file = storage.openForReading(FILE, Sharing.ALL)) {
            file.readFully(0, ByteBuffer.allocate(24 * MIB));
        }
        assertThat(clock.seconds()).isCloseTo((1 + 24 - 8) / 8.0, within(0.01));
    }

    @Test
    void all_connections_share_one_limit() throws IOException {
        StorageProvider one = throttled(new Throttle(10, UNLIMITED, clock));
        StorageProvider two = one.onOwnConnection();
        for (int i = 0; i < 10; i++) {
            one.stat(FILE);
            two.stat(FILE);
        }
        assertThat(clock.seconds()).isCloseTo(1, within(0.01));
    }

    @Test
    void no_more_than_a_second_is_saved_up() throws IOException {
        StorageProvider storage = throttled(new Throttle(10, UNLIMITED, clock));
        clock.pause(TimeUnit.HOURS.toNanos(1));
        for (int i = 0; i < 20; i++) {
            storage.stat(FILE);
        }
        assertThat(clock.seconds()).isCloseTo(3601, within(0.01));
    }

    @Test
    void a_new_limit_holds_at_once() throws IOException {
        Throttle throttle = new Throttle(1000, UNLIMITED, clock);
        StorageProvider storage = throttled(throttle);
        throttle.limit(2, UNLIMITED);
        for (int i = 0; i < 6; i++) {
            storage.stat(FILE);
        }
        assertThat(clock.seconds()).isCloseTo(2, within(0.01));
        throttle.limit(UNLIMITED, UNLIMITED);
        for (int i = 0; i < 1000; i++) {
            storage.stat(FILE);
        }
        assertThat(clock.seconds()).isCloseTo(2, within(0.01));
        throttle.limit(2, UNLIMITED);
        for (int i = 0; i < 4; i++) {
            storage.stat(FILE);
        }
        assertThat(clock.seconds()).isCloseTo(3, within(0.01));
    }

    @Test
    void a_limit_of_nothing_is_a_mistake() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Throttle(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Throttle(1, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Throttle(Double.NaN, 1));
    }
}
