package dev.profilekeep.cli;

import dev.profilekeep.disk.convert.ConversionPlan;
import dev.profilekeep.disk.convert.ConversionResult;
import dev.profilekeep.disk.convert.ConversionRun;
import dev.profilekeep.disk.convert.ConversionTarget;
import java.io.IOException;
import java.nio.file.attribute.FileAttribute;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Carries a conversion out and tells what it did. */
final class Conversion {
    private final Context context;
    private final String source;
    private final String moment;
    private final String out;
    private final boolean json;

    Conversion(Context context, String source, String out, boolean json) {
        this(context, source, "", out, json);
    }

    /** @param moment of which the content is, and of what; empty if it is what is there now */
    Conversion(Context context, String source, String moment, String out, boolean json) {
        this.context = context;
        this.source = source;
        this.moment = moment;
        this.out = out;
        this.json = json;
    }

    /** @param attributes that the new file has from its first byte on */
    int run(NewFile file, ConversionPlan plan, boolean force, FileAttribute<?>... attributes) throws IOException {
        file.warnOfLeft(context);
        file.warnOfRoom(context, plan.target() instanceof ConversionTarget.Raw ? plan.bytesToRead() : plan.fileBytes());
        long started = System.nanoTime();
        try (DiskProgress progress = DiskProgress.ofBytes(context, out)) {
            ConversionResult result = file.make(path -> force
                    ? ConversionRun.runOverFile(plan, path, progress, attributes)
                    : ConversionRun.runToFile(plan, path, progress, attributes));
            // While the process is still kept from its end: the new file is there, and that is told.
            progress.clear();
            answer(plan, result, (System.nanoTime() - started) / 1e9);
        }
        return ProfileKeepCli.OK;
    }

    private void answer(ConversionPlan plan, ConversionResult result, double seconds) {
        if (json) {
            context.out().println(Json.write(facts(plan, result)));
        } else {
            context.out()
                    .println("%s: a disk of %s%s; %s read, %s written in %.1f s (%s/s)"
                            .formatted(
                                    out,
                                    Sizes.of(plan.source().virtualSize()),
                                    moment.isEmpty() ? "" : ", as it was at the backup of " + moment,
                                    Sizes.of(result.bytesRead()),
                                    Sizes.of(result.bytesWritten()),
                                    seconds,
                                    Sizes.of((long) (result.bytesRead() / seconds))));
            plan.changes().forEach(change -> context.out().println("  - " + change));
        }
        context.out().flush();
    }

    private Map<String, @Nullable Object> facts(ConversionPlan plan, ConversionResult result) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("file", source);
        facts.put("out", out);
        facts.put("virtualSizeBytes", plan.source().virtualSize());
        facts.put("readBytes", result.bytesRead());
        facts.put("writtenBytes", result.bytesWritten());
        facts.put("fileSizeBytes", result.fileBytes());
        var envelope = plan.envelope();
        facts.put("virtualDiskId", envelope == null ? null : envelope.virtualDiskId());
        facts.put("changes", plan.changes());
        return facts;
    }
}
