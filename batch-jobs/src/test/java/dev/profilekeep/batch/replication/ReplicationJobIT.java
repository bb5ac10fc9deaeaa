package dev.profilekeep.batch.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.profilekeep.batch.EngineNode;
import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.batch.run.JobRunView.Status;
import dev.profilekeep.batch.schedule.Schedule;
import dev.profilekeep.batch.schedule.ScheduleService;
import dev.profilekeep.batch.schedule.ScheduledJob;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.replicate.estate.ReplicationRun;
import dev.profilekeep.replicate.estate.ReplicationRun.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job, with the real engine on folders. */
class ReplicationJobIT {
    private static final String TWO_SITES =
            """
            dataDirectory: data
            sites: [{id: fra, name: Frankfurt, zone: UTC}, {id: lon, name: London, zone: UTC}]
            locations:
              - {id: fra-profiles, site: fra, address: fra, mode: ACT}
              - {id: lon-profiles, site: lon, address: lon, mode: ACT}
            sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [fra-profiles, lon-profiles]}]
            inventory: {cron: "0 0 3 1 1 ?"}
            policies: {replication: {cron: "0 30 22 * * ?", until: "05:00", keepFreePercent: 0}}
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

    private Path copy(String who) {
        return folder.resolve("lon").resolve(folder.resolve("fra").relativize(EngineNode.disk(folder, who)));
    }

    /** A disk at Frankfurt and, if wanted, the same at London. */
    private void lay(String who, boolean copied) throws IOException {
        Path disk = EngineNode.disk(folder, who);
        Files.createDirectories(disk.getParent());
        Files.write(disk, Fixtures.ownImage("gpt-msr.vhdx").bytes());
        if (copied) {
            Files.createDirectories(copy(who).getParent());
            Files.copy(disk, copy(who));
        }
    }

    private static ReplicationRun latest(Node node) {
        return node.engine().replications().recent(1).get(0);
    }

    @Test
    void a_run_brings_every_copy_up_to_date_and_ends_with_numbers() throws Exception {
        lay("anna", true);
        lay("ben", false);
        try (Node node = open(TWO_SITES)) {
            node.inventory();

            JobRunView run = node.run("replication");

            assertThat(run.failures()).isEmpty();
            assertThat(run.status()).isEqualTo(Status.DONE);
            assertThat(run.total()).isEqualTo(2);
            assertThat(run.done()).isEqualTo(2);
            assertThat(run.counts())
                    .containsEntry("copiesUpToDate", 1L)
                    .containsEntry("copiesMade", 1L)
                    .containsEntry("copiesLeft", 0L)
                    .containsEntry("waiting", 0L);
            assertThat(run.counts().get("bytesSent")).isPositive();
            assertThat(latest(node).phase()).isEqualTo(Phase.DONE);
            assertThat(copy("ben")).exists();
        }
    }

    @Test
    void a_location_that_is_gone_fails_nothing_and_is_told() throws Exception {
        lay("anna", true);
        lay("ben", true);
        try (Node node = open(TWO_SITES)) {
            node.inventory();
            Files.move(folder.resolve("lon"), folder.resolve("away"));

            JobRunView run = node.run("replication");

            assertThat(run.status()).isEqualTo(Status.DONE_WITH_FINDINGS);
            assertThat(run.counts()).containsEntry("copiesLeft", 2L).containsEntry("copiesMade", 0L);
            assertThat(run.failures()).singleElement().satisfies(failure -> {
                assertThat(failure.where()).isEqualTo("lon-profiles");
                assertThat(failure.reason()).startsWith("2 copies: a location did not answer");
            });
            assertThat(folder.resolve("lon")).doesNotExist();
        }
    }

    @Test
    void a_run_that_was_stopped_goes_on_with_what_is_left() throws Exception {
        for (int i = 0; i < 4; i++) {
            lay("user" + i, false);
        }
        try (Node node = open(TWO_SITES)) {
            node.inventory();
        }
        long id;
        long sent;
        try (Node slow = new Node(folder, 100)) {
            id = slow.runs().start("replication", "Grace", true);
            slow.await(id, view -> view.done() >= 1);
            slow.runs().stop(id);
            JobRunView stopped = slow.end(id);
            assertThat(stopped.status()).isEqualTo(Status.STOPPED);
            assertThat(stopped.restartable()).isTrue();
            assertThat(stopped.done()).isBetween(1L, 3L);
            assertThat(latest(slow).phase()).isEqualTo(Phase.STOPPED);
            sent = latest(slow).bytesSent();
        }
        try (Node node = open(TWO_SITES)) {
            JobRunView run = node.end(node.runs().restart(id, "Ada"));

            assertThat(run.failures()).isEmpty();
            assertThat(run.status()).isEqualTo(Status.DONE);
            assertThat(run.counts()).containsEntry("copiesMade", 4L);
            assertThat(run.counts().get("bytesSent")).isGreaterThan(sent);
            assertThat(node.engine().replications().recent(10)).hasSize(1);
            for (int i = 0; i < 4; i++) {
                assertThat(copy("user" + i)).exists();
            }
        }
    }

    @Test
    void its_times_are_those_of_the_policy_and_a_start_after_the_end_of_the_night_is_left_out() throws Exception {
        try (Node node = open(TWO_SITES)) {
            assertThat(node.bean(ScheduleService.class).all())
                    .filteredOn(schedule -> schedule.job().equals("replication"))
                    .extracting(Schedule::job, Schedule::cron)
                    .containsExactly(tuple("replication", "0 30 22 * * ?"));
            ScheduledJob night = node.bean("replicationTimes", ScheduledJob.class);
            assertThat(night.tryAgain()).isPositive().isLessThan(night.latestStart());
            assertThat(night.hasTime()).accepts(Instant.parse("2022-06-20T04:59:00Z"));
            assertThat(night.hasTime()).rejects(Instant.parse("2022-06-20T05:00:00Z"));
        }
    }

    @Test
    void nothing_is_due_where_others_carry_the_copies() throws Exception {
        try (Node node = open(TWO_SITES.replace("replication: ENGINE", "replication: STORAGE"))) {
            assertThat(node.bean(ScheduleService.class).all())
                    .extracting(Schedule::job)
                    .contains("verification")
                    .doesNotContain("replication");
        }
    }
}
