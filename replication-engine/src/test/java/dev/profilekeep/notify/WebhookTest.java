package dev.profilekeep.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.profilekeep.config.NotificationsConfig.Target;
import dev.profilekeep.config.SecretSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
        assertThat(call.signature()).isEqualTo(Webhook.signature("a shared secret", call.body(), NOW));
        assertThat(call.signature()).startsWith("t=" + NOW.getEpochSecond() + ",v1=");
    }

    /** The first example of RFC 4231 that has a key and data as text, with our time before it. */
    @Test
    void the_signature_is_what_others_compute() throws Exception {
        Process openssl = new ProcessBuilder("openssl", "dgst", "-sha256", "-hmac", "a shared secret", "-r").start();
        openssl.getOutputStream().write((NOW.getEpochSecond() + ".{}").getBytes(StandardCharsets.UTF_8));
        openssl.getOutputStream().close();
        String theirs = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split(" ")[0];
        assertThat(Webhook.signature("a shared secret", "{}", NOW))
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
