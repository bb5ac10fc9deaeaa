package dev.profilekeep.drill;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One value, one sequence of bytes: UTF-8, names in the order of their characters, no space, whole numbers, and of the characters of a text only those escaped that JSON wants escaped, and DEL.
 * {@code jq -cSj .} writes the same.
 */
final class CanonicalJson {
    /** What every reader of JSON keeps exactly. */
    private static final long MOST = 1L << 53;

    private final StringBuilder out = new StringBuilder();

    private CanonicalJson() {}

    /** @throws IllegalArgumentException if it holds a number that is not whole, or that some readers would round */
    static byte[] bytes(JsonNode value) {
        CanonicalJson json = new CanonicalJson();
        json.value(value);
        return json.out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void value(JsonNode value) {
        if (value.isObject()) {
            object(value);
        } else if (value.isArray()) {
            array(value);
        } else if (value.isTextual()) {
            text(value.textValue());
        } else if (value.isBoolean()) {
            out.append(value.booleanValue());
        } else if (value.isIntegralNumber() && value.canConvertToLong() && Math.abs(value.longValue()) < MOST) {
            out.append(value.longValue());
        } else {
            throw new IllegalArgumentException("this has no canonical form: " + value);
        }
    }

    private void object(JsonNode value) {
        Map<String, JsonNode> fields = new TreeMap<>();
        for (Iterator<Map.Entry<String, JsonNode>> each = value.fields(); each.hasNext(); ) {
            Map.Entry<String, JsonNode> field = each.next();
            fields.put(field.getKey(), field.getValue());
        }
        String separator = "{";
        for (Map.Entry<String, JsonNode> field : fields.entrySet()) {
            out.append(separator);
            text(field.getKey());
            out.append(':');
            value(field.getValue());
            separator = ",";
        }
        out.append(fields.isEmpty() ? "{}" : "}");
    }

    private void array(JsonNode value) {
        String separator = "[";
        for (JsonNode each : value) {
            out.append(separator);
            value(each);
            separator = ",";
        }
        out.append(value.isEmpty() ? "[]" : "]");
    }

    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            switch (each) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (each < 0x20 || each == 0x7F) {
                        out.append(String.format(Locale.ROOT, "\\u%04x", (int) each));
                    } else {
                        out.append(each);
                    }
                }
            }
        }
        out.append('"');
    }
}
