package dev.profilekeep.cli;

import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.DiskDifference;
import dev.profilekeep.content.FileChange;
import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.text.Visible;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * In what two disks differ, as commands say it.
 *
 * @param firstName what people call the first
 * @param ranges the text lists ranges of the disk, too
 * @param all the text lists files of which only times or rights differ, too
 */
record DifferenceAnswer(String firstName, String secondName, DiskDifference difference, boolean ranges, boolean all) {
    String text() {
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
        reasons(text, firstName, first);
        reasons(text, secondName, difference.second());
        files(text);
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

    private void files(StringBuilder text) {
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

    Map<String, @Nullable Object> facts() {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("first", side(firstName, difference.first()));
        facts.put("second", side(secondName, difference.second()));
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
                difference.ranges().stream().map(DifferenceAnswer::range).toList());
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
