package dev.profilekeep.notify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How a receiver knows that a call is ours: {@code t=<seconds>,v1=<hex>}, where {@code v1} is HMAC-SHA256 ([RFC 2104]) of {@code <seconds>.<body>} with the secret as UTF-8. The time is part of it, so that nobody can send an old
 * call again. Stateless.
 */
public final class CallSignature {
    /** The header it is sent in. */
    public static final String HEADER = "X-ProfileKeep-Signature";

    private CallSignature() {}

    public static String of(String secret, String body, Instant now) {
        String signed = now.getEpochSecond() + "." + body;
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "t=" + now.getEpochSecond() + ",v1="
                    + HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HmacSHA256", e);
        }
    }
}
