package dev.profilekeep.disk.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WritableFileDeviceTest {
    @TempDir
    Path work;

    @Test
    void a_new_file_grows_by_writes_and_by_resizing_and_is_cut() throws Exception {
        Path path = work.resolve("new");
        try (WritableFileDevice device = WritableFileDevice.create(path)) {
            assertThat(device.size()).isZero();
            device.write(3, ByteBuffer.wrap(new byte[] {1, 2}));
            assertThat(Files.readAllBytes(path)).containsExactly(0, 0, 0, 1, 2);
            device.resize(7);
            device.flush();
            assertThat(Files.readAllBytes(path)).containsExactly(0, 0, 0, 1, 2, 0, 0);
            device.resize(4);
            device.resize(6);
            assertThat(Files.readAllBytes(path)).containsExactly(0, 0, 0, 1, 0, 0);
            var read = ByteBuffer.allocate(2);
            device.readFully(3, read);
            assertThat(read.array()).containsExactly(1, 0);
            assertThatThrownBy(() -> device.readFully(5, read.clear())).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void a_file_that_is_there_is_opened_and_not_made() throws Exception {
        Path path = Files.write(work.resolve("old"), new byte[] {1, 2, 3});
        assertThatThrownBy(() -> WritableFileDevice.create(path)).isInstanceOf(FileAlreadyExistsException.class);
        try (WritableFileDevice device = WritableFileDevice.open(path)) {
            device.write(1, ByteBuffer.wrap(new byte[] {9}));
        }
        assertThat(Files.readAllBytes(path)).containsExactly(1, 9, 3);
        assertThatThrownBy(() -> WritableFileDevice.open(work.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }
}
