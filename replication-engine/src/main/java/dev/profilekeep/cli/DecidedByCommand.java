package dev.profilekeep.cli;

import dev.profilekeep.backup.decision.Decision;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.text.Visible;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        return "The backup of " + choice.second() + " of " + whose(choice);
    }

    static String container(SnapshotChoice choice) {
        return "Container " + whose(choice);
    }

    /** Its path, with the set and the person that it is of, as far as they are known and the path does not say so. */
    private static String whose(SnapshotChoice choice) {
        ContainerIdentity who = choice.facts().identity();
        String path = choice.facts().file().path().value();
        String more = Stream.of(
                        who.setId().isEmpty() ? "" : "set " + who.setId(), path.contains(who.sid()) ? "" : who.sid())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
        return Visible.oneLine(path + (more.isEmpty() ? "" : " (" + more + ")"));
    }
}
