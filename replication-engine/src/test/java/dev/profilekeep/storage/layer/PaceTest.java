package dev.profilekeep.storage.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.CopyRange;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final int KIB = 1024;
    private static final StoragePath FILE = StoragePath.of("disk");

    /** Time passes by waiting and by what the server takes for a read. */
    private static final class Clock implements Pauses {
        private long now = 5_000;

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public void pause(long nanos) {
            now += nanos;
        }

        double seconds() {
            return now / 1e9;
        }
    }

    private final Clock clock = new Clock();
    private final MemoryStorage memory = MemoryStorage.likeWindows();
    private final List<String> opened = new ArrayList<>();
    private final Server server = new Server("own");
    private Duration answers = Duration.ofMillis(1);
    private OptionalDouble free = OptionalDouble.empty();

    /** Takes as long as it is told to; one connection of several. */
    private final class Server extends LayeredStorage {
        private final String connection;

        Server(String connection) {
            super(memory);
            this.connection = connection;
        }

        @Override
        public StorageProvider onOwnConnection() {
            return new Server("probe");
        }

        @Override
        public StorageProvider onOwnConnection(ConnectionTerms terms) {
            return new Server("other");
        }

        @Override
        public OpenFile openForReading(StoragePath path, Sharing sharing) throws IOException {
            opened.add(connection);
            return new LayeredFile(super.openForReading(path, sharing)) {
                @Override
                public void readFully(long offset, ByteBuffer target) throws IOException {
                    clock.pause(answers.toNanos());
                    super.readFully(offset, target);
                }
            };
        }
    }

    @BeforeEach
    void aFile() throws IOException {
        try (OpenFile file = memory.create(FILE, Sharing.NONE)) {
            file.writeFully(0, ByteBuffer.allocate(256 * KIB));
        }
    }

    private Pace pace(int timesUsual) {
        return new Pace("fra", server, Pace.Terms.of(timesUsual), () -> free, clock);
    }

    /** @return reads a second */
    private double readFor(StorageProvider storage, int seconds) throws IOException {
        double begun = clock.seconds();
        long reads = 0;
        ByteBuffer target = ByteBuffer.allocate(4 * KIB);
        try (OpenFile file = storage.openForReading(FILE, Sharing.ALL)) {
            while (clock.seconds() - begun < seconds) {
                file.readFully(64 * KIB, target.clear());
                reads++;
            }
        }
        return reads / (clock.seconds() - begun);
    }

    private void readNowAndThen(StorageProvider storage, int seconds) throws IOException {
        double begun = clock.seconds();
        try (OpenFile file = storage.openForReading(FILE, Sharing.ALL)) {
            while (clock.seconds() - begun < seconds) {
                file.readFully(64 * KIB, ByteBuffer.allocate(4 * KIB));
                clock.pause(TimeUnit.SECONDS.toNanos(1));
            }
        }
    }

    @Test
    void a_server_that_answers_slowly_is_read_less_and_again_as_before_when_it_is_well() throws IOException {
        Pace pace = pace(3);
        StorageProvider storage = new PacedStorage(server, pace);
        assertThat(readFor(storage, 60)).isGreaterThan(900);
        assertThat(pace.seen().slowed()).isFalse();
        assertThat(pace.seen().usual()).isEqualTo(Duration.ofMillis(1));

        answers = Duration.ofMillis(20);
        readFor(storage, 30);
        assertThat(pace.seen().slowed()).isTrue();
        assertThat(pace.seen().last()).isEqualTo(Duration.ofMillis(20));
        assertThat(readFor(storage, 30)).isCloseTo(BackOff.LEAST, within(2.0));

        answers = Duration.ofMillis(1);
        readFor(storage, 60);
        assertThat(pace.seen().slowed()).isFalse();
        assertThat(readFor(storage, 10)).isGreaterThan(900);
        assertThat(pace.seen().slowdowns()).isEqualTo(1);
    }

    @Test
    void three_times_as_slow_is_still_usual_and_so_is_what_takes_less_than_five_milliseconds() throws IOException {
        Pace pace = pace(3);
        StorageProvider storage = new PacedStorage(server, pace);
        readFor(storage, 30);
        answers = Duration.ofNanos(4_900_000);
        readFor(storage, 30);
        assertThat(pace.seen().slowed()).as("quicker than 5 ms").isFalse();

        Pace far = pace(3);
        StorageProvider across = new PacedStorage(server, far);
        answers = Duration.ofMillis(30);
        readFor(across, 30);
        answers = Duration.ofMillis(89);
        readFor(across, 30);
        assertThat(far.seen().slowed()).as("less than three times").isFalse();
        answers = Duration.ofMillis(91);
        readFor(across, 10);
        assertThat(far.seen().slowed()).isTrue();
    }

    @Test
    void nobody_knows_what_is_slow_before_there_was_something_to_compare_with() throws IOException {
        Pace pace = pace(3);
        answers = Duration.ofSeconds(1);
        readFor(new PacedStorage(server, pace), 6);
        assertThat(pace.seen().usual()).isZero();
        assertThat(pace.seen().slowed()).isFalse();
    }

    @Test
    void a_server_that_is_slow_for_good_is_usual_in_the_end() throws IOException {
        Pace pace = pace(3);
        StorageProvider storage = new PacedStorage(server, pace);
        readNowAndThen(storage, 300);
        answers = Duration.ofMillis(20);
        readNowAndThen(storage, 3600);
        assertThat(pace.seen().slowed()).as("an hour").isTrue();
        readNowAndThen(storage, 6 * 3600);
        assertThat(pace.seen().slowed()).as("seven hours").isFalse();
        assertThat(pace.seen().usual()).isEqualTo(Duration.ofMillis(20));
    }

    @Test
    void a_probe_reads_a_file_that_is_being_read_over_a_connection_of_its_own_every_two_seconds() throws IOException {
        readFor(new PacedStorage(server, pace(3)), 20);
        assertThat(opened.stream().filter("own"::equals)).hasSize(1);
        assertThat(opened.stream().filter("probe"::equals).count()).isBetween(9L, 11L);
    }

    @Test
    void with_0_nothing_is_probed_and_nothing_slowed_down() throws IOException {
        StorageProvider storage = new PacedStorage(server, pace(0));
        readFor(storage, 20);
        answers = Duration.ofMillis(500);
        readFor(storage, 20);
        assertThat(opened).containsOnly("own");
    }

    @Test
    void people_leave_so_much_and_what_they_leave_is_asked_anew() throws IOException {
        free = OptionalDouble.of(100);
        StorageProvider storage = new PacedStorage(server, pace(3));
        assertThat(readFor(storage, 29)).isCloseTo(100, within(5.0));
        free = OptionalDouble.of(400);
        readFor(storage, 10);
        assertThat(readFor(storage, 20)).isCloseTo(400, within(15.0));
        free = OptionalDouble.empty();
        readFor(storage, 31);
        assertThat(readFor(storage, 20)).isGreaterThan(900);
    }

    @Test
    void what_the_server_copies_of_a_file_is_held_up_as_if_it_were_read() throws IOException {
        free = OptionalDouble.of(10);
        StorageProvider storage = new PacedStorage(server, pace(0));
        readFor(storage, 5);
        double begun = clock.seconds();
        try (OpenFile source = storage.openForReading(FILE, Sharing.ALL);
                OpenFile target = storage.create(StoragePath.of("copy"), Sharing.NONE)) {
            for (int i = 0; i < 100; i++) {
                assertThat(target.copyFrom(source, List.of(new CopyRange(0, 0, 256 * KIB))))
                        .isEqualTo(256 * KIB);
            }
        }
        assertThat(clock.seconds() - begun).isCloseTo(10, within(0.5));
    }

    @Test
    void looks_and_changes_are_not_held_up() throws IOException {
        free = OptionalDouble.of(1);
        StorageProvider storage = new PacedStorage(server, pace(0));
        readFor(storage, 5);
        long begun = clock.nanos();
        for (int i = 0; i < 100; i++) {
            storage.stat(FILE);
            storage.openForWriting(FILE, Sharing.NONE).close();
        }
        assertThat(clock.nanos() - begun).isLessThan(TimeUnit.MILLISECONDS.toNanos(1));
    }

    @Test
    void a_file_that_went_away_or_is_held_says_nothing_of_the_server() throws IOException {
        Pace pace = pace(3);
        StorageProvider storage = new PacedStorage(server, pace);
        readFor(storage, 20);
        Pace.Seen before = pace.seen();
        for (int i = 0; i < 10; i++) {
            clock.pause(TimeUnit.SECONDS.toNanos(3));
            pace.take(StoragePath.of("gone"), 1, 64 * KIB);
        }
        assertThat(pace.seen()).isEqualTo(before);
    }
}
