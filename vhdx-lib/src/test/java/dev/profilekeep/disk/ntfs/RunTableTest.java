package dev.profilekeep.disk.ntfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.testing.RandomCases;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunTableTest {
    private record Run(long owner, long vcn, long lcn, long clusters) {}

    @Test
    void it_is_sorted_as_a_plain_list_is() {
        RandomCases.run(300, random -> {
            var table = new RunTable();
            var model = new ArrayList<Run>();
            boolean sorted = random.nextInt(4) == 0;
            int count = random.nextInt(3000);
            long lcn = 0;
            for (int i = 0; i < count; i++) {
                long owner = ClaimedRuns.owner(
                        new FileReference(sorted ? i : random.nextInt(1 + count / 4), 7), random.nextInt(3));
                long clusters = 1 + random.nextInt(5);
                // Two apart, so that none continues another, and up to the last cluster there may be.
                lcn += 2 + clusters;
                long place = random.nextInt(10) == 0 ? RunTable.MAX_CLUSTERS - 1 - lcn : lcn;
                var run = new Run(owner, 10L * i, place, clusters);
                table.add(run.owner(), run.vcn(), run.lcn(), run.clusters());
                model.add(run);
            }
            table.sort();
            model.sort(Comparator.comparingLong(Run::owner).thenComparingLong(Run::vcn));
            assertThat(all(table)).isEqualTo(model);
            var places = new ArrayList<Long>();
            for (int run : table.byPlace()) {
                places.add(table.lcn(run));
            }
            assertThat(places).isEqualTo(model.stream().map(Run::lcn).sorted().toList());
            for (int i = 0; i < model.size(); i++) {
                int first = table.first(model.get(i).owner());
                assertThat(model.get(first).owner()).isEqualTo(model.get(i).owner());
                assertThat(first == 0
                                || model.get(first - 1).owner() < model.get(i).owner())
                        .isTrue();
            }
        });
    }

    private static List<Run> all(RunTable table) {
        var runs = new ArrayList<Run>();
        for (int i = 0; i < table.count(); i++) {
            runs.add(new Run(table.owner(i), table.vcn(i), table.lcn(i), table.clusters(i)));
        }
        return runs;
    }

    @Test
    void a_run_that_continues_the_one_before_costs_nothing() throws Exception {
        var table = new RunTable();
        table.add(5, 0, 100, 10);
        table.add(5, 10, 110, 5);
        table.add(5, 15, 200, 1);
        table.add(5, 17, 201, 1);
        table.add(6, 18, 202, 1);
        assertThat(all(table))
                .containsExactly(
                        new Run(5, 0, 100, 15), new Run(5, 15, 200, 1), new Run(5, 17, 201, 1), new Run(6, 18, 202, 1));
    }

    @Test
    void the_whole_of_the_largest_volume_can_be_one_run() throws Exception {
        var table = new RunTable();
        table.add(0, 0, 0, RunTable.MAX_CLUSTERS);
        assertThat(all(table)).containsExactly(new Run(0, 0, 0, RunTable.MAX_CLUSTERS));
    }
}
