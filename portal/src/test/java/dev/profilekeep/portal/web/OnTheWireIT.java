package dev.profilekeep.portal.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.profilekeep.account.AccountRole;
import dev.profilekeep.account.NewAccount;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.portal.PortalApplication;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.embedded.tomcat.TomcatWebServer;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** What headers can do to the real server: nothing, unless the configuration believes who sent them. */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(120)
class OnTheWireIT {
    private static ConfigurableApplicationContext portal;
    private static int port;
    private static String token;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("share"));
        Path config = Files.writeString(
                folder.resolve("profilekeep.yml"),
                """
                dataDirectory: data
                portal: {publicUrl: "https://profiles.example.com", port: 0, bindAddress: 0.0.0.0}
                signIn:
                  identityProviders:
                    - {id: corp, name: Example Corp, metadata: "file:not-there-yet.xml"}
                  roles: {USER: ["*"]}
                sites:
                  - {id: fra, name: Frankfurt, zone: Europe/Berlin}
                locations:
                  - {id: fra-profiles, site: fra, address: share}
                sets:
                  - {id: office, replication: STORAGE, activeSite: fra, locations: [fra-profiles]}
                """);
        portal = new SpringApplicationBuilder(PortalApplication.class)
                .run(
                        "--profilekeep.config=" + config,
                        "--vaadin.productionMode=true",
                        "--logging.level.dev.profilekeep.portal.rest=debug");
        port = ((ServletWebServerApplicationContext) portal).getWebServer().getPort();
        JsonNode door = JsonMapper.builder().build().readTree(Files.readString(folder.resolve("data/portal.json")));
        assertThat(door.path("url").asText()).isEqualTo("http://127.0.0.1:" + port);
        token = door.path("token").asText();
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    @Test
    void the_token_is_good_at_the_loopback() throws IOException {
        assertThat(call("127.0.0.1", "GET /api/v1/me", "Authorization: Bearer " + token))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void a_forwarding_header_makes_the_token_worthless_whatever_it_says() throws IOException {
        for (String header : new String[] {
            "X-Forwarded-For: 127.0.0.1",
            "X-Forwarded-For: 10.0.0.1",
            "Forwarded: for=127.0.0.1",
            "X-Real-IP: 127.0.0.1",
            "X-Original-Forwarded-For: 127.0.0.1",
            "X_Forwarded_For: 127.0.0.1",
            "CDN-Loop: cdn.example"
        }) {
            assertThat(call("127.0.0.1", "GET /api/v1/me", "Authorization: Bearer " + token, header))
                    .as(header)
                    .startsWith("HTTP/1.1 401");
        }
    }

    @Test
    void the_token_is_worthless_at_any_other_address_of_ours() throws IOException {
        String other = otherAddress().orElse("");
        assumeThat(other).as("this machine has an address besides the loopback").isNotEmpty();
        assertThat(call(other, "GET /api/v1/me", "Authorization: Bearer " + token))
                .startsWith("HTTP/1.1 401");
        assertThat(call(other, "GET /api/v1/me", "Authorization: Bearer " + token, "X-Forwarded-For: 127.0.0.1"))
                .startsWith("HTTP/1.1 401");
    }

    @Test
    void the_log_says_who_was_connected_and_not_who_they_said_they_were(CapturedOutput output) throws IOException {
        call(
                "127.0.0.1",
                "GET /login/saml2/sso?SAMLResponse=bm9uc2Vuc2U%3D&again=true",
                "X-Forwarded-For: 203.0.113.9");
        assertThat(output)
                .contains("sign-in refused")
                .contains("from=127.0.0.1")
                .doesNotContain("203.0.113.9");
    }

    @Test
    void no_header_shapes_where_a_redirect_leads() throws IOException {
        String answer = call("127.0.0.1", "GET /jobs", "Host: evil.example", "X-Forwarded-Host: worse.example");
        assertThat(answer).startsWith("HTTP/1.1 302").doesNotContain("evil.example", "worse.example");
        assertThat(answer).containsPattern("(?m)^Location: /sign-in\\r?$");
    }

    @Test
    void no_header_shapes_the_metadata() throws IOException {
        String answer = call(
                "127.0.0.1",
                "GET /saml2/metadata",
                "Host: evil.example",
                "X-Forwarded-Host: worse.example",
                "X-Forwarded-Proto: http");
        assertThat(answer)
                .contains("https://profiles.example.com/login/saml2/sso")
                .doesNotContain("evil.example", "worse.example");
    }

    @Test
    void odd_addresses_and_methods_are_refused_with_a_reason() throws IOException {
        assertThat(call("127.0.0.1", "GET /api//v1/me"))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json", "two slashes in a row");
        assertThat(call("127.0.0.1", "GET /api/v1/me;x=1"))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json", "semicolon");
        for (String method : new String[] {"TRACE", "FOO"}) {
            assertThat(call("127.0.0.1", method + " /api/v1/me", "X-Secret: 4711"))
                    .as(method)
                    .startsWith("HTTP/1.1 405")
                    .contains(
                            "Allow: GET, HEAD, OPTIONS, POST, PUT\r\n",
                            "application/problem+json",
                            "This method is not possible")
                    .doesNotContain("4711");
            assertThat(call("127.0.0.1", method + " /sign-in"))
                    .startsWith("HTTP/1.1 405")
                    .contains("That did not work");
        }
    }

    @Test
    void a_body_that_is_too_long_is_refused_before_it_is_read_and_where_its_length_is_not_said() throws IOException {
        String said = call(
                "127.0.0.1",
                "POST /api/v1/locks/plan",
                "Authorization: Bearer " + token,
                "Content-Type: application/json",
                "Content-Length: 200000000");
        assertThat(said)
                .startsWith("HTTP/1.1 413")
                .contains("application/problem+json", "urn:profilekeep:problem:too-large", "1048576 bytes");

        for (String begin : new String[] {"{\"containers\":[", "{\"nothing\":\"", "[", ""}) {
            String chunked = begin + "1,".repeat(600_000);
            assertThat(sent("POST", "locks/plan", "application/json", true, chunked))
                    .as("beginning with '%s'", begin)
                    .startsWith(begin.startsWith("{") ? "HTTP/1.1 413" : "HTTP/1.1 400");
        }
        assertThat(sent("PUT", "jobs/schedules/inventory", "application/json", true, " ".repeat(1 << 20) + "{}"))
                .startsWith("HTTP/1.1 413");
        assertThat(sent("POST", "locks/plan", "application/json", true, "{\"containers\":[1]}"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void what_takes_long_bodies_takes_them() throws IOException {
        String nonsense = "1,".repeat(600_000);
        assertThat(sent("POST", "users/import?source=a&exportedAt=2026-03-01T22:00:00Z", "text/csv", true, nonsense))
                .startsWith("HTTP/1.1 400");
        assertThat(sent("POST", "host-reports", "application/json", true, "[" + nonsense))
                .startsWith("HTTP/1.1 413")
                .contains("900000 bytes");
    }

    @Test
    void a_form_is_no_body_whole_or_cut_off(CapturedOutput output) throws IOException {
        int before = output.getOut().length();
        for (String method : new String[] {"POST", "PUT"}) {
            String call = method.equals("POST") ? "locks/plan" : "jobs/schedules/inventory";
            for (String type : new String[] {
                "multipart/form-data; boundary=x", "multipart/form-data", "application/x-www-form-urlencoded"
            }) {
                assertThat(sent(method, call, type, false, "--x\r\n"))
                        .as("%s %s", method, type)
                        .startsWith("HTTP/1.1 415")
                        .contains("urn:profilekeep:problem:unsupported-media-type");
            }
        }
        assertThat(sent("POST", "jobs/runs/1/stop", "application/x-www-form-urlencoded", false, "reason=none"))
                .startsWith("HTTP/1.1 415");
        assertThat(sent("POST", "jobs/runs/99/stop", "application/x-www-form-urlencoded", false, ""))
                .as("nothing in it")
                .startsWith("HTTP/1.1 404");
        assertThat(output.getOut().substring(before)).doesNotContain("incident=", "\tat ");
    }

    /** What the administrator of this machine is answered to a body, sent with its length or in chunks. */
    private static String sent(String method, String call, String type, boolean chunked, String body)
            throws IOException {
        String head = method + " /api/v1/" + call + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nAuthorization: Bearer " + token + "\r\nContent-Type: " + type
                + "\r\nConnection: close\r\n"
                + (chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length()) + "\r\n\r\n";
        String sent = chunked ? Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n" : body;
        try (Socket socket = new Socket("127.0.0.1", port)) {
            OutputStream out = socket.getOutputStream();
            out.write((head + sent).getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return answerOf(socket);
        }
    }

    @Test
    void a_catalog_that_is_away_is_told_soon_and_is_nobodys_fault(CapturedOutput output) throws Exception {
        String asAda = "Authorization: Bearer " + token;
        String account = portal.getBean(Engine.class)
                .serviceAccounts()
                .create(
                        new NewAccount("hosts", AccountRole.AUDITOR, Set.of(), Set.of(), 1, ""),
                        new Actor("S-1-5-21-1-2-3-1102", "ada", List.of("ADMINISTRATOR"), ""))
                .token();
        int before = output.getOut().length();
        List<Connection> all = new ArrayList<>();
        try {
            DataSource catalog = portal.getBean(Engine.class).catalog().dataSource();
            while (all.size() < 24) {
                all.add(catalog.getConnection());
            }
            long begin = System.nanoTime();
            assertThat(call("127.0.0.1", "GET /api/v1/containers", asAda))
                    .startsWith("HTTP/1.1 503")
                    .containsIgnoringCase("\r\nRetry-After: 10\r\n")
                    .contains("application/problem+json", "urn:profilekeep:problem:catalog-away");
            assertThat(call("127.0.0.1", "GET /api/v1/containers", "Authorization: Bearer " + account))
                    .as("its token is looked up before any controller is reached")
                    .startsWith("HTTP/1.1 503")
                    .containsIgnoringCase("\r\nRetry-After: 10\r\n")
                    .contains("application/problem+json", "urn:profilekeep:problem:catalog-away");
            assertThat(call("127.0.0.1", "GET /actuator/health/readiness"))
                    .startsWith("HTTP/1.1 503")
                    .contains("DOWN");
            assertThat(call("127.0.0.1", "GET /actuator/health/liveness"))
                    .startsWith("HTTP/1.1 200")
                    .contains("UP");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(25));
        } finally {
            for (Connection one : all) {
                one.close();
            }
        }
        assertThat(call("127.0.0.1", "GET /actuator/health/readiness")).startsWith("HTTP/1.1 200");
        assertThat(call("127.0.0.1", "GET /api/v1/containers", asAda)).startsWith("HTTP/1.1 200");
        assertThat(output.getOut().substring(before).lines().filter(line -> line.contains("incident=")))
                .isEmpty();
    }

    @Test
    void a_caller_who_goes_away_in_the_middle_of_an_answer_is_no_fault(CapturedOutput output) throws Exception {
        try (Connection catalog =
                        portal.getBean(Engine.class).catalog().dataSource().getConnection();
                Statement statement = catalog.createStatement()) {
            statement.execute(
                    "INSERT INTO container (identity_key, set_id, kind, sid, account, account_sort, base_name,"
                            + " search, first_seen, state, state_rank, finding_codes, findings, sites, copies, unread_copies,"
                            + " locked, virtual_size, file_size, used, free, reclaimable, sum_file_size, sum_used,"
                            + " sum_reclaimable, last_written, last_seen) SELECT 'many-' || x, 'office', 'PROFILE', 'S-1-5-21-'"
                            + " || x, REPEAT('m', 480), 'many', 'Profile_many', 'many', CURRENT_TIMESTAMP, 'HEALTHY', 0, '', '[]', '', 0,"
                            + " 0, FALSE, -1, -1, -1, -1, -1, 0, 0, 0, -1, -1 FROM SYSTEM_RANGE(1, 20000)");
        }
        int before = output.getOut().length(); // earlier lines are of other tests
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setReceiveBufferSize(4096);
            socket.getOutputStream()
                    .write(("GET /api/v1/containers.csv HTTP/1.1\r\nHost: 127.0.0.1:" + port
                                    + "\r\nAuthorization: Bearer " + token + "\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 200");
            socket.setSoLinger(true, 0); // as a browser that was closed: what follows meets a reset
        }
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (connections() > 1 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(connections()).isLessThanOrEqualTo(1);

        String said = output.getOut().substring(before);
        assertThat(said.lines().filter(line -> line.contains("the caller went away")))
                .hasSize(1)
                .allMatch(line -> line.contains("DEBUG"));
        assertThat(said.lines().filter(line -> line.contains("-exec-")))
                .as("what those said who answer callers")
                .noneMatch(line -> line.contains(" ERROR ") || line.contains(" WARN "));
        assertThat(said).doesNotContain("incident=", "\tat ");
    }

    /** Those that the server has open or still works for, and the one that it waits for. */
    private static long connections() {
        Connector connector = ((TomcatWebServer) ((ServletWebServerApplicationContext) portal).getWebServer())
                .getTomcat()
                .getConnector();
        return ((AbstractProtocol<?>) connector.getProtocolHandler()).getConnectionCount();
    }

    /** The whole answer of one call, headers and all, exactly as it was sent. */
    private static String call(String address, String what, String... headers) throws IOException {
        StringBuilder request = new StringBuilder(what).append(" HTTP/1.1\r\n");
        boolean host = false;
        for (String header : headers) {
            request.append(header).append("\r\n");
            host |= header.startsWith("Host:");
        }
        request.append(host ? "" : "Host: " + address + ":" + port + "\r\n")
                .append("Accept: text/html,application/json\r\nConnection: close\r\n\r\n");
        try (Socket socket = new Socket(address, port)) {
            OutputStream out = socket.getOutputStream();
            out.write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return answerOf(socket);
        }
    }

    /** Nothing more comes from us, so that a server which was promised more waits for none of it. */
    private static String answerOf(Socket socket) throws IOException {
        socket.shutdownOutput();
        socket.setSoTimeout(30_000);
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static Optional<String> otherAddress() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .findFirst();
    }
}
