package dev.profilekeep.cli;

import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.EntryCursor;
import dev.profilekeep.content.MadeMap;
import dev.profilekeep.content.MapEntry;
import dev.profilekeep.content.MapMaker;
import dev.profilekeep.content.MapReader;
import dev.profilekeep.disk.content.ContentLayout;
import dev.profilekeep.disk.content.Owner;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.ntfs.AttributeType;
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

/** {@code disk map}: what a disk says, whatever container it lies in. */
@Command(
        name = "map",
        mixinStandardHelpOptions = true,
        description = {
            "Reads all that counts of a disk and prints its digest: two disks with the same digest hold the same files and everything"
                    + " around them, however their containers are laid out. Nothing is written.",
        },
        footer = {
            "",
            "What counts: all sectors but the free clusters of an NTFS volume that is clean and understood. If anything is in doubt,"
                    + " all that is stored counts (RAW), and the reasons are given. Digests of kind FILES and RAW are never the same."
        })
final class DiskMapCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private DiskChainOptions source = new DiskChainOptions();

    @Option(names = "--chunks", description = "List every chunk: where it lies, its digest, and whose it is.")
    private boolean chunks;

    @Option(
            names = "--json",
            description = "Answer in JSON; with --chunks, one line for the disk and one for each chunk.")
    private boolean json;

    DiskMapCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        return source.read(context, (file, disk) -> {
            try (MapWork work = MapWork.begin()) {
                MadeMap made;
                try (DiskProgress progress = DiskProgress.ofBytes(context, "reading")) {
                    made = work.maker().make(disk, null, MapMaker.Extent.FULL, progress);
                }
                ContentMap map = made.map();
                if (json) {
                    context.out().println(chunks ? Json.line(facts(map)) : Json.write(facts(map)));
                } else {
                    context.out().print(text(map));
                }
                if (chunks) {
                    list(new MapReader(work.nodes()).entries(map));
                }
                return map.kind() == ContentLayout.Kind.FILES ? ProfileKeepCli.OK : ProfileKeepCli.FINDINGS;
            }
        });
    }

    private static String text(ContentMap map) {
        var table = new TextTable(false, false);
        table.add("digest", map.root().toString());
        table.add("kind", map.kind().name());
        map.rawReasons().forEach(reason -> table.add("because", Visible.oneLine(reason)));
        table.add("disk", Sizes.of(map.virtualSize()) + ", sectors of " + map.logicalSectorSize() + " bytes");
        table.add("counts", Sizes.of(map.countedBytes()));
        table.add("chunks", map.chunks() + " of " + Sizes.of(map.chunkBytes()) + " together; the rest is zeros");
        return table.write("");
    }

    private Map<String, @Nullable Object> facts(ContentMap map) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("file", source.source.file);
        facts.put("digest", map.root().toString());
        facts.put("kind", map.kind().name());
        facts.put("rawReasons", map.rawReasons());
        facts.put("virtualSizeBytes", map.virtualSize());
        facts.put("logicalSectorSizeBytes", map.logicalSectorSize());
        facts.put("countedBytes", map.countedBytes());
        facts.put("chunks", map.chunks());
        facts.put("chunkBytes", map.chunkBytes());
        return facts;
    }

    private void list(EntryCursor entries) throws IOException {
        for (MapEntry entry = entries.next(); entry != null; entry = entries.next()) {
            context.out().println(json ? Json.line(chunk(entry)) : line(entry));
        }
    }

    private static String line(MapEntry entry) {
        String more = entry.pieces().size() == 1 ? "" : " in " + entry.pieces().size() + " pieces";
        return "%14d %9s  %s  %s%s"
                .formatted(entry.diskOffset(), Sizes.of(entry.length()), entry.digest(), owner(entry.owner()), more);
    }

    static String owner(Owner owner) {
        if (!(owner instanceof Owner.FileStream stream)) {
            return owner instanceof Owner.Region region ? region.name() : "";
        }
        String name = stream.name().isEmpty() ? "" : " \"" + Visible.oneLine(stream.name()) + "\"";
        return "partition " + stream.partition() + ", file record " + stream.record() + ", "
                + AttributeType.nameOf(stream.type()) + name + " from " + stream.offset();
    }

    private static Map<String, @Nullable Object> chunk(MapEntry entry) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("digest", entry.digest().toString());
        facts.put("pieces", entry.pieces().stream().map(DiskMapCommand::piece).toList());
        if (entry.owner() instanceof Owner.FileStream stream) {
            facts.put("partition", stream.partition());
            facts.put("record", stream.record());
            facts.put("attribute", AttributeType.nameOf(stream.type()));
            facts.put("stream", stream.name());
            facts.put("offset", stream.offset());
        } else if (entry.owner() instanceof Owner.Region region) {
            facts.put("region", region.name());
        }
        return facts;
    }

    private static List<Long> piece(ByteRange range) {
        return List.of(range.start(), range.length());
    }
}
