package dev.profilekeep.lock;

import static dev.profilekeep.lock.LockedEstate.FRA;
import static dev.profilekeep.lock.LockedEstate.LON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.storage.Initiator;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run over many locks asks of the catalog, by the count that H2 keeps: a morning with thousands must not drown in it. */
class LookCostTest {
    private static final int PEOPLE = 200;
    private static final String[] HOSTS =
            IntStream.range(10, 20).mapToObj(number -> "AVD-" + number).toArray(String[]::new);

    @TempDir
    Path folder;

    private static String disk(int person) {
        return "S-1-5-21-1-2-3-" + (10_000 + person) + "_u" + person + "/Profile_u" + person + ".VHDX";
    }

    private static long counted(Database database, String which) {
        return database.<Long, RuntimeException>call(
                session -> session.number("SELECT SUM(execution_count) FROM INFORMATION_SCHEMA.QUERY_STATISTICS"
                        + " WHERE sql_statement " + which + " 'COMMIT'"));
    }

    @Test
    void a_look_among_many_costs_few_statements_and_fewer_transactions_however_many_hosts_there_are() {
        try (LockedEstate estate = LockedEstate.cloudCacheOf(folder, HOSTS)) {
            for (String location : new String[] {FRA, LON}) {
                for (int person = 0; person < PEOPLE; person++) {
                    estate.estate.write(location, disk(person), new byte[0]);
                    estate.estate.write(location, disk(person) + ".lock", new byte[0]);
                }
            }
            estate.inventory();
            estate.aMinuteLater();
            for (String host : HOSTS) {
                estate.report(host, null, 0L);
            }
            Database database = estate.engine().catalog().database();
            database.<RuntimeException>run(session -> {
                session.update("SET QUERY_STATISTICS_MAX_ENTRIES 5000");
                session.update("SET QUERY_STATISTICS TRUE");
            });

            JudgeProgress end = estate.locks().judgeAll(Initiator.PERSON, () -> false, progress -> {});

            assertThat(end.stale()).isEqualTo(PEOPLE);
            // 19 and 10, a few more where beats and a second attempt fall into it; one more for each host would be 29
            // and 20
            double statements = counted(database, "<>") / (double) PEOPLE;
            double transactions = counted(database, "=") / (double) PEOPLE;
            assertThat(statements).isBetween(1.0, 25.0);
            assertThat(transactions).isBetween(1.0, 13.0);
        }
    }
}
