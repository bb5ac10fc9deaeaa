package dev.profilekeep.cli;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.usage.ByteOwner;
import dev.profilekeep.disk.usage.ByteOwners;
import dev.profilekeep.disk.usage.OwnerSink;
import dev.profilekeep.text.Visible;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code disk who-uses}: whose some bytes are. */
@Command(
        name = "who-uses",
        mixinStandardHelpOptions = true,
        description =
                "Says whose bytes are: which file's, free, the file system's, the container's. Nothing is written.",
        footer = {"", "Without --whole-disk or --in-file, OFFSET counts from the beginning of the volume."})
final class DiskWhoUsesCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private DiskVolumeOptions source = new DiskVolumeOptions();

    @Parameters(
            index = "1",
            paramLabel = "OFFSET[+LENGTH]",
            converter = ByteRangeConverter.class,
            description = "In bytes: 4096, 0x1000 or 4K; one byte if there is no length.")
    private ByteRange asked = new ByteRange(0, 1);

    @ArgGroup
    private @Nullable Where where;

    /** What the offset counts in. */
    static final class Where {
        @Option(names = "--whole-disk", description = "OFFSET counts from the beginning of the disk.")
        boolean wholeDisk;

        @Option(names = "--in-file", description = "OFFSET counts in FILE itself.")
        boolean inFile;
    }

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    DiskWhoUsesCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Where counted = where;
        boolean inFile = counted != null && counted.inFile;
        boolean wholeDisk = counted != null && counted.wholeDisk;
        if ((inFile || wholeDisk) && source.partition != null) {
            throw new CliProblem("--partition, --whole-disk and --in-file: an offset counts in one of the three");
        }
        if (!inFile && !wholeDisk) {
            return source.read(context, opened -> {
                var owners = new ByteOwners(opened.disk(), opened.file().device());
                String space = "partition " + opened.place().index();
                ByteRange range = inside(opened.place().range().length(), space);
                return answer(space, range, sink -> owners.ofVolume(opened.place(), range, sink));
            });
        }
        return source.chain.read(context, (file, disk) -> {
            var owners = new ByteOwners(disk, file.device());
            String space = inFile ? "file" : "disk";
            ByteRange range = inside(inFile ? file.device().size() : disk.virtualSize(), space);
            return answer(
                    space, range, inFile ? sink -> owners.ofFile(range, sink) : sink -> owners.ofDisk(range, sink));
        });
    }

    private ByteRange inside(long size, String space) {
        if (asked.start() >= size) {
            throw new CliProblem(
                    source.file() + ": the " + space + " has " + size + " bytes, there is none at " + asked.start());
        }
        return asked.intersect(new ByteRange(0, size));
    }

    /** Gives all owners to a sink. */
    @FunctionalInterface
    private interface Asking {
        void run(OwnerSink sink) throws IOException;
    }

    private int answer(String space, ByteRange range, Asking asking) throws IOException {
        if (json) {
            json(space, range, asking);
        } else {
            text(asking);
        }
        return ProfileKeepCli.OK;
    }

    private void text(Asking asking) throws IOException {
        var out = new BufferedOutputStream(context.bytes());
        asking.run(owner -> {
            ByteRange inside = owner.inside();
            out.write("%-29s %10s  "
                    .formatted(span(owner.range()), Sizes.of(owner.range().length()))
                    .getBytes(StandardCharsets.UTF_8));
            out.write(ListingOutput.name(owner.name(), context.terminal().out()));
            String of = inside == null ? "" : ", bytes " + inside.start() + "–" + (inside.end() - 1);
            String detail = owner.detail().isEmpty()
                    ? ""
                    : "  (" + (context.terminal().out() ? Visible.oneLine(owner.detail()) : owner.detail()) + ")";
            out.write((of + detail + "\n").getBytes(StandardCharsets.UTF_8));
        });
        out.flush();
    }

    private static String span(ByteRange range) {
        return String.format(Locale.ROOT, "0x%x–0x%x", range.start(), range.end() - 1);
    }

    private void json(String space, ByteRange range, Asking asking) throws IOException {
        JsonGenerator writer = Json.MAPPER.getFactory().createGenerator(context.bytes(), JsonEncoding.UTF8);
        writer.configure(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature(), true);
        writer.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        writer.useDefaultPrettyPrinter();
        writer.writeStartObject();
        writer.writeStringField("file", source.file());
        writer.writeStringField("countedIn", space);
        writer.writeNumberField("offset", range.start());
        writer.writeNumberField("length", range.length());
        writer.writeArrayFieldStart("owners");
        asking.run(owner -> write(writer, owner));
        writer.writeEndArray();
        writer.writeEndObject();
        writer.writeRaw('\n');
        writer.flush();
    }

    private static void write(JsonGenerator writer, ByteOwner owner) throws IOException {
        writer.writeStartObject();
        writer.writeNumberField("offset", owner.range().start());
        writer.writeNumberField("length", owner.range().length());
        writer.writeStringField("kind", owner.kind().name());
        writer.writeStringField("name", owner.name());
        ByteRange inside = owner.inside();
        if (inside == null) {
            writer.writeNullField("offsetInside");
        } else {
            writer.writeNumberField("offsetInside", inside.start());
        }
        writer.writeStringField("detail", owner.detail());
        writer.writeEndObject();
    }
}
