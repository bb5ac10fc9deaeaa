package dev.profilekeep.cli;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.profilekeep.disk.io.Wtf8;
import dev.profilekeep.disk.ntfs.FileAttribute;
import dev.profilekeep.disk.usage.FileTree;
import dev.profilekeep.text.Visible;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes a listing line by line, however long it is. */
sealed interface ListingOutput permits ListingOutput.Names, ListingOutput.Long, ListingOutput.AsJson {
    int BUFFER = 256 * 1024;

    void line(Listed listed) throws IOException;

    /** @param problems what could not be read */
    void end(List<String> problems) throws IOException;

    /** A name as it is; made fit to be shown if a person looks. */
    static byte[] name(String name, boolean terminal) {
        return terminal ? Visible.oneLine(name).getBytes(StandardCharsets.UTF_8) : Wtf8.encode(name);
    }

    /** Names alone: the bytes that the volume has, as UTF-8. */
    record Names(OutputStream out, boolean terminal, int end) implements ListingOutput {
        static Names to(OutputStream out, boolean terminal, boolean nul) {
            return new Names(new BufferedOutputStream(out, BUFFER), terminal && !nul, nul ? 0 : '\n');
        }

        @Override
        public void line(Listed listed) throws IOException {
            out.write(name(listed.path(), terminal));
            out.write(end);
        }

        @Override
        public void end(List<String> problems) throws IOException {
            out.flush();
        }
    }

    /** Size, time, attributes, names, owner, name; streams on lines of their own. */
    record Long(OutputStream out, boolean terminal, int end) implements ListingOutput {
        private static final int SIZE = 15;
        private static final int COUNT = 4;
        private static final int OWNER = 46;

        static Long to(OutputStream out, boolean terminal, boolean nul) {
            return new Long(new BufferedOutputStream(out, BUFFER), terminal && !nul, nul ? 0 : '\n');
        }

        @Override
        public void line(Listed listed) throws IOException {
            String owner = listed.owner();
            // Not by a format: there may be a million lines.
            var line = new StringBuilder(96);
            right(line, listed.sizeBytes(), SIZE);
            line.append("  ").append(listed.modified().truncatedTo(ChronoUnit.SECONDS));
            line.append("  ").append(listed.letters());
            right(line.append(' '), listed.names(), COUNT);
            String shown = owner == null ? "-" : owner;
            line.append("  ").append(shown).append(" ".repeat(Math.max(0, OWNER - shown.length()) + 1));
            write(line.toString());
            out.write(name(listed.path(), terminal));
            String target = listed.target();
            if (target != null) {
                write(" -> ");
                out.write(name(target, terminal));
            } else if (listed.reparse() != null) {
                write("  [" + listed.reparse().meaning()
                        + (listed.elsewhere() == null ? "]" : "; not on this volume]"));
            }
            out.write(end);
            for (FileTree.NamedStream stream : listed.streams()) {
                write("%15d%s".formatted(stream.size(), " ".repeat(88)));
                out.write(name(listed.path() + ":" + stream.name(), terminal));
                out.write(end);
            }
        }

        private static void right(StringBuilder line, long number, int width) {
            String digits = java.lang.Long.toString(number);
            line.append(" ".repeat(Math.max(0, width - digits.length()))).append(digits);
        }

        private void write(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void end(List<String> problems) throws IOException {
            out.flush();
        }
    }

    /** One document; names keep what no UTF-8 can hold as {@code \\ud800}. */
    record AsJson(JsonGenerator json) implements ListingOutput {
        static AsJson to(OutputStream out, String file, int partition, String path) throws IOException {
            JsonGenerator json = Json.MAPPER.getFactory().createGenerator(out, JsonEncoding.UTF8);
            json.configure(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature(), true);
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("file", file);
            json.writeNumberField("partition", partition);
            json.writeStringField("path", path);
            json.writeArrayFieldStart("entries");
            return new AsJson(json);
        }

        @Override
        public void line(Listed listed) throws IOException {
            json.writeStartObject();
            json.writeStringField("path", listed.path());
            json.writeStringField("type", listed.folder() ? "folder" : "file");
            json.writeNumberField("sizeBytes", listed.sizeBytes());
            json.writeNumberField("storedBytes", listed.storedBytes());
            json.writeStringField("modified", listed.modified().toString());
            json.writeArrayFieldStart("attributes");
            for (FileAttribute attribute : FileAttribute.of(listed.attributeBits())) {
                json.writeString(attribute.name().toLowerCase(Locale.ROOT));
            }
            json.writeEndArray();
            json.writeNumberField("names", listed.names());
            text("owner", listed.owner());
            json.writeNumberField("record", listed.record());
            json.writeArrayFieldStart("streams");
            for (FileTree.NamedStream stream : listed.streams()) {
                json.writeStartObject();
                json.writeStringField("name", stream.name());
                json.writeNumberField("sizeBytes", stream.size());
                json.writeEndObject();
            }
            json.writeEndArray();
            text("reparse", listed.reparse() == null ? null : listed.reparse().meaning());
            text("target", listed.target());
            text("elsewhere", listed.elsewhere());
            json.writeEndObject();
        }

        private void text(String field, @Nullable String value) throws IOException {
            if (value == null) {
                json.writeNullField(field);
            } else {
                json.writeStringField(field, value);
            }
        }

        /** Ends the document, of which a part may be written already, with what came in between. */
        void fail(List<String> problems, String message, String file) throws IOException {
            problems(problems);
            json.writeObjectFieldStart("error");
            json.writeStringField("message", Visible.oneLine(message));
            json.writeStringField("file", file);
            json.writeEndObject();
            close();
        }

        @Override
        public void end(List<String> problems) throws IOException {
            problems(problems);
            close();
        }

        private void problems(List<String> problems) throws IOException {
            json.writeEndArray();
            json.writeArrayFieldStart("problems");
            for (String problem : problems) {
                json.writeString(problem);
            }
            json.writeEndArray();
        }

        private void close() throws IOException {
            json.writeEndObject();
            json.writeRaw('\n');
            json.flush();
        }
    }
}
