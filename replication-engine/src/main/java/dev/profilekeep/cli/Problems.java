package dev.profilekeep.cli;

import dev.profilekeep.text.Visible;
import java.util.List;

/** What could not be read while the rest was. */
final class Problems {
    private static final int SHOWN = 20;

    private Problems() {}

    /** Tells them on stderr, a line each, and gives the exit code. */
    static int tell(Context context, String file, List<String> problems) {
        context.out().flush();
        for (String problem : problems.subList(0, Math.min(SHOWN, problems.size()))) {
            context.err().println("profilekeep: " + file + ": " + Visible.oneLine(problem));
        }
        if (problems.size() > SHOWN) {
            context.err().println("profilekeep: " + file + ": and " + (problems.size() - SHOWN) + " more of the kind");
        }
        return problems.isEmpty() ? ProfileKeepCli.OK : ProfileKeepCli.FINDINGS;
    }
}
