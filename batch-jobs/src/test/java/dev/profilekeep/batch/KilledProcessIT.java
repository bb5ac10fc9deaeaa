package dev.profilekeep.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The program is killed, without a chance to tidy up, while an inventory is under way. */
class KilledProcessIT {
    private static final int CONTAINERS = 120;
    private static final int SHARDS = 12;

    /** Operations a second, so that there is a middle to be killed in. */
    private static final double SLOW = 50;

    @TempDir
    Path folder;

    /** What the program said of a run. */
    private record Said(long run, String status, long done, boolean restartable) {}

    @Test
    void the_next_start_ends_the_run_and_it_goes_on_where_it_was() throws Exception {
        layOutContainers();
        Said last = runAndKill(config(""));

        List<Said> second = run(config(""));

        assertThat(second.get(0).run()).isEqualTo(last.run());
        assertThat(second.get(0).status()).isEqualTo("FAILED");
        assertThat(second.get(0).restartable()).isTrue();
        Said end = second.get(second.size() - 1);
        assertThat(end.status()).isEqualTo("DONE_WITH_FINDINGS"); // they are no disks
        assertThat(end.done()).isEqualTo(CONTAINERS);
        try (var connection = DriverManager.getConnection(
                "jdbc:h2:file:" + folder.resolve("data").resolve("catalog"), "sa", "")) {
            assertOnlyTheUnfinishedWasReadAgain(JdbcClient.create(new SingleConnectionDataSource(connection, true)));
        }
    }

    @Test
    void on_postgresql_another_process_ends_it_after_a_minute_of_silence() throws Exception {
        layOutContainers();
        try (EmbeddedPostgres server = EmbeddedPostgres.builder().start()) {
            String database = "database: {url: \"" + server.getJdbcUrl("postgres", "postgres") + "\", user: postgres}";
            Said last = runAndKill(config(database));
            try (var connection = DriverManager.getConnection(server.getJdbcUrl("postgres", "postgres"))) {
                JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
                // the minute passes at once
                jdbc.sql("UPDATE job_run SET heartbeat = heartbeat - INTERVAL '1' MINUTE")
                        .update();

                List<Said> second = run(config(database));

                assertThat(second.get(0))
                        .isEqualTo(new Said(last.run(), "FAILED", second.get(0).done(), true));
                assertThat(second.get(second.size() - 1).status()).isEqualTo("DONE_WITH_FINDINGS");
                assertOnlyTheUnfinishedWasReadAgain(jdbc);
            }
        }
    }

    private static void assertOnlyTheUnfinishedWasReadAgain(JdbcClient jdbc) {
        List<String> statuses = jdbc.sql("SELECT status FROM batch_job_execution ORDER BY job_execution_id")
                .query(String.class)
                .list();
        assertThat(statuses).containsExactly("FAILED", "COMPLETED");
        long complete = shards(jdbc, "MIN", "COMPLETED");
        long again = shards(jdbc, "MAX", "COMPLETED");
        assertThat(complete).isBetween(1L, SHARDS - 1L);
        assertThat(complete + again).isEqualTo(SHARDS);
        assertThat(jdbc.sql("SELECT COUNT(*) FROM inventory_run")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    private static long shards(JdbcClient jdbc, String which, String status) {
        return jdbc.sql("SELECT COUNT(*) FROM batch_step_execution WHERE step_name LIKE '%shard-%' AND status = '"
                        + status + "' AND job_execution_id = (SELECT " + which
                        + "(job_execution_id) FROM batch_job_execution)")
                .query(Long.class)
                .single();
    }

    private void layOutContainers() throws IOException {
        for (int i = 0; i < CONTAINERS; i++) {
            Path home = Files.createDirectories(folder.resolve("fra")
                    .resolve("S-1-5-21-1004336348-1177238915-682003330-" + (2000 + i) + "_user" + i));
            Files.writeString(home.resolve("Profile_user" + i + ".vhdx"), "not a disk");
        }
    }

    private Path config(String database) throws IOException {
        return Files.writeString(
                folder.resolve("profilekeep.yml"),
                """
                dataDirectory: data
                %s
                sites:
                  - {id: fra, name: Frankfurt, zone: Europe/Berlin}
                locations:
                  - {id: fra-profiles, site: fra, address: fra}
                sets:
                  - {id: pool, replication: CLOUD_CACHE, activeSite: fra, locations: [fra-profiles]}
                inventory: {cron: "0 0 3 1 1 ?", zone: Europe/Berlin, shardSize: 10, parallel: 2}
                """
                        .formatted(database));
    }

    /** Kills it once a third is done, and gives what it said last. */
    private Said runAndKill(Path config) throws Exception {
        Process process = start(config, SLOW);
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            Said last = next(said);
            while (last.done() < CONTAINERS / 3) {
                assertThat(last.status())
                        .as(last.status().equals("FAILED") ? said.readLine() : "")
                        .isEqualTo("RUNNING");
                last = next(said);
            }
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as("killed, not ended").isEqualTo(137);
            return last;
        } finally {
            process.destroyForcibly();
        }
    }

    private List<Said> run(Path config) throws Exception {
        Process process = start(config, Double.POSITIVE_INFINITY);
        List<Said> all = new ArrayList<>();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.startsWith("RUN ")) {
                    all.add(parse(line));
                }
            }
            assertThat(process.waitFor(Duration.ofMinutes(1).toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(process.exitValue()).isZero();
            return all;
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start(Path config, double operationsPerSecond) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        InventoryProcess.class.getName(),
                        config.toString(),
                        Double.toString(operationsPerSecond))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Said next(BufferedReader said) throws IOException {
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith("RUN ")) {
                return parse(line);
            }
        }
        throw new AssertionError("the program ended before it could be killed");
    }

    private static Said parse(String line) {
        String[] words = line.split(" ", -1);
        return new Said(Long.parseLong(words[1]), words[2], Long.parseLong(words[3]), Boolean.parseBoolean(words[4]));
    }
}
