package dev.profilekeep.e2e.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The portal's REST API through the door that it leaves open to its own machine: to prepare and to look, not to test it. */
public final class RestDoor {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> ENDED = Set.of("DONE", "DONE_WITH_FINDINGS", "FAILED", "STOPPED");
    private static final Duration PATIENCE = Duration.ofSeconds(300);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI base;
    private final String token;

    RestDoor(Path portalJson) {
        try {
            JsonNode about = JSON.readTree(portalJson.toFile());
            this.base = URI.create(about.required("url").asText() + "/").normalize();
            this.token = about.required("token").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param path below {@code /api/v1/} */
    public JsonNode get(String path) {
        return send(request(path).GET().build());
    }

    public JsonNode post(String path) {
        return send(request(path).POST(BodyPublishers.noBody()).build());
    }

    /** @param body JSON */
    public JsonNode put(String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body))
                .build());
    }

    /** Starts a job and waits for its end. @return the run */
    public JsonNode runToItsEnd(String job) {
        long id = post("jobs/" + job + "/runs").required("id").asLong();
        return await("run " + id + " has ended", () -> get("jobs/runs/" + id), RestDoor::ended);
    }

    /** Waits until a run of the job has ended and none is under way. */
    public void awaitRuns(String job) {
        await("a run of " + job + " has ended", () -> get("jobs/runs?limit=50").required("runs"), runs -> {
            boolean any = false;
            for (JsonNode run : runs) {
                if (run.required("job").asText().equals(job)) {
                    any = true;
                    if (!ended(run)) {
                        return false;
                    }
                }
            }
            return any;
        });
    }

    private static boolean ended(JsonNode run) {
        return ENDED.contains(run.required("status").asText());
    }

    private static JsonNode await(
            String what, java.util.function.Supplier<JsonNode> look, java.util.function.Predicate<JsonNode> there) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            JsonNode seen = look.get();
            if (there.test(seen)) {
                return seen;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("after " + PATIENCE.toSeconds() + " s still not true: " + what + "\n" + seen);
            }
            new CompletableFuture<Void>()
                    .completeOnTimeout(null, 100, TimeUnit.MILLISECONDS)
                    .join();
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve("api/v1/" + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json");
    }

    private JsonNode send(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new AssertionError(
                        request.method() + " " + request.uri() + ": " + response.statusCode() + " " + response.body());
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
