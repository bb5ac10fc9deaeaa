package dev.profilekeep.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.profilekeep.config.NotificationsConfig.Target;
import dev.profilekeep.config.SecretSource;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class WebhookTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private record Call(String path, String body, String signature, String delivery) {}

    @TempDir
    Path folder;

    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger status = new AtomicInteger(204);
    private HttpServer server;
    private Target.Webhook target;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            calls.add(new Call(
                    exchange.getRequestURI().getPath(),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    String.valueOf(exchange.getRequestHeaders().getFirst(Webhook.SIGNATURE)),
                    String.valueOf(exchange.getRequestHeaders().getFirst(Webhook.DELIVERY))));
            exchange.getResponseHeaders().add("Location", "/inside");
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        server.start();
        Path secret = Files.writeString(folder.resolve("secret"), "a shared secret\n");
        target = new Target.Webhook(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook"),
                new SecretSource.File(secret));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void a_call_carries_its_id_and_a_signature_over_time_and_body() throws Exception {
        new Webhook().post(target, "ops-7", "{\"ä\":1}", NOW);

        Call call = calls.get(0);
        assertThat(call.path()).isEqualTo("/hook");
        assertThat(call.body()).isEqualTo("{\"ä\":1}");
        assertThat(call.delivery()).isEqualTo("ops-7");
        // printf '1795176000.{"ä":1}' | openssl dgst -sha256 -hmac 'a shared secret'
        assertThat(call.signature()).isEqualTo(CallSignature.of("a shared secret", call.body(), NOW));
        assertThat(call.signature()).startsWith("t=" + NOW.getEpochSecond() + ",v1=");
    }

    /** The first example of RFC 4231 that has a key and data as text, with our time before it. */
    @Test
    void the_signature_is_what_others_compute() throws Exception {
        Process openssl = new ProcessBuilder("openssl", "dgst", "-sha256", "-hmac", "a shared secret", "-r").start();
        openssl.getOutputStream().write((NOW.getEpochSecond() + ".{}").getBytes(StandardCharsets.UTF_8));
        openssl.getOutputStream().close();
        String theirs = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split(" ")[0];
        assertThat(CallSignature.of("a shared secret", "{}", NOW))
                .isEqualTo("t=" + NOW.getEpochSecond() + ",v1=" + theirs);
    }

    @Test
    void a_redirect_is_a_failure_and_is_not_followed() {
        for (int redirect : new int[] {301, 302, 303, 307, 308}) {
            calls.clear();
            status.set(redirect);
            assertThatThrownBy(() -> new Webhook().post(target, "ops-7", "{}", NOW))
                    .isInstanceOf(NotSentException.class)
                    .hasMessageContaining("redirect");
            assertThat(calls).extracting(Call::path).containsExactly("/hook");
        }
    }

    @Test
    void what_the_receiver_refuses_is_tried_again_unless_it_is_gone_for_good() {
        List<Boolean> forGood = new ArrayList<>();
        for (int answer : new int[] {400, 429, 500, 503, 410}) {
            status.set(answer);
            try {
                new Webhook().post(target, "ops-7", "{}", NOW);
            } catch (NotSentException e) {
                forGood.add(e.forGood());
            }
        }
        assertThat(forGood).containsExactly(false, false, false, false, true);
    }

    /** Waits for a connection, says what is given, and tells when the other side hangs up. */
    private static final class Stubborn implements AutoCloseable {
        private final ServerSocket listening;
        private final CompletableFuture<Boolean> hungUp;

        Stubborn(String says) throws IOException {
            listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
            hungUp = CompletableFuture.supplyAsync(() -> {
                try (Socket caller = listening.accept()) {
                    caller.getOutputStream().write(says.getBytes(StandardCharsets.US_ASCII));
                    caller.getOutputStream().flush();
                    while (caller.getInputStream().read() >= 0) {
                        // what it calls with
                    }
                    return true;
                } catch (SocketException e) {
                    return true;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }

        Target.Webhook target(Target.Webhook like) {
            return new Target.Webhook(
                    URI.create("http://127.0.0.1:" + listening.getLocalPort() + "/"), like.secretFrom());
        }

        boolean isHungUp() throws Exception {
            return hungUp.get(10, TimeUnit.SECONDS);
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }
    }

    @Test
    @Timeout(20)
    void an_answer_that_never_ends_keeps_nobody_and_counts_by_its_status() throws Exception {
        try (Stubborn receiver = new Stubborn("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx")) {
            new Webhook().post(receiver.target(target), "ops-7", "{}", NOW);
            assertThat(receiver.isHungUp()).isTrue();
        }
        try (Stubborn receiver = new Stubborn("HTTP/1.1 500 No\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n")) {
            assertThatThrownBy(() -> new Webhook().post(receiver.target(target), "ops-7", "{}", NOW))
                    .hasMessage("it answered 500");
            assertThat(receiver.isHungUp()).isTrue();
        }
    }

    @Test
    @Timeout(20)
    void an_answer_is_waited_for_so_long_and_no_longer() throws Exception {
        for (String says : List.of("", "HTTP/1.1 200 OK\r\nContent-Le")) {
            try (Stubborn receiver = new Stubborn(says)) {
                assertThatThrownBy(() ->
                                new Webhook(Duration.ofSeconds(1)).post(receiver.target(target), "ops-7", "{}", NOW))
                        .isInstanceOf(NotSentException.class)
                        .hasMessage("it could not be called: no answer within 1 s");
                assertThat(receiver.isHungUp()).isTrue();
            }
        }
    }

    @Test
    void of_a_long_answer_little_is_read() throws Exception {
        AtomicInteger written = new AtomicInteger();
        CountDownLatch cutOff = new CountDownLatch(1);
        server.removeContext("/");
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                while (written.addAndGet(65_536) < 1 << 30) {
                    out.write(new byte[65_536]);
                }
            } catch (IOException e) {
                cutOff.countDown();
            }
        });
        new Webhook().post(target, "ops-7", "{}", NOW);
        assertThat(cutOff.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(written.get()).isLessThan(64 << 20);
    }

    @Test
    void nobody_listening_and_no_secret_are_told_in_words() throws IOException {
        int port = server.getAddress().getPort();
        server.stop(0);
        assertThatThrownBy(() -> new Webhook().post(target, "ops-7", "{}", NOW))
                .isInstanceOf(NotSentException.class)
                .hasMessageStartingWith("it could not be called: ");
        Target.Webhook secretless = new Target.Webhook(
                URI.create("http://127.0.0.1:" + port + "/"), new SecretSource.File(folder.resolve("missing")));
        assertThatThrownBy(() -> new Webhook().post(secretless, "ops-7", "{}", NOW))
                .hasMessageContaining("there is no such file");
    }
}
