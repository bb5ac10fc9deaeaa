package dev.profilekeep.batch.backup;

import dev.profilekeep.batch.run.JobRunView;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A program of its own that backs an estate up, slowly, and tells on its standard output how it goes. Killed in the middle by {@link KilledBackupIT}. */
final class BackupProcess {
    private BackupProcess() {}

    public static void main(String[] args) throws Exception {
        try (BackupEstate estate = BackupEstate.open(Path.of(args[0]), Double.parseDouble(args[1]))) {
            long run = estate.runs().start("backup", "Grace", true);
            for (JobRunView view = estate.runs().find(run).orElseThrow();
                    view.endedAt() == null;
                    view = estate.runs().find(run).orElseThrow()) {
                long points = estate.engine()
                        .catalog()
                        .database()
                        .<Long, RuntimeException>call(session -> session.number("SELECT COUNT(*) FROM restore_point"));
                System.out.println("POINTS " + points);
                TimeUnit.MILLISECONDS.sleep(50);
            }
            System.out.println("END");
        }
    }
}
