package dev.profilekeep.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.profilekeep.catalog.CatalogInUseException;
import dev.profilekeep.config.ProfileKeepConfig;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The running portal, asked over REST since it has the catalog. Found by the file that it writes into its data directory. */
final class PortalClient {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final URI base;
    private final String token;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private PortalClient(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    /**
     * @param why the catalog could not be opened
     * @throws CliProblem if no portal can be found either
     */
    static PortalClient of(ProfileKeepConfig config, CatalogInUseException why) {
        Path file = config.dataDirectory().resolve("portal.json");
        try {
            JsonNode json = Json.MAPPER.readTree(Files.readString(file));
            String url = json.path("url").asText();
            String token = json.path("token").asText();
            if (url.isEmpty() || token.isEmpty()) {
                throw new CliProblem(why.getMessage() + "; " + file + " does not say how to reach it", why);
            }
            return new PortalClient(URI.create(url.replaceFirst("/+$", "")), token);
        } catch (IOException | IllegalArgumentException e) {
            throw new CliProblem(
                    why.getMessage() + ", and the portal cannot be asked instead: " + file
                            + (e instanceof java.nio.file.NoSuchFileException
                                    ? " is not there (is another command running?)"
                                    : " cannot be read (is this the account that runs the portal?)"),
                    e);
        }
    }

    /**
     * For what the portal alone keeps.
     *
     * @throws CliProblem if it does not run
     */
    static PortalClient running(ProfileKeepConfig config) {
        Path file = config.dataDirectory().resolve("portal.json");
        if (!Files.exists(file)) {
            throw new CliProblem(
                    "the portal keeps this, and it does not run here (" + file + " is not there): start it");
        }
        return of(config, new CatalogInUseException(config.database().url(), null));
    }

    JsonNode get(String path) {
        return send(HttpRequest.newBuilder(uri(path)).GET(), PATIENCE);
    }

    JsonNode post(String path, @Nullable Object body) {
        return post(path, body, PATIENCE);
    }

    /** @param patience how long the answer may take */
    JsonNode post(String path, @Nullable Object body, Duration patience) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(
                        body == null
                                ? HttpRequest.BodyPublishers.ofString("{}")
                                : HttpRequest.BodyPublishers.ofString(Json.write(body)));
        return send(request, patience);
    }

    /**
     * A file as it is.
     *
     * @param patience how long the answer may take
     * @throws CliProblem if the file cannot be read, or the portal refuses it
     */
    JsonNode postBytes(String path, Path file, Duration patience) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                    .header("Content-Type", "application/octet-stream")
                    .POST(HttpRequest.BodyPublishers.ofFile(file));
            return send(request, patience);
        } catch (FileNotFoundException e) {
            throw new CliProblem("there is no file " + file, e);
        }
    }

    /** Sends a file as it is; reading it may take the portal some minutes. */
    JsonNode post(String path, byte[] body, String contentType) {
        return send(
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)),
                LONG);
    }

    private URI uri(String path) {
        return URI.create(base + path);
    }

    private JsonNode send(HttpRequest.Builder request, Duration patience) {
        HttpResponse<String> response;
        try {
            response = http.send(
                    request.header("Authorization", "Bearer " + token)
                            .header("Accept", "application/json")
                            .timeout(patience)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliProblem("interrupted while asking the portal", e);
        } catch (IOException e) {
            throw new CliProblem("the portal at " + base + " does not answer (" + e.getMessage() + ")", e);
        }
        JsonNode json = parse(response.body());
        if (response.statusCode() / 100 != 2) {
            String detail = json.path("detail").asText(json.path("title").asText(""));
            throw new CliProblem("the portal at " + base + " answered " + response.statusCode()
                    + (detail.isEmpty() ? "" : ": " + detail));
        }
        return json;
    }

    private static JsonNode parse(String body) {
        try {
            JsonNode json = body.isBlank() ? null : Json.MAPPER.readTree(body);
            return json == null ? MissingNode.getInstance() : json;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
