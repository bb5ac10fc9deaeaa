package dev.profilekeep.cli;

import dev.profilekeep.audit.Act;
import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.replica.estate.CopyDifference;
import dev.profilekeep.text.Visible;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code verify --files}: in which files the copies of one person differ. */
final class VerifyFiles {
    private static final String ACT = "copies.files.compare";

    private final Context context;
    private final Engine engine;
    private final boolean all;
    private final boolean json;

    VerifyFiles(Context context, Engine engine, boolean all, boolean json) {
        this.context = context;
        this.engine = engine;
        this.all = all;
        this.json = json;
    }

    /** @return the exit code: whether they say the same, differ, or could not be compared */
    int of(String who) {
        int code = ProfileKeepCli.OK;
        List<Map<String, @Nullable Object>> answers = new ArrayList<>();
        List<Long> containers = LockOptions.containers(new LocksHere(engine, context.actor()), List.of(who));
        for (long container : containers) {
            ContainerDetail detail = engine.containers()
                    .detail(container)
                    .orElseThrow(() -> new CliProblem("there is no container " + container));
            String name = Visible.oneLine(detail.row().baseName());
            try {
                for (CopyDifference one : compared(container)) {
                    answers.add(answer(container, name, one));
                    if (!one.difference().isEqual()) {
                        code = Math.max(code, ProfileKeepCli.FINDINGS);
                    }
                }
            } catch (IOException e) {
                context.err().println(name + ": " + Visible.oneLine(String.valueOf(e.getMessage())));
                code = ProfileKeepCli.FAILED;
            }
        }
        if (json) {
            context.out().println(Json.write(answers));
        }
        context.out().flush();
        return code;
    }

    private List<CopyDifference> compared(long container) throws IOException {
        try (DiskProgress progress = DiskProgress.ofBytes(context, "reading")) {
            return Act.<List<CopyDifference>, IOException>told(
                    (evidence, outcome) -> engine.audit()
                            .append(
                                    context.actor(),
                                    new AuditEntry(ACT, "container:" + container, "", evidence, outcome)),
                    Map.of(),
                    () -> engine.verification().differences(container, progress),
                    found -> Map.of("copies", Integer.toString(found.size())),
                    e -> e instanceof IOException ? String.valueOf(e.getMessage()) : "");
        }
    }

    private Map<String, @Nullable Object> answer(long container, String name, CopyDifference one) {
        DifferenceAnswer answer = new DifferenceAnswer(one.activeId(), one.locationId(), one.difference(), false, all);
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("container", container);
        facts.put("disk", name);
        facts.putAll(answer.facts());
        if (!json) {
            context.out().printf("%s, at %s (first) and %s (second):%n", name, one.activeId(), one.locationId());
            context.out().print(answer.text());
        }
        return facts;
    }
}
