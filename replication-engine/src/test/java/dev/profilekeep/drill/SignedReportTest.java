package dev.profilekeep.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.profilekeep.site.SiteKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignedReportTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path folder;

    private SiteKey key;
    private byte[] file;

    @BeforeEach
    void sign() throws IOException {
        key = SiteKey.of(folder.resolve("site.key"));
        file = SignedReport.sign(Reports.passed(7, "ab".repeat(32)), key);
    }

    @Test
    void comes_back_as_it_was_signed() throws IOException {
        SignedReport read = SignedReport.read(file);
        assertThat(read.report()).isEqualTo(Reports.passed(7, "ab".repeat(32)));
        assertThat(read.key().id()).isEqualTo(key.id());
        assertThat(SignedReport.sign(read.report(), key)).isEqualTo(file);
    }

    @Test
    void any_byte_that_is_another_is_noticed() {
        Random random = new Random(5);
        for (int at = 0; at < file.length; at++) {
            byte[] other = file.clone();
            other[at] ^= (byte) (1 + random.nextInt(255));
            assertRefused(other, "byte " + at);
            assertRefused(Arrays.copyOf(file, at), "cut off at " + at);
        }
        for (String added : List.of(" ", "\n", "{}", "\0")) {
            String text = new String(file, StandardCharsets.UTF_8);
            assertRefused((text + added).getBytes(StandardCharsets.UTF_8), "behind");
            assertRefused((added + text).getBytes(StandardCharsets.UTF_8), "before");
        }
    }

    @Test
    void any_field_that_is_another_is_noticed_also_where_the_file_is_well_formed() throws IOException {
        List<byte[]> mutants = new ArrayList<>();
        JsonNode tree = MAPPER.readTree(file);
        mutate(tree, tree, mutants);
        assertThat(mutants).hasSizeGreaterThan(60);
        for (byte[] mutant : mutants) {
            assertRefused(mutant, new String(mutant, StandardCharsets.UTF_8));
        }
    }

    /** Each field removed, each value another, each list shorter, an unknown field everywhere: all of it written canonically. */
    private static void mutate(JsonNode root, JsonNode at, List<byte[]> mutants) {
        if (at instanceof ObjectNode object) {
            object.put("added", 1);
            mutants.add(written(root));
            object.remove("added");
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                JsonNode was = object.get(name);
                object.remove(name);
                mutants.add(written(root));
                for (Object other : new Object[] {"other", 4711, true}) {
                    object.set(name, MAPPER.valueToTree(other));
                    mutants.add(written(root));
                }
                object.set(name, was);
                mutate(root, was, mutants);
            }
        } else if (at instanceof ArrayNode array) {
            if (!array.isEmpty()) {
                JsonNode last = array.remove(array.size() - 1);
                mutants.add(written(root));
                array.add(last);
                mutate(root, last, mutants);
            }
        }
    }

    private static byte[] written(JsonNode root) {
        return (new String(CanonicalJson.bytes(root), StandardCharsets.UTF_8) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void a_name_that_is_there_twice_is_noticed() {
        String text = new String(file, StandardCharsets.UTF_8);
        String twice = text.replace("\"number\":7", "\"number\":8,\"number\":7");
        assertThat(twice).isNotEqualTo(text);
        assertRefused(twice.getBytes(StandardCharsets.UTF_8), "twice");
    }

    @Test
    void unused_bits_of_the_signature_are_noticed() throws IOException {
        ObjectNode tree = (ObjectNode) MAPPER.readTree(file);
        String value = tree.path("signature").path("value").asText();
        char last = value.charAt(value.length() - 3);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        String other = value.substring(0, value.length() - 3) + alphabet.charAt(alphabet.indexOf(last) ^ 1) + "==";
        assertThat(Base64.getDecoder().decode(other))
                .isEqualTo(Base64.getDecoder().decode(value));
        ((ObjectNode) tree.path("signature")).put("value", other);
        assertRefused(written(tree), "unused bits");
    }

    @Test
    void who_signs_it_again_has_another_key() throws IOException {
        SiteKey other = SiteKey.of(folder.resolve("other.key"));
        SignedReport forged = SignedReport.read(SignedReport.sign(Reports.passed(7, ""), other));
        assertThat(forged.key().id()).isNotEqualTo(key.id());
        assertThat(forged.key().pem()).isEqualTo(other.open().pem());
    }

    @Test
    void what_is_no_report_is_told_apart_from_one_that_was_altered() {
        for (String none : List.of("", "no JSON", "[]", "{}", "{\"report\":{},\"signature\":{}}")) {
            assertThatThrownBy(() -> SignedReport.read(none.getBytes(StandardCharsets.UTF_8)))
                    .as(none)
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(SignedReport.AlteredException.class);
        }
        byte[] changed = new String(file, StandardCharsets.UTF_8)
                .replace("\"owner\":\"Ada\"", "\"owner\":\"Eve\"")
                .getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> SignedReport.read(changed))
                .isInstanceOf(SignedReport.AlteredException.class)
                .hasMessageContaining("signature");
    }

    private static void assertRefused(byte[] bytes, String where) {
        assertThatThrownBy(() -> SignedReport.read(bytes)).as(where).isInstanceOf(IOException.class);
    }
}
