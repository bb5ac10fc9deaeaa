package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountCommandsTest {
    @TempDir
    Path folder;

    private final List<String> calls = new ArrayList<>();
    private Path config;
    private HttpServer portal;

    @BeforeEach
    void portalRuns() throws IOException {
        config = Files.writeString(
                folder.resolve("profilekeep.yml"),
                """
                sites: [{id: fra, zone: Europe/Berlin}]
                locations: [{id: a, site: fra, address: a}]
                sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [a]}]
                """);
        portal = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        portal.createContext("/api/v1/accounts", exchange -> {
            calls.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath() + " "
                            + exchange.getRequestHeaders().getFirst("Authorization") + " "
                            + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] answer =
                    ("[{\"identityProvider\":\"okta\",\"subject\":\"anna@example.com\",\"displayName\":\"Anna\",\"sid\":null,"
                                    + "\"seenAt\":\"2026-11-20T12:00:00Z\",\"mappedBy\":null,\"mappedAt\":null}]")
                            .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        portal.start();
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(
                folder.resolve("data/portal.json"),
                "{\"url\":\"http://127.0.0.1:" + portal.getAddress().getPort() + "\",\"token\":\"t\"}");
    }

    @AfterEach
    void portalStops() {
        portal.stop(0);
    }

    @Test
    void who_waits_for_a_sid_is_listed() {
        CommandRun run = CommandRun.of("account", "list", "--config", config.toString());
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("anna@example.com", "waits for one");
    }

    @Test
    void a_sid_is_given_and_taken_with_a_reason() {
        assertThat(CommandRun.of(
                                "account",
                                "give",
                                "okta",
                                "anna@example.com",
                                "S-1-5-21-1-2-3-1104",
                                "--reason",
                                "called",
                                "--config",
                                config.toString())
                        .code())
                .isZero();
        assertThat(CommandRun.of(
                                "account",
                                "take",
                                "okta",
                                "anna@example.com",
                                "--reason",
                                "mistake",
                                "--config",
                                config.toString())
                        .code())
                .isZero();
        assertThat(calls.get(0))
                .startsWith("POST /api/v1/accounts/sid Bearer t ")
                .contains("\"sid\" : \"S-1-5-21-1-2-3-1104\"", "\"reason\" : \"called\"");
        assertThat(calls.get(1))
                .startsWith("POST /api/v1/accounts/sid/remove ")
                .contains("\"subject\" : \"anna@example.com\"");
    }

    @Test
    void without_a_reason_or_a_running_portal_nothing_is_asked() throws IOException {
        assertThat(CommandRun.of(
                                "account", "give", "okta", "anna", "S-1-5-21-1-2-3-1104", "--config", config.toString())
                        .code())
                .isNotZero();
        Files.delete(folder.resolve("data/portal.json"));
        CommandRun run = CommandRun.of("account", "list", "--config", config.toString());
        assertThat(run.code()).isNotZero();
        assertThat(run.err()).contains("start it");
        assertThat(calls).isEmpty();
    }
}
