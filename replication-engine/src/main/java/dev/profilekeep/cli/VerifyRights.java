package dev.profilekeep.cli;

import dev.profilekeep.audit.Act;
import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.replica.rights.RightsComparison;
import dev.profilekeep.replica.rights.RightsDifference;
import dev.profilekeep.text.Visible;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code verify --rights}: whom the copies of one person belong to, and who may open them, where that differs. */
final class VerifyRights {
    private static final String ACT = "copies.rights.compare";

    private final Context context;
    private final Engine engine;
    private final boolean json;

    VerifyRights(Context context, Engine engine, boolean json) {
        this.context = context;
        this.engine = engine;
        this.json = json;
    }

    /** @return the exit code: whether they are alike, differ or could not all be read, or could not be compared */
    int of(String who) {
        int code = ProfileKeepCli.OK;
        List<Map<String, @Nullable Object>> answers = new ArrayList<>();
        for (long container : LockOptions.containers(new LocksHere(engine, context.actor()), List.of(who))) {
            ContainerDetail detail = engine.containers()
                    .detail(container)
                    .orElseThrow(() -> new CliProblem("there is no container " + container));
            String name = Visible.oneLine(detail.row().baseName());
            try {
                for (RightsComparison one : compared(container)) {
                    answers.add(answer(container, name, one));
                    if (one.word() != RightsComparison.Word.EQUAL) {
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

    private List<RightsComparison> compared(long container) throws IOException {
        return Act.<List<RightsComparison>, IOException>told(
                (evidence, outcome) -> engine.audit()
                        .append(context.actor(), new AuditEntry(ACT, "container:" + container, "", evidence, outcome)),
                Map.of(),
                () -> engine.verification().rights().compare(container),
                found -> Map.of("copies", Integer.toString(found.size())),
                e -> e instanceof IOException ? String.valueOf(e.getMessage()) : "");
    }

    private Map<String, @Nullable Object> answer(long container, String name, RightsComparison one) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("container", container);
        facts.put("disk", name);
        facts.put("first", one.first().locationId());
        facts.put("second", one.second().locationId());
        facts.put("word", one.word().name());
        facts.put(
                "differences",
                one.differences().stream().map(VerifyRights::facts).toList());
        if (!json) {
            context.out()
                    .printf(
                            "%s, at %s (first) and %s (second): %s%n",
                            name, one.first().locationId(), one.second().locationId(), sentence(one.word()));
            for (RightsDifference difference : one.differences()) {
                context.out().printf("  %s:%n", Visible.oneLine(subject(difference)));
                context.out().printf("    first:  %s%n", Visible.oneLine(difference.first()));
                context.out().printf("    second: %s%n", Visible.oneLine(difference.second()));
            }
        }
        return facts;
    }

    private static String sentence(RightsComparison.Word word) {
        return switch (word) {
            case EQUAL -> "owner, rights, attributes and sidecars are alike";
            case DIFFERENT -> "they differ";
            case UNREAD -> "nobody can tell whether they are alike";
        };
    }

    private static String subject(RightsDifference one) {
        String of =
                switch (one.place()) {
                    case FOLDER -> "the folder " + one.name();
                    case FILE -> "the disk " + one.name();
                    case SIDECAR ->
                        one.name().isEmpty() ? "the files beside the disk" : "the file beside the disk *" + one.name();
                };
        return switch (one.what()) {
            case OWNER -> "owner of " + of;
            case GROUP -> "group of " + of;
            case RIGHTS -> "who may open " + of;
            case ATTRIBUTES -> "attributes of " + of;
            case CONTENT -> "content of " + of;
            case PRESENCE -> of;
            case UNREAD -> "not read at both: " + of;
        };
    }

    private static Map<String, @Nullable Object> facts(RightsDifference one) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("place", one.place().name());
        facts.put("name", one.name());
        facts.put("what", one.what().name());
        facts.put("first", one.first());
        facts.put("second", one.second());
        return facts;
    }
}
