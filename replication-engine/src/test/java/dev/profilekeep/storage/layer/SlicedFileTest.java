package dev.profilekeep.storage.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.storage.CopyRange;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.TrackingStorage;
import dev.profilekeep.storage.layer.SlicedFile.MovedException;
import dev.profilekeep.storage.layer.SlicedFile.Slices;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlicedFileTest {
    private static final StoragePath FILE = StoragePath.of("Profile_a.vhdx");

    private final MemoryStorage memory = MemoryStorage.likeWindows();
    private final TrackingStorage storage = new TrackingStorage(memory);
    private final List<Duration> rests = new ArrayList<>();

    @BeforeEach
    void aFile() throws IOException {
        write(new byte[8192]);
        storage.forget();
    }

    private void write(byte[] content) throws IOException {
        try {
            memory.delete(FILE);
        } catch (StorageException.NotFound e) {
            // the first time
        }
        try (OpenFile file = memory.create(FILE, Sharing.NONE)) {
            file.writeFully(0, ByteBuffer.wrap(content));
        }
    }

    private static void read(SlicedFile file) throws IOException {
        file.readFully(0, ByteBuffer.allocate(512));
    }

    @Test
    void within_a_slice_the_file_is_opened_once_and_for_everybody() throws Exception {
        try (SlicedFile file = new SlicedFile(storage, FILE, SlicedFile.STANDARD);
                StorageProvider host = memory.onOwnConnection();
                OpenFile other = host.openForWriting(FILE, Sharing.ALL)) {
            read(file);
            read(file);
            assertThat(other.size()).isEqualTo(8192);
            assertThat(file.bytesRead()).isEqualTo(1024);
        }
        assertThat(storage.count("openForReading")).isEqualTo(1);
        assertThat(storage.count("file.close")).isEqualTo(1);
    }

    @Test
    void after_a_slice_it_is_let_go_of_for_longer_than_a_host_waits_so_that_one_may_take_it() throws Exception {
        boolean[] taken = new boolean[1];
        Slices always = new Slices(Duration.ZERO, Duration.ofSeconds(17), rest -> {
            rests.add(rest);
            try (StorageProvider host = memory.onOwnConnection();
                    OpenFile exclusive = host.openForReading(FILE, Sharing.NONE)) {
                taken[0] = exclusive.size() > 0;
            } catch (IOException e) {
                throw new AssertionError("a host could not open it", e);
            }
        });
        try (SlicedFile file = new SlicedFile(storage, FILE, always)) {
            read(file);
        }
        assertThat(taken[0]).isTrue();
        assertThat(rests).containsExactly(Duration.ofSeconds(17));
        assertThat(storage.count("openForReading")).isEqualTo(2).isEqualTo(storage.count("file.close"));
    }

    @Test
    void a_file_that_moved_between_two_slices_ends_the_reading() throws Exception {
        Slices always = new Slices(Duration.ZERO, Duration.ofSeconds(17), rest -> {
            try {
                write(new byte[8192]);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        try (SlicedFile file = new SlicedFile(storage, FILE, always)) {
            assertThatThrownBy(() -> read(file)).isInstanceOf(MovedException.class);
        }
        assertThat(storage.count("file.close")).isGreaterThanOrEqualTo(2);
    }

    @Test
    void over_another_connection_the_slice_goes_on() throws Exception {
        TrackingStorage another = new TrackingStorage(memory.onOwnConnection());
        try (SlicedFile file = new SlicedFile(storage, FILE, SlicedFile.STANDARD)) {
            file.over(another);
            read(file);
            assertThat(storage.count("file.close")).isEqualTo(1);
            assertThat(storage.count("file.readFully")).isZero();
            assertThat(another.count("file.readFully")).isEqualTo(1);
            assertThat(rests).isEmpty();
            try (OpenFile target = another.create(StoragePath.of("copy"), Sharing.NONE)) {
                assertThat(file.copyTo(target, List.of(new CopyRange(1, 0, 100))))
                        .isEqualTo(100);
            }
            write(new byte[8192]);
            assertThatThrownBy(() -> file.over(storage)).isInstanceOf(MovedException.class);
            assertThatThrownBy(() -> read(file)).isInstanceOf(MovedException.class);
        }
        another.close();
    }

    @Test
    void a_copy_lasts_no_longer_than_a_slice_and_ends_when_the_file_moved() throws Exception {
        Slices always = new Slices(Duration.ZERO, Duration.ofSeconds(17), rests::add);
        try (SlicedFile file = new SlicedFile(storage, FILE, always);
                OpenFile target = storage.create(StoragePath.of("copy"), Sharing.NONE)) {
            List<CopyRange> range = List.of(new CopyRange(0, 0, 100));
            assertThat(file.copyTo(target, range)).isEqualTo(100);
            assertThat(file.copyTo(target, range)).isEqualTo(100);
            assertThat(rests).hasSize(2);
            write(new byte[8192]);
            assertThatThrownBy(() -> file.copyTo(target, range)).isInstanceOf(MovedException.class);
        }
    }

    @Test
    void a_rest_can_be_interrupted() throws Exception {
        Slices always = new Slices(Duration.ZERO, Duration.ofSeconds(17), rest -> {
            throw new InterruptedException();
        });
        try (SlicedFile file = new SlicedFile(storage, FILE, always)) {
            assertThatThrownBy(() -> read(file)).isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
