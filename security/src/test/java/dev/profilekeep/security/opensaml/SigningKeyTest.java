package dev.profilekeep.security.opensaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyTest {

    private static final Clock CLOCK = Clock.systemUTC();
    private static String pem;
    private static String otherPem;

    @BeforeAll
    static void makeTwo(@TempDir Path directory) throws Exception {
        SigningKey.loadOrCreate(directory.resolve("one.pem"), "One", CLOCK);
        SigningKey.loadOrCreate(directory.resolve("other.pem"), "Other", CLOCK);
        pem = Files.readString(directory.resolve("one.pem"));
        otherPem = Files.readString(directory.resolve("other.pem"));
    }

    @Test
    void a_key_is_made_once_and_readable_by_its_owner_alone(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("keys").resolve("saml.pem");

        SigningKey made = SigningKey.loadOrCreate(file, "ProfileKeep SAML", CLOCK);
        SigningKey read = SigningKey.loadOrCreate(file, "ProfileKeep SAML", CLOCK);

        assertThat(read.certificate()).isEqualTo(made.certificate());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void rights_that_are_too_wide_are_taken_away(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("saml.pem");
        Files.writeString(file, pem);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        SigningKey.loadOrCreate(file, "ProfileKeep SAML", CLOCK);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_file_that_another_process_made_meanwhile_is_not_replaced(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("saml.pem");
        Files.writeString(file, "theirs");

        assertThatIOException()
                .isThrownBy(() -> PrivateFiles.createNew(file, "ours"))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("theirs");
    }

    @Test
    void a_damaged_file_is_named_with_what_to_do(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("saml.pem");
        Files.writeString(file, "nothing");

        UnusableKeyException failure = catchThrowableOfType(
                UnusableKeyException.class, () -> SigningKey.loadOrCreate(file, "ProfileKeep SAML", CLOCK));
        assertThat(failure).hasMessageContaining(file.toString()).hasMessageContaining("no private key in PEM form");
        assertThat(failure.next()).contains("move it away");

        Files.write(file, new byte[] {(byte) 0xff, 0, 1, 2});
        assertThatIOException()
                .isThrownBy(() -> SigningKey.loadOrCreate(file, "ProfileKeep SAML", CLOCK))
                .withMessage("cannot use the signing key in " + file + ": it is no PEM text");
        assertThat(file).as("nobody replaces it").hasBinaryContent(new byte[] {(byte) 0xff, 0, 1, 2});
    }

    @Test
    void a_place_where_no_key_can_be_is_named_with_what_to_do(@TempDir Path directory) throws Exception {
        Path folder = Files.createDirectories(directory.resolve("saml.pem"));
        UnusableKeyException failure = catchThrowableOfType(
                UnusableKeyException.class, () -> SigningKey.loadOrCreate(folder, "ProfileKeep SAML", CLOCK));
        assertThat(failure).hasMessageContaining("cannot read or make the signing key in " + folder);
        assertThat(failure.next()).contains("read and write that file");
    }

    @Test
    void a_certificate_of_another_key_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningKey.fromPem(pem, otherPem))
                .withMessageContaining("another key");
    }

    @Test
    void a_missing_part_is_named() {
        String certificateOnly = pem.substring(pem.indexOf("-----BEGIN CERTIFICATE"));
        String keyOnly = pem.substring(0, pem.indexOf("-----BEGIN CERTIFICATE"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningKey.fromPem(certificateOnly, certificateOnly))
                .withMessageContaining("no private key");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningKey.fromPem(keyOnly, keyOnly))
                .withMessageContaining("no certificate");
    }

    @Test
    void a_key_of_another_kind_is_refused() throws Exception {
        byte[] elliptic = KeyPairGenerator.getInstance("EC")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        String text = "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(elliptic)
                + "\n-----END PRIVATE KEY-----\n";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningKey.fromPem(text, pem))
                .withMessageContaining("RSA");
    }

    @Test
    void an_encrypted_key_is_refused_with_what_to_do() {
        String encrypted =
                """
                -----BEGIN RSA PRIVATE KEY-----
                Proc-Type: 4,ENCRYPTED
                DEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF

                AAAAAAAAAAAAAAAAAAAAAA==
                -----END RSA PRIVATE KEY-----
                """;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningKey.fromPem(encrypted, pem))
                .withMessageContaining("encrypted");
    }

    @Test
    void its_text_does_not_hold_the_key() {
        assertThat(SigningKey.fromPem(pem, pem).toString()).isEqualTo("SigningKey[CN=One]");
    }
}
