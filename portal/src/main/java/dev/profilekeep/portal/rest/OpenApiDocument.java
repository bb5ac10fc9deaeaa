package dev.profilekeep.portal.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What the API is, as OpenAPI 3.1: put together from the files of the folder {@code openapi} beside this class, one for each feature. What every
 * operation can answer, and every one with a body, stands in {@code base.yml} and is added to each; the roles are added to its description. A test holds it against
 * the controllers.
 */
@Component
public class OpenApiDocument {
    /** In the order in which they are shown. */
    private static final List<String> PARTS = List.of(
            "base",
            "containers",
            "locks",
            "incidents",
            "backups",
            "compactions",
            "readiness",
            "requests",
            "health",
            "help",
            "locations",
            "jobs",
            "sessions",
            "accounts",
            "audit",
            "access");

    /** What may happen to any call. */
    private static final Map<String, String> EVERYWHERE = Map.of(
            "400", "BadInput",
            "401", "Unauthenticated",
            "403", "Forbidden",
            "429", "TooManyWrongTokens",
            "500", "Unexpected",
            "503", "CatalogAway");

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final ObjectNode document;

    public OpenApiDocument() {
        document = JSON.createObjectNode();
        for (String part : PARTS) {
            add(document, read(part), part);
        }
        operations().forEach(OpenApiDocument::complete);
    }

    /**
     * One call.
     *
     * @param method in capitals
     * @param path below the address of the server, such as {@code /containers/{id}}
     * @param node what the document says of it
     */
    public record Operation(String method, String path, JsonNode node) {
        public List<String> roles() {
            return texts(node.path("x-roles"));
        }

        /** Whether a token with a scope may call it. */
        public boolean keepsToScope() {
            return node.path("x-scoped").asBoolean();
        }

        public String tag() {
            return node.path("tags").path(0).asText();
        }
    }

    /** The whole, to be read only. */
    public JsonNode json() {
        return document;
    }

    /** In the order of the features. */
    public List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        document.path("paths").fields().forEachRemaining(path -> path.getValue()
                .fields()
                .forEachRemaining(method -> operations.add(new Operation(
                        method.getKey().toUpperCase(java.util.Locale.ROOT), path.getKey(), method.getValue()))));
        return operations;
    }

    /** Follows a reference to another place of the document; anything else is returned as it is. */
    public JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.startsWith("#/") ? document.at(reference.substring(1)) : node;
    }

    private static void complete(Operation operation) {
        ObjectNode node = (ObjectNode) operation.node();
        ObjectNode responses = (ObjectNode) node.path("responses");
        new java.util.TreeMap<>(EVERYWHERE)
                .forEach((status, name) -> responses.putObject(status).put("$ref", "#/components/responses/" + name));
        if (node.has("requestBody")) {
            responses.putObject("413").put("$ref", "#/components/responses/TooLarge");
        }
        String description = node.path("description").asText("");
        node.put(
                "description",
                (description.isEmpty() ? "" : description + " ") + "Roles: " + String.join(", ", operation.roles())
                        + "." + (operation.keepsToScope() ? "" : " Not for tokens with a scope."));
    }

    /** Maps are joined, anything else must not be there twice. */
    private static void add(ObjectNode target, JsonNode more, String part) {
        more.fields().forEachRemaining(field -> {
            JsonNode there = target.get(field.getKey());
            if (there == null) {
                target.set(field.getKey(), field.getValue());
            } else if (there instanceof ObjectNode both && field.getValue().isObject() && !isOperation(both)) {
                add(both, field.getValue(), part);
            } else {
                throw new IllegalStateException(
                        "openapi/" + part + ".yml says again what another file says: " + field.getKey());
            }
        });
    }

    private static boolean isOperation(ObjectNode node) {
        return node.has("operationId");
    }

    private static JsonNode read(String part) {
        try (InputStream in = OpenApiDocument.class.getResourceAsStream("openapi/" + part + ".yml")) {
            if (in == null) {
                throw new IllegalStateException("there is no openapi/" + part + ".yml");
            }
            Map<String, Object> parsed = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
            // by way of text, so that what YAML shares is not shared here
            return JSON.readTree(JSON.writeValueAsBytes(new LinkedHashMap<>(parsed)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toUnmodifiableList());
    }
}
