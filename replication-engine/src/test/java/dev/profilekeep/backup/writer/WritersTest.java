package dev.profilekeep.backup.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.backup.repo.Repositories;
import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WritersTest {
    private final MemoryStorage memory = MemoryStorage.likeWindows();
    private final FaultyStorage storage = new FaultyStorage(memory);
    private final Repositories.Hearts hearts = new Repositories.Hearts();
    private final Writers writers =
            new Writers(storage, Clock.fixed(Repositories.NOW, ZoneOffset.UTC), hearts, "node-1");

    @Test
    void a_writer_is_seen_from_its_beginning_to_its_end() throws IOException {
        try (Writer writer = writers.begin("backup of shard 3")) {
            Writers.Found found = writers.list().get(0);
            assertThat(found.id()).isEqualTo(writer.file().id());
            assertThat(found.file()).contains(writer.file());
            assertThat(found.age()).isLessThan(Duration.ofSeconds(1));
            assertThat(writer.file())
                    .isEqualTo(new WriterFile(
                            1,
                            found.id(),
                            "node-1",
                            ProcessHandle.current().pid(),
                            "backup of shard 3",
                            Repositories.NOW));
            assertThat(hearts.count()).isEqualTo(1);
        }
        assertThat(writers.list()).isEmpty();
        assertThat(hearts.count()).isZero();
    }

    @Test
    void the_heart_of_a_program_beats_by_itself_until_it_is_ended() throws InterruptedException {
        CountDownLatch beats = new CountDownLatch(3);
        Runnable end = Pulse.daemon().every(Duration.ofMillis(1), beats::countDown);
        assertThat(beats.await(1, TimeUnit.MINUTES)).isTrue();
        end.run();
    }

    @Test
    void its_age_is_told_by_the_storages_clock_and_begins_anew_with_each_beat() throws IOException {
        try (Writer writer = writers.begin("test")) {
            memory.later(Duration.ofMinutes(5));
            assertThat(writers.list().get(0).age()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
            hearts.beat();
            assertThat(writers.list().get(0).age()).isLessThan(Duration.ofSeconds(1));
            memory.later(Duration.ofMinutes(-60)); // its clock was set back
            assertThat(writers.list().get(0).age()).isZero();
            writer.requireCounted();
        }
        assertThat(Repositories.files(storage, "drafts")).isEmpty();
    }

    @Test
    void a_writer_that_was_frozen_for_longer_than_its_lease_stops_for_good() throws IOException {
        try (Writer writer = writers.begin("backup of shard 3")) {
            memory.later(Writers.LEASE.minusSeconds(1));
            writer.requireCounted();
            memory.later(Writers.LEASE.plusSeconds(1));
            assertThatThrownBy(writer::requireCounted)
                    .isInstanceOf(WriterLostException.class)
                    .hasMessageContaining("backup of shard 3")
                    .hasMessageContaining("20 minutes");
            hearts.beat();
            assertThatThrownBy(writer::requireCounted).isInstanceOf(WriterLostException.class);
        }
    }

    @Test
    void a_gap_that_the_heart_itself_finds_counts_too() throws IOException {
        try (Writer writer = writers.begin("test")) {
            memory.later(Duration.ofHours(1));
            hearts.beat();
            assertThatThrownBy(writer::requireCounted).isInstanceOf(WriterLostException.class);
        }
    }

    @Test
    void a_writer_whose_file_was_removed_stops_and_does_not_come_back() throws IOException {
        try (Writer writer = writers.begin("test")) {
            writers.remove(writer.file().id());
            hearts.beat();
            assertThat(writers.list()).isEmpty();
            assertThatThrownBy(writer::requireCounted)
                    .isInstanceOf(WriterLostException.class)
                    .hasMessageContaining("was removed");
        }
    }

    @Test
    void a_beat_that_fails_is_made_up_for_by_the_next() throws IOException {
        try (Writer writer = writers.begin("test")) {
            storage.fail("openForWriting", 1, FaultyStorage.unreachable());
            memory.later(Duration.ofMinutes(10));
            hearts.beat();
            memory.later(Duration.ofMinutes(5));
            hearts.beat();
            writer.requireCounted();
        }
    }

    @Test
    void what_cannot_be_read_counts_as_a_writer_and_what_is_called_otherwise_does_not() throws IOException {
        try (Writer writer = writers.begin("test")) {
            StoragePath file = StoragePath.of("writers/" + writer.file().id());
            try (OpenFile open = memory.openForWriting(file, Sharing.ALL)) {
                open.resize(7);
            }
            memory.create(StoragePath.of("writers/readme.txt"), Sharing.ALL).close();
            assertThat(writers.list()).singleElement().satisfies(found -> {
                assertThat(found.id()).isEqualTo(writer.file().id());
                assertThat(found.file()).isEmpty();
            });
        }
    }
}
