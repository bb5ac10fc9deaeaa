package dev.profilekeep.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.profilekeep.failover.FailoverWorld.NotDoneException;
import dev.profilekeep.notify.CallSignature;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HookCallerTest {
    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");

    @TempDir
    Path folder;

    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;
    private HookCaller caller;
    private volatile String signature = "";
    private volatile String body = "";

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/ok", exchange -> {
            signature = String.valueOf(exchange.getRequestHeaders().getFirst(CallSignature.HEADER));
            body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            answer(exchange, 200, "DNS is\n moved");
        });
        server.createContext("/no", exchange -> answer(exchange, 503, "later"));
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", "/ok");
            answer(exchange, 302, "");
        });
        server.createContext("/long", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] much = "x".repeat(8192).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 100_000; i++) {
                exchange.getResponseBody().write(much);
            }
        });
        server.createContext("/never", exchange -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        caller = new HookCaller(folder, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        over.countDown();
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Hook hook(String path, int seconds, @Nullable String secret) {
        return new Hook(
                "http://127.0.0.1:" + server.getAddress().getPort() + path,
                "POST",
                "{\"to\":\"lon\"}",
                seconds,
                secret);
    }

    @Test
    void it_is_called_signed_and_the_answer_is_kept_in_one_line() throws Exception {
        Files.writeString(folder.resolve("secret"), "a shared secret\n");
        assertThat(caller.call(hook("/ok", 20, "file:secret"))).isEqualTo("it answered 200: DNS is moved");
        assertThat(body).isEqualTo("{\"to\":\"lon\"}");
        assertThat(signature).isEqualTo(CallSignature.of("a shared secret", body, NOW));
    }

    @Test
    void an_answer_other_than_2xx_a_redirect_and_a_refused_connection_did_nothing() throws Exception {
        assertThatThrownBy(() -> caller.call(hook("/no", 20, null)))
                .isInstanceOf(NotDoneException.class)
                .hasMessageContaining("503");
        assertThatThrownBy(() -> caller.call(hook("/moved", 20, null))).isInstanceOf(NotDoneException.class);
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThatThrownBy(() -> caller.call(new Hook("http://127.0.0.1:" + free + "/", "POST", "", 20, null)))
                .isInstanceOf(NotDoneException.class);
    }

    @Test
    void where_no_answer_comes_nobody_can_tell() {
        assertThatThrownBy(() -> caller.call(hook("/never", 1, null))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void of_an_answer_without_an_end_only_the_beginning_is_read() throws Exception {
        assertThat(caller.call(hook("/long", 30, null)))
                .startsWith("it answered 200: xxx")
                .hasSizeLessThan(600);
    }

    @Test
    void a_secret_that_cannot_be_read_means_that_nothing_was_called() {
        assertThatThrownBy(() -> caller.call(hook("/ok", 20, "file:missing")))
                .isInstanceOf(NotDoneException.class)
                .hasMessageContaining("was not called");
        assertThat(body).isEmpty();
    }
}
