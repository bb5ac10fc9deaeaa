package dev.profilekeep.cli;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.ntfs.NtfsDirectory;
import dev.profilekeep.disk.ntfs.NtfsFile;
import dev.profilekeep.disk.usage.FileTree;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code disk ls}: which files are in a container. */
@Command(
        name = "ls",
        mixinStandardHelpOptions = true,
        description = "Lists the files in a disk. Nothing is written.",
        footer = {
            "",
            "Names are written as they are, in UTF-8; on a terminal what could do harm there is made visible."
                    + " Attributes: d folder, a archive, r read-only, h hidden, s system, l link or placeholder, c compressed,"
                    + " e encrypted, p sparse, t temporary, o content is elsewhere."
                    + " Exit code 1 means that something could not be read; it is named on stderr."
        })
final class DiskLsCommand implements Callable<Integer> {
    private static final int RESERVED = 16;

    private final Context context;

    @Mixin
    private DiskVolumeOptions source = new DiskVolumeOptions();

    @Parameters(index = "1", arity = "0..1", paramLabel = "PATH", description = "A folder or a file in it.")
    private String path = "";

    @Option(
            names = {"-R", "--recursive"},
            description = "Everything below, with paths from the root.")
    private boolean recursive;

    @Option(
            names = {"-l", "--long"},
            description = "Size in bytes, time (UTC), attributes, number of names, owner, target of links, streams.")
    private boolean detailed;

    @Option(
            names = {"-0", "--null"},
            description = "End each name with a NUL instead of a line end.")
    private boolean nul;

    @Option(names = "--system", description = "The file system's own files too.")
    private boolean system;

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    DiskLsCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        return source.read(context, opened -> {
            NtfsFile file = new DiskPath(source.file(), opened.volume()).require(path);
            var problems = new ArrayList<String>();
            ListingOutput output = output(opened);
            try {
                list(opened, file, output, problems);
            } catch (DiskException | CancellationException e) {
                if (output instanceof ListingOutput.AsJson answer) {
                    String message = source.file() + ": " + e.getMessage();
                    answer.fail(problems, message, source.file());
                    throw new DiskAnswered(message, e);
                }
                throw e;
            }
            output.end(problems);
            return Problems.tell(context, source.file(), problems);
        });
    }

    private void list(OpenVolume opened, NtfsFile file, ListingOutput output, List<String> problems)
            throws IOException {
        if (recursive && file.isDirectory()) {
            everything(opened, file, output, problems);
        } else if (file.isDirectory()) {
            folder(opened, opened.volume().directory(file), output, problems);
        } else {
            output.line(Listed.of(path, file, opened.volume()));
        }
    }

    private ListingOutput output(OpenVolume opened) throws IOException {
        boolean terminal = context.terminal().out();
        if (json) {
            return ListingOutput.AsJson.to(
                    context.bytes(), source.file(), opened.place().index(), path);
        }
        return detailed
                ? ListingOutput.Long.to(context.bytes(), terminal, nul)
                : ListingOutput.Names.to(context.bytes(), terminal, nul);
    }

    private void folder(OpenVolume opened, NtfsDirectory directory, ListingOutput output, List<String> problems)
            throws IOException {
        boolean records = detailed || json;
        directory.list(entry -> {
            long number = entry.file().number();
            if (number < RESERVED && (!system || number == directory.file().number())) {
                return;
            }
            if (!records) {
                output.line(name(entry.name(), number));
                return;
            }
            try {
                output.line(Listed.of(entry.name(), opened.volume().file(entry.file()), opened.volume()));
            } catch (DiskException e) {
                problems.add("'" + entry.name() + "' cannot be read: " + e.getMessage());
                output.line(name(entry.name(), number));
            }
        });
        problems.addAll(directory.notes());
    }

    private static Listed name(String name, long record) {
        return new Listed(name, record, false, 0, 0, Instant.EPOCH, 0, 0, null, List.of(), null, null);
    }

    private void everything(OpenVolume opened, NtfsFile file, ListingOutput output, List<String> problems)
            throws IOException {
        boolean details = detailed || json;
        try (DiskProgress progress = DiskProgress.counting(context, "reading the file table")) {
            FileTree tree = FileTree.read(opened.volume(), progress);
            progress.clear();
            int from = tree.node(file.number());
            list(tree, from, tree.path(from), details, output, problems, progress);
            if (from == FileTree.ROOT && tree.hasLost()) {
                list(tree, tree.lost(), tree.name(tree.lost()), details, output, problems, progress);
            }
            problems.addAll(tree.problems());
        }
    }

    private void list(
            FileTree tree,
            int from,
            String above,
            boolean details,
            ListingOutput output,
            List<String> problems,
            DiskProgress progress)
            throws IOException {
        // The path of each level, to which names are added.
        var paths = new ArrayList<String>(List.of(above.isEmpty() ? "" : above + "/"));
        tree.walk(from, (node, depth) -> {
            if (progress.stopAsked()) {
                throw new CancellationException("the listing was cancelled");
            }
            if (tree.isSystem(node) && !system) {
                return false;
            }
            String whole = paths.get(depth - 1) + tree.name(node);
            try {
                output.line(Listed.of(whole, tree, node, details));
            } catch (DiskException e) {
                problems.add("'" + whole + "' cannot be read: " + e.getMessage());
            }
            if (tree.isDirectory(node)) {
                String below = whole + "/";
                if (paths.size() == depth) {
                    paths.add(below);
                } else {
                    paths.set(depth, below);
                }
            }
            return true;
        });
    }
}
