package dev.profilekeep.batch;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The tables of jobs, in the catalog's database but with a history of their own. */
final class JobTables {
    private JobTables() {}

    static Flyway bringUpToDate(DataSource dataSource) {
        Flyway flyway = Flyway.configure(JobTables.class.getClassLoader())
                .dataSource(dataSource)
                .locations("classpath:db/jobs")
                .table("jobs_history")
                .baselineOnMigrate(true) // the catalog's tables are there already
                .baselineVersion("0")
                .validateMigrationNaming(true)
                .load();
        flyway.migrate();
        return flyway;
    }
}
