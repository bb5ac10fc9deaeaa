package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.profilekeep.catalog.Catalog;
import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.storage.SambaServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as its own process, on a real share, and beside a running portal. */
class ProfileKeepProcessIT {
    @TempDir
    Path folder;

    private record Ran(int code, String out, String err) {}

    private Ran run(Map<String, String> environment, String... arguments) throws Exception {
        Process process = start(environment, arguments);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Ran(
                process.exitValue(), Files.readString(folder.resolve("out")), Files.readString(folder.resolve("err")));
    }

    private Process start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ProfileKeepCli.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    @Test
    void a_disk_on_a_share_is_described_and_stdout_is_the_answer_alone() throws Exception {
        try (SambaServer server = SambaServer.builder().share("profiles").start()) {
            Path file = server.folder("profiles").resolve("S-1-5-21-1-2-3-4_Zoë/Profile_Zoë.VHDX");
            Files.createDirectories(file.getParent());
            Files.write(file, Fixtures.ownImage("gpt-msr.vhdx").bytes());
            String address = server.address("profiles", "S-1-5-21-1-2-3-4_Zoë/Profile_Zoë.VHDX")
                    .toString();
            String password = server.password().use(String::new);

            Ran ran = run(
                    Map.of("PK_PASSWORD", password),
                    "disk",
                    "info",
                    address,
                    "--json",
                    "--user",
                    SambaServer.USER,
                    "--password-from",
                    "env:PK_PASSWORD");

            assertThat(ran.err()).isEmpty();
            assertThat(ran.code()).isZero();
            JsonNode disk = new ObjectMapper().readTree(ran.out());
            assertThat(disk.path("virtualSizeBytes").asLong()).isEqualTo(64L << 20);

            Ran wrong = run(
                    Map.of("PROFILEKEEP_SMB_USER", SambaServer.USER, "PROFILEKEEP_SMB_PASSWORD", "wrong-one"),
                    "disk",
                    "info",
                    address);
            assertThat(wrong.code()).isEqualTo(2);
            assertThat(wrong.out()).isEmpty();
            assertThat(wrong.err())
                    .startsWith("profilekeep: ")
                    .doesNotContain("wrong-one")
                    .doesNotContain("\tat ");
            assertThat(wrong.err().strip().lines()).hasSize(1);

            Ran missing = run(
                    Map.of("PROFILEKEEP_SMB_USER", SambaServer.USER, "PROFILEKEEP_SMB_PASSWORD", password),
                    "disk",
                    "info",
                    server.address("profiles", "none.vhdx").toString());
            assertThat(missing.code()).isEqualTo(2);
            assertThat(missing.err()).contains("none.vhdx");
        }
    }

    private void estate() throws IOException {
        Files.createDirectories(folder.resolve("fra"));
        Files.writeString(
                folder.resolve("profilekeep.yml"),
                """
                sites: [{id: fra, zone: Europe/Berlin}]
                locations: [{id: fra-p, site: fra, address: fra}]
                sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [fra-p]}]
                """);
    }

    @Test
    void an_inventory_in_the_folder_of_its_configuration_needs_no_option() throws Exception {
        estate();
        Ran ran = run(Map.of(), "inventory");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("Inventory 1: done").contains("0 containers");
    }

    @Test
    void an_inventory_that_is_told_to_end_stops_in_good_order() throws Exception {
        estate();
        String unhurried = Files.readString(folder.resolve("profilekeep.yml"));
        Files.writeString(
                folder.resolve("profilekeep.yml"),
                unhurried.replace("address: fra}", "address: fra, limits: {operationsPerSecond: 100}}"));
        for (int i = 0; i < 400; i++) {
            Path file = folder.resolve("fra/S-1-5-21-1-2-3-" + i + "_u" + i + "/Profile_u" + i + ".VHDX");
            Files.createDirectories(file.getParent());
            Files.write(file, new byte[100]);
        }
        Process process = start(Map.of(), "inventory", "--progress");
        Path err = folder.resolve("err");
        while (process.isAlive() && !Files.readString(err).contains("reading")) {
            Thread.onSpinWait();
        }

        process.destroy();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(folder.resolve("out"))).contains("Inventory 1: stopped");
        Files.writeString(folder.resolve("profilekeep.yml"), unhurried);
        Ran again = run(Map.of(), "inventory");
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.out()).contains("Inventory 2: done").contains("400  of 400");
    }

    @Test
    void while_the_portal_has_the_catalog_it_is_asked_instead() throws Exception {
        estate();
        List<String> asked = new CopyOnWriteArrayList<>();
        AtomicInteger looks = new AtomicInteger();
        HttpServer portal = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        portal.createContext("/api/v1/", exchange -> {
            String call =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            asked.add(call);
            boolean known = "Bearer t0ken".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            String run =
                    "{\"id\":7,\"status\":\"%s\",\"startedBy\":\"command line\",\"startedAt\":\"2026-01-01T00:00:00Z\","
                            + "\"endedAt\":\"2026-01-01T00:00:05Z\",\"total\":3,\"done\":3,\"counts\":{\"fresh\":3},\"failures\":[]}";
            switch (known ? call : "unauthorised") {
                case "POST /api/v1/jobs/inventory/runs" -> answer(exchange, 202, "{\"id\":7}");
                case "GET /api/v1/jobs/runs/7" ->
                    answer(exchange, 200, run.formatted(looks.incrementAndGet() < 3 ? "RUNNING" : "DONE"));
                case "GET /api/v1/unread" ->
                    answer(
                            exchange,
                            200,
                            "[{\"location\":\"fra-p\",\"path\":\"a/b.vhdx\",\"kind\":\"NAME\",\"reason\":\"odd\","
                                    + "\"at\":\"2026-01-01T00:00:04Z\"}]");
                case "GET /api/v1/containers" ->
                    answer(
                            exchange,
                            200,
                            "{\"containers\":[],\"totals\":{\"containers\":%d,\"copies\":5,\"fileBytes\":4096,"
                                            .formatted(countFor(exchange.getRequestURI()))
                                    + "\"usedBytes\":2048,\"reclaimableBytes\":1024,\"unread\":1}}");
                case "GET /api/v1/health" ->
                    answer(
                            exchange,
                            200,
                            "{\"health\":{\"judgedAt\":\"2026-01-01T00:00:00Z\",\"all\":{\"warn\":1},\"sites\":[]},\"total\":1,"
                                    + "\"findings\":[{\"id\":5,\"severity\":\"WARN\",\"code\":\"NEARLY_FULL\",\"facts\":{"
                                    + "\"freeBytes\":\"1073741824\"},\"container\":{\"account\":\"%s\",\"kind\":\"ODFC\"}}]}"
                                            .formatted(String.valueOf(
                                                    exchange.getRequestURI().getQuery())));
                case "POST /api/v1/users/import" ->
                    answer(
                            exchange,
                            200,
                            "{\"source\":\"corp\",\"users\":%d,\"known\":2,\"found\":2,\"forced\":false}"
                                    .formatted(exchange.getRequestBody().readAllBytes().length));
                case "GET /api/v1/audit/verify" ->
                    answer(
                            exchange,
                            200,
                            "{\"entries\":4,\"problems\":[%s],\"head\":\"abc\"}"
                                    .formatted(
                                            exchange.getRequestURI().getQuery() == null
                                                    ? ""
                                                    : "\"the head is not in it\""));
                case "GET /api/v1/audit" ->
                    answer(
                            exchange,
                            200,
                            "[{\"seq\":4,\"at\":\"2026-01-01T00:00:00Z\",\"actor\":\"Ada\",\"act\":\"job.start\","
                                    + "\"subject\":\"inventory\",\"reason\":\"\",\"outcome\":\"begun\",\"hash\":\"abc\"}]");
                case "GET /api/v1/locations" ->
                    answer(
                            exchange,
                            200,
                            "[{\"id\":\"fra-p\",\"siteName\":\"fra\",\"mode\":\"ACT\",\"address\":\"x\"}]");
                case "POST /api/v1/locations/fra-p/mode" ->
                    answer(exchange, 409, "{\"title\":\"Conflict\",\"detail\":\"not now\"}");
                default -> answer(exchange, 401, "{\"title\":\"Unauthorized\"}");
            }
        });
        portal.start();
        Path portalFile = folder.resolve("data/portal.json");
        try (Catalog held =
                Catalog.open(ConfigFile.read(folder.resolve("profilekeep.yml")).database())) {
            assertThat(held.shared()).isFalse();

            Ran alone = run(Map.of(), "inventory");
            assertThat(alone.code()).isEqualTo(2);
            assertThat(alone.err()).contains("in use by another process").contains("portal.json is not there");

            Files.writeString(
                    portalFile,
                    "{\"url\":\"http://127.0.0.1:" + portal.getAddress().getPort() + "/\",\"token\":\"t0ken\"}");
            Ran ran = run(Map.of(), "inventory", "--json");
            assertThat(ran.err()).isEmpty();
            assertThat(ran.code()).isEqualTo(1);
            JsonNode report = new ObjectMapper().readTree(ran.out());
            assertThat(report.path("counts").path("fresh").asLong()).isEqualTo(3);
            assertThat(report.path("findings").toString()).isEqualTo("{\"NEARLY_FULL\":2}");
            assertThat(report.path("totals").path("containers").asLong()).isEqualTo(9);
            assertThat(report.path("totals").path("reclaimableBytes").asLong()).isEqualTo(1024);
            assertThat(report.path("unread").get(0).path("locationId").asText()).isEqualTo("fra-p");
            assertThat(asked).contains("POST /api/v1/jobs/inventory/runs", "GET /api/v1/unread");
            assertThat(looks.get()).isEqualTo(3);

            Ran verified = run(Map.of(), "audit", "verify");
            assertThat(verified.code()).as(verified.err()).isZero();
            assertThat(verified.out())
                    .contains("The chain is whole: 4 entries.")
                    .contains("Head: abc");
            Ran broken = run(Map.of(), "audit", "verify", "--head", "0".repeat(64));
            assertThat(broken.code()).isEqualTo(1);
            assertThat(broken.out()).contains("the head is not in it");
            assertThat(run(Map.of(), "audit", "list").out())
                    .contains("job.start")
                    .contains("Ada");

            Ran health = run(Map.of(), "health", "--site", "fra");
            assertThat(health.code()).isEqualTo(1);
            assertThat(health.out())
                    .contains("nearly full", "free 1.00 GiB")
                    .contains("severity=WARN&severity=CRITICAL&limit=50&accepted=HIDDEN&site=fra");
            Files.writeString(folder.resolve("users.csv"), "SID\n");
            Ran users = run(Map.of(), "users", "import", "users.csv", "--source", "corp");
            assertThat(users.code()).as(users.err()).isZero();
            assertThat(users.out()).contains("4 users of corp");

            assertThat(run(Map.of(), "location", "list").out()).contains("ACT");
            Ran refused = run(Map.of(), "location", "mode", "fra-p", "ACT", "--reason", "x");
            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.err()).contains("409: not now");
        } finally {
            portal.stop(0);
        }
    }

    private static int countFor(java.net.URI asked) {
        String query = String.valueOf(asked.getQuery());
        return query.contains("finding=NEARLY_FULL") ? 2 : query.contains("finding=") ? 0 : 9;
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
