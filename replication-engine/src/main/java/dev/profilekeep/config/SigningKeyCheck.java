package dev.profilekeep.config;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks whether the portal could sign with the key it would take: the one that {@code signIn} names, or else the one that it
 * made for itself. What passes here also starts there. No message has anything of a key in it.
 */
final class SigningKeyCheck {
    private static final String KEY = "signIn.signingKeyFrom";
    private static final String CERTIFICATE = "signIn.signingCertificateFrom";
    private static final int SMALLEST_BITS = 2048;
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s*(.*?)-----END \\1-----", Pattern.DOTALL);
    /** Version 0, and the algorithm RSA without parameters: what PKCS#8 has before a key of PKCS#1. */
    private static final byte[] RSA = HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

    private static final String FIX =
            "give an RSA key of at least 2048 bits and its certificate, in PEM form and not encrypted (docs/sign-in.md), or"
                    + " leave out " + KEY + " and " + CERTIFICATE + ": the portal then makes its own";

    private SigningKeyCheck() {}

    private static final class Fault extends Exception {
        private static final long serialVersionUID = 1L;
        private final String key;

        Fault(String key, String text) {
            super(text);
            this.key = key;
        }
    }

    /** What is wrong; nothing if a file cannot be read by this account, which is told elsewhere or is the portal's alone. */
    static List<ConfigProblem> problems(ProfileKeepConfig config) {
        SignInConfig signIn = config.signIn();
        SecretSource key = signIn == null ? null : signIn.signingKeyFrom();
        SecretSource certificate = signIn == null ? null : signIn.signingCertificateFrom();
        if (key == null || certificate == null) {
            return own(config.dataDirectory().resolve("sign-in").resolve("saml-signing.pem"));
        }
        try {
            check(key.read(), certificate.read());
        } catch (IOException e) {
            return List.of();
        } catch (Fault e) {
            SecretSource from = e.key.equals(KEY) ? key : certificate;
            return List.of(new ConfigProblem(0, e.key + " (" + from + ")", String.valueOf(e.getMessage()), FIX));
        }
        return List.of();
    }

    private static List<ConfigProblem> own(Path file) {
        String fault;
        try {
            if (!Files.isReadable(file)) {
                return List.of();
            }
            String pem = Files.readString(file, StandardCharsets.US_ASCII);
            check(pem, pem);
            return List.of();
        } catch (CharacterCodingException e) {
            fault = "it is no PEM text";
        } catch (IOException e) {
            return List.of();
        } catch (Fault e) {
            fault = String.valueOf(e.getMessage());
        }
        return List.of(new ConfigProblem(
                0,
                "dataDirectory",
                "the portal's own signing key " + file + " cannot be used: " + fault,
                "put the file back from a backup, or move it away to have a new one made; identity providers then need the"
                        + " portal's new metadata"));
    }

    private static void check(String keyPem, String certificatePem) throws Fault {
        RSAPrivateCrtKey secret = privateKey(keyPem);
        RSAPublicKey open = certificate(certificatePem);
        if (open.getModulus().bitLength() < SMALLEST_BITS) {
            throw new Fault(
                    KEY,
                    "an RSA key of " + open.getModulus().bitLength() + " bits: make one of at least " + SMALLEST_BITS);
        }
        if (!secret.getModulus().equals(open.getModulus())
                || !secret.getPublicExponent().equals(open.getPublicExponent())) {
            throw new Fault(CERTIFICATE, "the certificate belongs to another key");
        }
    }

    private static RSAPrivateCrtKey privateKey(String pem) throws Fault {
        Optional<Part> found = parts(pem).stream()
                .filter(part -> part.type().endsWith("PRIVATE KEY"))
                .findFirst();
        Part part = found.orElseThrow(() -> new Fault(KEY, "no private key in PEM form (-----BEGIN PRIVATE KEY-----)"));
        if (part.type().equals("ENCRYPTED PRIVATE KEY") || part.text().contains("Proc-Type: 4,ENCRYPTED")) {
            throw new Fault(KEY, "the private key is encrypted");
        }
        boolean bare = part.type().equals("RSA PRIVATE KEY");
        if (!bare && !part.type().equals("PRIVATE KEY")) {
            throw new Fault(KEY, "not an RSA key: SAML partners expect RSA");
        }
        try {
            byte[] der = part.bytes();
            if (KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bare ? wrapped(der) : der))
                    instanceof RSAPrivateCrtKey key) {
                return key;
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Fault(KEY, "the private key is damaged, or not an RSA key");
        }
        throw new Fault(KEY, "the private key is damaged, or not an RSA key");
    }

    private static RSAPublicKey certificate(String pem) throws Fault {
        Optional<Part> found = parts(pem).stream()
                .filter(part -> part.type().equals("CERTIFICATE") || part.type().equals("X509 CERTIFICATE"))
                .findFirst();
        Part part = found.orElseThrow(
                () -> new Fault(CERTIFICATE, "no certificate in PEM form (-----BEGIN CERTIFICATE-----)"));
        PublicKey key;
        try {
            key = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(part.bytes()))
                    .getPublicKey();
        } catch (CertificateException | IllegalArgumentException e) {
            throw new Fault(CERTIFICATE, "the certificate is damaged");
        }
        if (key instanceof RSAPublicKey rsa) {
            return rsa;
        }
        throw new Fault(CERTIFICATE, "the certificate is of a key that is not RSA");
    }

    private record Part(String type, String text) {
        /** @throws IllegalArgumentException if it is no Base64 */
        byte[] bytes() {
            return Base64.getDecoder().decode(text.replaceAll("\\s", ""));
        }
    }

    private static List<Part> parts(String pem) {
        List<Part> parts = new ArrayList<>();
        Matcher matcher = PEM.matcher(pem);
        while (matcher.find()) {
            parts.add(new Part(matcher.group(1), matcher.group(2)));
        }
        return parts;
    }

    private static byte[] wrapped(byte[] bare) {
        ByteArrayOutputStream inside = new ByteArrayOutputStream();
        inside.writeBytes(RSA);
        put(inside, 0x04, bare);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        put(all, 0x30, inside.toByteArray());
        return all.toByteArray();
    }

    /** A value of DER; no key is longer than 64 KiB. */
    private static void put(ByteArrayOutputStream out, int tag, byte[] value) {
        out.write(tag);
        if (value.length < 0x80) {
            out.write(value.length);
        } else if (value.length < 0x100) {
            out.write(0x81);
            out.write(value.length);
        } else {
            out.write(0x82);
            out.write(value.length >> 8);
            out.write(value.length);
        }
        out.writeBytes(value);
    }
}
