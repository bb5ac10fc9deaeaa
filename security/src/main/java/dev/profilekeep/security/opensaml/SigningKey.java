package dev.profilekeep.security.opensaml;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/**
 * An RSA key with the certificate that carries its public half. SAML looks at the key alone: the certificate's dates
 * and issuer mean nothing to the other side, so a self-signed one is as good as any.
 */
public record SigningKey(PrivateKey privateKey, X509Certificate certificate) {

    private static final int SMALLEST_BITS = 2048;
    private static final int BITS = 3072;
    private static final Duration LIFETIME = Duration.ofDays(20 * 365);

    public SigningKey {
        if (!(privateKey instanceof RSAPrivateCrtKey secret)
                || !(certificate.getPublicKey() instanceof RSAPublicKey open)) {
            throw new IllegalArgumentException(
                    "not an RSA key, but " + privateKey.getAlgorithm() + ": SAML partners expect RSA");
        }
        if (open.getModulus().bitLength() < SMALLEST_BITS) {
            throw new IllegalArgumentException(
                    "an RSA key of " + open.getModulus().bitLength() + " bits: make one of at least " + SMALLEST_BITS);
        }
        if (!secret.getModulus().equals(open.getModulus())
                || !secret.getPublicExponent().equals(open.getPublicExponent())) {
            throw new IllegalArgumentException("the certificate belongs to another key");
        }
    }

    /**
     * Reads a key from PEM texts (PKCS#8 or PKCS#1, not encrypted). Both may be the same text.
     *
     * @throws IllegalArgumentException saying what is wrong; never with the key in the message
     */
    public static SigningKey fromPem(String keyPem, String certificatePem) {
        return new SigningKey(privateKey(keyPem), certificate(certificatePem));
    }

    /**
     * The key in {@code file}, made there if there is none yet. The file is readable by its owner alone.
     *
     * @throws UnusableKeyException if it cannot be read or written, or holds something else
     */
    public static SigningKey loadOrCreate(Path file, String commonName, Clock clock) throws UnusableKeyException {
        try {
            String pem = textOf(file, commonName, clock);
            return fromPem(pem, pem);
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw new UnusableKeyException(
                    "cannot use the signing key in " + file + ": "
                            + (e instanceof CharacterCodingException ? "it is no PEM text" : e.getMessage()),
                    "Put the file back from a backup, or move it away to have a new one made; identity providers then need"
                            + " our new metadata.",
                    e);
        } catch (IOException e) {
            throw new UnusableKeyException(
                    "cannot read or make the signing key in " + file + ": " + e,
                    "Let the account that runs ProfileKeep, and nobody else, read and write that file and its folder.",
                    e);
        }
    }

    private static String textOf(Path file, String commonName, Clock clock) throws IOException {
        if (!Files.exists(file)) {
            try {
                PrivateFiles.createNew(file, toPem(generate(commonName, clock.instant())));
            } catch (FileAlreadyExistsException e) {
                // another process was quicker: its key is the one both use
            }
        }
        PrivateFiles.restrict(file);
        return Files.readString(file, StandardCharsets.US_ASCII);
    }

    private static SigningKey generate(String commonName, Instant now) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            KeyPair pair = generator.generateKeyPair();
            var name = new X500NameBuilder(BCStyle.INSTANCE)
                    .addRDN(BCStyle.CN, commonName)
                    .build();
            var builder = new JcaX509v3CertificateBuilder(
                    name,
                    new BigInteger(127, new SecureRandom()).add(BigInteger.ONE),
                    Date.from(now.minus(Duration.ofDays(1))),
                    Date.from(now.plus(LIFETIME)),
                    name,
                    pair.getPublic());
            var signer = new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate());
            return new SigningKey(
                    pair.getPrivate(), new JcaX509CertificateConverter().getCertificate(builder.build(signer)));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("this Java cannot make an RSA key: " + e.getMessage(), e);
        }
    }

    private static String toPem(SigningKey key) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(PrivateKeyInfo.getInstance(key.privateKey().getEncoded()));
            pem.writeObject(key.certificate());
        }
        return text.toString();
    }

    private static PrivateKey privateKey(String pem) {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
                if (part instanceof PrivateKeyInfo info) {
                    return converter.getPrivateKey(info);
                }
                if (part instanceof PEMKeyPair pair) {
                    return converter.getPrivateKey(pair.getPrivateKeyInfo());
                }
                if (part instanceof PKCS8EncryptedPrivateKeyInfo || part instanceof PEMEncryptedKeyPair) {
                    throw new IllegalArgumentException(
                            "the private key is encrypted: store it decrypted in a file only "
                                    + "the service can read (openssl pkey -in key.pem -out plain.pem)");
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("the private key is damaged PEM", e);
        }
        throw new IllegalArgumentException("no private key in PEM form (-----BEGIN PRIVATE KEY-----)");
    }

    private static X509Certificate certificate(String pem) {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
                if (part instanceof X509CertificateHolder holder) {
                    return new JcaX509CertificateConverter().getCertificate(holder);
                }
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("the certificate is damaged PEM", e);
        }
        throw new IllegalArgumentException("no certificate in PEM form (-----BEGIN CERTIFICATE-----)");
    }

    @Override
    public String toString() {
        return "SigningKey[" + certificate.getSubjectX500Principal() + "]";
    }
}
