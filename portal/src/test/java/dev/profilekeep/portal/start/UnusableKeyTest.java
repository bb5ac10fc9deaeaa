package dev.profilekeep.portal.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.profilekeep.config.ConfigException;
import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.config.Prerequisites;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.security.opensaml.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What checks a configuration and what starts with it judge a key alike, and a start ends without a stack trace. */
@ExtendWith(OutputCaptureExtension.class)
class UnusableKeyTest {
    @TempDir
    Path folder;

    @Test
    void the_check_and_the_start_agree_on_every_key() throws Exception {
        String pem = made("one");
        String other = made("other");
        String certificate = pem.substring(pem.indexOf("-----BEGIN CERTIFICATE"));
        Map<String, String[]> pairs = new LinkedHashMap<>();
        pairs.put("good", new String[] {pem, pem});
        pairs.put("in two files", new String[] {pem.substring(0, pem.indexOf("-----BEGIN CERTIFICATE")), certificate});
        pairs.put("with Windows' line ends", new String[] {pem.replace("\n", "\r\n"), pem.replace("\n", "\r\n")});
        pairs.put("with words before it", new String[] {"Bag Attributes\n" + pem, "subject=CN\n" + pem});
        pairs.put("PKCS#1", new String[] {bare(pem), certificate});
        pairs.put("of another", new String[] {pem, other});
        pairs.put("no certificate", new String[] {pem, "garbage"});
        pairs.put("no key", new String[] {certificate, certificate});
        pairs.put("cut off", new String[] {pem.substring(0, 400), certificate});
        pairs.put("damaged", new String[] {pem.replaceFirst("MII", "AAA"), certificate});
        pairs.put("damaged certificate", new String[] {pem, certificate.replaceFirst("MII", "AAA")});
        for (Map.Entry<String, String[]> pair : pairs.entrySet()) {
            String key = pair.getValue()[0];
            String with = pair.getValue()[1];
            Throwable start = catchThrowable(() -> SigningKey.fromPem(key, with));
            Throwable check = catchThrowable(() -> Prerequisites.requireSignIn(withKeys(key, with)));
            assertThat(check == null)
                    .as(pair.getKey() + ": " + check + " but " + start)
                    .isEqualTo(start == null);
        }
        assertThatCode(() -> Prerequisites.requireSignIn(withKeys(pem, pem))).doesNotThrowAnyException();
        assertThatCode(() -> Prerequisites.requireSignIn(withKeys(bare(pem), certificate)))
                .doesNotThrowAnyException();
        assertThat(catchThrowable(() -> Prerequisites.requireSignIn(withKeys(pem, other))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("belongs to another key");
    }

    @Test
    void garbage_for_a_key_ends_the_start_with_the_plain_message(CapturedOutput output) throws IOException {
        Throwable thrown = start(withKeys("garbage", "garbage"));

        assertThat(StartFailure.isBehind(thrown)).isTrue();
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains(
                        "signIn.signingKeyFrom and signIn.signingCertificateFrom cannot be used: no private key in PEM form")
                .contains("leave both settings out")
                .doesNotContain("\tat ", "Exception:");
    }

    @Test
    void a_damaged_key_of_its_own_ends_the_start_with_the_plain_message(CapturedOutput output) throws IOException {
        Path own = Files.createDirectories(folder.resolve("data/sign-in")).resolve("saml-signing.pem");
        Files.writeString(own, "-----BEGIN PRIVATE KEY-----\nAAAA");

        Throwable thrown = start(config(""));

        assertThat(StartFailure.isBehind(thrown)).isTrue();
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("cannot use the signing key in " + own)
                .contains("move it away to have a new one made")
                .doesNotContain("\tat ", "Exception:");
    }

    private static Throwable start(ProfileKeepConfig config) {
        return catchThrowable(() -> new SpringApplicationBuilder(SignInConfiguration.class, Given.class)
                .web(WebApplicationType.NONE)
                .initializers(context -> context.getBeanFactory().registerSingleton("profileKeepConfig", config))
                .properties(
                        "logging.level.org.springframework.context.annotation.AnnotationConfigApplicationContext=error")
                .run()
                .close());
    }

    @Configuration(proxyBeanMethods = false)
    static class Given {
        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }
    }

    private ProfileKeepConfig withKeys(String key, String certificate) throws IOException {
        Files.writeString(folder.resolve("not-there-yet.xml"), "there now");
        Files.writeString(folder.resolve("key.pem"), key);
        Files.writeString(folder.resolve("cert.pem"), certificate);
        return config("  signingKeyFrom: file:key.pem\n  signingCertificateFrom: file:cert.pem\n");
    }

    private ProfileKeepConfig config(String keys) throws IOException {
        return ConfigFile.read(Files.writeString(
                folder.resolve("profilekeep.yml"),
                """
                dataDirectory: data
                portal: {publicUrl: 'https://profiles.example.com'}
                sites: [{id: fra, zone: Europe/Berlin}]
                locations: [{id: a, site: fra, address: a}]
                sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [a]}]
                signIn:
                  identityProviders: [{id: corp, metadata: 'file:not-there-yet.xml'}]
                  roles: {USER: ['*']}
                """
                        + keys));
    }

    private String made(String name) throws IOException {
        Path file = folder.resolve(name + ".pem");
        SigningKey.loadOrCreate(file, name, Clock.systemUTC());
        return Files.readString(file);
    }

    /** As older programs of OpenSSL wrote it. */
    private static String bare(String pem) throws IOException {
        byte[] inside = PrivateKeyInfo.getInstance(
                        SigningKey.fromPem(pem, pem).privateKey().getEncoded())
                .parsePrivateKey()
                .toASN1Primitive()
                .getEncoded();
        return "-----BEGIN RSA PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(inside)
                + "\n-----END RSA PRIVATE KEY-----\n";
    }
}
