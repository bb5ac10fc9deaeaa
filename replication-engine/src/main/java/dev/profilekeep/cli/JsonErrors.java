package dev.profilekeep.cli;

import dev.profilekeep.text.Visible;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What a {@code disk} or a {@code backup} command answers in JSON if it fails: an object with {@code error}. Whoever reads JSON gets JSON; the line
 * on stderr stays.
 */
final class JsonErrors {
    static final String HELP =
            "With --json an error is answered on stdout too: {\"error\": {\"message\": …, \"file\": …}};"
                    + " the exit code is 2.";

    private JsonErrors() {}

    /** Answers if the command is one of a disk or of backups and was asked for JSON; {@code cat}'s output is what is in a file. */
    static void answer(Context context, CommandLine command, List<String> arguments, String message) {
        CommandSpec spec = command.getCommandSpec();
        if (answersErrors(spec) && (isIn("disk", spec) || isIn("backup", spec)) && asksForJson(spec, arguments)) {
            context.out().println(document(message, isIn("disk", spec) ? file(spec) : null));
        }
    }

    static String document(String message, @Nullable String file) {
        Map<String, @Nullable Object> error = new LinkedHashMap<>();
        error.put("message", Visible.oneLine(message));
        error.put("file", file);
        return Json.write(Collections.singletonMap("error", error));
    }

    /** Whether it is a command of that group, or of one in it. */
    private static boolean isIn(String group, CommandSpec spec) {
        for (CommandSpec each = spec.parent(); each != null; each = each.parent()) {
            if (each.name().equals(group)) {
                return true;
            }
        }
        return false;
    }

    static boolean answersErrors(CommandSpec spec) {
        return !spec.name().equals("cat");
    }

    /** Of wrong usage not everything was parsed: then the words themselves tell. */
    private static boolean asksForJson(CommandSpec spec, List<String> arguments) {
        var option = spec.findOption("--json");
        return option != null && (Boolean.TRUE.equals(option.getValue()) || arguments.contains("--json"));
    }

    /** The file that a command of a disk is about; null if none was given. */
    private static @Nullable String file(CommandSpec spec) {
        Object first = spec.positionalParameters().isEmpty()
                ? null
                : spec.positionalParameters().get(0).getValue();
        return first == null || first.toString().isEmpty() ? null : first.toString();
    }
}
