package dev.profilekeep.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * What a service account shows: {@code pk_<id>_<secret>_<checksum>}, 66 characters.
 *
 * <table>
 * <caption>Its parts</caption>
 * <tr><td>{@code pk_}</td><td>so that scanners for secrets know it</td></tr>
 * <tr><td>id</td><td>of the account: 10 of a–z and 2–9, none that looks like another</td></tr>
 * <tr><td>secret</td><td>32 random bytes, base64url, 43 characters</td></tr>
 * <tr><td>checksum</td><td>CRC-32 of all before its underscore, 8 hexadecimal digits: a slip in copying is told at once</td></tr>
 * </table>
 *
 * <p>Kept is the SHA-256 of the whole. Neither salt nor a slow digest would add anything: the secret is 256 random bits, so there
 * is no list of likely ones to try, and two accounts never have the same.
 */
record Token(String id, String text) {
    /** For scanners too; docs/access.md has it. */
    static final Pattern FORM = Pattern.compile("(pk_([a-km-np-z2-9]{10})_[A-Za-z0-9_-]{43})_([0-9a-f]{8})");

    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int ID_LENGTH = 10;
    private static final int SECRET_BYTES = 32;

    static Token make(SecureRandom random) {
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        String head = "pk_" + id + "_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        return new Token(id.toString(), head + "_" + checksum(head));
    }

    /** Empty if it is none, or was not copied whole. */
    static Optional<Token> parse(String given) {
        Matcher form = FORM.matcher(given);
        return form.matches() && checksum(form.group(1)).equals(form.group(3))
                ? Optional.of(new Token(form.group(2), given))
                : Optional.empty();
    }

    /** What is kept of it. */
    String digest() {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Takes as long for a wrong one as for the right one. */
    boolean isKeptAs(String kept) {
        return MessageDigest.isEqual(
                digest().getBytes(StandardCharsets.US_ASCII), kept.getBytes(StandardCharsets.US_ASCII));
    }

    private static String checksum(String head) {
        CRC32 crc = new CRC32();
        crc.update(head.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    /** Never the token itself: this may end up in a log. */
    @Override
    public String toString() {
        return "token of " + id;
    }
}
