package dev.profilekeep.disk.ntfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ByteView;
import dev.profilekeep.disk.testing.RandomCases;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnerIndexTest {
    private static NtfsFile file(long number, List<DataRuns.Run> runs) {
        var attribute = new Attribute.NonResident(Attribute.DATA, "", 0, 1, 0, 0, new DataRuns(runs), 1, 1, 1);
        var resident = new Attribute.Resident(Attribute.DATA, "resident", 0, 2, ByteView.of("value", 0, new byte[3]));
        List<NtfsStream> streams = NtfsStream.assemble("file", List.of(attribute, resident), 4096);
        return new NtfsFile(new FileReference(number, 1), false, 1, null, List.of(), streams, null, List.of());
    }

    @Test
    void runs_are_found_as_by_looking_at_each_of_them() {
        RandomCases.run(300, random -> {
            var builder = new OwnerIndex.Builder();
            var model = new ArrayList<OwnerIndex.Run>();
            int volume = 1 + random.nextInt(1 << 4 + random.nextInt(16));
            for (int number = random.nextInt(60); number > 0; number--) {
                var runs = new ArrayList<DataRuns.Run>();
                long vcn = 0;
                for (int i = random.nextInt(12); i > 0; i--) {
                    // Damaged volumes have runs that overlap; two neighbours become one.
                    long length = 1 + random.nextInt(Math.min(volume, 1 + random.nextInt(volume)));
                    boolean hole = random.nextInt(5) == 0;
                    long lcn = hole ? -1 : random.nextInt((int) (volume - length + 1));
                    runs.add(new DataRuns.Run(vcn, lcn, length));
                    vcn += length;
                    OwnerIndex.Run last = model.isEmpty() ? null : model.get(model.size() - 1);
                    if (!hole && last != null && last.file() == number && last.lcn() + last.clusters() == lcn) {
                        model.set(
                                model.size() - 1, new OwnerIndex.Run(last.lcn(), last.clusters() + length, number, 1));
                    } else if (!hole) {
                        model.add(new OwnerIndex.Run(lcn, length, number, 1));
                    }
                }
                builder.add(file(number, runs));
            }
            OwnerIndex owners = builder.build(4096);
            assertThat(owners.runs()).isEqualTo(model.size());
            var order = Comparator.comparingLong(OwnerIndex.Run::lcn)
                    .thenComparing(OwnerIndex.Run::clusters)
                    .thenComparing(OwnerIndex.Run::file);
            for (int i = 0; i < 20; i++) {
                long start = (long) (random.nextDouble() * volume * 4096);
                var range = new ByteRange(start, random.nextInt(1 << random.nextInt(24)));
                List<OwnerIndex.Run> expected = model.stream()
                        .filter(run -> new ByteRange(run.lcn() * 4096, run.clusters() * 4096).overlaps(range))
                        .sorted(order)
                        .toList();
                List<OwnerIndex.Run> found = owners.owners(range);
                assertThat(found).isSortedAccordingTo(Comparator.comparingLong(OwnerIndex.Run::lcn));
                assertThat(found.stream().sorted(order).toList()).isEqualTo(expected);
            }
        });
    }

    @Test
    void many_runs_are_sorted_soon() throws Exception {
        var builder = new OwnerIndex.Builder();
        for (int number = 1; number <= 1000; number++) {
            var runs = new ArrayList<DataRuns.Run>();
            for (int i = 0; i < 500; i++) {
                runs.add(new DataRuns.Run(i, (i * 7919L + number * 104729L) % 10_000_000, 1));
            }
            builder.add(file(number, runs));
        }
        OwnerIndex owners = builder.build(512);
        List<OwnerIndex.Run> all = owners.owners(new ByteRange(0, 512L * 10_000_000));
        assertThat(all).hasSize(500_000).isSortedAccordingTo(Comparator.comparingLong(OwnerIndex.Run::lcn));
    }
}
