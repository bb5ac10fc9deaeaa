package dev.profilekeep.security.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.security.opensaml.Bindings;
import dev.profilekeep.security.opensaml.SamlXml;
import dev.profilekeep.security.opensaml.SigningKey;
import dev.profilekeep.security.saml.SamlProperties;
import dev.profilekeep.security.saml.ServiceProvider;
import dev.profilekeep.security.testportal.Browser;
import dev.profilekeep.security.testportal.Browser.Form;
import dev.profilekeep.security.testportal.Browser.Page;
import dev.profilekeep.security.testportal.TestPortal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opensaml.saml.saml2.core.AuthnRequest;
import org.opensaml.saml.saml2.core.Issuer;

/** The demonstration's identity provider answers our own service provider, and at its address only. */
class DemoIdentityProviderIT {

    private static TestPortal.Running portal;
    private static ServiceProvider us;
    private static SigningKey strangersKey;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        portal = TestPortal.demo(
                SamlProperties.builder().roles(DemoPersonas.standardRoles()).build(), directory, Clock.systemUTC());
        us = portal.bean(ServiceProvider.class);
        strangersKey = SigningKey.loadOrCreate(directory.resolve("stranger.pem"), "Stranger", Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    @Test
    void its_metadata_is_there() {
        Page page = new Browser().get(portal.url() + "/demo-idp/metadata");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text())
                .contains("entityID=\"urn:profilekeep:demo-idp\"")
                .contains("Location=\"" + portal.url() + "/demo-idp/sso\"")
                .contains("Location=\"" + portal.url() + "/demo-idp/slo\"");
    }

    @Test
    void a_posted_question_is_answered_to_our_address_whatever_it_asks_for() {
        Browser browser = new Browser();
        AuthnRequest question = question();
        question.setAssertionConsumerServiceURL("https://evil.example/steal");
        SamlXml.sign(question, us.key());

        Form choice = browser.post(
                        portal.url() + "/demo-idp/sso",
                        Map.of("SAMLRequest", Bindings.toForm(SamlXml.write(question)), "RelayState", "a\"<b"))
                .form();
        Map<String, String> fields = new HashMap<>(choice.fields());
        fields.put("persona", "anna");
        Form answer = browser.post(choice.action(), fields).form();

        assertThat(answer.action()).isEqualTo(portal.url() + "/login/saml2/sso");
        assertThat(answer.fields()).containsEntry("RelayState", "a\"<b");
    }

    @Test
    void a_question_without_our_signature_is_refused() {
        AuthnRequest unsigned = question();
        AuthnRequest strangers = question();
        SamlXml.sign(strangers, strangersKey);
        String xml = SamlXml.write(question());

        refusesPosted(unsigned);
        refusesPosted(strangers);
        refuses("SAMLRequest=" + URLEncoder.encode(Bindings.toAddress(xml), StandardCharsets.UTF_8));
        refuses(Bindings.signedQuery("SAMLRequest", xml, null, strangersKey));
        refuses("");
    }

    @Test
    void a_question_by_somebody_else_or_meant_for_somebody_else_is_refused() {
        AuthnRequest other = question();
        other.getIssuer().setValue("https://other.example.com");
        AuthnRequest elsewhere = question();
        elsewhere.setDestination("https://other.example.com/sso");

        refuses(Bindings.signedQuery("SAMLRequest", SamlXml.write(other), null, us.key()));
        refuses(Bindings.signedQuery("SAMLRequest", SamlXml.write(elsewhere), null, us.key()));
    }

    @Test
    void a_persona_without_a_question_is_not_sent_anywhere() {
        Page page = new Browser().post(portal.url() + "/demo-idp/choose", Map.of("persona", "ada"));

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.text()).doesNotContain("SAMLResponse").contains("That did not work");
    }

    @Test
    void a_request_to_sign_out_without_our_signature_is_refused() {
        Browser anna = new Browser();
        signIn(anna);
        String xml = "<a/>";

        Page page = anna.get(
                portal.url() + "/demo-idp/slo?" + Bindings.signedQuery("SAMLRequest", xml, null, strangersKey));

        assertThat(page.status()).isEqualTo(400);
        assertThat(anna.get(portal.url() + "/demo-idp/").text()).contains("You are Anna Berger");
    }

    @Test
    void nothing_else_is_there() {
        assertThat(new Browser().get(portal.url() + "/demo-idp/other").status()).isEqualTo(404);
        assertThat(new Browser().get(portal.url() + "/demo-idp/choose").status())
                .isEqualTo(404);
    }

    @Test
    void its_pages_run_no_script_and_are_not_framed() {
        Page page = new Browser().get(portal.url() + "/demo-idp/");

        assertThat(page.raw().headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'")
                .contains("frame-ancestors 'none'")
                .doesNotContain("script-src");
        assertThat(page.raw().headers().firstValue("Cache-Control").orElseThrow())
                .contains("no-store");
    }

    private static void signIn(Browser browser) {
        Form choice = browser.open(portal.url() + "/saml2/authenticate/demo").form();
        Map<String, String> fields = new HashMap<>(choice.fields());
        fields.put("persona", "anna");
        browser.follow(browser.post(browser.post(choice.action(), fields).form()));
    }

    private static void refusesPosted(AuthnRequest question) {
        Page page = new Browser()
                .post(portal.url() + "/demo-idp/sso", Map.of("SAMLRequest", Bindings.toForm(SamlXml.write(question))));
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.text()).doesNotContain("Anna Berger");
    }

    private static void refuses(String query) {
        Page page = new Browser().get(portal.url() + "/demo-idp/sso?" + query);
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.text()).doesNotContain("Anna Berger");
    }

    private static AuthnRequest question() {
        AuthnRequest question = SamlXml.build(AuthnRequest.class, AuthnRequest.DEFAULT_ELEMENT_NAME);
        question.setID("_question");
        question.setIssueInstant(Instant.now());
        question.setDestination(portal.url() + "/demo-idp/sso");
        Issuer issuer = SamlXml.build(Issuer.class, Issuer.DEFAULT_ELEMENT_NAME);
        issuer.setValue(us.entityId(portal.url()));
        question.setIssuer(issuer);
        return question;
    }
}
