package dev.profilekeep.portal.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.web.firewall.RequestRejectedException;

class RefusedAtTheDoorTest {
    private static String page(String method, String address) throws IOException {
        MockHttpServletRequest request = new MockHttpServletRequest(method, address);
        request.setPreferredLocales(List.of(java.util.Locale.ENGLISH));
        MockHttpServletResponse response = new MockHttpServletResponse();
        new RefusedAtTheDoor().handle(request, response, new RequestRejectedException("refused"));
        assertThat(response.getStatus()).isBetween(400, 499);
        return response.getContentAsString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/help/%25", "/help/a%26b%2541"})
    void of_an_odd_address_nobody_is_told_that_a_page_was_open_for_too_long(String address) throws IOException {
        assertThat(page("GET", address))
                .contains("This address cannot be read", "href=\"/help\"")
                .doesNotContain("too long");
    }

    @Test
    void an_odd_method_is_no_matter_of_the_address() throws IOException {
        assertThat(page("BREW", "/help")).contains("That did not work").doesNotContain("This address");
    }
}
