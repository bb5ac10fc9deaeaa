package dev.profilekeep.portal.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profilekeep.account.AccountRole;
import dev.profilekeep.account.NewAccount;
import dev.profilekeep.account.ServiceAccounts.Made;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.cli.ProfileKeepCli;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.portal.PortalApplication;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** Tokens at the real server over a real inventory of two sites: what one held to Frankfurt sees, and what nobody's does. */
class TokensOnTheWireIT {
    private static final Actor ADA = new Actor("ada", "Ada", List.of("ADMINISTRATOR"), "");

    @TempDir
    private static Path folder;

    private static ConfigurableApplicationContext portal;
    private static int port;
    private static Engine engine;
    private static Made frankfurt;
    private static Made branch;
    private static Made everywhere;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    @BeforeAll
    static void start() throws Exception {
        container("fra", "anna", 1);
        container("lon", "anna", 1);
        container("fra", "ben", 2);
        container("lon", "chloe", 3);
        container("bra", "dora", 4);
        Files.createDirectories(folder.resolve("lon/odd-folder"));
        Files.write(folder.resolve("lon/odd-folder/Profile_nobody.VHDX"), new byte[10]);
        Path config = Files.writeString(
                folder.resolve("profilekeep.yml"),
                """
                dataDirectory: data
                portal: {publicUrl: "https://profiles.example.com", port: 0}
                signIn:
                  identityProviders:
                    - {id: corp, name: Example Corp, metadata: "file:not-there-yet.xml"}
                  roles: {USER: ["*"]}
                sites:
                  - {id: fra, name: Frankfurt, zone: Europe/Berlin}
                  - {id: lon, name: London, zone: Europe/London}
                locations:
                  - {id: fra-profiles, site: fra, address: fra}
                  - {id: lon-profiles, site: lon, address: lon}
                  - {id: lon-branch, site: lon, address: bra}
                sets:
                  - {id: office, replication: ENGINE, activeSite: fra, locations: [fra-profiles, lon-profiles]}
                  - {id: branch, replication: ENGINE, activeSite: lon, locations: [lon-branch]}
                """);
        portal = new SpringApplicationBuilder(PortalApplication.class)
                .run("--profilekeep.config=" + config, "--vaadin.productionMode=true");
        port = ((ServletWebServerApplicationContext) portal).getWebServer().getPort();
        engine = portal.getBean(Engine.class);
        engine.inventory().runAll("a test", RunControl.NEVER_STOP, run -> {});
        frankfurt = account("frankfurt", Set.of("fra"), Set.of());
        branch = account("branch", Set.of(), Set.of("branch"));
        everywhere = account("everywhere", Set.of(), Set.of());
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    private static void container(String share, String account, int rid) throws IOException {
        Path file = folder.resolve(share + "/S-1-5-21-1-2-3-" + rid + "_" + account + "/Profile_" + account + ".VHDX");
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[100]);
    }

    private static Made account(String name, Set<String> sites, Set<String> sets) {
        return engine.serviceAccounts()
                .create(new NewAccount(name, AccountRole.ADMINISTRATOR, sites, sets, 1, ""), ADA);
    }

    private HttpResponse<String> send(String token, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return http.send(request.header("Authorization", "Bearer " + token).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> get(Made account, String path) throws IOException, InterruptedException {
        return send(account.token(), HttpRequest.newBuilder(address(path)));
    }

    private static URI address(String path) {
        return URI.create("http://127.0.0.1:" + port + "/api/v1/" + path);
    }

    private Set<String> accounts(Made account, String query) throws Exception {
        Set<String> names = new TreeSet<>();
        json.readTree(get(account, "containers?" + query).body())
                .path("containers")
                .forEach(row -> names.add(row.path("account").asText()));
        return names;
    }

    @Test
    void lists_counts_and_totals_hold_what_lies_in_scope() throws Exception {
        assertThat(accounts(everywhere, "")).containsExactly("anna", "ben", "chloe", "dora", "odd-folder");
        assertThat(accounts(frankfurt, "")).containsExactly("anna", "ben");
        assertThat(accounts(branch, "")).containsExactly("dora");
        assertThat(accounts(frankfurt, "text=chloe")).isEmpty();
        JsonNode totals =
                json.readTree(get(frankfurt, "containers?limit=1").body()).path("totals");
        assertThat(totals.path("containers").asInt()).isEqualTo(2);
        assertThat(totals.path("unread").asInt()).isEqualTo(2);
    }

    @Test
    void the_table_holds_what_lies_in_scope() throws Exception {
        assertThat(get(everywhere, "containers.csv").body()).contains("chloe", "dora");
        assertThat(get(frankfurt, "containers.csv").body())
                .contains("anna", "ben")
                .doesNotContain("chloe", "dora");
        assertThat(get(branch, "containers.csv").body()).contains("dora").doesNotContain("anna", "chloe");
    }

    @Test
    void a_container_out_of_scope_answers_as_one_that_is_not_there() throws Exception {
        long chloe = id("chloe");
        assertThat(get(everywhere, "containers/" + chloe).statusCode()).isEqualTo(200);
        HttpResponse<String> refused = get(frankfurt, "containers/" + chloe);
        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(refused.body().replace("/" + chloe, "/N"))
                .isEqualTo(get(frankfurt, "containers/99999").body().replace("/99999", "/N"));
        assertThat(get(frankfurt, "containers/" + id("ben")).statusCode()).isEqualTo(200);
        assertThat(get(branch, "containers/" + id("ben")).statusCode()).isEqualTo(404);
    }

    @Test
    void of_a_container_in_scope_every_copy_is_told() throws Exception {
        JsonNode anna = json.readTree(get(frankfurt, "containers/" + id("anna")).body());
        assertThat(anna.path("copies")).hasSize(2);
    }

    private long id(String account) throws Exception {
        return json.readTree(get(everywhere, "containers?text=" + account).body())
                .path("containers")
                .get(0)
                .path("id")
                .asLong();
    }

    @Test
    void sites_locations_and_what_could_not_be_read_are_those_in_scope() throws Exception {
        assertThat(get(everywhere, "unread").body()).contains("lon-profiles", "odd-folder");
        assertThat(get(frankfurt, "unread").body())
                .contains("fra-profiles")
                .doesNotContain("lon-profiles", "lon-branch", "odd-folder");
        assertThat(get(frankfurt, "locations").body())
                .contains("fra-profiles")
                .doesNotContain("lon-profiles", "lon-branch");
        assertThat(get(branch, "locations").body()).contains("lon-branch").doesNotContain("profiles\"");
        HttpResponse<String> site = get(frankfurt, "containers?site=lon");
        assertThat(site.statusCode()).isEqualTo(400);
        assertThat(site.body()).contains("site cannot be \\\"lon\\\"; it can be fra\"");
        assertThat(get(everywhere, "containers?site=lon").statusCode()).isEqualTo(200);
    }

    @Test
    void a_mode_is_changed_within_scope_alone() throws Exception {
        for (String location : new String[] {"fra-profiles", "lon-profiles", "nowhere"}) {
            HttpResponse<String> answer = send(
                    frankfurt.token(),
                    HttpRequest.newBuilder(address("locations/" + location + "/mode"))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString("{\"mode\":\"ASSIST\",\"reason\":\"a test\"}")));
            assertThat(answer.statusCode()).as(location).isEqualTo(location.equals("fra-profiles") ? 200 : 404);
        }
        assertThat(engine.locations().mode("lon-profiles").name()).isEqualTo("OBSERVE");
    }

    @Test
    void what_is_about_the_whole_estate_is_refused() throws Exception {
        for (String path : List.of("jobs/runs", "jobs/schedules", "audit", "audit/verify", "service-accounts")) {
            HttpResponse<String> answer = get(frankfurt, path);
            assertThat(answer.statusCode()).as(path).isEqualTo(403);
            assertThat(answer.body()).as(path).contains("urn:profilekeep:problem:out-of-scope");
            assertThat(get(everywhere, path).statusCode()).as(path).isEqualTo(200);
        }
    }

    @Test
    void no_cookie_comes_of_a_token_good_or_wrong() throws Exception {
        assertThat(get(everywhere, "me").headers().map()).doesNotContainKey("set-cookie");
        assertThat(send("pk_wrong", HttpRequest.newBuilder(address("me")))
                        .headers()
                        .map())
                .doesNotContainKey("set-cookie");
    }

    @Test
    void a_report_that_does_not_say_how_long_it_is_is_cut_off() throws Exception {
        Made hosts = engine.serviceAccounts()
                .create(new NewAccount("hosts", AccountRole.HOST_REPORT, Set.of(), Set.of(), 1, ""), ADA);
        byte[] body = " ".repeat(1_000_000).getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> answer = send(
                hosts.token(),
                HttpRequest.newBuilder(address("host-reports"))
                        .header("Content-Type", "application/json; charset=utf-8")
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("urn:profilekeep:problem:too-large");
    }

    @Test
    void the_command_line_makes_lists_and_revokes_by_the_running_portal() throws Exception {
        String token = run("service-account", "create", "from the shell", "--role", "AUDITOR", "--site", "fra")
                .strip();
        assertThat(token).startsWith("pk_").hasSize(66);
        assertThat(send(token, HttpRequest.newBuilder(address("me"))).body())
                .contains("\"name\":\"from the shell\"", "\"sites\":[\"fra\"]");
        assertThat(run("service-account", "list")).contains("from the shell", "site fra", "127.0.0.1");
        run("service-account", "revoke", token.substring(3, 13), "--reason", "a test");
        assertThat(send(token, HttpRequest.newBuilder(address("me"))).statusCode())
                .isEqualTo(401);
        assertThat(engine.audit().recent(1).get(0).actor().name()).isEqualTo("command line");

        Path export = Files.writeString(folder.resolve("export.csv"), "Host,UserName\nAVD-12,EXAMPLE\\anna\n");
        assertThat(run(
                        "sessions",
                        "import",
                        export.toString(),
                        "--source",
                        "from the shell",
                        "--at",
                        Instant.now().toString()))
                .contains("Taken: 1 hosts, 1 sessions");
        assertThat(engine.sessions().sessionsAt("AVD-12")).hasSize(1);
    }

    /** As a process of its own, which finds the catalog in use and the portal by its file. */
    private static String run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ProfileKeepCli.class.getName()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--config", folder.resolve("profilekeep.yml").toString()));
        Path err = folder.resolve("err");
        Process process =
                new ProcessBuilder(command).redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(err)).isZero();
        return out;
    }
}
