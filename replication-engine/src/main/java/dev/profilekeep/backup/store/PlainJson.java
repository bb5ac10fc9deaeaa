package dev.profilekeep.backup.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.profilekeep.storage.StoragePath;
import java.io.IOException;
import java.util.Objects;
import java.util.stream.Collectors;

/** What plain files say: a record as JSON, whose field {@code version} comes before all else. */
public final class PlainJson {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private static final ObjectMapper LENIENT = JSON.copy().disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private PlainJson() {}

    /** @param said a record with a field {@code version} */
    public static byte[] write(Object said) {
        try {
            return JSON.writeValueAsBytes(said);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(said.getClass() + " is not writable as JSON", e);
        }
    }

    /**
     * Reads a record; nothing may follow it.
     *
     * @param name of the file, for messages
     * @param version that is known
     * @throws UnreadableFileException if it is none, or of another version
     */
    public static <T> T read(StoragePath name, byte[] bytes, int version, Class<T> type)
            throws UnreadableFileException {
        return read(JSON, name, bytes, version, type);
    }

    /** The same, passing over whatever follows: for who has nothing better to go by. */
    public static <T> T readBeginning(StoragePath name, byte[] bytes, int version, Class<T> type)
            throws UnreadableFileException {
        return read(LENIENT, name, bytes, version, type);
    }

    private static <T> T read(ObjectMapper json, StoragePath name, byte[] bytes, int version, Class<T> type)
            throws UnreadableFileException {
        try {
            JsonNode whole = json.readTree(bytes);
            if (!whole.path("version").isInt()) {
                throw new UnreadableFileException(name + " is damaged: it does not say its version", false);
            }
            int found = whole.path("version").intValue();
            if (found != version) {
                throw new UnreadableFileException(
                        name + " has version " + found + " of its format, this program knows " + version
                                + " only: use a newer ProfileKeep",
                        true);
            }
            return json.treeToValue(whole, type);
        } catch (UnreadableFileException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw new UnreadableFileException(
                    name + " is damaged: it is not what ProfileKeep writes there (" + why(e) + ")", false);
        }
    }

    /** In our own words: those of the reader of JSON are for programmers. */
    private static String why(Exception e) {
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return "what it says of '"
                    + mapping.getPath().stream()
                            .map(JsonMappingException.Reference::getFieldName)
                            .filter(Objects::nonNull)
                            .collect(Collectors.joining("."))
                    + "' cannot be read";
        }
        if (e instanceof ValueInstantiationException && e.getCause() instanceof NullPointerException missing) {
            return "it does not say '" + missing.getMessage() + "'";
        }
        if (e instanceof ValueInstantiationException && e.getCause() instanceof IllegalArgumentException wrong) {
            return String.valueOf(wrong.getMessage());
        }
        if (e instanceof JsonProcessingException json
                && json.getLocation() != null
                && json.getLocation().getLineNr() > 0) {
            return "it is not whole JSON, in line " + json.getLocation().getLineNr();
        }
        return "it is not whole JSON";
    }
}
