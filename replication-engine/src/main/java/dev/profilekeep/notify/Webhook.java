package dev.profilekeep.notify;

import dev.profilekeep.config.NotificationsConfig.Target;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Posts JSON to one address and signs it ({@link CallSignature}). Redirects are never followed: what was configured is what is called. What an answer says beyond its status is not wanted, and
 * nobody can keep us by it. Safe for several threads.
 */
final class Webhook {
    static final String SIGNATURE = CallSignature.HEADER;
    static final String DELIVERY = "X-ProfileKeep-Delivery";

    /** From the first try to connect until the answer's status is there. */
    static final Duration ANSWER = Duration.ofSeconds(15);

    /** So long, and so many bytes, the rest of an answer is let pass, that the connection can be used again. */
    private static final Duration REST = Duration.ofSeconds(1);

    private static final int MOST_OF_REST = 16_384;

    private final Duration within;
    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    Webhook() {
        this(ANSWER);
    }

    /** @param within so long an answer may take */
    Webhook(Duration within) {
        this.within = within;
    }

    /**
     * Takes no longer than {@link #ANSWER} and a second, whatever the receiver does.
     *
     * @param id the same whenever the same message is sent again
     */
    void post(Target.Webhook target, String id, String json, Instant now) throws NotSentException {
        try {
            HttpRequest request = HttpRequest.newBuilder(target.address())
                    .header("Content-Type", "application/json; charset=utf-8")
                    .header("User-Agent", "ProfileKeep")
                    .header(DELIVERY, id)
                    .header(SIGNATURE, CallSignature.of(target.secretFrom().read(), json, now))
                    .POST(HttpRequest.BodyPublishers.ofString(json))
                    .build();
            int status = status(request);
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

    /**
     * HttpRequest's own timeout ends where the body begins, so that a receiver could keep us for ever by one that never ends; and on JDK 25 an answer may not count as there while its
     * body has not ended. Its status is there with its head.
     */
    private int status(HttpRequest request) throws IOException, InterruptedException {
        Rest rest = new Rest();
        CompletableFuture<Integer> status = new CompletableFuture<>();
        CompletableFuture<HttpResponse<Void>> answer = client.sendAsync(request, info -> {
            status.complete(info.statusCode());
            return rest;
        });
        answer.whenComplete((response, failed) -> {
            if (failed != null) {
                status.completeExceptionally(failed);
            }
        });
        try {
            int said = status.get(within.toMillis(), TimeUnit.MILLISECONDS);
            rest.letPass();
            return said;
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + within.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IOException(String.valueOf(e.getCause()), e);
        } finally {
            answer.cancel(true);
            rest.end();
        }
    }

    /** What follows the status: thrown away, and cut off if it is much. */
    private static final class Rest implements HttpResponse.BodySubscriber<Void> {
        private final CountDownLatch over = new CountDownLatch(1);
        private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();
        private int seen;

        @Override
        public CompletionStage<Void> getBody() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.set(given);
            given.request(1);
        }

        @Override
        public void onNext(List<ByteBuffer> bytes) {
            for (ByteBuffer each : bytes) {
                seen += each.remaining();
            }
            Flow.Subscription from = subscription.get();
            if (seen > MOST_OF_REST) {
                over.countDown();
            } else if (from != null) {
                from.request(1);
            }
        }

        @Override
        public void onError(Throwable e) {
            over.countDown();
        }

        @Override
        public void onComplete() {
            over.countDown();
        }

        void letPass() throws InterruptedException {
            boolean ended = over.await(REST.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                end();
            }
        }

        /** Of no effect on an answer that has ended. */
        void end() {
            Flow.Subscription from = subscription.get();
            if (from != null) {
                from.cancel();
            }
        }
    }
}
