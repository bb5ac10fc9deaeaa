package dev.profilekeep.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profilekeep.catalog.CatalogInUseException;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.session.ImportOptions;
import dev.profilekeep.session.ImportOptions.BadRows;
import dev.profilekeep.session.ImportOptions.DateOrder;
import dev.profilekeep.session.ImportRefusedException;
import dev.profilekeep.session.SessionImports;
import dev.profilekeep.session.SessionImports.Format;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sessions import}: an audited act. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "Takes an export of a broker: a table (CSV) or JSON that says who works at which session host.")
final class SessionsImportCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(index = "0", paramLabel = "FILE", description = "The export, in UTF-8 or UTF-16.")
    private Path file = Path.of("");

    @Option(
            names = "--source",
            required = true,
            paramLabel = "NAME",
            description = "What this export is called; the next of the same name takes its place.")
    private String source = "";

    @Option(
            names = "--at",
            required = true,
            paramLabel = "TIME",
            description =
                    "When it was made, such as 2026-03-01T22:00:00+01:00: as of then its sessions are believed, and"
                            + " as of then nobody else had one.")
    private String at = "";

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "Of times in it that name none, such as Europe/Berlin.")
    private @Nullable String zone;

    @Option(
            names = "--dates",
            paramLabel = "ORDER",
            description = "DAY_FIRST or MONTH_FIRST, for dates like 03/04/2026.")
    private @Nullable DateOrder dates;

    @Option(names = "--adding", description = "It does not name every session: it only adds to what is known.")
    private boolean adding;

    @Option(names = "--skip-bad-rows", description = "Pass over rows that are not understood; it then only adds.")
    private boolean skipping;

    @Option(names = "--host", paramLabel = "NAME", description = "The host of rows that name none.")
    private String host = "";

    @Option(names = "--pool", paramLabel = "NAME", description = "The pool of hosts for which no row names one.")
    private String pool = "";

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    @Mixin
    private ConfigOption config = new ConfigOption();

    SessionsImportCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        ImportOptions options = new ImportOptions(
                source, time(at), zone(), dates, !adding, skipping ? BadRows.SKIP : BadRows.REFUSE_ALL, host, pool);
        byte[] export = read();
        JsonNode result = take(context.config(config.file), export, format(export), options);
        if (json) {
            context.out().println(Json.write(result));
        } else {
            tell(result);
        }
        return result.path("skippedRows").asInt() > 0 ? ProfileKeepCli.FINDINGS : ProfileKeepCli.OK;
    }

    private void tell(JsonNode result) {
        if (result.path("outcome").asText().equals("NOT_NEWER")) {
            context.out().printf("Nothing changed: a complete export of %s of that time or later is known.%n", source);
            return;
        }
        context.out()
                .printf(
                        "Taken: %d hosts, %d sessions; %d that were known before have ended.%n",
                        result.path("hosts").asInt(),
                        result.path("sessions").asInt(),
                        result.path("ended").asInt());
        result.path("skipped").forEach(row -> context.out()
                .printf(
                        "Not understood, passed over: line %d: %s%n",
                        row.path("line").asInt(), row.path("reason").asText()));
        int more = result.path("skippedRows").asInt() - result.path("skipped").size();
        if (more > 0) {
            context.out().printf("and %d more%n", more);
        }
    }

    private JsonNode take(ProfileKeepConfig read, byte[] export, Format format, ImportOptions options)
            throws IOException {
        try (Engine engine = context.open(read)) {
            return Json.MAPPER.valueToTree(
                    engine.sessionImports().take(new ByteArrayInputStream(export), format, options, context.actor()));
        } catch (ImportRefusedException e) {
            throw new CliProblem(String.valueOf(e.getMessage()), e);
        } catch (CatalogInUseException e) {
            return PortalClient.of(read, e)
                    .post(
                            "/api/v1/sessions/import?" + query(options),
                            export,
                            format == Format.CSV ? "text/csv" : "application/json");
        }
    }

    private static String query(ImportOptions options) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("source", options.source());
        parameters.put("at", options.exportedAt().toString());
        if (options.zone() != null) {
            parameters.put("zone", options.zone().getId());
        }
        if (options.dates() != null) {
            parameters.put("dates", options.dates().name());
        }
        parameters.put("complete", Boolean.toString(options.complete()));
        parameters.put("badRows", options.badRows().name());
        parameters.put("host", options.host());
        parameters.put("pool", options.pool());
        return parameters.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private byte[] read() throws IOException {
        try {
            long size = Files.size(file);
            if (size > SessionImports.LARGEST) {
                throw new CliProblem(file + " has " + size + " bytes; an export has at most " + SessionImports.LARGEST
                        + ": export pool by pool");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new CliProblem("there is no file " + file, e);
        }
    }

    /** By its name, or else by how it begins. */
    private Format format(byte[] export) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".json")) {
            return Format.JSON;
        }
        if (name.endsWith(".csv")) {
            return Format.CSV;
        }
        for (byte one : export) {
            if (one == '[' || one == '{') {
                return Format.JSON;
            }
            boolean passedOver = one <= ' '; // white space, the zeros of UTF-16, byte order marks
            if (!passedOver) {
                break;
            }
        }
        return Format.CSV;
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new CliProblem(
                    "--at must be a time with its offset, such as 2026-03-01T22:00:00+01:00, not " + text, e);
        }
    }

    private @Nullable ZoneId zone() {
        try {
            return zone == null ? null : ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new CliProblem("--zone must be a time zone such as Europe/Berlin, not " + zone, e);
        }
    }
}
