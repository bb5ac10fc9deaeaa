package dev.profilekeep.storage.smb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.profilekeep.storage.Credentials;
import dev.profilekeep.storage.StorageAddress;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageOptions;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The port of an address belongs to something else. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class NotSmbTest {
    private interface Manners {
        void meet(Socket client) throws IOException;
    }

    private static void expectNotSmb(Manners manners, String why) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> {
                while (!server.isClosed()) {
                    try {
                        Socket client = server.accept();
                        manners.meet(client);
                    } catch (IOException e) {
                        // the client or the test has gone
                    }
                }
            });
            thread.setDaemon(true);
            thread.start();
            StorageAddress.Smb address =
                    new StorageAddress.Smb("127.0.0.1", server.getLocalPort(), "share", StoragePath.ROOT);
            StorageOptions options = StorageOptions.builder()
                    .credentials(Credentials.anonymous())
                    .signingRequired(false)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();
            try (StorageProvider storage = Storages.connect(address, options)) {
                assertThat(catchThrowable(() -> storage.list(StoragePath.ROOT)))
                        .isInstanceOf(StorageException.class)
                        .hasMessage("connect to 127.0.0.1:" + server.getLocalPort() + ": it does not speak SMB (" + why
                                + ")");
            }
        }
    }

    @Test
    void a_web_server_is_told_even_if_it_keeps_the_line_open() throws IOException {
        expectNotSmb(
                client -> client.getOutputStream()
                        .write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII)),
                "it answers in another protocol");
    }

    @Test
    void one_that_closes_at_once_is_told() throws IOException {
        expectNotSmb(
                client -> {
                    client.getInputStream().readNBytes(8);
                    client.shutdownOutput();
                },
                "it closed the connection");
    }

    @Test
    void one_that_resets_the_line_is_told() throws IOException {
        expectNotSmb(
                client -> {
                    client.getInputStream().readNBytes(8);
                    client.setSoLinger(true, 0);
                    client.close();
                },
                "connection reset");
    }
}
