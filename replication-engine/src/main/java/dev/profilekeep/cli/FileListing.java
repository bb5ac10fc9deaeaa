package dev.profilekeep.cli;

import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.ntfs.NtfsDirectory;
import dev.profilekeep.disk.ntfs.NtfsFile;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import dev.profilekeep.disk.usage.FileTree;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Lists the files of a volume. */
final class FileListing {
    private static final int RESERVED = 16;

    private final Context context;
    private final ListingOptions options;
    private final String name;
    private final int partition;
    private final NtfsVolume volume;

    /** @param name of the disk, for messages and answers */
    FileListing(Context context, ListingOptions options, String name, int partition, NtfsVolume volume) {
        this.context = context;
        this.options = options;
        this.name = name;
        this.partition = partition;
        this.volume = volume;
    }

    int list(String path) throws IOException {
        NtfsFile file = new DiskPath(name, volume).require(path);
        var problems = new ArrayList<String>();
        ListingOutput output = output(path);
        try {
            list(path, file, output, problems);
        } catch (Output.Gone e) {
            throw e;
        } catch (IOException | CancellationException e) { // a chunk of a backup that is damaged is no DiskException
            if (output instanceof ListingOutput.AsJson answer) {
                String message = name + ": " + e.getMessage();
                answer.fail(problems, message, name);
                throw new Answered(message, e);
            }
            throw e;
        }
        output.end(problems);
        return Problems.tell(context, name, problems);
    }

    private void list(String path, NtfsFile file, ListingOutput output, List<String> problems) throws IOException {
        if (options.recursive && file.isDirectory()) {
            everything(file, output, problems);
        } else if (file.isDirectory()) {
            folder(volume.directory(file), output, problems);
        } else {
            output.line(Listed.of(path, file, volume));
        }
    }

    private ListingOutput output(String path) throws IOException {
        boolean terminal = context.terminal().out();
        if (options.json) {
            return ListingOutput.AsJson.to(context.bytes(), name, partition, path);
        }
        return options.detailed
                ? ListingOutput.Long.to(context.bytes(), terminal, options.nul)
                : ListingOutput.Names.to(context.bytes(), terminal, options.nul);
    }

    private void folder(NtfsDirectory directory, ListingOutput output, List<String> problems) throws IOException {
        boolean records = options.detailed || options.json;
        directory.list(entry -> {
            long number = entry.file().number();
            if (number < RESERVED
                    && (!options.system || number == directory.file().number())) {
                return;
            }
            if (!records) {
                output.line(listed(entry.name(), number));
                return;
            }
            try {
                output.line(Listed.of(entry.name(), volume.file(entry.file()), volume));
            } catch (DiskException e) {
                problems.add("'" + entry.name() + "' cannot be read: " + e.getMessage());
                output.line(listed(entry.name(), number));
            }
        });
        problems.addAll(directory.notes());
    }

    private static Listed listed(String name, long record) {
        return new Listed(name, record, false, 0, 0, Instant.EPOCH, 0, 0, null, List.of(), null, null);
    }

    private void everything(NtfsFile file, ListingOutput output, List<String> problems) throws IOException {
        boolean details = options.detailed || options.json;
        try (DiskProgress progress = DiskProgress.counting(context, "reading the file table")) {
            FileTree tree = FileTree.read(volume, progress);
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
            if (tree.isSystem(node) && !options.system) {
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
