package dev.profilekeep.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profilekeep.catalog.CatalogInUseException;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.users.UserListRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code users import}: takes an exported list of users. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Takes a list of users that a directory exported (CSV or JSON), so that containers of people who have left are found.",
            "It takes the place of the list that the same source gave before. docs/health.md has the columns and how to export."
        })
final class UsersImportCommand implements Callable<Integer> {
    /** All containers are judged anew before the answer. */
    private static final Duration A_LONG_LIST = Duration.ofMinutes(5);

    private final Context context;

    @Parameters(paramLabel = "FILE", description = "The list.")
    private Path file = Path.of("");

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    @Option(
            names = "--source",
            paramLabel = "NAME",
            description = "Where it comes from, such as the domain's name; without it the file's name.")
    private @Nullable String source;

    @Option(
            names = "--exported-at",
            paramLabel = "TIME",
            description = "When it was exported (2026-05-31T08:00:00Z); without it when the file was last written.")
    private @Nullable String exportedAt;

    @Option(
            names = "--force",
            description = "Take it although it names less than 80 %% of the people who have containers.")
    private boolean force;

    UsersImportCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        ProfileKeepConfig read = context.config(config.file);
        if (!Files.isRegularFile(file)) {
            throw new CliProblem("there is no file " + file);
        }
        String name = source != null ? source : file.getFileName().toString();
        JsonNode taken = take(read, name, time());
        if (json) {
            context.out().println(Json.write(taken));
            return ProfileKeepCli.OK;
        }
        context.out()
                .printf(
                        "%d users of %s; they and other lists name %d of the %d people of theirs who have containers%s.%n",
                        taken.path("users").asLong(),
                        taken.path("source").asText(),
                        taken.path("found").asLong(),
                        taken.path("known").asLong(),
                        taken.path("forced").asBoolean() ? " (forced)" : "");
        return ProfileKeepCli.OK;
    }

    private Instant time() throws IOException {
        if (exportedAt == null) {
            Instant written = Files.getLastModifiedTime(file).toInstant();
            Instant now = context.clock().instant();
            return written.isAfter(now) ? now : written;
        }
        try {
            return Instant.parse(exportedAt);
        } catch (DateTimeParseException e) {
            throw new CliProblem("--exported-at is a time like 2026-05-31T08:00:00Z, not '" + exportedAt + "'", e);
        }
    }

    private JsonNode take(ProfileKeepConfig read, String name, Instant at) throws IOException {
        try (Engine engine = context.open(read);
                InputStream list = Files.newInputStream(file)) {
            return Json.MAPPER.valueToTree(engine.users().importList(list, name, at, force, context.actor()));
        } catch (UserListRefusedException e) {
            throw new CliProblem(String.valueOf(e.getMessage()), e);
        } catch (CatalogInUseException e) {
            String query = "?source=" + encoded(name) + "&exportedAt=" + encoded(at.toString()) + "&force=" + force;
            return PortalClient.of(read, e).postBytes("/api/v1/users/import" + query, file, A_LONG_LIST);
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
