package dev.profilekeep.security.saml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnPageTest {

    @ParameterizedTest
    @CsvSource({
        "https://profiles.example.com/profile, /profile",
        "https://evil.example/profile?a=b, /profile?a=b",
        "/profile?continue, /profile",
        "/profile?a=b&continue, /profile?a=b",
        "/profile?continue&a=b, /profile?a=b",
        "/profile?to=continue, /profile?to=continue",
        "/profile#part, /profile"
    })
    void path_and_query_are_kept(String address, String page) {
        assertThat(ReturnPage.within(address, "")).isEqualTo(page);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://profiles.example.com",
                "https://profiles.example.com//evil.example/",
                "////evil.example",
                "/\\evil.example",
                "mailto:a@b.example",
                "javascript:alert(1)",
                "",
                "profile",
                "/sign-in",
                "/sign-in?error=refused",
                "/signed-out",
                "/no-access",
                "/saml2/authenticate/demo",
                "/logout"
            })
    void anything_doubtful_leads_home(String address) {
        assertThat(ReturnPage.within(address, "")).isEqualTo("/");
    }

    @ParameterizedTest
    @CsvSource({"/keep/profile, /profile", "/keep/, /", "/other/profile, /", "/keeper, /", "/keep//evil.example, /"})
    void only_pages_within_the_application_count(String address, String page) {
        assertThat(ReturnPage.within(address, "/keep")).isEqualTo(page);
    }
}
