package dev.profilekeep.backup.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.profilekeep.storage.StoragePath;
import java.io.IOException;

/** What plain files say: a record as JSON, whose field {@code version} comes before all else. */
public final class PlainJson {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

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
     * Reads a record.
     *
     * @param name of the file, for messages
     * @param version that is known
     * @throws UnreadableFileException if it is none, or of another version
     */
    public static <T> T read(StoragePath name, byte[] bytes, int version, Class<T> type)
            throws UnreadableFileException {
        try {
            JsonNode whole = JSON.readTree(bytes);
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
            return JSON.treeToValue(whole, type);
        } catch (UnreadableFileException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw new UnreadableFileException(
                    name + " is damaged: it is not what ProfileKeep writes there (" + firstLine(e) + ")", false);
        }
    }

    private static String firstLine(Exception e) {
        String message = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
        return String.valueOf(message).lines().findFirst().orElse("");
    }
}
