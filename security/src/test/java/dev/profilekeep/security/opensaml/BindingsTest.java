package dev.profilekeep.security.opensaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Clock;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BindingsTest {

    private static SigningKey key;
    private static PublicKey known;

    @BeforeAll
    static void makeKey(@TempDir Path directory) throws Exception {
        key = SigningKey.loadOrCreate(directory.resolve("key.pem"), "Test", Clock.systemUTC());
        known = key.certificate().getPublicKey();
    }

    @Test
    void a_message_travels_in_an_address_and_in_a_form() throws Exception {
        String xml = "<Größe>&amp;</Größe>";

        assertThat(new String(Bindings.fromAddress(Bindings.toAddress(xml)), StandardCharsets.UTF_8))
                .isEqualTo(xml);
        assertThat(new String(Bindings.fromForm(Bindings.toForm(xml)), StandardCharsets.UTF_8))
                .isEqualTo(xml);
        assertThat(new String(Bindings.fromForm("aGVs\r\nbG8="), StandardCharsets.UTF_8))
                .isEqualTo("hello");
    }

    @Test
    void a_message_that_inflates_without_end_is_refused() {
        String bomb = Bindings.toAddress(" ".repeat(2 * SamlXml.LARGEST_MESSAGE_BYTES));
        assertThat(bomb.length()).isLessThan(10_000);

        assertThatExceptionOfType(BadSamlMessage.class)
                .isThrownBy(() -> Bindings.fromAddress(bomb))
                .withMessageContaining("inflates to more than");
    }

    @Test
    void what_is_not_deflated_or_cut_short_is_refused() {
        String whole = Bindings.toAddress("<a>some text that is long enough</a>");
        String half = whole.substring(0, whole.length() / 2 / 4 * 4);

        assertThatExceptionOfType(BadSamlMessage.class).isThrownBy(() -> Bindings.fromAddress(half));
        assertThatExceptionOfType(BadSamlMessage.class).isThrownBy(() -> Bindings.fromAddress("/////w=="));
        assertThatExceptionOfType(BadSamlMessage.class).isThrownBy(() -> Bindings.fromAddress("***"));
        assertThatExceptionOfType(BadSamlMessage.class).isThrownBy(() -> Bindings.fromAddress(""));
    }

    @Test
    void a_signed_address_is_good_as_it_is_and_in_no_other_way() throws Exception {
        String good = Bindings.signedQuery("SAMLRequest", "<a/>", "state", key);
        String other = Bindings.signedQuery("SAMLRequest", "<b/>", "state", key);
        String message = good.substring(0, good.indexOf('&'));
        String otherMessage = other.substring(0, other.indexOf('&'));

        Bindings.verifyQuery("SAMLRequest", good, known);
        refused(good.replace(message, otherMessage), "wrong");
        refused(good.replace("=state", "=other"), "wrong");
        refused(good.replace("&RelayState=state", ""), "wrong");
        refused(good.replaceAll("&Signature=.*", ""), "no signature");
        refused(good + "&" + otherMessage, "SAMLRequest twice");
        refused(otherMessage + "&" + good, "SAMLRequest twice");
        refused(good.replace("rsa-sha256", "rsa-sha1"), "rsa-sha1");
        refused(null, "no signature");
    }

    private static void refused(String query, String reason) {
        assertThatExceptionOfType(BadSamlMessage.class)
                .isThrownBy(() -> Bindings.verifyQuery("SAMLRequest", query, known))
                .withMessageContaining(reason);
    }
}
