package dev.profilekeep.security.saml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.profilekeep.security.opensaml.BadSamlMessage;
import dev.profilekeep.security.opensaml.SigningKey;
import dev.profilekeep.security.saml.IdentityProviderState.Source;
import dev.profilekeep.security.saml.SamlProperties.IdentityProvider;
import dev.profilekeep.security.testportal.TestClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opensaml.xmlsec.signature.support.SignatureConstants;
import org.springframework.security.saml2.provider.service.registration.RelyingPartyRegistration;
import org.springframework.security.saml2.provider.service.registration.Saml2MessageBinding;

/** Metadata of identity providers: read in the background, kept, and honest about how it stands. */
class IdentityProvidersTest {

    private static final String URL = "https://profiles.example.com";
    private static final Instant START = Instant.parse("2026-11-21T08:00:00Z");
    private static SigningKey key;

    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock(START);
    private final AtomicInteger asked = new AtomicInteger();
    private volatile String answer = "";
    private volatile int status = 503;
    private HttpServer server;

    @BeforeAll
    static void makeKey(@TempDir Path keys) throws Exception {
        key = SigningKey.loadOrCreate(keys.resolve("idp.pem"), "Identity provider", Clock.systemUTC());
    }

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/metadata", exchange -> {
            asked.incrementAndGet();
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void one_that_is_down_at_the_start_is_used_as_soon_as_it_is_up() {
        IdentityProviders providers = providers();
        providers.start();
        try {
            await().until(() -> providers.states().get(0).error().isPresent());
            assertThat(providers.states().get(0).source()).isEqualTo(Source.NONE);
            assertThat(providers.states().get(0).error().orElseThrow()).contains("503");
            assertThat(providers.options()).hasSize(1);

            isUp();
            await().until(() -> providers.states().get(0).source() == Source.FRESH);
        } finally {
            providers.stop();
        }
        assertThat(providers.states().get(0).error()).isEmpty();
        assertThat(providers.states().get(0).lastRefreshed()).hasValue(START);
        assertThat(providers.states().get(0).entityId()).hasValue("urn:idp");
        assertThat(providers.states().get(0).certificateEnds())
                .hasValue(key.certificate().getNotAfter().toInstant());
        assertThat(providers.registration("corporate", URL)).isPresent();
    }

    @Test
    void a_persons_click_asks_again_but_not_at_every_click() {
        IdentityProviders providers = providers();

        assertThat(providers.registration("corporate", URL)).isEmpty();
        assertThat(providers.registration("corporate", URL)).isEmpty();
        assertThat(asked).hasValue(1);

        isUp();
        clock.pass(Duration.ofMinutes(1));
        assertThat(providers.registration("corporate", URL)).isPresent();
        assertThat(asked).hasValue(2);
    }

    @Test
    void what_was_known_before_the_start_is_used_while_it_is_down() throws Exception {
        isUp();
        assertThat(providers().refresh("corporate")).isTrue();
        isDown();

        IdentityProviders restarted = providers();

        assertThat(restarted.registration("corporate", URL)).isPresent();
        assertThat(restarted.states().get(0).source()).isEqualTo(Source.KEPT);
        Path copy = directory.resolve("corporate.xml");
        assertThat(restarted.states().get(0).lastRefreshed())
                .hasValue(Files.getLastModifiedTime(copy).toInstant());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                .isEqualTo("rw-------");
    }

    @Test
    void what_is_known_stays_in_use_when_a_later_reading_fails_and_the_failure_is_told() {
        isUp();
        IdentityProviders providers = providers();
        providers.refresh("corporate");

        clock.pass(Duration.ofHours(1));
        answer = "<html>down for maintenance";
        assertThat(providers.refresh("corporate")).isFalse();

        IdentityProviderState state = providers.states().get(0);
        assertThat(state.source()).isEqualTo(Source.FRESH);
        assertThat(state.lastRefreshed()).hasValue(START);
        assertThat(state.lastTried()).hasValue(START.plus(Duration.ofHours(1)));
        assertThat(state.error().orElseThrow()).contains("not readable as XML");
        assertThat(providers.registration("corporate", URL)).isPresent();
    }

    @Test
    void a_damaged_copy_does_not_stop_the_start() throws Exception {
        Files.writeString(directory.resolve("corporate.xml"), "<md:EntityDescr");
        isUp();

        IdentityProviders providers = providers();

        assertThat(providers.states().get(0).source()).isEqualTo(Source.NONE);
        assertThat(providers.refresh("corporate")).isTrue();
    }

    @Test
    void metadata_past_its_own_end_is_neither_taken_nor_used() {
        answer = TestMetadata.of(
                "urn:idp",
                "validUntil=\"2026-11-21T09:00:00Z\"",
                key,
                TestMetadata.signIn(TestMetadata.REDIRECT, "https://idp.example.com/sso"));
        status = 200;
        IdentityProviders providers = providers();
        assertThat(providers.refresh("corporate")).isTrue();
        assertThat(providers.registration("corporate", URL)).isPresent();

        clock.pass(Duration.ofHours(1));

        assertThat(providers.registration("corporate", URL)).isEmpty();
        assertThat(providers.states().get(0).error().orElseThrow()).contains("valid until 2026-11-21T09:00:00Z");
    }

    @Test
    void requests_are_signed_with_sha256_even_if_the_metadata_asks_for_sha1() {
        isUp();

        RelyingPartyRegistration registration =
                providers().registration("corporate", URL).orElseThrow();

        assertThat(registration.getAssertingPartyMetadata().getSigningAlgorithms())
                .containsExactly(SignatureConstants.ALGO_ID_SIGNATURE_RSA_SHA256);
        assertThat(registration.isAuthnRequestsSigned()).isTrue();
    }

    @Test
    void a_redirect_is_preferred_and_a_form_taken_where_there_is_none() throws Exception {
        String both = TestMetadata.signIn(TestMetadata.POST, "https://idp.example.com/post")
                + TestMetadata.signIn(TestMetadata.REDIRECT, "https://idp.example.com/redirect");
        String form = TestMetadata.signIn("urn:oasis:names:tc:SAML:2.0:bindings:SOAP", "https://idp.example.com/soap")
                + TestMetadata.signIn(TestMetadata.POST, "https://idp.example.com/post");

        var redirected =
                parse(TestMetadata.of("urn:idp", "", key, both)).template().getAssertingPartyMetadata();
        var posted = parse(TestMetadata.of("urn:idp", "", key, form)).template().getAssertingPartyMetadata();

        assertThat(redirected.getSingleSignOnServiceLocation()).isEqualTo("https://idp.example.com/redirect");
        assertThat(redirected.getSingleSignOnServiceBinding()).isEqualTo(Saml2MessageBinding.REDIRECT);
        assertThat(posted.getSingleSignOnServiceLocation()).isEqualTo("https://idp.example.com/post");
        assertThat(posted.getSingleSignOnServiceBinding()).isEqualTo(Saml2MessageBinding.POST);
    }

    @Test
    void metadata_that_cannot_serve_says_what_it_lacks() {
        refused("<a/>", "not a SAML message");
        refused(
                "<md:EntitiesDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\"/>",
                "describes 0 SAML 2.0 identity providers");
        refused(TestMetadata.of("urn:idp", "", key, ""), "SingleSignOnService");
        refused(
                TestMetadata.of("urn:idp", "", key, TestMetadata.signIn(TestMetadata.POST, "javascript:alert(1)")),
                "no web address");
        refused(
                TestMetadata.usual("urn:idp", key)
                        .replace("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<!DOCTYPE a>"),
                "not readable");
        String without =
                TestMetadata.usual("urn:idp", key).replaceAll("(?s)<md:KeyDescriptor.*</md:KeyDescriptor>", "");
        refused(without, "lacks what is needed");
        String one = TestMetadata.usual("urn:idp", key).replaceAll("<\\?xml.*\\?>", "");
        refused(
                "<md:EntitiesDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\">" + one + one
                        + "</md:EntitiesDescriptor>",
                "describes 2 SAML 2.0 identity providers");
    }

    @Test
    void one_nobody_configured_cannot_be_refreshed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> providers().refresh("unknown"))
                .withMessageContaining("'unknown'");
    }

    private static ProviderMetadata parse(String xml) throws BadSamlMessage {
        return ProviderMetadata.parse(xml.getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(String xml, String reason) {
        assertThatExceptionOfType(BadSamlMessage.class)
                .isThrownBy(() -> parse(xml))
                .withMessageContaining(reason);
    }

    private void isUp() {
        answer = TestMetadata.usual("urn:idp", key);
        status = 200;
    }

    private void isDown() {
        answer = "";
        status = 503;
    }

    private IdentityProviders providers() {
        String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/metadata";
        SamlProperties properties = SamlProperties.builder()
                .publicUrl(URL)
                .identityProviders(List.of(new IdentityProvider("corporate", "Corporate", address)))
                .build();
        return new IdentityProviders(
                properties,
                new ServiceProvider(properties, key),
                List.of(),
                directory,
                clock,
                new IdentityProviders.Rhythm(Duration.ofHours(1), Duration.ofMillis(20), Duration.ofSeconds(5)));
    }
}
