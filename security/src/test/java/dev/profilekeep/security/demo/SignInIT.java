package dev.profilekeep.security.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profilekeep.security.saml.SamlProperties;
import dev.profilekeep.security.saml.SamlSignIn;
import dev.profilekeep.security.saml.SignInOption;
import dev.profilekeep.security.testportal.Browser;
import dev.profilekeep.security.testportal.Browser.Form;
import dev.profilekeep.security.testportal.Browser.Page;
import dev.profilekeep.security.testportal.TestPortal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signing in and out by real HTTP, at the demonstration's identity provider. */
class SignInIT {

    private static TestPortal.Running portal;

    @TempDir
    private static Path directory;

    @BeforeAll
    static void start() {
        SamlProperties properties =
                SamlProperties.builder().roles(DemoPersonas.standardRoles()).build();
        portal = TestPortal.demo(properties, directory, Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    @Test
    void the_sign_in_page_is_where_a_stranger_ends() {
        Page page = new Browser().open(portal.url() + "/profile");

        assertThat(page.text()).isEqualTo("the sign-in page");
    }

    @Test
    void both_keys_are_made_at_the_first_start_for_the_service_alone() throws Exception {
        for (String name : List.of("saml-signing.pem", "demo-idp-signing.pem")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void the_choices_name_the_demonstration() {
        assertThat(portal.bean(SamlSignIn.class).options())
                .isEqualTo(List.of(new SignInOption("demo", "Demonstration", "/saml2/authenticate/demo")));
    }

    @ParameterizedTest
    @CsvSource({
        "anna, Anna Berger, S-1-5-21-3623811015-3361044348-30300820-1104, USER",
        "helge, Helge Lund, S-1-5-21-3623811015-3361044348-30300820-1105, HELPDESK",
        "ada, Ada Novak, S-1-5-21-3623811015-3361044348-30300820-1106, ADMINISTRATOR",
        "otto, Otto Weiss, S-1-5-21-3623811015-3361044348-30300820-1107, AUDITOR"
    })
    void a_persona_becomes_a_person_with_their_role(String id, String name, String sid, String role) throws Exception {
        Browser browser = new Browser();

        signIn(browser, id);

        JsonNode me = whoami(browser);
        assertThat(me.get("subject").asText()).isEqualTo(id + "@demo.example");
        assertThat(me.get("name").asText()).isEqualTo(name);
        assertThat(me.get("sid").asText()).isEqualTo(sid);
        assertThat(me.get("email").asText()).isEqualTo(id + "@demo.example");
        assertThat(me.get("provider").asText()).isEqualTo("demo");
        assertThat(me.get("roles")).hasSize(1);
        assertThat(me.get("roles").get(0).asText()).isEqualTo(role);
    }

    @Test
    void the_page_asked_for_is_shown_after_signing_in() {
        Browser browser = new Browser();
        browser.get(portal.url() + "/profile?day=2026-11-20&site=London%20East");

        Page page = browser.follow(browser.post(answer(browser, "anna")));

        assertThat(page.text()).isEqualTo("page /profile?day=2026-11-20&site=London%20East for anna@demo.example");
    }

    @Test
    void signing_in_without_a_page_in_mind_leads_home() {
        Page page = signIn(new Browser(), "anna");

        assertThat(page.text()).isEqualTo("page / for anna@demo.example");
    }

    @Test
    void an_answer_posted_by_another_site_comes_without_cookies_and_still_signs_in() {
        Browser browser = new Browser();
        browser.get(portal.url() + "/profile");
        Form answer = answer(browser, "anna");

        Page again = browser.postFromAnotherSite(answer);
        assertThat(again.status()).isEqualTo(200);
        Page page = browser.follow(browser.post(again.form()));

        assertThat(page.text()).isEqualTo("page /profile for anna@demo.example");
    }

    @Test
    void the_session_gets_a_new_id_when_somebody_signs_in() {
        Browser browser = new Browser();
        browser.get(portal.url() + "/profile");
        String before = browser.cookies().get("JSESSIONID");
        assertThat(before).isNotNull();

        signIn(browser, "anna");

        assertThat(browser.cookies().get("JSESSIONID")).isNotNull().isNotEqualTo(before);
    }

    @Test
    void the_cookie_that_binds_a_sign_in_to_its_browser_is_out_of_reach_of_scripts_and_other_sites() {
        Page page = new Browser().get(portal.url() + "/saml2/authenticate/demo");

        assertThat(page.raw().headers().firstValue("Set-Cookie").orElseThrow())
                .contains("HttpOnly")
                .contains("SameSite=Lax")
                .contains("Path=/");
    }

    @Test
    void somebody_without_a_role_sees_a_plain_page_and_no_other() {
        Browser browser = new Browser();

        Page page = signIn(browser, "nobody");

        assertThat(page.text()).isEqualTo("the no-access page");
        assertThat(browser.open(portal.url() + "/profile").text()).isEqualTo("the no-access page");
        assertThat(browser.open(portal.url() + "/administration").text()).isEqualTo("the no-access page");
    }

    @Test
    void a_page_for_another_role_is_refused() {
        Browser browser = new Browser();
        signIn(browser, "anna");

        assertThat(browser.get(portal.url() + "/administration").status()).isEqualTo(403);
    }

    @Test
    void signing_out_here_signs_out_at_the_identity_provider_too() throws Exception {
        Browser browser = new Browser();
        signIn(browser, "anna");
        Map<String, String> token = Map.of("_csrf", whoami(browser).get("csrf").asText());

        Page first = browser.post(portal.url() + "/logout", token);
        assertThat(first.target()).startsWith(portal.url() + "/demo-idp/slo?SAMLRequest=");
        Page last = browser.follow(first);

        assertThat(last.text()).isEqualTo("the signed-out page");
        assertThat(last.at().getRawQuery()).isNull();
        assertThat(browser.open(portal.url() + "/profile").text()).isEqualTo("the sign-in page");
        assertThat(browser.get(portal.url() + "/demo-idp/").text()).contains("Nobody chosen");
    }

    @Test
    void signing_out_without_the_token_of_the_session_does_nothing() {
        Browser browser = new Browser();
        signIn(browser, "anna");

        assertThat(browser.post(portal.url() + "/logout", Map.of()).status()).isEqualTo(403);
        assertThat(browser.get(portal.url() + "/logout").status()).isEqualTo(404);
        assertThat(browser.open(portal.url() + "/profile").text()).contains("anna@demo.example");
    }

    @Test
    void signing_out_at_the_identity_provider_ends_the_session_here() {
        Browser browser = new Browser();
        signIn(browser, "anna");
        assertThat(browser.get(portal.url() + "/demo-idp/").text()).contains("You are Anna Berger");

        Page page = browser.follow(browser.post(portal.url() + "/demo-idp/sign-out", Map.of()));

        assertThat(page.text()).contains("You are signed out");
        assertThat(browser.open(portal.url() + "/profile").text()).isEqualTo("the sign-in page");
    }

    @Test
    void signing_out_at_the_identity_provider_needs_no_cookie_of_ours() {
        Browser browser = new Browser();
        signIn(browser, "anna");
        Page request = browser.post(portal.url() + "/demo-idp/sign-out", Map.of());

        new Browser().get(request.target());

        assertThat(browser.open(portal.url() + "/profile").text()).isEqualTo("the sign-in page");
    }

    @Test
    void signing_out_one_session_leaves_the_persons_other_one_alone() {
        Browser desk = new Browser();
        Browser phone = new Browser();
        signIn(desk, "anna");
        signIn(phone, "anna");

        desk.follow(desk.post(portal.url() + "/demo-idp/sign-out", Map.of()));

        assertThat(desk.open(portal.url() + "/profile").text()).isEqualTo("the sign-in page");
        assertThat(phone.open(portal.url() + "/profile").text()).contains("anna@demo.example");
    }

    @Test
    void our_metadata_says_where_answers_go_and_by_which_key_we_are_known() {
        Page all = new Browser().get(portal.url() + "/saml2/metadata");
        Page one = new Browser().get(portal.url() + "/saml2/metadata/demo");

        assertThat(all.status()).isEqualTo(200);
        assertThat(all.text())
                .contains("entityID=\"" + portal.url() + "/saml2/metadata\"")
                .contains("AuthnRequestsSigned=\"true\"")
                .contains("WantAssertionsSigned=\"false\"")
                .contains("Location=\"" + portal.url() + "/login/saml2/sso\"")
                .contains("Location=\"" + portal.url() + "/logout/saml2/slo\"")
                .contains("use=\"signing\"")
                .contains("use=\"encryption\"");
        assertThat(one.text()).isEqualTo(all.text());
        assertThat(new Browser().get(portal.url() + "/saml2/metadata/unknown").status())
                .isNotEqualTo(200);
    }

    @Test
    void the_demonstration_says_in_the_persons_language_that_it_is_one() {
        Page english = new Browser().open(portal.url() + "/saml2/authenticate/demo");
        Page german = new Browser().speaking("de-DE,de;q=0.9").open(portal.url() + "/saml2/authenticate/demo");

        assertThat(english.text()).contains("<html lang=\"en\">", "nobody is really signed in here", "Anna Berger");
        assertThat(german.text()).contains("<html lang=\"de\">", "hier meldet sich niemand wirklich an", "Angestellte");
    }

    static Page signIn(Browser browser, String persona) {
        return browser.follow(browser.post(answer(browser, persona)));
    }

    /** Goes to the identity provider, chooses a persona, and returns the answer without sending it. */
    private static Form answer(Browser browser, String persona) {
        Form choice = browser.open(portal.url() + "/saml2/authenticate/demo").form();
        Map<String, String> fields = new HashMap<>(choice.fields());
        fields.put("persona", persona);
        return browser.post(choice.action(), fields).form();
    }

    private static JsonNode whoami(Browser browser) throws Exception {
        return new ObjectMapper().readTree(browser.get(portal.url() + "/whoami").text());
    }
}
