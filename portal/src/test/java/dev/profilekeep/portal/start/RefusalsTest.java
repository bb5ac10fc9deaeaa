package dev.profilekeep.portal.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.config.ProfileKeepConfig;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;
import org.springframework.mock.env.MockEnvironment;

/** What the web server makes of addresses that are none, byte by byte: no client of ours would send them. */
class RefusalsTest {
    @TempDir
    Path folder;

    private WebServer server;

    /** Says what was searched. */
    private static final class Echo extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().write("searched " + request.getParameter("search"));
        }
    }

    @BeforeEach
    void start() throws Exception {
        Path file = folder.resolve("profilekeep.yml");
        Files.writeString(
                file,
                """
                sites: [{id: fra, zone: UTC}]
                locations: [{id: fra-p, site: fra, address: fra}]
                sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [fra-p]}]
                """);
        ProfileKeepConfig config = ConfigFile.read(file);
        TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(0);
        factory.setBaseDirectory(folder.toFile());
        new WebServerConfiguration()
                .listeningAsConfigured(config, new MockEnvironment().withProperty("server.port", "0"))
                .customize(factory);
        server = factory.getWebServer(
                context -> context.addServlet("echo", new Echo()).addMapping("/api/v1/codes"));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private String answer(String line) throws IOException {
        return answer(line, "*/*", "en");
    }

    private String answer(String line, String accept, String language) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write((line + "\r\nHost: localhost\r\nConnection: close\r\nAccept: " + accept
                                    + "\r\nAccept-Language: " + language + "\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void a_search_for_a_bracket_is_a_search() throws IOException {
        assertThat(answer("GET /api/v1/codes?search=[ HTTP/1.1"))
                .startsWith("HTTP/1.1 200")
                .contains("searched [");
        assertThat(answer("GET /api/v1/codes?search=[ERROR:0000FFF1]{\"a\"|b}^`\\ HTTP/1.1"))
                .contains("searched [ERROR:0000FFF1]{\"a\"|b}^`\\");
    }

    @Test
    void what_is_no_address_is_refused_as_the_api_refuses_and_not_with_a_page() throws IOException {
        for (String line : new String[] {
            "GET /api/v1/codes?search=\u0001 HTTP/1.1", "GET /api/v1/[ HTTP/1.1", "GET /api/v1/codes%2 HTTP/1.1"
        }) {
            assertThat(answer(line))
                    .as(line)
                    .startsWith("HTTP/1.1 400")
                    .contains("application/problem+json", "\"status\":400", "percent-encoded")
                    .doesNotContain("<html", "<h1", "Tomcat");
        }
    }

    @Test
    void a_browser_is_told_in_plain_words_and_led_to_help() throws IOException {
        String accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        for (String address : new String[] {"/help/CONTOSO%5Csofia.petrova", "/help/a%2Fb", "/help/%zz"}) {
            assertThat(answer("GET " + address + " HTTP/1.1", accept, "en"))
                    .as(address)
                    .startsWith("HTTP/1.1 400")
                    .contains("text/html", "This address cannot be read", "href=\"/help\"", "without its domain")
                    .doesNotContain("problem", "sofia", "Tomcat");
        }
        assertThat(answer("GET /help/a%2Fb HTTP/1.1", accept, "de")).contains("Diese Adresse lässt sich nicht lesen");
        assertThat(answer("GET /api/v1/containers/a%2Fb HTTP/1.1", accept, "en"))
                .as("an address of programs")
                .contains("application/problem+json");
        assertThat(answer("GET /help/a%2Fb HTTP/1.1")).contains("application/problem+json");
    }
}
