package dev.profilekeep.failover;

import dev.profilekeep.config.SecretSource;
import dev.profilekeep.failover.FailoverWorld.NotDoneException;
import dev.profilekeep.notify.CallSignature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Calls the address of a hook, once. An answer of 2xx is what it did; any other, and a connection that is refused, is that it did nothing. Where no answer came within its time nobody can tell. Redirects are not followed. Safe
 * for several threads.
 */
public final class HookCaller {
    private static final int MOST_BYTES = 16_384;
    private static final int MOST_SAID = 500;

    private final Path folder;
    private final Clock clock;
    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(15))
            .build();

    /** @param folder what a relative path of a secret is relative to */
    public HookCaller(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /**
     * @return status and answer, in a sentence
     * @throws NotDoneException if it did nothing
     * @throws IllegalStateException if nobody can tell
     */
    public String call(Hook hook) throws NotDoneException {
        HttpRequest.Builder request = HttpRequest.newBuilder(hook.address())
                .header("User-Agent", "ProfileKeep")
                .header("Content-Type", "application/json; charset=utf-8")
                .method(hook.method(), HttpRequest.BodyPublishers.ofString(hook.body()));
        String secret = hook.secretFrom();
        if (secret != null) {
            try {
                request.header(
                        CallSignature.HEADER,
                        CallSignature.of(SecretSource.parse(secret, folder).read(), hook.body(), clock.instant()));
            } catch (IOException | IllegalArgumentException e) {
                throw new NotDoneException("it was not called: its secret cannot be read: " + e.getMessage());
            }
        }
        Future<HttpResponse<byte[]>> sent = client.sendAsync(request.build(), info -> new Cut());
        try {
            return answer(sent.get(hook.seconds(), TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw new IllegalStateException("no answer within " + hook.seconds() + " s", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConnectException) {
                throw new NotDoneException("it could not be reached");
            }
            throw new IllegalStateException("the connection broke: " + e.getCause(), e);
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while it was called", e);
        }
    }

    /** The beginning of an answer; however long one is, no more of it is kept or waited for. */
    private static final class Cut implements HttpResponse.BodySubscriber<byte[]> {
        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private Flow.@Nullable Subscription subscription;

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(1);
        }

        @Override
        public void onNext(List<ByteBuffer> bytes) {
            for (ByteBuffer each : bytes) {
                byte[] part = new byte[Math.min(each.remaining(), MOST_BYTES - kept.size())];
                each.get(part);
                kept.write(part, 0, part.length);
            }
            Flow.Subscription from = subscription;
            if (from == null || kept.size() >= MOST_BYTES) {
                body.complete(kept.toByteArray());
            }
            if (from != null && kept.size() >= MOST_BYTES) {
                from.cancel();
            } else if (from != null) {
                from.request(1);
            }
        }

        @Override
        public void onError(Throwable e) {
            body.completeExceptionally(e);
        }

        @Override
        public void onComplete() {
            body.complete(kept.toByteArray());
        }
    }

    private static String answer(HttpResponse<byte[]> response) throws NotDoneException {
        byte[] body = response.body();
        String said =
                new String(body, StandardCharsets.UTF_8).replaceAll("\\s+", " ").strip();
        String told = "it answered " + response.statusCode()
                + (said.isEmpty() ? "" : ": " + (said.length() <= MOST_SAID ? said : said.substring(0, MOST_SAID)));
        if (response.statusCode() / 100 != 2) {
            throw new NotDoneException(told);
        }
        return told;
    }
}
