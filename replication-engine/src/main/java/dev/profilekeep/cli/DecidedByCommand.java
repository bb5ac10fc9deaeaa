package dev.profilekeep.cli;

import dev.profilekeep.backup.decision.Decision;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.text.Visible;
import java.io.IOException;
import java.time.temporal.ChronoUnit;

/** What commands that decide something about backups have in common. */
final class DecidedByCommand {
    static final String REASON = "Why; it is kept with the decision, and shown by 'backup show'.";
    static final String WHO = "Which container: a SID, or a part of its path. 'backup list' shows both.";

    private DecidedByCommand() {}

    static void requireReason(String reason) {
        if (reason.isBlank()) {
            throw new CliProblem("--reason: say why, for whoever looks at it in a year");
        }
    }

    /** In the name of whoever is signed in at this machine. */
    static void decide(Context context, Repository repository, String reason, Decision.Act act) throws IOException {
        repository.decisions().decide(context.actor().id(), reason.strip(), act);
    }

    static String name(SnapshotChoice choice) {
        return "The backup of " + choice.head().made().truncatedTo(ChronoUnit.SECONDS) + " of " + path(choice);
    }

    static String container(SnapshotChoice choice) {
        return "Container " + path(choice);
    }

    private static String path(SnapshotChoice choice) {
        return Visible.oneLine(choice.facts().file().path().value());
    }
}
