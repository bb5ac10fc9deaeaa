package dev.profilekeep.cli;

import dev.profilekeep.backup.repo.KeyInfo;
import dev.profilekeep.text.Visible;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code backup key list}: who can open the repository. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the keys; none of them is secret here.")
final class BackupKeyListCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private RepositoryOptions options = new RepositoryOptions();

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    BackupKeyListCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        return options.open(context, repository -> {
            List<KeyInfo> keys = repository.keys().list();
            List<String> damaged = repository.keys().damaged();
            if (json) {
                context.out()
                        .println(Json.write(
                                keys.stream().map(BackupKeyListCommand::facts).toList()));
            } else {
                var table = new TextTable(false, false, false, false, false);
                keys.forEach(key -> table.add(
                        key.id(),
                        key.kind().name(),
                        key.created().toString(),
                        key.proved().map(at -> "proved " + at).orElse(""),
                        Visible.oneLine(key.label())));
                context.out().print(table.write(""));
            }
            damaged.forEach(one -> context.err().println("profilekeep: " + Visible.oneLine(one)));
            repository.keys().unknown().forEach(one -> context.err().println("profilekeep: " + Visible.oneLine(one)));
            return damaged.isEmpty() ? ProfileKeepCli.OK : ProfileKeepCli.FINDINGS;
        });
    }

    private static Map<String, @Nullable Object> facts(KeyInfo key) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("id", key.id());
        facts.put("kind", key.kind());
        facts.put("label", key.label());
        facts.put("created", key.created());
        facts.put("proved", key.proved().orElse(null));
        return facts;
    }
}
