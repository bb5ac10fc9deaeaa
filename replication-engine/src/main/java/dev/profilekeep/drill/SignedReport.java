package dev.profilekeep.drill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.site.OpenKey;
import dev.profilekeep.site.SiteKey;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;

/**
 * The file of a report: docs/formats/drill-report.md. There is one sequence of bytes for a report and a key, so that every other one is altered.
 *
 * @param report what it says
 * @param key whose signature it carries. It comes with the report: whose it is has to be known from elsewhere
 */
public record SignedReport(DrillReport report, OpenKey key) {
    static final String FORMAT = "profilekeep drill-report 1";
    private static final String ALGORITHM = "Ed25519";
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** It is not what was signed; the message says where it was noticed. */
    public static final class AlteredException extends IOException {
        private static final long serialVersionUID = 1L;

        AlteredException(String message) {
            super(message);
        }

        AlteredException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** @return the bytes of the file */
    public static byte[] sign(DrillReport report, SiteKey key) {
        ObjectNode said = MAPPER.valueToTree(report);
        said.put("format", FORMAT);
        byte[] signature = key.sign(CanonicalJson.bytes(said));
        ObjectNode file = MAPPER.createObjectNode();
        file.set("report", said);
        file.putObject("signature")
                .put("algorithm", ALGORITHM)
                .put("key", key.open().encoded())
                .put("value", Base64.getEncoder().encodeToString(signature));
        byte[] bytes = CanonicalJson.bytes(file);
        byte[] line = Arrays.copyOf(bytes, bytes.length + 1);
        line[bytes.length] = '\n';
        return line;
    }

    /** What a later report says of this file. */
    public static String hash(byte[] file) {
        return Sha256.of(file).toString();
    }

    /**
     * Reads a file and proves that it is what the holder of its key signed.
     *
     * @throws AlteredException if it is a report, and not as it was signed
     * @throws IOException if it is no report of this form
     */
    public static SignedReport read(byte[] file) throws IOException {
        JsonNode tree = tree(file);
        JsonNode said = tree.path("report");
        if (!said.isObject() || !tree.path("signature").isObject()) {
            throw new IOException("it is no report of a drill: it has not both a report and a signature");
        }
        if (!said.path("format").asText().equals(FORMAT)) {
            throw new IOException("it is not of the form '" + FORMAT + "', but '"
                    + said.path("format").asText() + "'");
        }
        OpenKey key = key(tree.path("signature"));
        if (!key.signed(
                canonical(said), decoded(tree.path("signature").path("value").asText()))) {
            throw new AlteredException("the signature does not fit what the report says");
        }
        byte[] whole = canonical(tree);
        boolean same = file.length == whole.length + 1
                && file[whole.length] == '\n'
                && Arrays.equals(file, 0, whole.length, whole, 0, whole.length);
        if (!same || tree.size() != 2 || tree.path("signature").size() != 3) {
            throw new AlteredException("the file is not as ProfileKeep wrote it, though the report in it is");
        }
        ObjectNode bare = said.deepCopy();
        bare.remove("format");
        return new SignedReport(report(bare), key);
    }

    private static JsonNode tree(byte[] file) throws IOException {
        try {
            JsonNode tree = MAPPER.readTree(file);
            if (tree == null || !tree.isObject()) {
                throw new IOException("it is no report of a drill: it is no JSON object");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw new IOException("it is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static OpenKey key(JsonNode signature) throws IOException {
        if (!signature.path("algorithm").asText().equals(ALGORITHM)) {
            throw new AlteredException("it names a signature that ProfileKeep does not make: "
                    + signature.path("algorithm").asText());
        }
        try {
            return OpenKey.of(signature.path("key").asText());
        } catch (IOException e) {
            throw new AlteredException("the key in it: " + e.getMessage(), e);
        }
    }

    private static byte[] canonical(JsonNode tree) throws AlteredException {
        try {
            return CanonicalJson.bytes(tree);
        } catch (IllegalArgumentException e) {
            throw new AlteredException("it holds a value that ProfileKeep does not write: " + e.getMessage(), e);
        }
    }

    private static byte[] decoded(String text) throws AlteredException {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
                throw new AlteredException("its signature is not written as ProfileKeep writes it");
            }
            return bytes;
        } catch (IllegalArgumentException e) {
            throw new AlteredException("its signature is no Base64", e);
        }
    }

    private static DrillReport report(JsonNode said) throws IOException {
        try {
            return MAPPER.treeToValue(said, DrillReport.class);
        } catch (JsonProcessingException e) {
            throw new IOException(
                    "it was signed, and is no report that this version knows: " + e.getOriginalMessage(), e);
        }
    }
}
