package dev.profilekeep.cli;

import dev.profilekeep.disk.ntfs.NtfsFile;
import dev.profilekeep.disk.usage.FileTree;
import dev.profilekeep.text.Visible;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code disk tree}: how large the folders of a container are. */
@Command(
        name = "tree",
        mixinStandardHelpOptions = true,
        description = "Shows the folders in a disk with what is in them. Nothing is written.",
        footer = {
            "",
            "'On disk' is the room that files take in the volume, 'size' what they hold: less if they are compressed or have"
                    + " holes, more if they are small. A file with several names counts at the first."
        })
final class DiskTreeCommand implements Callable<Integer> {
    private static final int MAX_DEPTH = 500;

    private final Context context;

    @Mixin
    private DiskVolumeOptions source = new DiskVolumeOptions();

    @Parameters(index = "1", arity = "0..1", paramLabel = "PATH", description = "A folder in it.")
    private String path = "";

    @Option(names = "--depth", paramLabel = "N", description = "How many levels are shown (${DEFAULT-VALUE}).")
    private int depth = 3;

    @Option(names = "--sort", description = "By ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Sort sort = Sort.size;

    @Option(names = "--files", description = "Files too.")
    private boolean files;

    @Option(names = "--system", description = "The file system's own files too.")
    private boolean system;

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    /** Which of two neighbours stands first. */
    @SuppressWarnings("JavaLangClash") // the words are those of the command line
    enum Sort {
        size,
        name
    }

    DiskTreeCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (depth < 1 || depth > MAX_DEPTH) {
            throw new CliProblem("--depth is 1 to " + MAX_DEPTH + ", not " + depth);
        }
        return source.read(context, opened -> {
            NtfsFile file = new DiskPath(source.file(), opened.volume()).require(path);
            if (!file.isDirectory()) {
                throw new CliProblem(source.file() + ": '" + Visible.oneLine(path) + "' is a file, not a folder");
            }
            FileTree tree;
            try (DiskProgress progress = DiskProgress.counting(context, "reading the file table")) {
                tree = FileTree.read(opened.volume(), progress);
            }
            int from = tree.node(file.number());
            if (json) {
                Map<String, Object> answer = new LinkedHashMap<>();
                answer.put("file", source.file());
                answer.put("partition", opened.place().index());
                answer.put("tree", node(tree, from, 0));
                answer.put("problems", tree.problems());
                context.out().println(Json.write(answer));
            } else {
                var table = new TextTable(true, true, true, false);
                table.add("On disk", "Size", "Files", "Folder");
                String top = tree.path(from);
                line(table, tree, from, top.isEmpty() ? "/" : Visible.oneLine(top));
                lines(table, tree, from, "", 1);
                context.out().print(table.write(""));
            }
            return Problems.tell(context, source.file(), tree.problems());
        });
    }

    private List<Integer> shown(FileTree tree, int node) {
        var nodes = new ArrayList<>(IntStream.of(tree.children(node)).boxed().toList());
        nodes.removeIf(child -> !files && !tree.isDirectory(child) || !system && tree.isSystem(child));
        if (sort == Sort.size) {
            nodes.sort(Comparator.comparingLong((Integer child) -> tree.storedBelow(child))
                    .thenComparingLong(tree::sizeBelow)
                    .reversed());
        }
        return nodes;
    }

    private void lines(TextTable table, FileTree tree, int node, String indent, int level) {
        if (level > depth) {
            return;
        }
        List<Integer> below = shown(tree, node);
        for (int i = 0; i < below.size(); i++) {
            boolean last = i == below.size() - 1;
            int child = below.get(i);
            line(table, tree, child, indent + (last ? "└─ " : "├─ ") + Visible.oneLine(tree.name(child)));
            lines(table, tree, child, indent + (last ? "   " : "│  "), level + 1);
        }
    }

    private static void line(TextTable table, FileTree tree, int node, String name) {
        table.add(
                Sizes.of(tree.storedBelow(node)),
                Sizes.of(tree.sizeBelow(node)),
                tree.isDirectory(node) ? Integer.toString(tree.filesBelow(node)) : "",
                name);
    }

    private Map<String, Object> node(FileTree tree, int node, int level) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", tree.name(node));
        facts.put("type", tree.isDirectory(node) ? "folder" : "file");
        facts.put("storedBytes", tree.storedBelow(node));
        facts.put("sizeBytes", tree.sizeBelow(node));
        facts.put("files", tree.filesBelow(node));
        if (tree.isDirectory(node) && level < depth) {
            facts.put(
                    "below",
                    shown(tree, node).stream()
                            .map(child -> node(tree, child, level + 1))
                            .toList());
        }
        return facts;
    }
}
