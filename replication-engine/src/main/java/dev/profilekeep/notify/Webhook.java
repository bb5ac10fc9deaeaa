package dev.profilekeep.notify;

import dev.profilekeep.config.NotificationsConfig.Target;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Posts JSON to one address and signs it: {@code X-ProfileKeep-Signature: t=<seconds>,v1=<hex>}, where {@code v1} is HMAC-SHA256
 * ([RFC 2104]) of {@code <seconds>.<body>} with the secret as UTF-8. The time is part of it, so that nobody can send an old call
 * again. Redirects are never followed: what was configured is what is called. Safe for several threads.
 */
final class Webhook {
    static final String SIGNATURE = "X-ProfileKeep-Signature";
    static final String DELIVERY = "X-ProfileKeep-Delivery";

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    /** @param id the same whenever the same message is sent again */
    void post(Target.Webhook target, String id, String json, Instant now) throws NotSentException {
        try {
            HttpRequest request = HttpRequest.newBuilder(target.address())
                    .timeout(ANSWER)
                    .header("Content-Type", "application/json; charset=utf-8")
                    .header("User-Agent", "ProfileKeep")
                    .header(DELIVERY, id)
                    .header(SIGNATURE, signature(target.secretFrom().read(), json, now))
                    .POST(HttpRequest.BodyPublishers.ofString(json))
                    .build();
            HttpResponse<Void> answer = client.send(request, HttpResponse.BodyHandlers.discarding());
            int status = answer.statusCode();
            if (status / 100 == 3) {
                throw new NotSentException(
                        "it answered " + status + ", a redirect, which is not followed: write the final address into"
                                + " notifications.channels",
                        false,
                        null);
            }
            if (status / 100 != 2) {
                // 410: whoever was there says that it will never be again
                throw new NotSentException("it answered " + status, status == 410, null);
            }
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new NotSentException("it could not be called: " + reason, false, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotSentException("stopped while it was called", false, e);
        }
    }

    static String signature(String secret, String body, Instant now) {
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
