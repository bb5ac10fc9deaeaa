package dev.profilekeep.security.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.profilekeep.security.Role;
import dev.profilekeep.security.opensaml.Bindings;
import dev.profilekeep.security.opensaml.SamlXml;
import dev.profilekeep.security.opensaml.SigningKey;
import dev.profilekeep.security.saml.IdentityProviders;
import dev.profilekeep.security.saml.SamlProperties;
import dev.profilekeep.security.saml.SamlProperties.IdentityProvider;
import dev.profilekeep.security.saml.SamlSignIn;
import dev.profilekeep.security.saml.ServiceProvider;
import dev.profilekeep.security.saml.SignInFailure;
import dev.profilekeep.security.saml.SignInOption;
import dev.profilekeep.security.testportal.Browser;
import dev.profilekeep.security.testportal.Browser.Form;
import dev.profilekeep.security.testportal.Browser.Page;
import dev.profilekeep.security.testportal.TestClock;
import dev.profilekeep.security.testportal.TestPortal;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opensaml.saml.saml2.core.AttributeStatement;
import org.opensaml.saml.saml2.core.AuthnRequest;
import org.opensaml.saml.saml2.core.LogoutRequest;
import org.opensaml.saml.saml2.core.LogoutResponse;
import org.opensaml.saml.saml2.core.Response;
import org.opensaml.saml.saml2.core.StatusCode;

/** Identity providers of several kinds beside each other, as estates have them. */
class ManyProvidersIT {

    private static final String URL = "https://profiles.example.com";
    private static final DemoPersona ANNA = DemoPersonas.standard().byId("anna").orElseThrow();
    private static final String SID = "S-1-5-21-3623811015-3361044348-30300820-1013";
    private static final String REDIRECT_BINDING = "bindings:HTTP-Redirect";

    private static final TestClock CLOCK = new TestClock(Instant.now());
    private static TestPortal.Running portal;
    private static ServiceProvider us;
    private static DemoIdentityProvider full;
    private static DemoIdentityProvider forms;
    private static DemoIdentityProvider simple;
    private static DemoIdentityProvider late;
    private static HttpServer lateServer;
    private static volatile String lateMetadata;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        SigningKey key = SigningKey.loadOrCreate(directory.resolve("idp.pem"), "Identity provider", CLOCK);
        full = new DemoIdentityProvider("urn:full", key, CLOCK);
        forms = new DemoIdentityProvider("urn:forms", key, CLOCK);
        simple = new DemoIdentityProvider("urn:simple", key, CLOCK);
        late = new DemoIdentityProvider("urn:late", key, CLOCK);
        String fullMetadata = full.metadata("https://full.example.com");
        String formsMetadata = forms.metadata("https://forms.example.com")
                .replaceAll("<md:Single[^>]*" + REDIRECT_BINDING + "[^>]*>", "");
        String simpleMetadata =
                simple.metadata("https://simple.example.com").replaceAll("<md:SingleLogoutService[^>]*>", "");
        assertThat(formsMetadata).doesNotContain(REDIRECT_BINDING).contains("bindings:HTTP-POST");
        assertThat(simpleMetadata).doesNotContain("SingleLogoutService").contains("SingleSignOnService");
        lateServer = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        lateServer.createContext("/", exchange -> {
            byte[] body = lateMetadata == null ? new byte[0] : lateMetadata.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(body.length == 0 ? 503 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        lateServer.start();
        SamlProperties properties = SamlProperties.builder()
                .publicUrl(URL)
                .entityId("urn:profilekeep:test")
                .identityProviders(List.of(
                        new IdentityProvider("full", "Full", file(directory, "full", fullMetadata)),
                        new IdentityProvider("forms", "Forms", file(directory, "forms", formsMetadata)),
                        new IdentityProvider("simple", "Simple", file(directory, "simple", simpleMetadata)),
                        new IdentityProvider(
                                "late",
                                "Late",
                                "http://127.0.0.1:" + lateServer.getAddress().getPort() + "/")))
                .roles(Map.of(Role.USER, List.of("*"), Role.HELPDESK, List.of("demo-helpdesk", "CN=Help,DC=corp")))
                .build();
        portal = TestPortal.start(properties, directory.resolve("portal"), CLOCK);
        us = portal.bean(ServiceProvider.class);
    }

    @AfterAll
    static void stop() {
        portal.close();
        lateServer.stop(0);
    }

    @Test
    void the_choices_keep_the_order_of_the_configuration() {
        assertThat(portal.bean(SamlSignIn.class).options())
                .extracting(SignInOption::id)
                .containsExactly("full", "forms", "simple", "late");
    }

    @Test
    void one_that_takes_forms_is_sent_a_signed_form() throws Exception {
        Browser browser = new Browser();

        Form form = springForm(browser.get(portal.url() + "/saml2/authenticate/forms"));

        assertThat(form.action()).isEqualTo("https://forms.example.com/demo-idp/sso");
        AuthnRequest request = SamlXml.parse(
                new String(Bindings.fromForm(form.fields().get("SAMLRequest")), StandardCharsets.UTF_8),
                AuthnRequest.class);
        SamlXml.verify(request, us.key().certificate());
        assertThat(request.getIssuer().getValue()).isEqualTo("urn:profilekeep:test");
        assertThat(request.getAssertionConsumerServiceURL()).isEqualTo(URL + "/login/saml2/sso");
        answer(browser, forms, request.getID(), form.fields().get("RelayState"), response -> {});
        assertThat(whoami(browser).get("provider").asText()).isEqualTo("forms");
    }

    @Test
    void signing_out_of_one_that_takes_forms_is_a_signed_form_with_the_whole_name() throws Exception {
        Browser browser = new Browser();
        Form asked = springForm(browser.get(portal.url() + "/saml2/authenticate/forms"));
        String id = SamlXml.parse(
                        new String(Bindings.fromForm(asked.fields().get("SAMLRequest")), StandardCharsets.UTF_8),
                        AuthnRequest.class)
                .getID();
        answer(browser, forms, id, asked.fields().get("RelayState"), response -> response.getAssertions()
                .get(0)
                .getSubject()
                .getNameID()
                .setNameQualifier("corp"));

        Form form = signOut(browser).form();

        assertThat(form.action()).isEqualTo("https://forms.example.com/demo-idp/slo");
        LogoutRequest request = SamlXml.parse(
                new String(Bindings.fromForm(form.fields().get("SAMLRequest")), StandardCharsets.UTF_8),
                LogoutRequest.class);
        SamlXml.verify(request, us.key().certificate());
        assertThat(request.getNameID().getValue()).isEqualTo(ANNA.subject());
        assertThat(request.getNameID().getNameQualifier()).isEqualTo("corp");
        assertThat(request.getNameID().getFormat()).endsWith("persistent");
        assertThat(request.getSessionIndexes()).singleElement().satisfies(index -> assertThat(index.getValue())
                .isEqualTo("_session"));
    }

    @Test
    void signing_out_of_one_that_knows_no_sign_out_ends_here() {
        Browser browser = new Browser();
        signIn(browser, "simple", simple, response -> {});

        Page page = signOut(browser);

        assertThat(page.target()).isEqualTo(portal.url() + "/signed-out");
        assertThat(browser.open(portal.url() + "/profile").text()).isEqualTo("the sign-in page");
    }

    @Test
    void a_sign_out_that_the_identity_provider_did_not_manage_is_not_called_complete() {
        LogoutResponse failed = full.logoutResponse("_request", us.signOutsTo(URL));
        failed.getStatus().getStatusCode().setValue(StatusCode.RESPONDER);
        LogoutResponse good = full.logoutResponse("_request", us.signOutsTo(URL));

        assertThat(signOutAnswered(failed, full.key()).target()).isEqualTo(portal.url() + "/signed-out?only-here");
        assertThat(signOutAnswered(good, us.key()).target()).isEqualTo(portal.url() + "/signed-out?only-here");
        assertThat(signOutAnswered(good, full.key()).target()).isEqualTo(portal.url() + "/signed-out");
    }

    @Test
    void an_answer_to_a_sign_out_does_not_tell_somebody_signed_in_that_they_are_not() {
        Browser browser = new Browser();
        signIn(browser, "full", full, response -> {});
        String xml = SamlXml.write(full.logoutResponse("_request", us.signOutsTo(URL)));

        Page page = browser.get(portal.url() + ServiceProvider.SIGN_OUTS + "?"
                + Bindings.signedQuery("SAMLResponse", xml, null, full.key()));

        assertThat(page.target()).isEqualTo(portal.url() + "/");
    }

    @Test
    void a_sid_may_come_as_bytes_and_every_group_attribute_counts() throws Exception {
        Browser browser = new Browser();
        signIn(
                browser,
                "full",
                full,
                response -> attributes(
                        response,
                        DemoIdentityProvider.attribute(
                                "objectSid", List.of("AQUAAAAAAAUVAAAAx/f+13x3VciUWs4B9QMAAA==")),
                        DemoIdentityProvider.attribute(
                                "http://schemas.microsoft.com/ws/2008/06/identity/claims/role", List.of("other")),
                        DemoIdentityProvider.attribute("memberOf", List.of("CN=Else,DC=corp", "CN=Help,DC=corp"))));

        JsonNode me = whoami(browser);
        assertThat(me.get("sid").asText()).isEqualTo(SID);
        assertThat(me.get("roles").toString()).isEqualTo("[\"HELPDESK\",\"USER\"]");
        assertThat(me.get("name").asText()).isEqualTo(ANNA.subject());
        assertThat(me.get("email").asText()).isEqualTo("null");
    }

    @Test
    void two_different_sids_or_none_that_is_one_are_no_sid() throws Exception {
        Browser two = new Browser();
        signIn(
                two,
                "full",
                full,
                response ->
                        attributes(response, DemoIdentityProvider.attribute("objectSid", List.of(SID, "S-1-5-18"))));
        Browser wrong = new Browser();
        signIn(
                wrong,
                "full",
                full,
                response -> attributes(response, DemoIdentityProvider.attribute("objectSid", List.of("anna"))));

        assertThat(whoami(two).get("sid").asText()).isEqualTo("null");
        assertThat(whoami(wrong).get("sid").asText()).isEqualTo("null");
    }

    @Test
    void a_group_must_be_written_exactly_so() throws Exception {
        Browser browser = new Browser();
        signIn(
                browser,
                "full",
                full,
                response -> attributes(
                        response,
                        DemoIdentityProvider.attribute(
                                "groups", List.of("demo-helpdesk2", "Demo-Helpdesk", "x demo-helpdesk", "*"))));

        assertThat(whoami(browser).get("roles").toString()).isEqualTo("[\"USER\"]");
    }

    @Test
    void a_session_ends_when_the_identity_provider_said() {
        Browser browser = new Browser();
        signIn(browser, "full", full, response -> response.getAssertions()
                .get(0)
                .getAuthnStatements()
                .get(0)
                .setSessionNotOnOrAfter(CLOCK.instant().plus(Duration.ofHours(1))));
        CLOCK.pass(Duration.ofMinutes(59));
        assertThat(browser.open(portal.url() + "/profile").text()).contains(ANNA.subject());

        CLOCK.pass(Duration.ofMinutes(1));

        assertThat(browser.open(portal.url() + "/profile").text()).isEqualTo("the sign-in page");
    }

    @Test
    void one_that_is_down_is_said_to_be_and_used_once_it_is_up() {
        Browser browser = new Browser();
        String choice = portal.url() + "/saml2/authenticate/late";

        Page down = browser.get(choice);
        assertThat(SignInFailure.of(Browser.parameter(down.target(), "error"))).hasValue(SignInFailure.UNAVAILABLE);

        lateMetadata = late.metadata("https://late.example.com");
        assertThat(portal.bean(IdentityProviders.class).refresh("late")).isTrue();
        assertThat(browser.get(choice).target()).startsWith("https://late.example.com/demo-idp/sso?SAMLRequest=");
    }

    @Test
    void a_sign_in_that_takes_longer_than_it_may_begins_anew() {
        Browser browser = new Browser();
        String asked = browser.get(portal.url() + "/saml2/authenticate/full").target();
        CLOCK.pass(Duration.ofMinutes(31));

        Page page = answer(browser, full, requestId(asked), Browser.parameter(asked, "RelayState"), response -> {});

        assertThat(SignInFailure.of(Browser.parameter(page.target(), "error"))).hasValue(SignInFailure.EXPIRED);
    }

    private static Page signOutAnswered(LogoutResponse response, SigningKey key) {
        return new Browser()
                .get(portal.url() + ServiceProvider.SIGN_OUTS + "?"
                        + Bindings.signedQuery("SAMLResponse", SamlXml.write(response), null, key));
    }

    private static Page signOut(Browser browser) {
        return browser.post(
                portal.url() + "/logout",
                Map.of("_csrf", whoami(browser).get("csrf").asText()));
    }

    private static void signIn(Browser browser, String id, DemoIdentityProvider provider, Consumer<Response> change) {
        String asked = browser.get(portal.url() + "/saml2/authenticate/" + id).target();
        Page page = answer(browser, provider, requestId(asked), Browser.parameter(asked, "RelayState"), change);
        assertThat(page.target()).isEqualTo(portal.url() + "/");
    }

    private static Page answer(
            Browser browser,
            DemoIdentityProvider provider,
            String requestId,
            String relayState,
            Consumer<Response> change) {
        Response response = provider.response(ANNA, requestId, us.entityId(URL), us.answersTo(URL), "_session");
        change.accept(response);
        provider.sign(response);
        return browser.post(
                portal.url() + ServiceProvider.ANSWERS,
                Map.of("SAMLResponse", Bindings.toForm(SamlXml.write(response)), "RelayState", relayState));
    }

    private static void attributes(Response response, org.opensaml.saml.saml2.core.Attribute... attributes) {
        AttributeStatement statement =
                response.getAssertions().get(0).getAttributeStatements().get(0);
        statement.getAttributes().clear();
        statement.getAttributes().addAll(List.of(attributes));
    }

    private static String requestId(String asked) {
        try {
            byte[] xml = Bindings.fromAddress(Browser.parameter(asked, "SAMLRequest"));
            return SamlXml.parse(xml, xml.length, AuthnRequest.class).getID();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode whoami(Browser browser) {
        try {
            return new ObjectMapper()
                    .readTree(browser.get(portal.url() + "/whoami").text());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Spring writes its own page for a request by form. */
    private static Form springForm(Page page) {
        return new Page(
                        URI.create(page.at().toString()),
                        page.status(),
                        page.location(),
                        page.text()
                                .replaceAll(
                                        "(?s)<form[^>]*action=\"([^\"]*)\"[^>]*>",
                                        "<form method=\"post\" action=\"$1\">")
                                .replaceAll(
                                        "(?s)<input\\s+name=\"([^\"]*)\"\\s+type=\"hidden\"\\s+value=\"([^\"]*)\"",
                                        "<input type=\"hidden\" name=\"$1\" value=\"$2\""),
                        page.raw())
                .form();
    }

    private static String file(Path directory, String name, String metadata) throws Exception {
        Path file = directory.resolve(name + ".xml");
        Files.writeString(file, metadata);
        return file.toUri().toString();
    }
}
