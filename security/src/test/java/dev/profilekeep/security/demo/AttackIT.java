package dev.profilekeep.security.demo;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.profilekeep.security.opensaml.Bindings;
import dev.profilekeep.security.opensaml.SamlXml;
import dev.profilekeep.security.opensaml.SigningKey;
import dev.profilekeep.security.opensaml.WeakSigning;
import dev.profilekeep.security.saml.SamlProperties;
import dev.profilekeep.security.saml.SamlProperties.IdentityProvider;
import dev.profilekeep.security.saml.ServiceProvider;
import dev.profilekeep.security.saml.Signed;
import dev.profilekeep.security.testportal.Browser;
import dev.profilekeep.security.testportal.Browser.Page;
import dev.profilekeep.security.testportal.TestPortal;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.opensaml.saml.saml2.core.Assertion;
import org.opensaml.saml.saml2.core.AuthnRequest;
import org.opensaml.saml.saml2.core.EncryptedAssertion;
import org.opensaml.saml.saml2.core.EncryptedID;
import org.opensaml.saml.saml2.core.LogoutRequest;
import org.opensaml.saml.saml2.core.Response;
import org.opensaml.saml.saml2.core.StatusCode;
import org.opensaml.saml.saml2.core.SubjectConfirmationData;
import org.opensaml.saml.saml2.encryption.Encrypter;
import org.opensaml.security.credential.CredentialSupport;
import org.opensaml.xmlsec.encryption.support.DataEncryptionParameters;
import org.opensaml.xmlsec.encryption.support.EncryptionConstants;
import org.opensaml.xmlsec.encryption.support.KeyEncryptionParameters;
import org.slf4j.LoggerFactory;

/** What must not sign anybody in. The demonstration's identity provider plays the attacker, with the right key or not. */
class AttackIT {

    private static final String URL = "https://profiles.example.com";
    private static final DemoPersona ANNA = DemoPersonas.standard().byId("anna").orElseThrow();
    private static final Duration LONG = Duration.ofMinutes(30);

    /** What the portal wrote about refused sign-ins. */
    private static final ListAppender<ILoggingEvent> LOG = new ListAppender<>();

    private static TestPortal.Running portal;
    private static ServiceProvider us;
    /** Answers only what was asked. */
    private static DemoIdentityProvider corporate;
    /** May send people unasked. */
    private static DemoIdentityProvider launcher;

    /** May sign the assertion alone, as AD FS does unless told otherwise. */
    private static DemoIdentityProvider modest;

    private static SigningKey strangersKey;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        Clock clock = Clock.systemUTC();
        strangersKey = key(directory, "stranger");
        corporate = new DemoIdentityProvider("urn:corporate", key(directory, "corporate"), clock);
        launcher = new DemoIdentityProvider("urn:launcher", key(directory, "launcher"), clock);
        modest = new DemoIdentityProvider("urn:modest", key(directory, "modest"), clock);
        SamlProperties properties = SamlProperties.builder()
                .publicUrl(URL)
                .identityProviders(List.of(
                        new IdentityProvider("corporate", "Corporate", metadata(directory, corporate, "corporate")),
                        new IdentityProvider(
                                "launcher",
                                "Launcher",
                                metadata(directory, launcher, "launcher"),
                                true,
                                Duration.ofSeconds(30),
                                Signed.RESPONSE_OR_ASSERTION),
                        new IdentityProvider(
                                "modest",
                                "Modest",
                                metadata(directory, modest, "modest"),
                                false,
                                Duration.ofMinutes(2),
                                Signed.RESPONSE_OR_ASSERTION)))
                .roles(DemoPersonas.standardRoles())
                .build();
        portal = TestPortal.start(properties, directory.resolve("portal"), clock);
        us = portal.bean(ServiceProvider.class);
        Logger refusals = (Logger) LoggerFactory.getLogger("dev.profilekeep.security.saml.SignInOutcome");
        LOG.start();
        refusals.addAppender(LOG);
    }

    @AfterAll
    static void stop() {
        portal.close();
    }

    // the answers that are good, so that the refusals below mean something

    @Test
    void a_signed_response_signs_in() {
        Attempt attempt = new Attempt();
        Response response = attempt.response(answer -> {});
        corporate.sign(response);

        attempt.send(response).signsIn();
    }

    @Test
    void a_signed_assertion_signs_in_where_that_is_enough() {
        Attempt attempt = Attempt.atModest();
        Response response = attempt.response(answer -> {});
        modest.sign(assertion(response));

        attempt.send(response).signsIn();
    }

    @Test
    void an_encrypted_assertion_in_a_signed_response_signs_in() throws Exception {
        Attempt attempt = new Attempt();
        Response response = attempt.response(answer -> {});
        encrypt(response);
        corporate.sign(response);

        attempt.send(response).signsIn();
    }

    @Test
    void an_unasked_answer_signs_in_where_that_is_allowed_and_leads_home_whatever_it_says() {
        Browser browser = new Browser();
        Response response = unasked(launcher);
        launcher.sign(response);

        Page page = post(browser, SamlXml.write(response), "https://evil.example/");

        assertThat(page.location()).hasValue(portal.url() + "/");
        assertThat(browser.open(portal.url() + "/profile").text()).isEqualTo("page /profile for anna@demo.example");
    }

    // signatures

    @Test
    void an_unsigned_response_is_refused() {
        Attempt attempt = new Attempt();

        attempt.send(attempt.response(answer -> {})).isRefused("unsigned");
    }

    @Test
    void a_response_whose_own_signature_was_removed_is_refused_though_its_assertions_is_left() {
        Attempt attempt = new Attempt();
        Response response = attempt.response(answer -> {});
        corporate.sign(assertion(response));
        String assertionAlone = SamlXml.write(response);

        attempt.send(assertionAlone).isRefused("the response itself is unsigned: have the identity provider sign it");
        Attempt again = new Attempt();
        Response both = again.response(answer -> {});
        corporate.sign(assertion(both));
        corporate.sign(both);
        again.send(both).signsIn();
    }

    @Test
    void an_unsigned_response_is_refused_where_a_signed_assertion_is_enough_too() {
        Attempt attempt = Attempt.atModest();

        attempt.send(attempt.response(answer -> {})).isRefused("unsigned");
    }

    @Test
    void a_bad_signature_of_the_response_is_not_made_good_by_its_assertions_where_that_is_enough() {
        Attempt attempt = Attempt.atModest();
        Response response = attempt.response(answer -> {});
        modest.sign(assertion(response));
        SamlXml.sign(response, strangersKey);

        attempt.send(response).isRefused("Invalid signature");
    }

    @Test
    void metadata_asks_for_signed_assertions_where_they_are_enough() {
        assertThat(new Browser().get(portal.url() + "/saml2/metadata/corporate").text())
                .contains("WantAssertionsSigned=\"false\"");
        assertThat(new Browser().get(portal.url() + "/saml2/metadata/modest").text())
                .contains("WantAssertionsSigned=\"true\"");
        assertThat(new Browser().get(portal.url() + "/saml2/metadata").text())
                .contains("WantAssertionsSigned=\"true\"");
    }

    @Test
    void a_response_signed_with_another_key_is_refused_even_with_its_certificate_beside() {
        Attempt attempt = new Attempt();
        Response response = attempt.response(answer -> {});
        SamlXml.sign(response, strangersKey);

        attempt.send(response).isRefused("Invalid signature");
    }

    @Test
    void an_assertion_signed_with_another_key_is_refused() {
        Attempt attempt = Attempt.atModest();
        Response response = attempt.response(answer -> {});
        SamlXml.sign(assertion(response), strangersKey);

        attempt.send(response).isRefused("Invalid signature");
    }

    @Test
    void a_good_response_around_an_assertion_signed_with_another_key_is_refused() {
        Attempt attempt = new Attempt();
        Response response = attempt.response(answer -> {});
        SamlXml.sign(assertion(response), strangersKey);
        corporate.sign(response);

        attempt.send(response).isRefused("Invalid signature");
    }

    @ParameterizedTest
    @EnumSource(EvilXml.class)
    void a_signature_wrapped_around_something_else_is_refused(EvilXml wrapping) throws Exception {
        Attempt attempt = Attempt.atModest();
        Response response = attempt.response(answer -> {});
        modest.sign(wrapping.signedResponse() ? response : assertion(response));
        String evil = wrapping.wrap(SamlXml.write(response));
        assertThat(evil).contains(EvilXml.VICTIM);

        Result result = attempt.send(evil);

        if (wrapping.readsTheSignedOne()) {
            result.signsInNobodyButAnna();
        } else {
            result.isRefused(wrapping.reason());
        }
    }

    @Test
    void a_changed_attribute_is_refused() {
        Attempt attempt = Attempt.atModest();
        Response response = attempt.response(answer -> {});
        modest.sign(assertion(response));

        attempt.send(SamlXml.write(response).replace("demo-users", "demo-administrators"))
                .isRefused("Invalid signature");
    }

    @Test
    void a_changed_name_is_refused() {
        Attempt attempt = new Attempt();
        Response response = attempt.response(answer -> {});
        corporate.sign(response);

        attempt.send(SamlXml.write(response).replace(ANNA.subject(), EvilXml.VICTIM))
                .isRefused("Invalid signature");
    }

    @Test
    void a_comment_does_not_cut_a_name_in_two() {
        Attempt attempt = new Attempt();
        Response response = attempt.response(
                answer -> assertion(answer).getSubject().getNameID().setValue("ada@demo.example.evil"));
        corporate.sign(response);
        String xml = SamlXml.write(response).replace("ada@demo.example.evil", "ada@demo.example<!-- -->.evil");

        attempt.send(xml);

        assertThat(attempt.browser.open(portal.url() + "/profile").text())
                .isEqualTo("page /profile for ada@demo.example.evil");
    }

    @Test
    void a_response_signed_with_sha1_is_refused() {
        Attempt attempt = new Attempt();
        Response response = attempt.response(answer -> {});
        WeakSigning.withSha1Signature(response, corporate.key());

        attempt.send(response).isRefused("the response is signed with http://www.w3.org/2000/09/xmldsig#rsa-sha1");
    }

    @Test
    void a_response_signed_over_a_sha1_digest_is_refused() {
        Attempt attempt = new Attempt();
        Response response = attempt.response(answer -> {});
        WeakSigning.withSha1Digest(response, corporate.key());

        attempt.send(response).isRefused("signed over a digest by http://www.w3.org/2000/09/xmldsig#sha1");
    }

    @Test
    void an_assertion_signed_with_sha1_is_refused() {
        Attempt attempt = Attempt.atModest();
        Response response = attempt.response(answer -> {});
        WeakSigning.withSha1Signature(assertion(response), modest.key());

        attempt.send(response).isRefused("the assertion is signed with http://www.w3.org/2000/09/xmldsig#rsa-sha1");
    }

    @Test
    void an_encrypted_assertion_in_an_unsigned_response_is_refused() throws Exception {
        Attempt attempt = Attempt.atModest();
        Response response = attempt.response(answer -> {});
        modest.sign(assertion(response));
        encrypt(response);

        attempt.send(response).isRefused("Did not decrypt");
    }

    @Test
    void two_assertions_are_refused_even_if_both_are_signed() {
        Attempt attempt = Attempt.atModest();
        Response response = attempt.response(answer -> {});
        Assertion second = attempt.response(answer -> {}).getAssertions().get(0);
        second.detach();
        response.getAssertions().add(second);
        response.getAssertions().forEach(modest::sign);

        attempt.send(response).isRefused("the response holds 2 readable assertions");
    }

    // whom it is for

    @Test
    void an_assertion_for_another_audience_is_refused() {
        refusedWhenSigned("the assertion is for [https://other.example.com/saml2/metadata]", answer -> assertion(answer)
                .getConditions()
                .getAudienceRestrictions()
                .get(0)
                .getAudiences()
                .get(0)
                .setURI("https://other.example.com/saml2/metadata"));
    }

    @Test
    void an_assertion_for_everybody_is_refused() {
        refusedWhenSigned(
                "the assertion is for []",
                answer -> assertion(answer).getConditions().getConditions().clear());
        refusedWhenSigned(
                "the assertion has no conditions", answer -> assertion(answer).setConditions(null));
    }

    @Test
    void a_response_for_another_destination_is_refused() {
        refusedWhenSigned(
                "the response was made for https://other.example.com/login/saml2/sso",
                answer -> answer.setDestination("https://other.example.com/login/saml2/sso"));
    }

    @Test
    void a_signed_response_without_a_destination_is_refused() {
        refusedWhenSigned("the response was made for null", answer -> answer.setDestination(null));
    }

    @Test
    void an_assertion_for_another_recipient_is_refused() {
        refusedWhenSigned(
                "it is for the recipient https://other.example.com/login/saml2/sso",
                answer -> confirmation(answer).setRecipient("https://other.example.com/login/saml2/sso"));
        refusedWhenSigned(
                "it is for the recipient null", answer -> confirmation(answer).setRecipient(null));
    }

    @Test
    void an_assertion_without_a_subject_confirmation_is_refused() {
        refusedWhenSigned(
                "no SubjectConfirmation)",
                answer ->
                        assertion(answer).getSubject().getSubjectConfirmations().clear());
    }

    @Test
    void an_assertion_that_its_bearer_alone_does_not_prove_is_refused() {
        refusedWhenSigned("its method is urn:oasis:names:tc:SAML:2.0:cm:holder-of-key", answer -> assertion(answer)
                .getSubject()
                .getSubjectConfirmations()
                .get(0)
                .setMethod("urn:oasis:names:tc:SAML:2.0:cm:holder-of-key"));
        refusedWhenSigned("it has no data", answer -> assertion(answer)
                .getSubject()
                .getSubjectConfirmations()
                .get(0)
                .setSubjectConfirmationData(null));
    }

    @Test
    void an_assertion_about_nobody_is_refused() {
        refusedWhenSigned("no NameID", answer -> assertion(answer).getSubject().setNameID(null));
        refusedWhenSigned("no NameID", answer -> assertion(answer).setSubject(null));
        refusedWhenSigned(
                "no AuthnStatement",
                answer -> assertion(answer).getAuthnStatements().clear());
    }

    @Test
    void an_answer_of_another_identity_provider_than_the_one_asked_is_refused() {
        Attempt attempt = new Attempt();
        Response response = launcher.response(ANNA, attempt.requestId, us.entityId(URL), us.answersTo(URL), "_session");
        launcher.sign(response);

        attempt.send(response).isRefused("Invalid signature");
    }

    @Test
    void an_identity_provider_that_reports_no_success_is_believed() {
        refusedWhenSigned(
                "the identity provider reports urn:oasis:names:tc:SAML:2.0:status:Responder",
                answer -> answer.getStatus().getStatusCode().setValue(StatusCode.RESPONDER));
        refusedWhenSigned("the identity provider reports no status", answer -> answer.setStatus(null));
    }

    // when

    @Test
    void an_expired_assertion_is_refused() {
        Instant past = Instant.now().minus(LONG);
        refusedWhenSigned(
                "the assertion was valid until",
                answer -> assertion(answer).getConditions().setNotOnOrAfter(past));
        refusedWhenSigned("it was good until 20", answer -> confirmation(answer).setNotOnOrAfter(past));
        refusedWhenSigned(
                "it was good until null", answer -> confirmation(answer).setNotOnOrAfter(null));
        refusedWhenSigned(
                "session ended at",
                answer -> assertion(answer).getAuthnStatements().get(0).setSessionNotOnOrAfter(past));
    }

    @Test
    void an_assertion_that_is_not_valid_yet_is_refused() {
        Instant ahead = Instant.now().plus(LONG);
        refusedWhenSigned(
                "the assertion is not valid before",
                answer -> assertion(answer).getConditions().setNotBefore(ahead));
        refusedWhenSigned(
                "it is not good before", answer -> confirmation(answer).setNotBefore(ahead));
        refusedWhenSigned(
                "the assertion was issued at", answer -> assertion(answer).setIssueInstant(ahead));
        refusedWhenSigned("the response was issued at", answer -> answer.setIssueInstant(ahead));
    }

    // once, and in the browser that asked

    @Test
    void a_replayed_response_is_refused() {
        Attempt attempt = new Attempt();
        Response response = attempt.response(answer -> {});
        corporate.sign(response);
        String xml = SamlXml.write(response);
        attempt.send(xml).signsIn();

        attempt.browser.cookies().remove("JSESSIONID");
        attempt.send(xml).isRefused("answers no sign-in under way in this browser");
    }

    @Test
    void a_replayed_assertion_in_the_response_to_a_fresh_request_is_refused() {
        Attempt first = Attempt.atModest();
        Response response = first.response(answer -> {});
        modest.sign(assertion(response));
        String xml = SamlXml.write(response);
        first.send(xml).signsIn();

        Attempt second = Attempt.atModest();
        String head = xml.substring(0, xml.indexOf("<saml2:Assertion"));
        String fresh = head.replace(first.requestId, second.requestId).replace(response.getID(), "_fresh")
                + xml.substring(head.length());
        assertThat(fresh).contains("_fresh").contains(second.requestId).contains(first.requestId);

        second.send(fresh).isRefused("it answers request " + first.requestId);
    }

    @Test
    void a_replayed_unasked_answer_is_refused() {
        Response response = unasked(launcher);
        launcher.sign(assertion(response));
        String xml = SamlXml.write(response);
        assertThat(post(new Browser(), xml, null).location()).hasValue(portal.url() + "/");

        Browser thief = new Browser();
        Page same = post(thief, xml, null);
        Page otherEnvelope = post(thief, xml.replace(response.getID(), "_other"), null);

        assertThat(same.target()).contains("/sign-in?error=expired");
        assertThat(otherEnvelope.target()).contains("/sign-in?error=expired");
        assertThat(thief.open(portal.url() + "/profile").text()).isEqualTo("the sign-in page");
    }

    @Test
    void an_unasked_answer_is_refused_where_that_is_not_allowed() {
        Browser browser = new Browser();
        Response response = unasked(corporate);
        corporate.sign(response);

        new Result(browser, post(browser, SamlXml.write(response), null))
                .isRefused("answers no sign-in under way in this browser");
    }

    @Test
    void an_answer_to_a_request_nobody_made_is_refused_even_where_unasked_ones_are_allowed() {
        Browser browser = new Browser();
        Response response = launcher.response(ANNA, "_invented", us.entityId(URL), us.answersTo(URL), "_session");
        launcher.sign(response);

        new Result(browser, post(browser, SamlXml.write(response), null))
                .isRefused("answers request _invented, which is not under way");
    }

    @Test
    void an_answer_to_another_browsers_request_is_refused() {
        Attempt thiefs = new Attempt();
        Response response = thiefs.response(answer -> {});
        corporate.sign(response);
        Attempt victims = new Attempt();

        // with the thief's handle, then with the victim's own
        new Result(victims.browser, post(victims.browser, SamlXml.write(response), thiefs.relayState))
                .isRefused("answers no sign-in under way in this browser");
        new Result(victims.browser, post(victims.browser, SamlXml.write(response), victims.relayState))
                .isRefused("the response answers request " + thiefs.requestId);
    }

    @Test
    void a_stolen_answer_is_refused_in_the_thiefs_browser_and_still_good_in_the_right_one() {
        Attempt attempt = new Attempt();
        Response response = attempt.response(answer -> {});
        corporate.sign(response);
        String xml = SamlXml.write(response);

        Browser thief = new Browser();
        new Result(thief, post(thief, xml, attempt.relayState))
                .isRefused("answers no sign-in under way in this browser");
        Browser thiefWithCookie = new Attempt().browser;
        new Result(thiefWithCookie, post(thiefWithCookie, xml, attempt.relayState))
                .isRefused("answers no sign-in under way in this browser");

        attempt.send(xml).signsIn();
    }

    @Test
    void an_answer_without_the_id_of_the_request_is_refused() {
        refusedWhenSigned("the response answers request null", answer -> answer.setInResponseTo(null));
        refusedWhenSigned(
                "it answers request null", answer -> confirmation(answer).setInResponseTo(null));
    }

    @Test
    void a_relay_state_never_leads_to_another_host() {
        Attempt attempt = new Attempt("/profile");
        Response response = attempt.response(answer -> {});
        corporate.sign(response);

        Page page = attempt.send(SamlXml.write(response)).page;

        assertThat(page.location()).hasValue(portal.url() + "/profile");
    }

    @Test
    void a_relay_state_with_an_address_is_no_handle() {
        Attempt attempt = new Attempt();
        Response response = attempt.response(answer -> {});
        corporate.sign(response);

        Page page = post(attempt.browser, SamlXml.write(response), "https://evil.example/");

        new Result(attempt.browser, page).isRefused("answers no sign-in under way in this browser");
        assertThat(page.target()).startsWith(portal.url() + "/sign-in");
    }

    @Test
    void a_page_on_another_host_is_never_returned_to() {
        for (String page : List.of("//evil.example/", "/\\evil.example/", "/%2F/evil.example", "///evil.example")) {
            Browser browser = new Browser();
            try {
                browser.get(portal.url() + page);
            } catch (IllegalArgumentException e) {
                continue; // no address a browser could send
            }
            Attempt attempt = new Attempt(browser);
            Response response = attempt.response(answer -> {});
            corporate.sign(response);

            assertThat(attempt.send(SamlXml.write(response)).page.target())
                    .as(page)
                    .startsWith(portal.url() + "/")
                    .doesNotStartWith(portal.url() + "//");
        }
    }

    // XML

    @Test
    void a_document_type_is_refused() {
        Attempt attempt = new Attempt();
        Response response = attempt.response(answer -> {});
        corporate.sign(response);

        attempt.send(withDocumentType(SamlXml.write(response), "<!DOCTYPE Response>"))
                .isRefused("DOCTYPE is disallowed");
    }

    @Test
    void an_external_entity_is_refused_and_not_fetched() throws Exception {
        AtomicInteger fetched = new AtomicInteger();
        var server = com.sun.net.httpserver.HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            fetched.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/secret";
            Attempt attempt = new Attempt();
            Response response = attempt.response(answer -> {});
            corporate.sign(response);
            String xml = SamlXml.write(response).replace(ANNA.subject(), "&secret;");

            attempt.send(withDocumentType(xml, "<!DOCTYPE Response [<!ENTITY secret SYSTEM \"" + address + "\">]>"))
                    .isRefused("DOCTYPE is disallowed");
            attempt.again()
                    .send(withDocumentType(xml, "<!DOCTYPE Response SYSTEM \"" + address + "\">"))
                    .isRefused("DOCTYPE is disallowed");
            attempt.again()
                    .send(withDocumentType(
                            xml, "<!DOCTYPE Response [<!ENTITY % all SYSTEM \"" + address + "\"> %all;]>"))
                    .isRefused("DOCTYPE is disallowed");
            assertThat(fetched).hasValue(0);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void an_entity_bomb_is_refused_at_once() {
        StringBuilder entities = new StringBuilder("<!DOCTYPE Response [<!ENTITY e0 \"boom\">");
        for (int i = 1; i < 30; i++) {
            entities.append("<!ENTITY e").append(i).append(" \"");
            entities.append(("&e" + (i - 1) + ";").repeat(10)).append("\">");
        }
        Attempt attempt = new Attempt();
        String xml = SamlXml.write(attempt.response(answer -> {})).replace(ANNA.subject(), "&e29;");

        org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> attempt.send(withDocumentType(xml, entities + "]>")).isRefused("DOCTYPE is disallowed"));
    }

    @Test
    void what_is_no_response_is_refused() {
        for (String nonsense : List.of("", "hello", "<a/>", "<Response/>", corporate.metadata(URL))) {
            new Attempt().send(nonsense).isRefused("reason=");
            Browser stranger = new Browser();
            new Result(stranger, post(stranger, nonsense, null)).isRefused("reason=");
        }
        Browser stranger = new Browser();
        Map<String, String> noBase64 = Map.of("SAMLResponse", "%%%", "again", "true");
        new Result(stranger, stranger.post(portal.url() + ServiceProvider.ANSWERS, noBase64)).isRefused("not base64");
    }

    @Test
    void an_answer_in_the_address_is_refused() {
        Attempt attempt = new Attempt();
        Response response = attempt.response(answer -> {});
        String query =
                Bindings.signedQuery("SAMLResponse", SamlXml.write(response), attempt.relayState, corporate.key());

        new Result(attempt.browser, attempt.browser.get(portal.url() + ServiceProvider.ANSWERS + "?" + query))
                .isRefused("not a posted SAMLResponse");
    }

    // signing somebody else out

    @Test
    void a_request_to_sign_out_needs_the_identity_providers_signature() {
        Browser anna = signedIn();
        LogoutRequest request = corporate.logoutRequest(ANNA, "_session", us.signOutsTo(URL));
        String xml = SamlXml.write(request);

        refusesToSignOut(anna, Bindings.signedQuery("SAMLRequest", xml, null, strangersKey));
        refusesToSignOut(anna, Bindings.signedQuery("SAMLRequest", xml, null, launcher.key()));
        refusesToSignOut(
                anna,
                "SAMLRequest="
                        + java.net.URLEncoder.encode(Bindings.toAddress(xml), java.nio.charset.StandardCharsets.UTF_8));
        signsOut(anna, Bindings.signedQuery("SAMLRequest", xml, null, corporate.key()));
    }

    @Test
    void a_request_to_sign_out_may_name_the_person_in_secret() throws Exception {
        Browser anna = signedIn();
        LogoutRequest request = corporate.logoutRequest(ANNA, "_session", us.signOutsTo(URL));
        EncryptedID secret = encrypter().encrypt(request.getNameID());
        request.setNameID(null);
        request.setEncryptedID(secret);

        signsOut(anna, Bindings.signedQuery("SAMLRequest", SamlXml.write(request), null, corporate.key()));
    }

    @Test
    void over_https_no_other_host_of_the_domain_can_plant_the_browsers_secret() {
        Page page = new Browser().get(portal.url() + "/saml2/authenticate/corporate");

        assertThat(page.raw().headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("__Host-profilekeep-sign-in=")
                .contains("Secure")
                .contains("Path=/;")
                .doesNotContain("Domain");
    }

    @Test
    void a_request_to_sign_out_must_be_fresh_and_for_us() {
        Browser anna = signedIn();
        LogoutRequest old = corporate.logoutRequest(ANNA, "_session", us.signOutsTo(URL));
        old.setIssueInstant(Instant.now().minus(LONG));
        old.setNotOnOrAfter(null);
        LogoutRequest ended = corporate.logoutRequest(ANNA, "_session", us.signOutsTo(URL));
        ended.setNotOnOrAfter(Instant.now().minus(LONG));
        LogoutRequest elsewhere = corporate.logoutRequest(ANNA, "_session", "https://other.example.com/slo");

        for (LogoutRequest request : List.of(old, ended, elsewhere)) {
            refusesToSignOut(anna, Bindings.signedQuery("SAMLRequest", SamlXml.write(request), null, corporate.key()));
        }
    }

    @Test
    void a_posted_request_to_sign_out_signed_with_sha1_is_refused() {
        Browser anna = signedIn();
        LogoutRequest weak = corporate.logoutRequest(ANNA, "_session", us.signOutsTo(URL));
        WeakSigning.withSha1Signature(weak, corporate.key());
        LogoutRequest strong = corporate.logoutRequest(ANNA, "_session", us.signOutsTo(URL));
        corporate.sign(strong);
        String address = portal.url() + ServiceProvider.SIGN_OUTS;

        assertThat(new Browser()
                        .post(address, Map.of("SAMLRequest", Bindings.toForm(SamlXml.write(weak))))
                        .status())
                .isEqualTo(400);
        assertThat(anna.open(portal.url() + "/profile").text()).contains(ANNA.subject());
        new Browser().post(address, Map.of("SAMLRequest", Bindings.toForm(SamlXml.write(strong))));
        assertThat(anna.open(portal.url() + "/profile").text()).isEqualTo("the sign-in page");
    }

    @Test
    void an_identity_provider_cannot_sign_out_people_of_another() {
        Browser anna = signedIn();
        LogoutRequest request = launcher.logoutRequest(ANNA, "_session", us.signOutsTo(URL));

        new Browser()
                .get(portal.url() + ServiceProvider.SIGN_OUTS + "?"
                        + Bindings.signedQuery("SAMLRequest", SamlXml.write(request), null, launcher.key()));

        assertThat(anna.open(portal.url() + "/profile").text()).contains(ANNA.subject());
    }

    @Test
    void outside_the_demonstration_its_identity_provider_is_not_there() {
        for (String path : List.of("/demo-idp", "/demo-idp/", "/demo-idp/metadata", "/demo-idp/sso", "/demo-idp/x")) {
            assertThat(new Browser().get(portal.url() + path).status()).as(path).isEqualTo(404);
        }
        assertThat(portal.context().getBeanNamesForType(DemoIdentityProvider.class))
                .isEmpty();
        assertThat(portal.context().containsBean("demoIdentityProviderChain")).isFalse();
    }

    // the parts

    /** A sign-in under way in a browser of its own. */
    private static final class Attempt {
        private final Browser browser;
        private final DemoIdentityProvider provider;
        private final String requestId;
        private final String relayState;

        Attempt() {
            this(new Browser());
        }

        Attempt(String page) {
            this(visited(page));
        }

        Attempt(Browser browser) {
            this(browser, "corporate", corporate);
        }

        static Attempt atModest() {
            return new Attempt(new Browser(), "modest", modest);
        }

        private Attempt(Browser browser, String id, DemoIdentityProvider provider) {
            this.browser = browser;
            this.provider = provider;
            String asked =
                    browser.get(portal.url() + "/saml2/authenticate/" + id).target();
            try {
                byte[] xml = Bindings.fromAddress(Browser.parameter(asked, "SAMLRequest"));
                AuthnRequest request = SamlXml.parse(xml, xml.length, AuthnRequest.class);
                Bindings.verifyQuery(
                        "SAMLRequest",
                        java.net.URI.create(asked).getRawQuery(),
                        us.key().certificate().getPublicKey());
                requestId = request.getID();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            relayState = Browser.parameter(asked, "RelayState");
        }

        private static Browser visited(String page) {
            Browser browser = new Browser();
            browser.get(portal.url() + page);
            return browser;
        }

        Response response(Consumer<Response> change) {
            Response response = provider.response(ANNA, requestId, us.entityId(URL), us.answersTo(URL), "_session");
            change.accept(response);
            return response;
        }

        Result send(Response response) {
            return send(SamlXml.write(response));
        }

        Result send(String xml) {
            return new Result(browser, post(browser, xml, relayState));
        }

        Attempt again() {
            return new Attempt(browser);
        }
    }

    /** What came of it. */
    private record Result(Browser browser, Page page) {
        void signsIn() {
            assertThat(page.target()).isEqualTo(portal.url() + "/");
            assertThat(browser.open(portal.url() + "/profile").text()).isEqualTo("page /profile for " + ANNA.subject());
        }

        /** Refused for this very reason, which stands in the log under the incident that the page names. */
        void isRefused(String reason) {
            assertThat(page.target()).matches(".*/sign-in\\?error=(refused|expired)&incident=[0-9A-Z-]+");
            String incident = Browser.parameter(page.target(), "incident");
            assertThat(LOG.list.stream().map(ILoggingEvent::getFormattedMessage))
                    .filteredOn(line -> line.contains("incident=" + incident + " "))
                    .singleElement()
                    .asString()
                    .contains(reason);
            assertThat(browser.open(portal.url() + "/profile").text()).isEqualTo("the sign-in page");
        }

        void signsInNobodyButAnna() {
            assertThat(browser.open(portal.url() + "/profile").text())
                    .isIn("page /profile for " + ANNA.subject(), "the sign-in page");
        }
    }

    private static void refusedWhenSigned(String reason, Consumer<Response> change) {
        Attempt attempt = new Attempt();
        Response response = attempt.response(change);
        response.getAssertions().forEach(corporate::sign);
        corporate.sign(response);
        attempt.send(response).isRefused(reason);
    }

    private static Response unasked(DemoIdentityProvider provider) {
        return provider.response(ANNA, null, us.entityId(URL), us.answersTo(URL), "_session");
    }

    private static Page post(Browser browser, String xml, String relayState) {
        Map<String, String> fields = new HashMap<>();
        fields.put("SAMLResponse", Bindings.toForm(xml));
        fields.put("again", "true");
        if (relayState != null) {
            fields.put("RelayState", relayState);
        }
        return browser.post(portal.url() + ServiceProvider.ANSWERS, fields);
    }

    private static Browser signedIn() {
        Attempt attempt = new Attempt();
        Response response = attempt.response(answer -> {});
        corporate.sign(response);
        attempt.send(response).signsIn();
        return attempt.browser;
    }

    private static void refusesToSignOut(Browser anna, String query) {
        String address = portal.url() + ServiceProvider.SIGN_OUTS + "?" + query;
        assertThat(new Browser().get(address).status()).isEqualTo(400);
        assertThat(anna.get(address).status()).isEqualTo(400);
        assertThat(anna.open(portal.url() + "/profile").text()).contains(ANNA.subject());
    }

    private static void signsOut(Browser anna, String query) {
        new Browser().get(portal.url() + ServiceProvider.SIGN_OUTS + "?" + query);
        assertThat(anna.open(portal.url() + "/profile").text()).isEqualTo("the sign-in page");
    }

    private static Assertion assertion(Response response) {
        return response.getAssertions().get(0);
    }

    private static SubjectConfirmationData confirmation(Response response) {
        return assertion(response).getSubject().getSubjectConfirmations().get(0).getSubjectConfirmationData();
    }

    private static String withDocumentType(String xml, String documentType) {
        String body = xml.startsWith("<?xml") ? xml.substring(xml.indexOf("?>") + 2) : xml;
        return documentType + body;
    }

    private static void encrypt(Response response) throws Exception {
        EncryptedAssertion encrypted = encrypter().encrypt(assertion(response));
        response.getAssertions().clear();
        response.getEncryptedAssertions().add(encrypted);
    }

    private static Encrypter encrypter() {
        DataEncryptionParameters data = new DataEncryptionParameters();
        data.setAlgorithm(EncryptionConstants.ALGO_ID_BLOCKCIPHER_AES256_GCM);
        KeyEncryptionParameters key = new KeyEncryptionParameters();
        key.setAlgorithm(EncryptionConstants.ALGO_ID_KEYTRANSPORT_RSAOAEP);
        key.setEncryptionCredential(
                CredentialSupport.getSimpleCredential(us.key().certificate(), null));
        Encrypter encrypter = new Encrypter(data, key);
        encrypter.setKeyPlacement(Encrypter.KeyPlacement.INLINE);
        return encrypter;
    }

    private static SigningKey key(Path directory, String name) throws Exception {
        return SigningKey.loadOrCreate(directory.resolve(name + ".pem"), name, Clock.systemUTC());
    }

    private static String metadata(Path directory, DemoIdentityProvider provider, String name) throws Exception {
        Path file = directory.resolve(name + ".xml");
        Files.writeString(file, provider.metadata("https://" + name + ".example.com"));
        return file.toUri().toString();
    }
}
