package dev.profilekeep.cli;

import dev.profilekeep.space.Consequence;
import dev.profilekeep.space.Redirections;
import dev.profilekeep.space.SpaceUse;
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

/** {@code disk space}: what takes the room, without a name of a person's file. */
@Command(
        name = "space",
        mixinStandardHelpOptions = true,
        description = "Says what takes the room of a profile, by category, and names no file. Nothing is written.",
        footer = {
            "",
            "Sizes are the room taken in the volume; the categories add up to all that is in use. Which folders are of which"
                    + " category, and what is lost with a line of redirections.xml: docs/space.md."
        })
final class DiskSpaceCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private DiskVolumeOptions source = new DiskVolumeOptions();

    @Option(
            names = "--redirections",
            description = "Print a redirections.xml that leaves out the caches found here, instead of the categories.")
    private boolean redirections;

    @Option(
            names = "--at-least",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "What a folder has to take to be worth a line (${DEFAULT-VALUE}).",
            defaultValue = "16M")
    private long least;

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    DiskSpaceCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        return source.read(context, opened -> {
            SpaceUse use;
            try (DiskProgress progress = DiskProgress.counting(context, "reading the file table")) {
                use = SpaceUse.of(opened.volume(), progress);
            }
            Redirections lines = Redirections.of(use, least);
            if (json) {
                context.out().println(Json.write(facts(opened, use, lines)));
            } else if (redirections) {
                context.out().print(lines.document());
            } else {
                context.out().print(text(use, lines));
            }
            return Problems.tell(
                    context,
                    source.file(),
                    use.unread() == 0
                            ? List.of()
                            : List.of("not all of the file table could be read; 'disk biggest' tells what"));
        });
    }

    private static String text(SpaceUse use, Redirections lines) {
        var table = new TextTable(true, true, true, false);
        for (SpaceUse.CategoryUse one : use.categories()) {
            table.add(
                    Sizes.of(one.bytes()),
                    Sizes.percent(one.bytes(), use.usedBytes()),
                    one.files() == 0 ? "" : one.files() + (one.files() == 1 ? " file" : " files"),
                    one.category().label());
        }
        table.add(Sizes.of(use.usedBytes()), "", "", "in use together");
        table.add(Sizes.of(use.freeBytes()), "", "", "free");
        var text = new StringBuilder(table.write("  "));
        if (use.placeholders() > 0) {
            text.append('\n')
                    .append(use.placeholders())
                    .append(use.placeholders() == 1 ? " file is a placeholder" : " files are placeholders")
                    .append(": their content (")
                    .append(Sizes.of(use.placeholderBytes()))
                    .append(") is in the cloud and takes no room here.\n");
        }
        if (lines.exclusions().isEmpty()) {
            return text.append(
                            use.unread() > 0
                                    ? "\nNo line of redirections.xml is proposed, as not all could be read.\n"
                                    : "\nNothing here is worth a line of redirections.xml.\n")
                    .toString();
        }
        var caches = new TextTable(true, false, false);
        for (SpaceUse.Exclusion one : lines.exclusions()) {
            caches.add(Sizes.of(one.bytes()), one.category().label(), one.path());
        }
        return text.append("\nCaches that redirections.xml can leave out, which take ")
                .append(Sizes.of(lines.bytes()))
                .append(" now (--redirections prints it)\n")
                .append(caches.write("  "))
                .toString();
    }

    private Map<String, @Nullable Object> facts(OpenVolume opened, SpaceUse use, Redirections lines) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("file", source.file());
        facts.put("partition", opened.place().index());
        facts.put("usedBytes", use.usedBytes());
        facts.put("freeBytes", use.freeBytes());
        List<Map<String, Object>> categories = new ArrayList<>();
        for (SpaceUse.CategoryUse found : use.categories()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("category", found.category().name());
            one.put("label", found.category().label());
            one.put("kind", found.category().kind().name());
            one.put("files", found.files());
            one.put("storedBytes", found.bytes());
            categories.add(one);
        }
        facts.put("categories", categories);
        facts.put("placeholders", use.placeholders());
        facts.put("placeholderBytes", use.placeholderBytes());
        facts.put("unread", use.unread());
        List<Map<String, Object>> exclusions = new ArrayList<>();
        for (SpaceUse.Exclusion exclusion : lines.exclusions()) {
            Consequence consequence = Consequence.of(exclusion.category());
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("category", exclusion.category().name());
            one.put("path", exclusion.path());
            one.put("files", exclusion.files());
            one.put("storedBytes", exclusion.bytes());
            one.put("why", consequence.why());
            one.put("lost", consequence.lost());
            exclusions.add(one);
        }
        facts.put("exclusions", exclusions);
        facts.put("redirections", lines.document());
        return facts;
    }
}
