package dev.profilekeep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that nobody can sign with. That good ones pass, and both sides agree, is tested where the portal's side is. */
class SigningKeyCheckTest {
    @TempDir
    Path folder;

    private ProfileKeepConfig config(String signIn) throws IOException {
        return ConfigFile.read(Files.writeString(
                folder.resolve("profilekeep.yml"),
                """
                dataDirectory: data
                sites: [{id: fra, zone: Europe/Berlin}]
                locations: [{id: a, site: fra, address: a}]
                sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [a]}]
                """
                        + signIn));
    }

    private ProfileKeepConfig withKeys(String key, String certificate) throws IOException {
        Files.writeString(folder.resolve("key.pem"), key);
        Files.writeString(folder.resolve("cert.pem"), certificate);
        return config(
                """
                portal: {publicUrl: 'https://profiles.example.com'}
                signIn:
                  signingKeyFrom: file:key.pem
                  signingCertificateFrom: file:cert.pem
                  identityProviders: [{id: corp, metadata: 'https://idp.example.com/metadata'}]
                  roles: {USER: ['*']}
                """);
    }

    @Test
    void what_is_no_key_is_told_with_its_key_its_file_and_what_to_do() throws IOException {
        ProfileKeepConfig garbage = withKeys("garbage", "garbage");
        assertThatThrownBy(() -> Prerequisites.requireSignIn(garbage))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("signIn.signingKeyFrom (file:" + folder.resolve("key.pem"))
                .hasMessageContaining("no private key in PEM form")
                .hasMessageContaining("an RSA key of at least 2048 bits");
    }

    @Test
    void a_key_with_a_certificate_that_is_none_is_told_of_the_certificate() throws Exception {
        ProfileKeepConfig half =
                withKeys(key("RSA", 2048), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----");
        assertThatThrownBy(() -> Prerequisites.requireSignIn(half))
                .hasMessageContaining("signIn.signingCertificateFrom (file:" + folder.resolve("cert.pem"))
                .hasMessageContaining("the certificate is damaged");
        ProfileKeepConfig none = withKeys(key("RSA", 2048), "garbage");
        assertThatThrownBy(() -> Prerequisites.requireSignIn(none)).hasMessageContaining("no certificate in PEM form");
    }

    @Test
    void a_key_that_is_damaged_encrypted_or_not_rsa_is_told_as_that() throws Exception {
        assertThat(fault("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"))
                .contains("is damaged");
        assertThat(fault("-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----"))
                .contains("is damaged");
        assertThat(fault("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----"))
                .contains("is encrypted");
        assertThat(fault("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n"
                        + "-----END RSA PRIVATE KEY-----"))
                .contains("is encrypted");
        assertThat(fault("-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----"))
                .contains("not an RSA key");
        assertThat(fault(key("EC", 256))).contains("not an RSA key");
    }

    @Test
    void the_portals_own_key_is_looked_at_if_it_is_there() throws IOException {
        Path own = Files.createDirectories(folder.resolve("data/sign-in")).resolve("saml-signing.pem");
        Prerequisites.requireSignIn(config(""));

        Files.writeString(own, "garbage");
        ProfileKeepConfig read = config("");
        assertThatThrownBy(() -> Prerequisites.requireSignIn(read))
                .hasMessageContaining(own.toString())
                .hasMessageContaining("no private key in PEM form")
                .hasMessageContaining("move it away");

        Files.write(own, new byte[] {(byte) 0xff, 0, 1});
        assertThatThrownBy(() -> Prerequisites.requireSignIn(read)).hasMessageContaining("it is no PEM text");
    }

    @Test
    void a_secret_that_is_no_text_is_told_as_that() throws IOException {
        ProfileKeepConfig read = withKeys("x", "x");
        Files.write(folder.resolve("key.pem"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(() -> Prerequisites.require(read))
                .hasMessageContaining("signIn.signingKeyFrom")
                .hasMessageContaining("it is no text in UTF-8");
    }

    private String fault(String key) throws IOException {
        return SigningKeyCheck.problems(withKeys(key, "garbage")).toString();
    }

    private static String key(String algorithm, int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        byte[] encoded = generator.generateKeyPair().getPrivate().getEncoded();
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(encoded)
                + "\n-----END PRIVATE KEY-----\n";
    }
}
