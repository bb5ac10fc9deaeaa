package dev.profilekeep.cli;

import dev.profilekeep.backup.run.BackupProgress;
import dev.profilekeep.backup.run.BackupResult;
import dev.profilekeep.backup.run.BackupRun;
import dev.profilekeep.backup.run.BackupSource;
import dev.profilekeep.backup.run.ContainerOutcome;
import dev.profilekeep.backup.snapshot.SnapshotHead;
import dev.profilekeep.backup.snapshot.SnapshotSource;
import dev.profilekeep.content.MapMaker;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.storage.layer.SlicedFile;
import dev.profilekeep.text.Visible;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backup create}: backs containers up. */
@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        description =
                "Backs containers up into one snapshot. Of a container that was backed up before only what may have changed is read. Nothing is written beside them.",
        footer = {
            "",
            "Exit code 1 means that something is not in the snapshot: in use, or unreadable; or that --full found what the short way had missed."
        })
final class BackupCreateCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private RepositoryOptions options = new RepositoryOptions();

    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description = "Containers, or folders of them; on this machine or smb://host[:port]/share/path.")
    private List<String> paths = List.of();

    @Option(
            names = "--set",
            paramLabel = "NAME",
            description = "The set that they belong to; containers of two sets are two.")
    private String set = "";

    @Option(names = "--full", description = "Read everything, and say where the short way would have missed a change.")
    private boolean full;

    @Option(
            names = "--or-previous-version",
            description =
                    "Read a container that is in use from the latest previous version that its storage keeps (Windows' previous versions, Samba's shadow_copy2), if that is younger than its last backup.")
    private boolean orPreviousVersion;

    @Option(
            names = "--offline",
            description =
                    "Nobody can sign in to these containers meanwhile: read each without the pauses that let a sign-in through.")
    private boolean offline;

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    BackupCreateCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        return options.openNamed(context, repository -> {
            try (BackupSources sources = new BackupSources(set, options.account.options(context.environment()));
                    ContentThreads threads = new ContentThreads();
                    DiskProgress progress = DiskProgress.ofBytes(context, "reading")) {
                OneStorage.warning(options.name(context), paths)
                        .ifPresent(warning -> context.err().println("profilekeep: " + Visible.oneLine(warning)));
                for (String path : paths) {
                    sources.add(path);
                }
                BackupResult result = new BackupRun(
                                repository,
                                threads.reader(),
                                ChunkSizes.STANDARD,
                                offline ? SlicedFile.WITHOUT_PAUSES : context.slices(),
                                context.clock(),
                                orPreviousVersion)
                        .run(
                                paths.get(0) + (paths.size() == 1 ? "" : " and " + (paths.size() - 1) + " more"),
                                sources.all(),
                                full ? MapMaker.Extent.FULL : MapMaker.Extent.CHANGED,
                                new Telling(progress));
                if (json) {
                    context.out().println(Json.write(facts(result, sources.unlisted())));
                } else {
                    print(result, sources.unlisted());
                }
                return result.isWhole() && sources.unlisted().isEmpty() && missed(result) == 0
                        ? ProfileKeepCli.OK
                        : ProfileKeepCli.FINDINGS;
            } catch (IOException e) {
                throw again(e);
            }
        });
    }

    /** A server that went away came in the middle of it: what to do about that is simple. */
    private IOException again(IOException problem) {
        if (!(problem instanceof Output.Gone) && RepositoryOptions.isUnreachable(problem)) {
            String repository = options.name(context);
            String words = RepositoryOptions.words(problem);
            // what is read goes away too: its words say which server
            String of =
                    NamedStorage.said(repository, problem) && !words.startsWith(repository) ? repository + ": " : "";
            throw new CliProblem(
                    of + words + ". Run it again when the server answers: what was stored is used", problem);
        }
        return problem;
    }

    private static long missed(BackupResult result) {
        return result.outcomes().stream()
                .mapToLong(one -> one instanceof ContainerOutcome.Stored stored ? stored.missedChunks() : 0)
                .sum();
    }

    private record Telling(DiskProgress progress) implements BackupProgress {
        @Override
        public Progress container(BackupSource source) {
            return progress;
        }

        @Override
        public void done(ContainerOutcome outcome) {
            progress.clear();
        }
    }

    private void print(BackupResult result, List<BackupSources.Unlisted> unlisted) {
        result.warnings().forEach(warning -> context.err().println("profilekeep: " + Visible.oneLine(warning)));
        for (ContainerOutcome outcome : result.outcomes()) {
            context.out().println(Visible.oneLine(outcome.source().path().value()) + ": " + words(outcome));
        }
        for (BackupSources.Unlisted one : unlisted) {
            context.out().println(Visible.oneLine(one.folder() + ": not backed up: " + one.reason()));
        }
        SnapshotHead head = result.snapshot();
        long in = result.outcomes().stream()
                .filter(one -> !(one instanceof ContainerOutcome.InUse || one instanceof ContainerOutcome.Unreadable))
                .count();
        context.out()
                .println(
                        head == null
                                ? "There is no snapshot: nothing could be backed up."
                                : "Snapshot " + head.id() + " has " + in + " of "
                                        + result.outcomes().size()
                                        + (unlisted.isEmpty()
                                                ? "."
                                                : "; what lies in " + unlisted.size() + " folder"
                                                        + (unlisted.size() == 1 ? "" : "s") + " is not known."));
    }

    private static String words(ContainerOutcome outcome) {
        if (outcome instanceof ContainerOutcome.Stored stored) {
            String spared = stored.sparedBytes() == 0 ? "" : ", " + Sizes.of(stored.sparedBytes()) + " had not changed";
            String missed = stored.missedChunks() == 0
                    ? ""
                    : "; " + stored.missedChunks()
                            + " chunks had changed although nothing said so: they are in this backup, and not in those since the last that was read as a whole";
            String then = stored.source().of() instanceof SnapshotSource.OfStorage taken
                    ? ", as the storage kept it of " + taken.taken() + " (it is in use)"
                    : "";
            return "backed up" + then + ", " + Sizes.of(stored.bytesRead()) + " read" + spared + missed;
        }
        if (outcome instanceof ContainerOutcome.InUse inUse) {
            return "in use: " + Visible.oneLine(inUse.reason());
        }
        return outcome instanceof ContainerOutcome.Unreadable bad
                ? "not backed up: " + Visible.oneLine(bad.reason())
                : "as it was at the last backup";
    }

    private static Map<String, Object> facts(BackupSources.Unlisted folder) {
        return Map.of("path", folder.folder().value(), "sid", folder.sid(), "reason", folder.reason());
    }

    private static Map<String, @Nullable Object> facts(BackupResult result, List<BackupSources.Unlisted> unlisted) {
        SnapshotHead head = result.snapshot();
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("snapshot", head == null ? null : head.id());
        facts.put("made", head == null ? null : head.made());
        List<Map<String, @Nullable Object>> containers = new ArrayList<>();
        for (ContainerOutcome outcome : result.outcomes()) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("path", outcome.source().path().value());
            one.put("sid", outcome.source().identity().sid());
            one.put("kind", outcome.source().identity().kind());
            one.put("outcome", outcome.getClass().getSimpleName());
            if (outcome.source().of() instanceof SnapshotSource.OfStorage taken) {
                one.put("asOf", taken.taken());
            }
            if (outcome instanceof ContainerOutcome.Stored stored) {
                one.put("readBytes", stored.bytesRead());
                one.put("sparedBytes", stored.sparedBytes());
                one.put("missedChunks", stored.missedChunks());
            } else if (outcome instanceof ContainerOutcome.InUse inUse) {
                one.put("reason", inUse.reason());
            } else if (outcome instanceof ContainerOutcome.Unreadable bad) {
                one.put("reason", bad.reason());
            }
            containers.add(one);
        }
        facts.put("containers", containers);
        facts.put("unlisted", unlisted.stream().map(BackupCreateCommand::facts).toList());
        facts.put("warnings", result.warnings());
        return facts;
    }
}
