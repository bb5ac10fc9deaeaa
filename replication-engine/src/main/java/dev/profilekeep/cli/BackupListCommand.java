package dev.profilekeep.cli;

import dev.profilekeep.text.Visible;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backup list}: which backups there are. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the backups of all containers, or of those that fit WHO, newest first.",
        footer = {"", "Exit code 2 if WHO is given and fits none; without WHO an empty repository is none of that."})
final class BackupListCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private RepositoryOptions options = new RepositoryOptions();

    @Mixin
    private SetOption set = new SetOption();

    @Parameters(arity = "0..1", paramLabel = "WHO", description = "A SID, or a part of the container's path.")
    private String who = "";

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    BackupListCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        return options.open(context, repository -> {
            String named = (who.isEmpty() ? "" : " of '" + Visible.oneLine(who) + "'") + set.words();
            List<SnapshotChoice> all = SnapshotChoice.all(repository, context);
            boolean oneSet = SnapshotChoice.areOfOneSet(all);
            List<SnapshotChoice> fitting = all.stream()
                    .filter(one -> set.fits(one.facts()) && fits(one))
                    .toList();
            if (json) {
                context.out()
                        .println(Json.write(
                                fitting.stream().map(BackupListCommand::facts).toList()));
            } else if (all.isEmpty() && named.isEmpty()) {
                context.out().println("There is no backup yet.");
            } else if (!fitting.isEmpty()) {
                var table = new TextTable(false, false, false, true, false, false);
                fitting.forEach(one -> table.add(
                        one.second(),
                        one.shortId(),
                        one.facts().identity().kind().name(),
                        Sizes.of(one.facts().file().size()),
                        one.path(!oneSet),
                        standing(one)));
                context.out().print(table.write(""));
            }
            if (fitting.isEmpty() && !named.isEmpty()) {
                String nobody = "no backup" + named + " is in the repository; 'backup list' without a name shows all";
                throw json ? new Answered(nobody) : new CliProblem(nobody);
            }
            return ProfileKeepCli.OK;
        });
    }

    private static String standing(SnapshotChoice one) {
        String kept = one.keeping().shortly();
        return one.isAhead() ? "dated ahead" + (kept.isEmpty() ? "" : ", " + kept) : kept;
    }

    private boolean fits(SnapshotChoice one) {
        String wanted = who.toLowerCase(Locale.ROOT);
        return one.facts().identity().sid().toLowerCase(Locale.ROOT).equals(wanted)
                || one.facts().file().path().value().toLowerCase(Locale.ROOT).contains(wanted);
    }

    private static Map<String, @Nullable Object> facts(SnapshotChoice one) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("snapshot", one.head().id());
        facts.put("made", one.head().made());
        facts.put("host", one.head().host());
        facts.put("shard", one.head().shard());
        facts.put("set", one.facts().identity().setId());
        facts.put("kind", one.facts().identity().kind());
        facts.put("sid", one.facts().identity().sid());
        facts.put("location", one.facts().location());
        facts.put("path", one.facts().file().path().value());
        facts.put("fileSizeBytes", one.facts().file().size());
        facts.put("written", one.facts().file().lastWritten());
        facts.put("datedAhead", one.isAhead());
        facts.put("copiedFrom", SnapshotText.origin(one.head().origin()));
        facts.put("keeping", one.keeping().facts());
        return facts;
    }
}
