package dev.profilekeep.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/** The half of an installation's key that everybody may have: proves what the installation signed, and signs nothing. Immutable. */
public final class OpenKey {
    private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String END = "-----END PUBLIC KEY-----";
    private static final int ID_BYTES = 16;
    private static final long LONGEST = 4096;

    private final PublicKey key;

    OpenKey(PublicKey key) {
        this.key = key;
    }

    /**
     * @param encoded X.509, in Base64 without line ends
     * @throws IOException if it is none of Ed25519
     */
    public static OpenKey of(String encoded) throws IOException {
        try {
            byte[] bytes = Base64.getDecoder().decode(encoded);
            OpenKey key = new OpenKey(
                    KeyFactory.getInstance(SiteKey.ALGORITHM).generatePublic(new X509EncodedKeySpec(bytes)));
            if (!key.encoded().equals(encoded)) {
                throw new IOException("it is no public key in the form that ProfileKeep writes");
            }
            return key;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("it is no public key of Ed25519: " + e.getMessage(), e);
        }
    }

    /** @param file as {@link #pem} writes it, and {@code openssl pkey -pubout} */
    public static OpenKey read(Path file) throws IOException {
        if (Files.size(file) > LONGEST) {
            throw new IOException(file + " is no public key: it has " + Files.size(file) + " bytes");
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
            throw new IOException(file + " is no public key in PEM form: it has no line " + BEGIN);
        }
        try {
            return of(
                    text.substring(BEGIN.length(), text.length() - END.length()).replaceAll("\\s", ""));
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** X.509 in Base64, in one line. */
    public String encoded() {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    /** As openssl reads it. */
    public String pem() {
        return BEGIN + "\n" + encoded() + "\n" + END + "\n";
    }

    /** The first 128 bits of SHA-256 over its X.509 form, in hexadecimal. */
    public String id() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return HexFormat.of().formatHex(digest, 0, ID_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Whether its other half signed exactly these bytes. */
    public boolean signed(byte[] bytes, byte[] signature) {
        try {
            Signature check = Signature.getInstance(SiteKey.ALGORITHM);
            check.initVerify(key);
            check.update(bytes);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
