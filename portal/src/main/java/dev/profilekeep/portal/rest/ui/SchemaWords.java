package dev.profilekeep.portal.rest.ui;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profilekeep.portal.rest.OpenApiDocument;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/** Says in a line what a value is. */
final class SchemaWords {
    private static final int DEEPEST = 4;

    private final OpenApiDocument document;

    SchemaWords(OpenApiDocument document) {
        this.document = document;
    }

    /** Every field of an object, or of the objects of a list, with those below it: {@code copies[].disk.format}. */
    Map<String, String> fields(JsonNode schema) {
        Map<String, String> fields = new LinkedHashMap<>();
        collect("", schema, fields, 0);
        return fields;
    }

    private void collect(String prefix, JsonNode schema, Map<String, String> fields, int depth) {
        JsonNode node = document.resolved(schema);
        if (node.has("items") && depth < DEEPEST) {
            collect(prefix + "[]", node.path("items"), fields, depth);
            return;
        }
        node.path("properties").fields().forEachRemaining(field -> {
            String name = prefix.isEmpty() ? field.getKey() : prefix + "." + field.getKey();
            JsonNode value = document.resolved(field.getValue());
            String about = value.path("description").asText();
            fields.put(name, kind(value) + "." + (about.isEmpty() ? "" : " " + about));
            if (depth < DEEPEST) {
                collect(name, value, fields, depth + 1);
            }
        });
    }

    /** "text, one of A, B", "list of number", "number or null". */
    String kind(JsonNode schema) {
        JsonNode node = document.resolved(schema);
        StringJoiner kinds = new StringJoiner(" or ");
        if (node.path("type").isArray()) {
            node.path("type").forEach(type -> kinds.add(word(type.asText(), node)));
        } else {
            kinds.add(word(node.path("type").asText("anything"), node));
        }
        StringBuilder text = new StringBuilder(kinds.toString());
        if (node.has("enum")) {
            StringJoiner values = new StringJoiner(", ", ", one of ", "");
            node.path("enum").forEach(value -> values.add(value.asText()));
            text.append(values);
        }
        if (node.has("minimum")) {
            text.append(node.has("maximum") ? ", " : ", at least ")
                    .append(node.path("minimum").asText());
            text.append(node.has("maximum") ? " to " + node.path("maximum").asText() : "");
        }
        if (!node.path("default").asText("").isEmpty()) {
            text.append(", ").append(node.path("default").asText()).append(" if left out");
        }
        return text.toString();
    }

    private String word(String type, JsonNode node) {
        return switch (type) {
            case "string" ->
                switch (node.path("format").asText()) {
                    case "date-time" -> "time";
                    case "date" -> "day";
                    case "duration" -> "duration";
                    default -> "text";
                };
            case "integer" -> "whole number";
            case "boolean" -> "true or false";
            case "array" -> "list of " + kind(node.path("items"));
            default -> type;
        };
    }
}
