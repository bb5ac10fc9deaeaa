package dev.profilekeep.batch.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.inventory.InventoryRun;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.inventory.Shard;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.batch.core.JobExecution;
import org.springframework.batch.core.JobParameters;
import org.springframework.batch.core.JobParametersInvalidException;
import org.springframework.batch.core.StepExecution;
import org.springframework.batch.core.repository.dao.Jackson2ExecutionContextStringSerializer;
import org.springframework.batch.item.ExecutionContext;

class InventoryPartitionerTest {
    private final FakeInventory engine = new FakeInventory(12);

    @Test
    void each_shard_is_a_partition_with_a_short_name_that_stays_the_same() throws Exception {
        long inventory = engine.begin("Grace");
        InventoryPartitioner partitioner = new InventoryPartitioner(engine, inventory);

        Map<String, ExecutionContext> first = partitioner.partition(4);

        assertThat(first).hasSize(12).containsKeys("shard-0000", "shard-0007", "shard-0011");
        assertThat(partitioner.partition(99)).isEqualTo(first);
    }

    @Test
    void a_worker_gets_its_shard_back_from_what_is_kept_in_the_database() throws Exception {
        long inventory = engine.begin("Grace");
        ExecutionContext context =
                new InventoryPartitioner(engine, inventory).partition(1).get("shard-0007");
        var serializer = new Jackson2ExecutionContextStringSerializer();
        var kept = new ByteArrayOutputStream();
        serializer.serialize(new HashMap<>(context.toMap()), kept); // a copy, as Batch makes one
        assertThat(kept.size()).isLessThan(2500); // what fits into Batch's short context
        JobExecution job = new JobExecution(1L, new InventoryParameters(inventory).toJobParameters());
        StepExecution step = new StepExecution("read:shard-0007", job);
        step.setExecutionContext(
                new ExecutionContext(serializer.deserialize(new ByteArrayInputStream(kept.toByteArray()))));

        assertThat(InventoryParameters.shard(step)).isEqualTo(new Shard(inventory, 7, "lon", FakeInventory.CONTAINERS));
    }

    @Test
    void a_shard_that_is_too_large_is_refused() {
        InventoryWork large = new Listing(List.of(new Shard(1, 0, "fra", 201)));

        assertThatThrownBy(() -> new InventoryPartitioner(large, 1).partition(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("201")
                .hasMessageContaining("200");
    }

    @Test
    void two_shards_of_one_number_are_refused() {
        InventoryWork twice = new Listing(List.of(new Shard(1, 3, "fra", 1), new Shard(1, 3, "lon", 1)));

        assertThatThrownBy(() -> new InventoryPartitioner(twice, 1).partition(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("number 3");
    }

    @Test
    void a_job_without_its_parameter_is_refused() {
        assertThatThrownBy(() -> InventoryParameters.validate(new JobParameters()))
                .isInstanceOf(JobParametersInvalidException.class)
                .hasMessageContaining("inventory");
    }

    /** Only lists. */
    private record Listing(List<Shard> shards) implements InventoryWork {
        @Override
        public List<Shard> list(long run, RunControl control) {
            return shards;
        }

        @Override
        public long begin(String startedBy) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void resume(long run, String startedBy) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void read(Shard shard, RunControl control) throws IOException {
            throw new UnsupportedOperationException();
        }

        @Override
        public InventoryRun finish(long run) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void judgeLocks(long run, RunControl control) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void sweepKept(RunControl control) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<LocksJudged> judged(long run) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long slowed() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void abort(long run, InventoryRun.Phase how, String reason) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<InventoryRun> find(long run) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<LeftOut> leftOut(long run) {
            throw new UnsupportedOperationException();
        }
    }
}
