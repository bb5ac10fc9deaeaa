package dev.profilekeep.container;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Which container a disk is a copy of: set, kind, SID and base name. A disk without a SID in its folder's or its own name is
 * told by set, kind and base name alone: an owner in its security descriptor is not taken for its person, since whoever
 * copied or restored a file owns it.
 *
 * @param sid empty if there is none
 */
public record ContainerIdentity(String setId, ContainerKind kind, String sid, String baseName) {

    /** A short key that is the same for spellings which differ in case only; 32 hexadecimal digits. */
    public String key() {
        String name = Normalizer.normalize(baseName, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        return digest(setId + "\0" + kind + "\0" + sid + "\0" + name);
    }

    /** A short key for any text, such as a path; 32 hexadecimal digits. */
    public static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
