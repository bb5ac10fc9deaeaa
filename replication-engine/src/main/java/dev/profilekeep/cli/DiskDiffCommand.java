package dev.profilekeep.cli;

import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.DiskDifference;
import dev.profilekeep.content.FileChange;
import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.disk.io.ByteRange;
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

/** {@code disk diff}: in what two disks differ. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description =
                "Says whether two disks hold the same, whatever their containers are, and which files and ranges differ. Nothing is"
                        + " written.",
        footer = {
            "",
            "Exit code 0 means that they say the same, 1 that they differ. --raw and --sector are meant for both, --parent for FILE."
        })
final class DiskDiffCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private DiskChainOptions source = new DiskChainOptions();

    @Parameters(index = "1", paramLabel = "OTHER", description = "The file to compare with; as FILE.")
    private String other = "";

    @Option(names = "--ranges", description = "List the ranges of the disk that differ, too.")
    private boolean ranges;

    @Option(names = "--all", description = "List files of which only times or rights differ, too.")
    private boolean all;

    @Option(names = "--json", description = "Answer in JSON, with files and ranges.")
    private boolean json;

    DiskDiffCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        return source.read(
                context,
                (file, disk) -> source.readAnother(other, context, (secondFile, second) -> {
                    DiskDifference difference;
                    try (MapWork work = MapWork.begin();
                            DiskProgress progress = DiskProgress.ofBytes(context, "reading")) {
                        difference = DiskDifference.of(work.maker(), work.nodes(), disk, second, progress);
                    }
                    if (json) {
                        context.out().println(Json.write(facts(difference)));
                    } else {
                        context.out().print(text(difference));
                    }
                    return difference.isEqual() ? ProfileKeepCli.OK : ProfileKeepCli.FINDINGS;
                }));
    }

    private String text(DiskDifference difference) {
        ContentMap first = difference.first();
        var text = new StringBuilder();
        if (difference.isEqual()) {
            text.append("They say the same: ")
                    .append(Sizes.of(first.countedBytes()))
                    .append(" that count, digest ");
            return text.append(first.root()).append('\n').toString();
        }
        if (first.virtualSize() != difference.second().virtualSize()) {
            text.append("The disks have different sizes: ")
                    .append(first.virtualSize())
                    .append(" and ");
            text.append(difference.second().virtualSize()).append(" bytes.\n");
        }
        text.append("They differ in ")
                .append(Sizes.of(difference.bytes()))
                .append(" of the disk, whole chunks counted");
        text.append(first.kind() == ContentLayout.Kind.RAW ? "; files are not looked at, because:\n" : ".\n");
        reasons(text, source.source.file, first);
        reasons(text, other, difference.second());
        files(text, difference);
        if (ranges) {
            text.append("\nRanges")
                    .append(difference.coarse() ? ", with equal bytes between some" : "")
                    .append('\n');
            difference.ranges().forEach(range -> text.append("  %d+%d%n".formatted(range.start(), range.length())));
        }
        return text.toString();
    }

    private static void reasons(StringBuilder text, String file, ContentMap map) {
        map.rawReasons().forEach(reason -> text.append("  ")
                .append(Visible.oneLine(file))
                .append(": ")
                .append(Visible.oneLine(reason))
                .append('\n'));
    }

    private void files(StringBuilder text, DiskDifference difference) {
        if (difference.first().kind() == ContentLayout.Kind.RAW) {
            return;
        }
        if (difference.files().isEmpty()) {
            text.append("No file differs: only what the file system keeps for itself, or what lies around it.\n");
            return;
        }
        text.append('\n');
        var table = new TextTable(false, true, false);
        long untold = 0;
        for (FileChange change : difference.files()) {
            if (!all && change.how() == FileChange.How.RECORD && change.before().isEmpty()) {
                untold++;
                continue;
            }
            String before = change.before().isEmpty() ? "" : "  (was " + Visible.oneLine(change.before()) + ")";
            String bytes = change.bytes() == 0 ? "" : Sizes.of(change.bytes());
            table.add(word(change), bytes, Visible.oneLine(change.path()) + before);
        }
        text.append(table.write(""));
        if (untold > 0) {
            text.append(untold == 1 ? "one file or folder differs" : untold + " files and folders differ");
            text.append(" only in times or rights; --all lists them\n");
        }
        if (difference.moreFiles() > 0) {
            text.append("and ").append(difference.moreFiles()).append(" more\n");
        }
    }

    private static String word(FileChange change) {
        return switch (change.how()) {
            case CONTENT -> "content";
            case RECORD -> change.before().isEmpty() ? "times or rights" : "name";
            case ONLY_FIRST -> "only in the first";
            case ONLY_SECOND -> "only in the second";
        };
    }

    private Map<String, @Nullable Object> facts(DiskDifference difference) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("first", side(source.source.file, difference.first()));
        facts.put("second", side(other, difference.second()));
        facts.put("equal", difference.isEqual());
        facts.put("differingBytes", difference.bytes());
        List<Map<String, @Nullable Object>> files = new ArrayList<>();
        for (FileChange change : difference.files()) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("difference", change.how().name());
            one.put("partition", change.partition());
            one.put("path", change.path());
            if (!change.before().isEmpty()) {
                one.put("pathBefore", change.before());
            }
            one.put("differingBytes", change.bytes());
            files.add(one);
        }
        facts.put("files", files);
        facts.put("moreFiles", difference.moreFiles());
        facts.put(
                "ranges",
                difference.ranges().stream().map(DiskDiffCommand::range).toList());
        facts.put("rangesJoined", difference.coarse());
        return facts;
    }

    private static List<Long> range(ByteRange range) {
        return List.of(range.start(), range.length());
    }

    private static Map<String, @Nullable Object> side(String file, ContentMap map) {
        Map<String, @Nullable Object> side = new LinkedHashMap<>();
        side.put("file", file);
        side.put("digest", map.root().toString());
        side.put("kind", map.kind().name());
        side.put("rawReasons", map.rawReasons());
        side.put("virtualSizeBytes", map.virtualSize());
        return side;
    }
}
