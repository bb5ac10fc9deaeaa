package dev.profilekeep.fslogix;

import dev.profilekeep.fslogix.Explanation.Confidence;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A line of {@code codes.tsv}.
 *
 * @param texts the key of the code whose title it has
 * @param theme the key of texts that it shares with others of its theme
 */
record KnownCode(
        CodeKind kind, long number, String name, String texts, String theme, Confidence confidence, String source) {

    /** What tells codes apart. */
    record Key(CodeKind kind, long number) {}

    /** All of them, in the order of the file. */
    static final Map<Key, KnownCode> ALL = read();

    Key key() {
        return new Key(kind, number);
    }

    private static Map<Key, KnownCode> read() {
        Map<Key, KnownCode> codes = new LinkedHashMap<>();
        Map<String, KnownCode> byTexts = new LinkedHashMap<>();
        try (InputStream file = KnownCode.class.getResourceAsStream("codes.tsv")) {
            if (file == null) {
                throw new IllegalStateException("codes.tsv is not in the jar");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("#")) {
                    continue;
                }
                String[] cells = line.split("\t", -1);
                CodeKind kind = CodeKind.of(cells[0]);
                boolean hex = kind == CodeKind.NTSTATUS || cells[1].length() == 8;
                long number = Long.parseLong(cells[1], hex ? 16 : 10);
                String texts = cells[0] + "." + cells[1];
                String theme = cells[3];
                if (theme.startsWith("=")) {
                    texts = theme.substring(1);
                    KnownCode other = byTexts.get(texts);
                    if (other == null) {
                        throw new IllegalStateException("codes.tsv: " + cells[1] + " refers to " + texts);
                    }
                    theme = other.theme;
                }
                KnownCode code =
                        new KnownCode(kind, number, cells[2], texts, theme, Confidence.valueOf(cells[4]), cells[5]);
                codes.put(code.key(), code);
                byTexts.put(texts, code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Collections.unmodifiableMap(codes);
    }
}
