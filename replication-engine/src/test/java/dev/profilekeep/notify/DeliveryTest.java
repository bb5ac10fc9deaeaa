package dev.profilekeep.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.health.Severity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Receivers that refuse, that are slow and that are away for a while. */
class DeliveryTest {
    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

    @TempDir
    Path folder;

    private final List<Trouble> troubles = new ArrayList<>();
    private final List<String> posted = new CopyOnWriteArrayList<>();
    private final AtomicInteger status = new AtomicInteger(204);
    private CountDownLatch gate = new CountDownLatch(0);
    private final PickySmtp smtp = new PickySmtp();
    private HttpServer http;
    private Estate estate;
    private Notifications node;
    private boolean broken;

    @BeforeEach
    void start() throws Exception {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(Executors.newCachedThreadPool());
        http.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            if (status.get() / 100 == 2) {
                posted.add(body);
            }
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        http.start();
        Path secret = Files.writeString(folder.resolve("secret"), "a secret of this test");
        estate = new Estate(Files.createDirectory(folder.resolve("estate")))
                .with(
                        """
                        notifications:
                          mail: {host: 127.0.0.1, port: %d, security: NONE, from: profilekeep@example.com}
                          channels:
                            - id: tickets
                              webhook: http://127.0.0.1:%d/
                              secretFrom: file:%s
                            - id: ops
                              email: [gone@example.com, ops@example.com, later@example.com]
                        """
                                .formatted(smtp.port(), http.getAddress().getPort(), secret));
        estate.clock().set(START);
        Engine engine = estate.engine();
        node = new Notifications(
                engine.config(),
                engine.catalog().database(),
                engine.locations()::storage,
                container -> Standing.NOT_YET,
                List.of(new TroubleSource() {
                    @Override
                    public String name() {
                        return "test";
                    }

                    @Override
                    public Optional<List<Trouble>> now() {
                        if (broken) {
                            throw new NoClassDefFoundError("of this test");
                        }
                        return Optional.of(List.copyOf(troubles));
                    }
                }),
                new ToldNights(),
                estate.clock(),
                "a");
    }

    @AfterEach
    void stop() {
        gate.countDown();
        node.close();
        estate.close();
        http.stop(0);
        smtp.close();
    }

    private void trouble(String key) {
        troubles.add(new Trouble(
                key,
                IncidentKind.LOCATION_DOWN,
                Severity.CRITICAL,
                "fra",
                Map.of("location", key, "reason", "gone"),
                null));
    }

    private void tick(Duration after) throws InterruptedException {
        estate.clock().forward(after);
        node.tick();
        node.settle();
    }

    private List<String> events() {
        return posted.stream()
                .map(body -> body.replaceAll("(?s).*?\"id\":(\\d+),\"event\":\"(\\w+)\".*", "$1 $2"))
                .toList();
    }

    @Test
    void an_address_that_is_refused_for_good_is_nothing_to_the_others_and_one_refused_for_now_is_tried_again()
            throws Exception {
        smtp.refuse("gone@example.com", "550 5.1.1 no such user");
        smtp.refuse("later@example.com", "450 4.2.0 greylisted");
        trouble("Profiles");
        tick(Duration.ZERO);
        tick(Duration.ofMinutes(2));
        assertThat(smtp.taken()).containsExactly("ops@example.com");

        smtp.refuse("later@example.com", "");
        tick(Duration.ofMinutes(2));
        tick(Duration.ofHours(2));
        assertThat(smtp.taken()).containsExactly("ops@example.com", "later@example.com");
        assertThat(smtp.asked()).filteredOn("gone@example.com"::equals).hasSize(1);
        assertThat(node.messages(10))
                .filteredOn(message -> message.givenUpAt() != null)
                .singleElement()
                .satisfies(message -> assertThat(message.problem()).contains("gone@example.com", "no such user"));
    }

    @Test
    @Timeout(60)
    void a_receiver_that_is_slow_keeps_up_neither_the_others_nor_the_observing() throws Exception {
        gate = new CountDownLatch(1);
        trouble("Profiles");
        tick(Duration.ZERO);
        estate.clock().forward(Duration.ofMinutes(2));
        node.tick();
        smtp.awaitTaken(3);
        trouble("Office");
        estate.clock().forward(Duration.ofMinutes(1));
        node.tick();
        assertThat(node.incidents().open()).hasSize(2);
        estate.clock().forward(Duration.ofMinutes(2));
        node.tick();
        smtp.awaitTaken(6);
        assertThat(posted).isEmpty();
        gate.countDown();
        node.settle();
        assertThat(posted).isNotEmpty();
    }

    @Test
    void the_end_of_an_incident_is_told_after_its_beginning_however_often_that_is_tried() throws Exception {
        status.set(500);
        trouble("Profiles");
        tick(Duration.ZERO);
        tick(Duration.ofMinutes(2));
        tick(Duration.ofMinutes(1));
        tick(Duration.ofMinutes(2));
        troubles.clear();
        tick(Duration.ofSeconds(30));
        status.set(204);
        tick(Duration.ofSeconds(30));
        assertThat(events())
                .as("the beginning waits for its next try, and the end for that")
                .isEmpty();

        trouble("Office");
        tick(Duration.ofSeconds(30));
        tick(Duration.ofSeconds(75));
        assertThat(events()).as("another incident waits for neither").containsExactly("2 opened");
        tick(Duration.ofMinutes(5));
        assertThat(events()).containsExactly("2 opened", "1 opened", "1 resolved");
    }

    @Test
    void what_cannot_even_be_observed_holds_nothing_back() throws Exception {
        broken = true;
        new Outbox(estate.engine().catalog().database())
                .add(new Draft("k", "", "anna@example.com", "subject", "text"), START);
        tick(Duration.ZERO);
        assertThat(smtp.taken()).containsExactly("anna@example.com");
    }

    @Test
    void what_was_given_up_holds_nothing_back() throws Exception {
        status.set(410);
        trouble("Profiles");
        tick(Duration.ZERO);
        tick(Duration.ofMinutes(2));
        troubles.clear();
        status.set(204);
        tick(Duration.ofMinutes(30));
        assertThat(events()).containsExactly("1 resolved");
    }

    @Test
    void a_channel_that_is_no_longer_configured_is_given_up_by_whoever_sends_to_people() throws Exception {
        Outbox outbox = new Outbox(estate.engine().catalog().database());
        outbox.add(new Draft("k", "former", "", "subject", "text"), START);
        outbox.add(new Draft("l", "ops", "former@example.com", "subject", "text"), START);
        tick(Duration.ZERO);
        assertThat(node.messages(10))
                .extracting(Outgoing::problem)
                .containsExactlyInAnyOrder(
                        "the channel is no longer configured",
                        "the channel no longer has the address former@example.com");
        assertThat(smtp.asked()).isEmpty();
    }

    @Test
    void a_node_that_ends_lets_what_is_being_sent_end_first() throws Exception {
        gate = new CountDownLatch(1);
        trouble("Profiles");
        tick(Duration.ZERO);
        estate.clock().forward(Duration.ofMinutes(2));
        node.tick();
        smtp.awaitTaken(3);
        Thread opens = new Thread(gate::countDown);
        opens.start();
        node.close();
        opens.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(node.messages(10))
                .allSatisfy(message -> assertThat(message.sentAt()).isNotNull());
    }
}
