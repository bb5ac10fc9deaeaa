package dev.profilekeep.portal.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class KnownHostFilterTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "127.0.0.1", "127.0.0.2", "[::1]", "::1", "192.0.2.2"})
    void by_the_loopbacks_names_and_the_address_that_was_reached_we_are_known(String host) throws Exception {
        assertThat(answer("", host)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "localhost.evil.example", "192.0.2.3", "127.0.0.1.nip.io", "profiles.example.com"
            })
    void by_any_other_name_we_are_not(String host) throws Exception {
        assertThat(answer("", host)).isEqualTo(400);
    }

    @Test
    void who_calls_us_by_another_name_is_told_what_to_do() throws Exception {
        MockHttpServletResponse page = send("/sign-in");
        assertThat(page.getContentType()).startsWith("text/html");
        assertThat(page.getContentAsString()).contains("This is not a name of this server", "portal.publicUrl");
        MockHttpServletResponse problem = send("/api/v1/me");
        assertThat(problem.getContentType()).startsWith("application/problem+json");
        assertThat(problem.getContentAsString()).contains("unknown-host", "Host", "portal.publicUrl");
    }

    private MockHttpServletResponse send(String path) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
        request.setServerName("evil.example");
        MockHttpServletResponse response = new MockHttpServletResponse();
        filter("").doFilter(request, response, new MockFilterChain());
        return response;
    }

    @Test
    void with_an_address_of_our_own_no_name_matters() throws Exception {
        assertThat(answer("portal: {publicUrl: 'https://profiles.example.com'}", "10.1.2.3"))
                .isEqualTo(200);
    }

    private int answer(String portal, String host) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/saml2/metadata");
        request.setServerName(host);
        request.setLocalAddr("192.0.2.2");
        MockHttpServletResponse response = new MockHttpServletResponse();
        filter(portal).doFilter(request, response, new MockFilterChain());
        return response.getStatus();
    }

    private KnownHostFilter filter(String portal) throws IOException {
        return new KnownHostFilter(ConfigFile.read(Files.writeString(
                folder.resolve("profilekeep.yml"),
                """
                sites: [{id: fra, zone: Europe/Berlin}]
                locations: [{id: a, site: fra, address: a}]
                sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [a]}]
                """
                        + portal)));
    }
}
