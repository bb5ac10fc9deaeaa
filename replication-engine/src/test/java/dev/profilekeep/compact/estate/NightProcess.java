package dev.profilekeep.compact.estate;

import dev.profilekeep.catalog.Reach;
import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.inventory.RunControl;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** What {@code compact} does, over folders that belong to nobody else: a process of its own, which a test kills. */
final class NightProcess {
    private NightProcess() {}

    /** The configuration. Says how it ended. */
    public static void main(String[] arguments) throws Exception {
        CompactionRun run;
        try (Engine engine = Engine.open(ConfigFile.read(Path.of(arguments[0])).inDemo(), Clock.systemUTC())) {
            run = engine.compactions().runAll("command line", true, false, List.of(), RunControl.NEVER_STOP);
            System.out.println(run);
            System.out.println(
                    engine.compactions().items(run.id(), new ItemFilter("", Set.of(), "", Reach.EVERYWHERE), 0, 100));
        }
        System.exit(run.phase() == CompactionRun.Phase.DONE && run.failed() == 0 ? 0 : 1);
    }
}
