package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.profilekeep.catalog.CatalogInUseException;
import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.lock.ClearDocument;
import dev.profilekeep.lock.ClearOutcome;
import dev.profilekeep.lock.LockDocument;
import dev.profilekeep.lock.Observation;
import dev.profilekeep.lock.Refusal;
import dev.profilekeep.lock.Weight;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The REST calls of {@code docs/locks.md}, as the command line makes them. */
class LocksByPortalTest {
    private static final Instant AT = Instant.parse("2026-03-02T09:27:00Z");
    private static final LockDocument ANNAS = new LockDocument(
            17,
            "pool",
            ContainerKind.PROFILE,
            "S-1-5-21-1",
            "anna",
            "Profile_anna",
            List.of("fra", "lon"),
            "STALE",
            "FREE_EVERYWHERE",
            "REMOVE_LOCK_FILES",
            new LockDocument.HeldBy("AVD-12", "", AT),
            AT,
            "Locked since 09:27 by AVD-12.",
            "Clear the lock, then sign in.",
            List.of(new LockDocument.Seen(
                    Observation.Source.PROBE, null, AT, Weight.STALE, "disk-free", "Nobody has it open.")));

    private static final ClearDocument.Plan PLAN = new ClearDocument.Plan(
            AT,
            1,
            List.of(
                    new ClearDocument.PlanRow(
                            17,
                            "S-1-5-21-1",
                            "anna",
                            "STALE",
                            "Locked.",
                            List.of(new ClearDocument.File("fra-p", "a/b.lock", 3072, AT)),
                            List.of(new ClearDocument.Handle("fra-p", 4, "EXAMPLE\\anna")),
                            List.of("lon-p"),
                            "5f0c",
                            false,
                            null),
                    new ClearDocument.PlanRow(
                            18,
                            "",
                            "",
                            "LIVE",
                            "In use.",
                            List.of(),
                            List.of(),
                            List.of(),
                            "",
                            false,
                            new Refusal(Refusal.Why.LIVE, "somebody works with it"))));

    private static final ClearDocument.Outcome OUTCOME = new ClearDocument.Outcome(
            1,
            List.of(new ClearDocument.OutcomeRow(
                    17,
                    "anna",
                    ClearOutcome.Result.CLEARED,
                    List.of("fra-p"),
                    List.of(),
                    List.of(),
                    null,
                    "the lock is gone")));

    @TempDir
    Path folder;

    private final List<String> asked = new ArrayList<>();
    private final List<JsonNode> bodies = new ArrayList<>();
    private boolean inventoried;
    private HttpServer portal;
    private LocksByPortal locks;

    @BeforeEach
    void start() throws IOException {
        portal = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        portal.createContext("/api/v1/", this::answer);
        portal.start();
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(
                folder.resolve("data/portal.json"),
                "{\"url\":\"http://127.0.0.1:" + portal.getAddress().getPort() + "/\",\"token\":\"t0ken\"}");
        Files.writeString(
                folder.resolve("profilekeep.yml"),
                """
                sites: [{id: fra, zone: UTC}]
                locations: [{id: fra-p, site: fra, address: fra}]
                sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [fra-p]}]
                """);
        locks = new LocksByPortal(PortalClient.of(
                ConfigFile.read(folder.resolve("profilekeep.yml")),
                new CatalogInUseException("jdbc:h2:file:x", new IllegalStateException("locked"))));
    }

    @AfterEach
    void stop() {
        portal.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        asked.add(call);
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (body.length > 0) {
            bodies.add(Json.MAPPER.readTree(body));
        }
        String path = exchange.getRequestURI().getPath().substring("/api/v1/".length());
        Object answer =
                switch (exchange.getRequestMethod() + " " + path) {
                    case "GET locks" ->
                        // three in all, two at a time
                        Map.of(
                                "locks",
                                call.contains("offset=2") ? List.of(ANNAS) : List.of(ANNAS, ANNAS),
                                "offset",
                                0,
                                "limit",
                                2,
                                "total",
                                3,
                                "addedLater",
                                true);
                    case "GET locks/17" -> ANNAS;
                    case "GET health" ->
                        inventoried
                                ? Map.of("health", Map.of("inventoryAt", AT))
                                : Map.of("health", Collections.singletonMap("inventoryAt", null));
                    case "GET containers" ->
                        Map.of("containers", List.of(Map.of("id", 17, "sid", "S-1-5-21-1", "account", "anna")));
                    case "POST locks/plan" -> PLAN;
                    case "POST locks/clear" -> OUTCOME;
                    default -> Map.of("title", "Not Found", "detail", "there is no container");
                };
        byte[] json = Json.write(answer).getBytes(StandardCharsets.UTF_8);
        boolean known = !(answer instanceof Map<?, ?> map && map.containsKey("title"));
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(known ? 200 : 404, json.length);
        exchange.getResponseBody().write(json);
        exchange.close();
    }

    @Test
    void a_list_is_asked_for_page_by_page() {
        LockSource.Found found =
                locks.list(new LockSource.Wanted(Set.of("STALE"), "AVD 12", Set.of("fra"), Integer.MAX_VALUE));
        assertThat(found.total()).isEqualTo(3);
        assertThat(found.locks()).containsExactly(ANNAS, ANNAS, ANNAS);
        assertThat(asked)
                .containsExactly(
                        "GET /api/v1/locks?offset=0&limit=1000&verdict=STALE&site=fra&host=AVD+12",
                        "GET /api/v1/locks?offset=2&limit=1000&verdict=STALE&site=fra&host=AVD+12");
        asked.clear();
        assertThat(locks.list(new LockSource.Wanted(Set.of(), "", Set.of(), 2)).locks())
                .hasSize(2);
        assertThat(asked).containsExactly("GET /api/v1/locks?offset=0&limit=2");
    }

    @Test
    void whether_there_was_an_inventory_is_asked_of_the_portal_too() {
        assertThat(locks.inventoried()).isFalse();
        inventoried = true;
        assertThat(locks.inventoried()).isTrue();
    }

    @Test
    void a_look_a_search_a_plan_and_an_act_are_what_the_documents_say() {
        assertThat(locks.look(17)).isEqualTo(ANNAS);
        assertThat(locks.search("ann")).containsExactly(new LockSource.Owned(17, "S-1-5-21-1", "anna"));
        ClearDocument.Plan plan = locks.plan(List.of(17L, 18L));
        assertThat(plan).isEqualTo(PLAN);
        assertThat(bodies.get(0).toString()).isEqualTo("{\"containers\":[17,18]}");
        assertThat(locks.clear(plan, "Anna called", "INC-42")).isEqualTo(OUTCOME);
        JsonNode sent = bodies.get(1);
        assertThat(sent.path("reason").asText()).isEqualTo("Anna called");
        assertThat(sent.path("ticket").asText()).isEqualTo("INC-42");
        assertThat(sent.path("containers").path(0).path("container").asLong()).isEqualTo(17);
        assertThat(sent.path("containers").path(0).path("basis").asText()).isEqualTo("5f0c");
        assertThat(sent.path("containers")).hasSize(2);
    }

    @Test
    void what_the_portal_refuses_is_told() {
        assertThatThrownBy(() -> locks.look(18)).isInstanceOf(CliProblem.class).hasMessageContaining("404");
    }
}
