package dev.profilekeep.session;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.profilekeep.text.PartOfList;
import dev.profilekeep.text.Visible;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Rows of an export in JSON: a list of objects, an object with such a list as {@code value}, {@code sessions} or {@code hosts}, or
 * one object alone (PowerShell writes a list of one so). What stands in {@code properties} counts as standing in the object itself (Azure's
 * REST answers). One page of several is refused where the file says that it is one. Read as a stream; bounded as {@link CsvRows}.
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
    private final PartOfList part = new PartOfList();
    private final boolean whole;

    private JsonRows(boolean whole) {
        this.whole = whole;
    }

    /** @param whole whether the rows are to be all there are: then one page of several is refused */
    static List<ExportRow> read(Reader in, boolean whole) throws IOException, ImportRefusedException {
        JsonRows reader = new JsonRows(whole);
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
        List<Integer> lists = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (outermost && value == JsonToken.START_ARRAY && isList(name)) {
                int before = rows.size();
                list(parser);
                lists.add(rows.size() - before);
            } else if (value == JsonToken.START_OBJECT && name.equalsIgnoreCase("properties")) {
                properties(parser, values, outermost);
            } else {
                take(parser, name, values, outermost);
            }
        }
        if (lists.isEmpty()) {
            add(values);
        } else if (whole) {
            requireWhole(part.more(Collections.min(lists)));
        }
    }

    /** Whoever is on the other pages would be taken for signed out. */
    private static void requireWhole(@Nullable String more) throws ImportRefusedException {
        if (more != null) {
            throw new ImportRefusedException(
                    "'" + Visible.oneLine(more) + "' says that this is not all of the list but a page of"
                            + " it, and whoever is not in an export is taken for signed out. Export all pages into one list, or take each"
                            + " page as an export that only adds (complete=false, --adding)");
        }
    }

    private static boolean isList(String name) {
        return name.equalsIgnoreCase("value") || name.equalsIgnoreCase("sessions") || name.equalsIgnoreCase("hosts");
    }

    private void properties(JsonParser parser, Map<String, String> values, boolean outermost)
            throws IOException, ImportRefusedException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            take(parser, name, values, outermost);
        }
    }

    private void take(JsonParser parser, String name, Map<String, String> values, boolean outermost)
            throws IOException, ImportRefusedException {
        if (names.size() < 500) {
            names.add(name);
        }
        JsonToken value = parser.currentToken();
        if (outermost) {
            part.field(name, parser);
        } else {
            parser.skipChildren();
        }
        if (!value.isStructStart() && value != JsonToken.VALUE_NULL && ExportColumn.named(name) != null) {
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
