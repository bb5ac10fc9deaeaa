package dev.profilekeep.batch.backup;

import dev.profilekeep.backup.care.CareKind;
import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.engine.Engine;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;

/** A program of its own that cares for repositories, and is dead in the middle of it, without a chance to tidy up: folder, kind, and at which question whether to stop. */
final class CareProcess {
    private CareProcess() {}

    public static void main(String[] args) throws Exception {
        try (Engine engine =
                Engine.open(ConfigFile.read(Path.of(args[0]).resolve("profilekeep.yml")), Clock.systemUTC())) {
            int[] left = {Integer.parseInt(args[2])};
            long run = engine.care().begin(CareKind.valueOf(args[1]), "Grace").id();
            engine.care().run(run, () -> {
                if (--left[0] == 0) {
                    onDisk(engine);
                    Runtime.getRuntime().halt(137);
                }
                return false;
            });
        }
    }

    /** H2 writes what was committed half a second later; whoever looks afterwards is to find that there was a run. */
    private static void onDisk(Engine engine) {
        try (Connection connection = engine.catalog().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT SYNC");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
