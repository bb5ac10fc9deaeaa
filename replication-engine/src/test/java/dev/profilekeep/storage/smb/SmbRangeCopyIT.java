package dev.profilekeep.storage.smb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.storage.CopyRange;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.SambaServer;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import dev.profilekeep.storage.TcpProxy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What crosses the network, and what Samba says of requests that are too large. */
class SmbRangeCopyIT {
    private static final int SIZE = 40 << 20;
    private static final StoragePath SOURCE = StoragePath.of("source");
    private static final StoragePath TARGET = StoragePath.of("target");

    private static SambaServer server;

    private final byte[] content = new byte[SIZE];

    @BeforeAll
    static void startServer() {
        server = SambaServer.builder().share("profiles").start();
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void aFile() throws IOException {
        new Random(5).nextBytes(content);
        Files.write(server.folder("profiles").resolve("source"), content);
        Files.deleteIfExists(server.folder("profiles").resolve("target"));
    }

    private static byte[] target() throws IOException {
        return Files.readAllBytes(server.folder("profiles").resolve("target"));
    }

    @Test
    void bytes_that_the_server_copies_do_not_cross_the_network() throws IOException {
        try (TcpProxy line = new TcpProxy(server.port());
                StorageProvider share = Storages.connect(line.through(server.address("profiles")), server.options());
                OpenFile source = share.openForReading(SOURCE, Sharing.ALL);
                OpenFile target = share.create(TARGET, Sharing.NONE)) {
            long before = line.bytesToClient() + line.bytesToServer();
            assertThat(target.copyFrom(source, List.of(new CopyRange(0, 0, SIZE))))
                    .isEqualTo(SIZE);
            assertThat(line.bytesToClient() + line.bytesToServer() - before).isLessThan(4096);
            target.flush();
            assertThat(target()).isEqualTo(content);
        }
    }

    @Test
    void what_samba_takes_at_most_is_taken_from_its_answer() throws IOException {
        SmbSession.Ask ask = new SmbSession.Ask("copy", "");
        for (SmbRangeCopy.Limits greedy : List.of(
                new SmbRangeCopy.Limits(257, 1 << 20, 16 << 20),
                new SmbRangeCopy.Limits(256, 3 << 20, 16 << 20),
                new SmbRangeCopy.Limits(256, 1 << 20, 33 << 20))) {
            List<CopyRange> ranges = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                ranges.add(new CopyRange(i * 20L, i * 10L, 10));
            }
            ranges.add(new CopyRange(0, 3000, SIZE));
            try (StorageProvider share = server.connect("profiles");
                    OpenFile source = share.openForReading(SOURCE, Sharing.ALL);
                    OpenFile target = share.create(TARGET, Sharing.NONE)) {
                long copied = ((SmbFile) target).copyFrom(ask, source, ranges, new SmbRangeCopy(greedy));
                assertThat(copied).as("%s", greedy).isEqualTo(3000 + SIZE);
                target.flush();
                byte[] found = target();
                assertThat(found).hasSize(3000 + SIZE);
                assertThat(found[2995]).isEqualTo(content[299 * 20 + 5]);
                assertThat(found[3000 + SIZE - 1]).isEqualTo(content[SIZE - 1]);
            }
            Files.delete(server.folder("profiles").resolve("target"));
        }
    }

    @Test
    void of_a_copy_whose_answer_is_lost_nobody_knows_whether_it_was_done() throws IOException {
        try (TcpProxy line = new TcpProxy(server.port());
                StorageProvider share = Storages.connect(line.through(server.address("profiles")), server.options());
                OpenFile source = share.openForReading(SOURCE, Sharing.ALL);
                OpenFile target = share.create(TARGET, Sharing.NONE)) {
            target.copyFrom(source, List.of(new CopyRange(0, 0, 1)));
            line.cutToClientAfter(0);
            assertThatThrownBy(() -> target.copyFrom(source, List.of(new CopyRange(0, 0, SIZE))))
                    .isInstanceOf(StorageException.Unreachable.class)
                    .hasMessageContaining("look before you decide");
            assertThat(source.size()).as("what is read is opened again").isEqualTo(SIZE);
            assertThat(target.copyFrom(source, List.of(new CopyRange(0, 0, 1)))).isZero();
            assertThatThrownBy(() -> target.writeFully(0, ByteBuffer.allocate(1)))
                    .as("what is written to is not")
                    .isInstanceOf(StorageException.Unreachable.class);
        }
    }

    @Test
    void a_file_that_was_opened_again_over_another_connection_is_not_copied_from() throws Exception {
        try (StorageProvider share = server.connect("profiles");
                OpenFile source = share.openForReading(SOURCE, Sharing.ALL)) {
            server.restart();
            assertThat(source.size()).isEqualTo(SIZE);
            try (OpenFile target = share.create(TARGET, Sharing.NONE)) {
                assertThat(target.copyFrom(source, List.of(new CopyRange(1, 0, 9))))
                        .isEqualTo(9);
                server.restart();
                assertThat(source.size()).as("by the next session").isEqualTo(SIZE);
                assertThat(target.copyFrom(source, List.of(new CopyRange(0, 0, 1))))
                        .isZero();
            }
        }
    }
}
