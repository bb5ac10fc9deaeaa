package dev.profilekeep.cli;

import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.run.ContainerEnvelope;
import dev.profilekeep.backup.seal.SealException;
import dev.profilekeep.backup.snapshot.ContainerFacts;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.backup.snapshot.SnapshotHead;
import dev.profilekeep.backup.snapshot.SnapshotOrigin;
import dev.profilekeep.backup.snapshot.SnapshotSource;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.MapDamagedException;
import dev.profilekeep.disk.convert.ConversionTarget;
import dev.profilekeep.disk.vhd.VhdEnvelope;
import dev.profilekeep.disk.vhdx.VhdxEnvelope;
import dev.profilekeep.text.Visible;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backup show}: what a backup is. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description =
                "Shows a snapshot with its containers, or one container of it: what it was, what is kept of it, and until when.")
final class BackupShowCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private RepositoryOptions options = new RepositoryOptions();

    @Mixin
    private SetOption set = new SetOption();

    @Parameters(
            paramLabel = "WHEN[/WHO]",
            description =
                    "A snapshot: latest, a day or time (UTC), or the beginning of its id; and which of its containers: a SID, or a part of its path.")
    private String named = "";

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    BackupShowCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        return options.open(context, repository -> {
            boolean one = named.indexOf('/') >= 0;
            SnapshotChoice choice = one
                    ? SnapshotChoice.find(repository, context, named, set)
                    : SnapshotChoice.snapshot(repository, context, named, set);
            try (OpenSnapshot snapshot = repository.snapshots().open(choice.snapshot())) {
                Map<String, @Nullable Object> facts = one
                        ? container(choice, snapshot.map(choice.container()), envelope(snapshot, choice))
                        : snapshot(repository, snapshot);
                if (json) {
                    context.out().println(Json.write(facts));
                }
            }
            return ProfileKeepCli.OK;
        });
    }

    private static ContainerEnvelope envelope(OpenSnapshot snapshot, SnapshotChoice choice) throws IOException {
        return ContainerEnvelope.decode(snapshot.envelope(choice.container()));
    }

    private Map<String, @Nullable Object> snapshot(Repository repository, OpenSnapshot snapshot) throws IOException {
        SnapshotHead head = snapshot.head();
        var standing = repository.decisions().read().standing();
        var now = repository.decisions().nowForReading();
        List<Map<String, @Nullable Object>> containers = new ArrayList<>();
        var table = new TextTable(false, true, true, false, false, false);
        List<ContainerFacts> all = snapshot.containers();
        for (int i = 0; i < all.size(); i++) {
            ContainerFacts facts = all.get(i);
            ContentMap map = map(snapshot, i);
            Keeping keeping = Keeping.of(standing, head.id(), facts.identity().key(), now);
            table.add(
                    facts.identity().kind().name(),
                    Sizes.of(facts.file().size()),
                    map == null ? "?" : Sizes.of(map.chunkBytes()),
                    map == null ? "damaged" : map.kind().name(),
                    facts.file().path().value(),
                    keeping.shortly());
            Map<String, @Nullable Object> one = identity(facts);
            one.put("mapKind", map == null ? null : map.kind());
            one.put("chunkBytes", map == null ? null : map.chunkBytes());
            one.put("keeping", keeping.facts());
            containers.add(one);
        }
        if (!json) {
            print(head);
            context.out().println(all.size() + " containers: kind, size of the file, bytes that are kept, map, path");
            context.out().print(table.write("    "));
        }
        Map<String, @Nullable Object> facts = head(head);
        facts.put("containers", containers);
        return facts;
    }

    /** Null if it cannot be read, which 'backup check' tells more of. */
    private static @Nullable ContentMap map(OpenSnapshot snapshot, int container) throws IOException {
        try {
            return snapshot.map(container);
        } catch (SealException | MapDamagedException e) {
            return null;
        }
    }

    private void print(SnapshotHead head) {
        line("Snapshot", head.id().toString());
        line("Made", head.made().truncatedTo(ChronoUnit.SECONDS) + " on " + head.host() + ": " + head.purpose());
        SnapshotOrigin origin = head.origin();
        if (origin != null) {
            line(
                    "Copied",
                    origin.copied().truncatedTo(ChronoUnit.SECONDS) + " from snapshot " + origin.snapshot()
                            + " of repository " + origin.repository());
        }
        line("Shard", head.shard());
    }

    private void line(String name, String value) {
        context.out().printf("%-10s %s%n", name, Visible.oneLine(value));
    }

    private static Map<String, @Nullable Object> head(SnapshotHead head) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("snapshot", head.id());
        facts.put("made", head.made());
        facts.put("host", head.host());
        facts.put("purpose", head.purpose());
        facts.put("shard", head.shard());
        facts.put("copiedFrom", SnapshotText.origin(head.origin()));
        return facts;
    }

    private static Map<String, @Nullable Object> identity(ContainerFacts container) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("set", container.identity().setId());
        facts.put("kind", container.identity().kind());
        facts.put("sid", container.identity().sid());
        facts.put("location", container.location());
        facts.put("path", container.file().path().value());
        facts.put("fileSizeBytes", container.file().size());
        facts.put("written", container.file().lastWritten());
        return facts;
    }

    private Map<String, @Nullable Object> container(SnapshotChoice choice, ContentMap map, ContainerEnvelope envelope) {
        ContainerFacts container = choice.facts();
        Format format = Format.of(envelope.container());
        SnapshotSource source = container.source();
        var taken = source instanceof SnapshotSource.OfStorage storage ? storage.taken() : null;
        if (!json) {
            print(choice.head());
            line("Container", SnapshotText.place(container.file().path().value(), container.location()));
            line(
                    "Person",
                    container.identity().sid() + ", " + container.identity().kind() + set(container));
            line(
                    "File",
                    Sizes.of(container.file().size()) + ", written "
                            + container.file().lastWritten().truncatedTo(ChronoUnit.SECONDS) + owner(container)
                            + (taken == null ? "" : ", read from the storage's own snapshot of " + taken));
            line("Disk", format.text(map));
            line(
                    "Map",
                    map.kind() + ", " + map.chunks() + " chunks of " + Sizes.of(map.chunkBytes()) + "; "
                            + Sizes.of(map.countedBytes()) + " count; digest " + map.root());
            map.rawReasons().forEach(reason -> line("  kept whole", reason));
            choice.keeping().sentences().forEach(sentence -> line("Kept", sentence));
        }
        Map<String, @Nullable Object> facts = head(choice.head());
        facts.putAll(identity(container));
        facts.put("owner", container.security().ownerSid());
        facts.put("storageSnapshot", taken);
        facts.put("format", format.name());
        facts.put("fixed", format.fixed());
        facts.put("blockSizeBytes", format.block());
        facts.put("diskId", format.id());
        facts.put("virtualSizeBytes", map.virtualSize());
        facts.put("logicalSectorBytes", map.logicalSectorSize());
        facts.put("mapKind", map.kind());
        facts.put("rawReasons", map.rawReasons());
        facts.put("mapDigest", map.root().toString());
        facts.put("countedBytes", map.countedBytes());
        facts.put("chunkBytes", map.chunkBytes());
        facts.put("chunks", map.chunks());
        facts.put("keeping", choice.keeping().facts());
        return facts;
    }

    private static String set(ContainerFacts container) {
        String set = container.identity().setId();
        return set.isEmpty() ? "" : ", set " + set;
    }

    private static String owner(ContainerFacts container) {
        String owner = container.security().ownerSid();
        return owner == null ? "" : ", owned by " + owner;
    }

    /** What the file around the disk was. */
    private record Format(String name, boolean fixed, long block, UUID id) {
        static Format of(ConversionTarget container) {
            if (container instanceof ConversionTarget.Vhdx vhdx) {
                VhdxEnvelope envelope = vhdx.envelope();
                return new Format("VHDX", envelope.fixed(), envelope.blockSize(), envelope.virtualDiskId());
            }
            VhdEnvelope envelope = ((ConversionTarget.Vhd) container).envelope();
            return new Format("VHD", envelope.fixed(), envelope.blockSize(), envelope.uniqueId());
        }

        String text(ContentMap map) {
            return (fixed ? "fixed " : "dynamic ") + name + " of " + Sizes.of(map.virtualSize()) + ", sectors of "
                    + map.logicalSectorSize() + ", identity " + id;
        }
    }
}
