package dev.profilekeep.cli;

import dev.profilekeep.disk.info.Volumes;
import dev.profilekeep.disk.usage.ProfileUse;
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

/** {@code disk biggest}: why a profile is so big. */
@Command(
        name = "biggest",
        mixinStandardHelpOptions = true,
        description = "Says why a profile is so big: by kind, by folder, by file. Nothing is written.",
        footer = {
            "",
            "Sizes are the room taken in the volume; the kinds add up to all that is in use. Which paths are of which kind:"
                    + " docs/disk-commands.md."
        })
final class DiskBiggestCommand implements Callable<Integer> {
    private static final int MANY = 10_000;

    private final Context context;

    @Mixin
    private DiskVolumeOptions source = new DiskVolumeOptions();

    @Option(names = "--top", paramLabel = "N", description = "How many folders and files (${DEFAULT-VALUE}).")
    private int top = 10;

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    DiskBiggestCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (top < 1 || top > MANY) {
            throw new CliProblem("--top is 1 to " + MANY + ", not " + top);
        }
        return source.read(context, opened -> {
            ProfileUse use;
            try (DiskProgress progress = DiskProgress.counting(context, "reading the file table")) {
                use = ProfileUse.of(opened.volume(), top, progress);
            }
            long fileBytes = opened.file().device().size();
            // There is nothing around a plain image that could be made smaller.
            long reclaimable = source.chain.isRaw() ? 0 : Volumes.freeInStored(opened.disk());
            var sentence = new BiggestSentence(fileBytes, reclaimable, source.chain.isRaw(), use).text();
            if (json) {
                context.out().println(Json.write(facts(opened, use, fileBytes, reclaimable, sentence)));
            } else {
                context.out().print(text(use, reclaimable, sentence));
            }
            return Problems.tell(context, source.file(), use.problems());
        });
    }

    private String text(ProfileUse use, long reclaimable, String sentence) {
        var kinds = new TextTable(true, true, true, false, false);
        for (ProfileUse.KindUse kind : use.kinds()) {
            kinds.add(
                    Sizes.of(kind.bytes()),
                    Sizes.percent(kind.bytes(), use.usedBytes()),
                    kind.files() == 0 ? "" : kind.files() + (kind.files() == 1 ? " file" : " files"),
                    kind.kind().label(),
                    kind.kind().canGo() ? "(can go)" : "");
        }
        kinds.add(Sizes.of(use.usedBytes()), "", "", "in use together", "");
        if (source.chain.isRaw()) {
            kinds.add(Sizes.of(use.freeBytes()), "", "", "free", "");
        } else {
            kinds.add(
                    Sizes.of(reclaimable),
                    "",
                    "",
                    "free, and stored in the container",
                    reclaimable > 0 ? "(compaction)" : "");
        }
        var folders = new TextTable(true, true, false);
        for (ProfileUse.FolderUse folder : use.folders()) {
            String path = folder.path().isEmpty() ? "/" : Visible.oneLine(folder.path());
            folders.add(
                    Sizes.of(folder.bytes()),
                    folder.files() + (folder.files() == 1 ? " file" : " files"),
                    folder.rest() ? path + " (the rest of it)" : path);
        }
        var files = new TextTable(true, false, false);
        for (ProfileUse.FileUse file : use.files()) {
            files.add(Sizes.of(file.bytes()), file.kind().label(), Visible.oneLine(file.path()));
        }
        return sentence + "\n\nBy kind\n" + kinds.write("  ") + "\nBy folder\n" + folders.write("  ")
                + "\nThe biggest files\n" + files.write("  ");
    }

    private Map<String, @Nullable Object> facts(
            OpenVolume opened, ProfileUse use, long fileBytes, long reclaimable, String sentence) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("file", source.file());
        facts.put("partition", opened.place().index());
        facts.put("summary", sentence);
        facts.put("fileSizeBytes", fileBytes);
        facts.put("usedBytes", use.usedBytes());
        facts.put("freeBytes", use.freeBytes());
        facts.put("reclaimableBytes", reclaimable);
        facts.put("canGoBytes", use.bytesThatCanGo());
        facts.put("placeholders", use.placeholders());
        facts.put("placeholderBytes", use.placeholderBytes());
        List<Map<String, Object>> kinds = new ArrayList<>();
        for (ProfileUse.KindUse kind : use.kinds()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("kind", kind.kind().name());
            one.put("label", kind.kind().label());
            one.put("files", kind.files());
            one.put("storedBytes", kind.bytes());
            one.put("canGo", kind.kind().canGo());
            kinds.add(one);
        }
        facts.put("kinds", kinds);
        List<Map<String, Object>> folders = new ArrayList<>();
        for (ProfileUse.FolderUse folder : use.folders()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("path", folder.path());
            one.put("files", folder.files());
            one.put("storedBytes", folder.bytes());
            one.put("rest", folder.rest());
            folders.add(one);
        }
        facts.put("folders", folders);
        List<Map<String, Object>> files = new ArrayList<>();
        for (ProfileUse.FileUse file : use.files()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("path", file.path());
            one.put("kind", file.kind().name());
            one.put("storedBytes", file.bytes());
            one.put("sizeBytes", file.sizeBytes());
            files.add(one);
        }
        facts.put("files", files);
        facts.put("problems", use.problems());
        return facts;
    }
}
