package dev.profilekeep.batch.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.batch.Node;
import dev.profilekeep.batch.TestDatabase;
import dev.profilekeep.batch.inventory.FakeInventory;
import dev.profilekeep.batch.inventory.FakeInventory.Gate;
import dev.profilekeep.batch.run.JobRunView.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.batch.core.explore.JobExplorer;
import org.springframework.batch.core.repository.JobRepository;

class HistoryIT {
    @TempDir
    Path folder;

    @Test
    void what_is_old_goes_and_what_a_restart_needs_stays() throws Exception {
        FakeInventory engine = new FakeInventory(4);
        try (TestDatabase database = TestDatabase.h2(folder);
                Node node = Node.start(database, engine)) {
            List<Long> runs = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                runs.add(node.runs().start("inventory", "Grace", true));
                node.end(runs.get(i));
            }
            engine.fail(2, "away");
            long failed = node.runs().start("inventory", "Grace", true);
            node.end(failed);

            new History(
                            node.bean(RunTable.class),
                            node.bean(JobRepository.class),
                            node.bean(JobExplorer.class),
                            Set.of("inventory"),
                            1,
                            3)
                    .tidy();

            assertThat(node.runs().recent(0, 100))
                    .extracting(JobRunView::id)
                    .containsExactly(failed, runs.get(4), runs.get(3));
            assertThat(rows(node, "batch_job_instance")).isEqualTo(1);
            assertThat(rows(node, "batch_job_execution_params")).isEqualTo(3);
            assertThat(rows(node, "batch_step_execution")).isEqualTo(2 + 4);
            assertThat(rows(node, "job_failure")).isEqualTo(1);
            engine.heal();
            assertThat(node.end(node.runs().restart(failed, "Grace")).status()).isEqualTo(Status.DONE);
        }
    }

    @Test
    void what_runs_is_not_touched() throws Exception {
        FakeInventory engine = new FakeInventory(4);
        Gate gate = engine.gateAt(1);
        try (TestDatabase database = TestDatabase.h2(folder);
                Node node = Node.start(database, engine)) {
            long id = node.runs().start("inventory", "Grace", true);
            gate.awaitReached();

            new History(
                            node.bean(RunTable.class),
                            node.bean(JobRepository.class),
                            node.bean(JobExplorer.class),
                            Set.of("inventory"),
                            1,
                            1)
                    .tidy();

            gate.open();
            assertThat(node.end(id).status()).isEqualTo(Status.DONE);
        }
    }

    private static long rows(Node node, String table) {
        return node.jdbc()
                .sql("SELECT COUNT(*) FROM " + table)
                .query(Long.class)
                .single();
    }
}
