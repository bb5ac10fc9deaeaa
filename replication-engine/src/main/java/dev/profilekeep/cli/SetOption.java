package dev.profilekeep.cli;

import dev.profilekeep.backup.snapshot.ContainerFacts;
import dev.profilekeep.text.Visible;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Of which set a container is, where the same path or person is in several. */
final class SetOption {
    @Option(
            names = "--set",
            paramLabel = "NAME",
            description =
                    "Only containers of that set, as 'backup create --set' named it; where the same path or person is in several.")
    @Nullable
    private String set;

    boolean isGiven() {
        return set != null;
    }

    boolean fits(ContainerFacts facts) {
        return set == null || facts.identity().setId().equals(set);
    }

    /** After a name in a message; empty if none was given. */
    String words() {
        return set == null ? "" : " in set '" + Visible.oneLine(set) + "'";
    }
}
