package dev.profilekeep.session;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Rows of an export in JSON: a list of objects, an object with such a list as {@code value}, {@code sessions} or {@code hosts}, or
 * one object alone (PowerShell writes a list of one so). What stands in {@code properties} counts as standing in the object itself (Azure's
 * REST answers). Read as a stream; bounded as {@link CsvRows}.
 */
final class JsonRows {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(50)
                    .maxStringLength(1_000_000)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final List<ExportRow> rows = new ArrayList<>();
    private final TreeSet<String> names = new TreeSet<>();

    private JsonRows() {}

    static List<ExportRow> read(Reader in) throws IOException, ImportRefusedException {
        JsonRows reader = new JsonRows();
        try (JsonParser parser = FACTORY.createParser(in)) {
            reader.all(parser);
        } catch (JsonProcessingException e) {
            throw new ImportRefusedException("this is no JSON that is understood: " + JsonPlace.of(e));
        }
        if (!reader.rows.isEmpty()) {
            ColumnCheck.require(reader.names);
        }
        return reader.rows;
    }

    private void all(JsonParser parser) throws IOException, ImportRefusedException {
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_ARRAY) {
            list(parser);
        } else if (first == JsonToken.START_OBJECT) {
            object(parser, true);
        } else {
            throw new ImportRefusedException("the JSON must be a list of objects, one for each session or host");
        }
        if (parser.nextToken() != null) {
            throw new ImportRefusedException("after the JSON's end there is more: the file must hold one list");
        }
    }

    private void list(JsonParser parser) throws IOException, ImportRefusedException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw new ImportRefusedException(
                        "number " + (rows.size() + 1) + " in the list is no object with names and values");
            }
            object(parser, false);
        }
    }

    /** Leaves the parser at the object's end. */
    private void object(JsonParser parser, boolean outermost) throws IOException, ImportRefusedException {
        Map<String, String> values = new HashMap<>();
        boolean lists = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (outermost && value == JsonToken.START_ARRAY && isList(name)) {
                lists = true;
                list(parser);
            } else if (value == JsonToken.START_OBJECT && name.equalsIgnoreCase("properties")) {
                properties(parser, values);
            } else {
                take(parser, name, value, values);
            }
        }
        if (!lists) {
            add(values);
        }
    }

    private static boolean isList(String name) {
        return name.equalsIgnoreCase("value") || name.equalsIgnoreCase("sessions") || name.equalsIgnoreCase("hosts");
    }

    private void properties(JsonParser parser, Map<String, String> values) throws IOException, ImportRefusedException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            take(parser, name, parser.nextToken(), values);
        }
    }

    private void take(JsonParser parser, String name, JsonToken value, Map<String, String> values)
            throws IOException, ImportRefusedException {
        if (names.size() < 500) {
            names.add(name);
        }
        if (value.isStructStart()) {
            parser.skipChildren();
        } else if (value != JsonToken.VALUE_NULL && ExportColumn.named(name) != null) {
            String text = parser.getText();
            String before = values.putIfAbsent(ExportColumn.key(name), text);
            if (before != null && !before.equals(text) && ExportColumn.named(name) == ExportColumn.SID) {
                ColumnCheck.requireApart(List.of(name, name));
            }
        }
    }

    private void add(Map<String, String> values) throws ImportRefusedException {
        if (rows.size() == ExportRow.MOST) {
            throw new ImportRefusedException("the list has more than " + ExportRow.MOST
                    + " entries; export it pool by pool, each under a source name of its own");
        }
        ColumnCheck.requireApart(values.keySet());
        boolean tooLong = values.values().stream().anyMatch(value -> value.length() > ExportRow.LONGEST);
        rows.add(
                tooLong
                        ? new ExportRow(
                                rows.size() + 1, Map.of(), "a value has more than " + ExportRow.LONGEST + " characters")
                        : new ExportRow(rows.size() + 1, values, ""));
    }
}
