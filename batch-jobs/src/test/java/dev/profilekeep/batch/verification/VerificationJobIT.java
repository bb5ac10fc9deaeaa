package dev.profilekeep.batch.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.profilekeep.batch.EngineNode;
import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.batch.run.JobRunView.Status;
import dev.profilekeep.batch.schedule.Schedule;
import dev.profilekeep.batch.schedule.ScheduleService;
import dev.profilekeep.batch.schedule.ScheduledJob;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.replica.estate.VerificationRun;
import dev.profilekeep.replica.estate.VerificationRun.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job, with the real engine on folders. */
class VerificationJobIT {
    private static final String TWO_SITES =
            """
            dataDirectory: data
            sites: [{id: fra, name: Frankfurt, zone: UTC}, {id: lon, name: London, zone: UTC}]
            locations:
              - {id: fra-profiles, site: fra, address: fra}
              - {id: lon-profiles, site: lon, address: lon}
            sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [fra-profiles, lon-profiles]}]
            inventory: {cron: "0 0 3 1 1 ?"}
            policies: {verification: {cron: "0 30 2 * * ?", until: "05:00"}}
            """;

    @TempDir
    Path folder;

    private static final class Node extends EngineNode {
        Node(Path folder, double operationsPerSecond) {
            super(folder, operationsPerSecond, config -> config);
        }
    }

    private Node open(String config) throws IOException {
        Files.createDirectories(folder.resolve("fra"));
        Files.createDirectories(folder.resolve("lon"));
        Files.writeString(folder.resolve("profilekeep.yml"), config);
        return new Node(folder, Double.POSITIVE_INFINITY);
    }

    /** A disk at Frankfurt and, if wanted, the same at London. */
    private void lay(String who, boolean copied) throws IOException {
        Path disk = EngineNode.disk(folder, who);
        Files.createDirectories(disk.getParent());
        Files.write(disk, Fixtures.ownImage("gpt-msr.vhdx").bytes());
        if (copied) {
            Path copy = folder.resolve("lon").resolve(folder.resolve("fra").relativize(disk));
            Files.createDirectories(copy.getParent());
            Files.copy(disk, copy);
        }
    }

    private static VerificationRun latest(Node node) {
        return node.engine().verification().recent(1).get(0);
    }

    @Test
    void a_run_compares_every_copy_and_ends_with_numbers() throws Exception {
        lay("anna", true);
        lay("ben", false);
        try (Node node = open(TWO_SITES)) {
            node.inventory();

            JobRunView run = node.run("verification");

            assertThat(run.failures()).isEmpty();
            assertThat(run.status()).isEqualTo(Status.DONE);
            assertThat(run.total()).isEqualTo(2);
            assertThat(run.done()).isEqualTo(2);
            assertThat(run.counts())
                    .containsEntry("copiesEqual", 1L)
                    .containsEntry("copiesMissing", 1L)
                    .containsEntry("copiesUnproved", 0L)
                    .containsEntry("waiting", 0L);
            assertThat(run.counts().get("bytesRead")).isPositive();
            assertThat(latest(node).phase()).isEqualTo(Phase.DONE);
        }
    }

    @Test
    void a_location_that_is_gone_fails_nothing_and_is_told() throws Exception {
        lay("anna", true);
        lay("ben", true);
        try (Node node = open(TWO_SITES)) {
            node.inventory();
            Files.move(folder.resolve("lon"), folder.resolve("away"));

            JobRunView run = node.run("verification");

            assertThat(run.status()).isEqualTo(Status.DONE_WITH_FINDINGS);
            assertThat(run.counts()).containsEntry("copiesUnproved", 2L).containsEntry("copiesMissing", 0L);
            assertThat(run.failures()).singleElement().satisfies(failure -> {
                assertThat(failure.where()).isEqualTo("lon-profiles");
                assertThat(failure.reason()).startsWith("2 copies: nobody can tell");
            });
        }
    }

    @Test
    void a_run_that_was_stopped_fails_where_a_location_is_not_configured_any_more_and_goes_on_when_it_is_again()
            throws Exception {
        for (int i = 0; i < 4; i++) {
            lay("user" + i, true);
        }
        try (Node node = open(TWO_SITES)) {
            node.inventory();
        }
        long id;
        long read;
        try (Node slow = new Node(folder, 100)) {
            id = slow.runs().start("verification", "Grace", true);
            slow.await(id, view -> view.done() >= 1);
            slow.runs().stop(id);
            JobRunView stopped = slow.end(id);
            assertThat(stopped.status()).isEqualTo(Status.STOPPED);
            assertThat(stopped.restartable()).isTrue();
            assertThat(stopped.done()).isBetween(1L, 3L);
            assertThat(latest(slow).phase()).isEqualTo(Phase.STOPPED);
            read = latest(slow).bytesRead();
        }
        Files.createDirectories(folder.resolve("other"));
        try (Node node = open(TWO_SITES.replace("lon-profiles", "others").replace("address: lon", "address: other"))) {
            JobRunView failed = node.end(node.runs().restart(id, "Ada"));

            assertThat(failed.status()).isEqualTo(Status.FAILED);
            assertThat(failed.failures()).anySatisfy(failure -> {
                assertThat(failure.where()).isEqualTo("lon-profiles");
                assertThat(failure.reason()).contains("is not configured any more");
            });
            assertThat(latest(node).phase()).isEqualTo(Phase.FAILED);
            assertThat(latest(node).bytesRead()).as("nothing more was read").isEqualTo(read);
            id = failed.id();
        }
        try (Node node = open(TWO_SITES)) {
            JobRunView run = node.end(node.runs().restart(id, "Ada"));

            assertThat(run.status()).isEqualTo(Status.DONE);
            assertThat(run.counts()).containsEntry("copiesEqual", 4L);
            assertThat(node.engine().verification().recent(10))
                    .singleElement()
                    .extracting(VerificationRun::phase)
                    .isEqualTo(Phase.DONE);
        }
    }

    @Test
    void its_times_are_those_of_the_policy_and_a_start_after_the_end_of_the_night_is_left_out() throws Exception {
        try (Node node = open(TWO_SITES)) {
            assertThat(node.bean(ScheduleService.class).all())
                    .filteredOn(schedule -> schedule.job().equals("verification"))
                    .extracting(Schedule::job, Schedule::cron)
                    .containsExactly(tuple("verification", "0 30 2 * * ?"));
            ScheduledJob night = node.bean("verificationTimes", ScheduledJob.class);
            assertThat(night.tryAgain()).isPositive().isLessThan(night.latestStart());
            assertThat(night.hasTime()).accepts(Instant.parse("2022-06-20T04:59:00Z"));
            assertThat(night.hasTime()).rejects(Instant.parse("2022-06-20T05:00:00Z"));
        }
    }

    @Test
    void with_one_site_alone_nothing_is_due() throws Exception {
        try (Node node = open(TWO_SITES
                .replace("  - {id: lon-profiles, site: lon, address: lon}\n", "")
                .replace("[fra-profiles, lon-profiles]", "[fra-profiles]"))) {
            assertThat(node.bean(ScheduleService.class).all())
                    .extracting(Schedule::job)
                    .isNotEmpty()
                    .doesNotContain("verification");
        }
    }
}
