package dev.profilekeep.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Files that somebody else has open, and connections. What every storage does. */
abstract class StorageSharingContract extends StorageMovesContract {
    @Test
    void who_holds_a_file_alone_keeps_others_out() throws IOException {
        assumeTrue(can(Capabilities::seesOtherOpens), "this kind of storage does not see who has a file open");
        write("held", "x");
        try (OpenFile holder = other.openForWriting(path("held"), Sharing.NONE)) {
            assertThatThrownBy(() -> storage.openForReading(path("held"), Sharing.ALL))
                    .isInstanceOfSatisfying(StorageException.Busy.class, e -> assertThat(e.retryable())
                            .isTrue())
                    .hasMessageContaining("held");
            assertThatThrownBy(() -> storage.openForWriting(path("held"), Sharing.ALL))
                    .isInstanceOf(StorageException.Busy.class);
            assertThatThrownBy(() -> storage.delete(path("held"))).isInstanceOf(StorageException.Busy.class);
            assertThatThrownBy(() -> storage.rename(path("held"), path("x"))).isInstanceOf(StorageException.Busy.class);
            assertThat(storage.stat(path("held")).size()).isEqualTo(1);
        }
        assertThat(read("held")).isEqualTo("x");
    }

    @Test
    void who_shares_for_reading_keeps_writers_out() throws IOException {
        assumeTrue(can(Capabilities::seesOtherOpens), "this kind of storage does not see who has a file open");
        write("held", "x");
        try (OpenFile holder = other.openForReading(path("held"), Sharing.READ)) {
            assertThat(read("held")).isEqualTo("x");
            assertThatThrownBy(() -> storage.openForWriting(path("held"), Sharing.ALL))
                    .isInstanceOf(StorageException.Busy.class);
        }
        storage.openForWriting(path("held"), Sharing.NONE).close();
    }

    @Test
    void reading_is_in_nobodys_way() throws IOException {
        write("read", "before");
        write("doomed", "before");
        try (OpenFile reader = storage.openForReading(path("read"), Sharing.ALL);
                OpenFile second = storage.openForReading(path("doomed"), Sharing.ALL)) {
            try (OpenFile writer = other.openForWriting(path("read"), Sharing.READ)) {
                writer.writeFully(0, ByteBuffer.wrap("after ".getBytes(StandardCharsets.UTF_8)));
            } catch (StorageException.Busy e) {
                throw new AssertionError("a reader held a writer off", e);
            }
            assertThat(bytes(reader, 0, 6)).asString(StandardCharsets.UTF_8).isEqualTo("after ");
            other.rename(path("read"), path("renamed"));
            other.delete(path("doomed"));
        }
        assertThat(names("")).containsExactly("renamed");
    }

    @Test
    void each_connection_closes_for_itself() throws IOException {
        assumeTrue(hasConnections(), "a folder has no connections");
        write("file", "x");
        assertThat(other.stat(path("file")).size()).isEqualTo(1);
        other.close();
        assertThat(read("file")).isEqualTo("x");
        assertThatThrownBy(() -> other.stat(path("file"))).isInstanceOf(StorageException.Failed.class);
    }

    @Test
    void a_probe_tells_who_is_held_from_free_and_absent() throws IOException {
        write("disk", "x");
        storage.createFolder(path("folder"));
        assertThat(storage.holder(path("none")).state()).isEqualTo(Held.State.ABSENT);
        assertThat(storage.holder(path("none/deeper")).state()).isEqualTo(Held.State.ABSENT);
        assertThatThrownBy(() -> storage.holder(path("folder"))).isInstanceOf(StorageException.Failed.class);
        Held.State free = storage.holder(path("disk")).state();
        if (!can(Capabilities::seesOtherOpens)) {
            assertThat(free).isEqualTo(Held.State.UNTOLD);
            assertThat(storage.holder(path("disk")).why()).contains("use the address of the share");
            return;
        }
        assertThat(free).isEqualTo(Held.State.FREE);
        for (Sharing sharing : Sharing.values()) {
            try (OpenFile reader = other.openForReading(path("disk"), sharing)) {
                assertThat(storage.holder(path("disk")).state())
                        .as("%s", sharing)
                        .isEqualTo(Held.State.HELD);
            }
        }
        assertThat(storage.holder(path("disk")).state()).isEqualTo(Held.State.FREE);
        try (OpenFile writer = other.openForWriting(path("disk"), Sharing.ALL)) {
            assertThat(storage.holder(path("disk")).state()).isEqualTo(Held.State.HELD);
            writer.writeFully(0, ByteBuffer.wrap(new byte[] {'y'}));
        }
        assertThat(read("disk")).isEqualTo("y");
    }

    @Test
    void a_probe_leaves_nothing_open() throws IOException {
        write("disk", "x");
        for (int i = 0; i < 50; i++) {
            storage.holder(path("disk"));
            try (OpenFile alone = other.openForWriting(path("disk"), Sharing.NONE)) {
                assertThat(alone.size()).isEqualTo(1);
            }
        }
    }

    @Test
    void a_file_opened_to_be_removed_goes_only_if_that_is_said() throws IOException {
        write("lock", "whose it is");
        try (OpenFile file = storage.openToRemove(path("lock"))) {
            assertThat(bytes(file, 0, 5)).asString(StandardCharsets.UTF_8).isEqualTo("whose");
            assertThat(file.stat().size()).isEqualTo(11);
            assertThatThrownBy(() -> file.writeFully(0, ByteBuffer.allocate(1)))
                    .isInstanceOf(StorageException.Denied.class);
        }
        assertThat(read("lock")).isEqualTo("whose it is");
        OpenFile file = storage.openToRemove(path("lock"));
        file.removeWhenClosed();
        assertThat(bytes(file, 6, 2)).asString(StandardCharsets.UTF_8).isEqualTo("it");
        file.close();
        file.close();
        assertThat(names("")).isEmpty();
        assertThatThrownBy(() -> other.stat(path("lock"))).isInstanceOf(StorageException.NotFound.class);
        assertThatThrownBy(file::removeWhenClosed).isInstanceOf(StorageException.Failed.class);
        write("lock", "a new one can be made at once");
    }

    @Test
    void only_what_was_opened_to_be_removed_is() throws IOException {
        write("lock", "x");
        storage.createFolder(path("folder"));
        try (OpenFile file = storage.openForReading(path("lock"), Sharing.ALL)) {
            assertThatThrownBy(file::removeWhenClosed).isInstanceOf(StorageException.Denied.class);
        }
        try (OpenFile file = storage.openForWriting(path("lock"), Sharing.ALL)) {
            assertThatThrownBy(file::removeWhenClosed).isInstanceOf(StorageException.Denied.class);
        }
        assertThat(read("lock")).isEqualTo("x");
        assertThatThrownBy(() -> storage.openToRemove(path("none"))).isInstanceOf(StorageException.NotFound.class);
        assertThatThrownBy(() -> storage.openToRemove(path("folder"))).isInstanceOf(StorageException.Failed.class);
    }

    @Test
    void who_has_a_file_to_remove_keeps_others_out_and_is_kept_out() throws IOException {
        assumeTrue(can(Capabilities::removesByHandle), "here a file is removed by its name");
        write("lock", "x");
        try (OpenFile file = storage.openToRemove(path("lock"))) {
            assertThatThrownBy(() -> other.openForReading(path("lock"), Sharing.ALL))
                    .isInstanceOf(StorageException.Busy.class);
            assertThat(other.holder(path("lock")).state()).isEqualTo(Held.State.HELD);
        }
        for (Sharing sharing : Sharing.values()) {
            try (OpenFile holder = other.openForReading(path("lock"), sharing)) {
                assertThatThrownBy(() -> storage.openToRemove(path("lock")))
                        .as("%s", sharing)
                        .isInstanceOf(StorageException.Busy.class);
            }
        }
        assertThat(read("lock")).isEqualTo("x");
    }

    /** The dead one lives as a lease does, with a deadline: without encryption no server answers what it sends later. */
    @Test
    void an_earlier_session_is_ended_with_all_it_held() throws IOException {
        assumeTrue(storage.sessionId().isPresent(), "there are no sessions here");
        write("held", "x");
        ConnectionTerms lease = ConnectionTerms.usual().answeringWithin(Duration.ofSeconds(2));
        try (StorageProvider dead = storage.onOwnConnection(lease)) {
            long session = dead.sessionId().getAsLong();
            assertThat(storage.sessionId().getAsLong()).isNotEqualTo(session);
            OpenFile held = dead.openForWriting(path("held"), Sharing.NONE);
            try (StorageProvider next = storage.onOwnConnection(lease.ending(session));
                    OpenFile taken = next.openForWriting(path("held"), Sharing.NONE)) {
                assertThat(taken.size()).isEqualTo(1);
                assertThatThrownBy(() -> held.writeFully(0, ByteBuffer.wrap(new byte[] {'y'})))
                        .isInstanceOf(StorageException.class);
                assertThat(next.sessionId().getAsLong()).isNotEqualTo(session);
            }
        }
        assertThat(read("held"))
                .as("what the dead one sent later is not written")
                .isEqualTo("x");
    }

    @Test
    void a_session_that_is_gone_already_is_not_missed() throws IOException {
        assumeTrue(storage.sessionId().isPresent(), "there are no sessions here");
        long gone = other.sessionId().getAsLong();
        other.close();
        try (StorageProvider next =
                storage.onOwnConnection(ConnectionTerms.usual().ending(gone))) {
            assertThat(next.list(StoragePath.ROOT)).isEmpty();
        }
        assertThat(storage.list(StoragePath.ROOT)).isEmpty();
    }
}
