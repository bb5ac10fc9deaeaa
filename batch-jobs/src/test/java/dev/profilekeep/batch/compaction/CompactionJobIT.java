package dev.profilekeep.batch.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.batch.run.AlreadyRunningException;
import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.batch.run.JobRunView.Status;
import dev.profilekeep.batch.run.RunnableJob;
import dev.profilekeep.batch.schedule.Schedule;
import dev.profilekeep.batch.schedule.ScheduleService;
import dev.profilekeep.batch.schedule.ScheduledJob;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.compact.estate.CompactionItem;
import dev.profilekeep.compact.estate.CompactionItem.Outcome;
import dev.profilekeep.compact.estate.CompactionRun;
import dev.profilekeep.compact.estate.ItemFilter;
import dev.profilekeep.restore.RestoreOutcome;
import dev.profilekeep.restore.RestoreRequest;
import dev.profilekeep.restore.Restores;
import dev.profilekeep.restore.UndoPlan;
import dev.profilekeep.restore.Undoable;
import dev.profilekeep.storage.Initiator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Making disks smaller as a job, with the real engine on disks in a folder. */
class CompactionJobIT {
    @TempDir
    Path folder;

    private static List<CompactionItem> items(CompactionEstate estate) {
        CompactionRun run = estate.engine().compactions().latest().orElseThrow();
        return estate.engine()
                .compactions()
                .items(run.id(), new ItemFilter("", Set.of(), "", Reach.EVERYWHERE), 0, 100);
    }

    @Test
    void a_night_makes_disks_smaller_and_says_what_came_out() throws Exception {
        try (CompactionEstate estate = CompactionEstate.layOut(folder, 2)) {
            long before = CompactionEstate.size(folder, "user0");

            JobRunView run = estate.run("compaction");

            assertThat(run.failures()).isEmpty();
            assertThat(run.status()).isEqualTo(Status.DONE);
            assertThat(run.total()).isEqualTo(2);
            assertThat(run.done()).isEqualTo(2);
            long after = CompactionEstate.size(folder, "user0");
            assertThat(after).isLessThan(before);
            assertThat(run.counts())
                    .containsEntry("compacted", 2L)
                    .containsEntry("leftAlone", 0L)
                    .containsEntry("notCompacted", 0L)
                    .containsEntry("bytesFreed", 2 * (before - after));
            assertThat(items(estate)).extracting(CompactionItem::outcome).containsOnly(Outcome.COMPACTED);
        }
    }

    @Test
    void the_larger_disk_is_found_again_by_the_purpose_of_its_item_and_can_be_put_back() throws Exception {
        try (CompactionEstate estate = CompactionEstate.layOut(folder, 1)) {
            byte[] before = Files.readAllBytes(CompactionEstate.disk(folder, "user0"));
            estate.run("compaction");
            CompactionItem item = items(estate).get(0);

            Restores restores = estate.engine().restores();
            List<Undoable> kept = restores.kept(item.containerId(), Reach.EVERYWHERE);
            assertThat(kept).extracting(Undoable::purpose).containsExactly(item.purpose());
            UndoPlan plan = restores.planUndo(kept.get(0), Initiator.PERSON, Reach.EVERYWHERE);
            assertThat(plan.refusal()).isNull();
            assertThat(plan.writtenSince()).isFalse();
            RestoreRequest request = new RestoreRequest(
                    new Actor("ada", "Ada", List.of(), ""),
                    "it is slow",
                    "putting a larger disk back",
                    Reach.EVERYWHERE,
                    Initiator.PERSON);

            RestoreOutcome outcome = restores.undo(plan, null, request, (phase, done, total) -> true);

            assertThat(outcome).isInstanceOf(RestoreOutcome.Restored.class);
            assertThat(Files.readAllBytes(CompactionEstate.disk(folder, "user0")))
                    .isEqualTo(before);
        }
    }

    @Test
    void a_look_says_the_same_and_changes_nothing() throws Exception {
        try (CompactionEstate estate = CompactionEstate.layOut(folder, 2)) {
            byte[] before = Files.readAllBytes(CompactionEstate.disk(folder, "user0"));

            JobRunView run = estate.run("compaction-plan");

            assertThat(run.status()).isEqualTo(Status.DONE);
            assertThat(run.counts()).containsEntry("compacted", 0L).containsEntry("bytesFreed", 0L);
            assertThat(run.counts().get("bytesPossible")).isPositive();
            assertThat(Files.readAllBytes(CompactionEstate.disk(folder, "user0")))
                    .isEqualTo(before);
            assertThat(items(estate)).extracting(CompactionItem::outcome).containsOnly(Outcome.PLANNED);
            assertThat(estate.engine().compactions().latest().orElseThrow().planOnly())
                    .isTrue();
        }
    }

    @Test
    void its_times_are_those_of_the_policy_and_a_look_has_none() throws Exception {
        CompactionEstate.configure(folder, "cron: \"0 30 2 * * ?\"");
        try (CompactionEstate estate = CompactionEstate.open(folder)) {
            assertThat(estate.bean(ScheduleService.class).all())
                    .filteredOn(schedule -> schedule.job().startsWith("compaction"))
                    .extracting(Schedule::job, Schedule::cron)
                    .containsExactly(tuple("compaction", "0 30 2 * * ?"));
            ScheduledJob night = estate.bean("compactionTimes", ScheduledJob.class);
            assertThat(night.tryAgain())
                    .as("a look that somebody began in the evening does not cost the night")
                    .isPositive()
                    .isLessThan(night.latestStart());
        }
    }

    @Test
    void where_it_is_switched_off_nothing_is_due() throws Exception {
        CompactionEstate.configure(folder, "enabled: false");
        try (CompactionEstate estate = CompactionEstate.open(folder)) {
            assertThat(estate.bean(ScheduleService.class).all())
                    .extracting(Schedule::job)
                    .containsExactly("inventory");
        }
    }

    @Test
    void a_run_that_is_stopped_goes_on_and_does_nothing_twice() throws Exception {
        CompactionEstate.layOut(folder, 4).close();
        JobRunView stopped;
        try (CompactionEstate slow = CompactionEstate.open(folder, 120)) {
            long id = slow.runs().start("compaction", "Grace", true);
            slow.await(id, view -> view.counts().getOrDefault("compacted", 0L) >= 1);
            assertThatThrownBy(() -> slow.runs().start("compaction-plan", "Ada", true))
                    .isInstanceOf(AlreadyRunningException.class);
            slow.runs().stop(id);
            stopped = slow.end(id);
            assertThat(stopped.status()).isEqualTo(Status.STOPPED);
            assertThat(stopped.restartable()).isTrue();
            assertThat(stopped.counts().get("compacted")).isBetween(1L, 3L);
        }
        try (CompactionEstate estate = CompactionEstate.open(folder)) {
            JobRunView run = estate.end(estate.runs().restart(stopped.id(), "Grace"));

            assertThat(run.status()).isEqualTo(Status.DONE);
            assertThat(run.counts()).containsEntry("compacted", 4L);
            assertThat(items(estate))
                    .extracting(CompactionItem::account)
                    .containsExactlyInAnyOrder("user0", "user1", "user2", "user3");
        }
    }

    @Test
    void what_was_out_of_reach_is_told_beside_a_run_that_is_done_and_what_was_in_use_is_not() throws Exception {
        try (CompactionEstate estate = CompactionEstate.layOut(folder, 2)) {
            estate.run("compaction-plan");
            CompactionRun run = estate.engine().compactions().latest().orElseThrow();
            RunnableJob job = estate.bean("runnableCompactionPlan", RunnableJob.class);

            leave(estate, "in-use");
            assertThat(job.progress(run.id()).orElseThrow().findings()).isEmpty();

            leave(estate, "unreachable");
            assertThat(job.progress(run.id()).orElseThrow().findings())
                    .extracting(JobRunView.Failure::reason)
                    .singleElement()
                    .satisfies(reason -> assertThat(reason).startsWith("2 containers out of reach"));

            leave(estate, "canary-damaged");
            assertThat(job.progress(run.id()).orElseThrow().findings())
                    .extracting(JobRunView.Failure::reason)
                    .singleElement()
                    .satisfies(reason -> assertThat(reason).startsWith("2 containers that wait"));
        }
    }

    /** As if the last run had left everything for this reason. */
    private static void leave(CompactionEstate estate, String why) throws SQLException {
        try (Connection connection = estate.engine().catalog().dataSource().getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE compaction_item SET step = 'ENDED', outcome = 'SKIPPED', why = ?")) {
            update.setString(1, why);
            assertThat(update.executeUpdate()).isEqualTo(2);
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
        }
    }

    @Test
    void a_run_whose_location_is_not_configured_any_more_fails_and_goes_on_when_it_is_again() throws Exception {
        CompactionEstate.layOut(folder, 3).close();
        long id;
        try (CompactionEstate slow = CompactionEstate.open(folder, 120)) {
            id = slow.runs().start("compaction", "Grace", true);
            slow.await(id, view -> view.counts().getOrDefault("compacted", 0L) >= 1);
            slow.runs().stop(id);
            assertThat(slow.end(id).status()).isEqualTo(Status.STOPPED);
        }
        Path config = folder.resolve("profilekeep.yml");
        String written = Files.readString(config);
        Files.createDirectories(folder.resolve("other"));
        Files.writeString(config, written.replace("fra-profiles", "others").replace("address: fra", "address: other"));
        try (CompactionEstate estate = CompactionEstate.open(folder)) {
            JobRunView failed = estate.end(estate.runs().restart(id, "Ada"));

            assertThat(failed.status()).isEqualTo(Status.FAILED);
            assertThat(failed.failures()).anySatisfy(failure -> {
                assertThat(failure.where()).isEqualTo("fra-profiles");
                assertThat(failure.reason()).contains("is not configured any more");
            });
            id = failed.id();
        }
        Files.writeString(config, written);
        try (CompactionEstate estate = CompactionEstate.open(folder)) {
            JobRunView run = estate.end(estate.runs().restart(id, "Ada"));

            assertThat(run.status()).isEqualTo(Status.DONE);
            assertThat(run.counts()).containsEntry("compacted", 3L);
        }
    }
}
