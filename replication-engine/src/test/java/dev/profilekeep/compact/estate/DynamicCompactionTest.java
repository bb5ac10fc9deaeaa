package dev.profilekeep.compact.estate;

import static dev.profilekeep.compact.estate.CompactedEstate.FRA;
import static dev.profilekeep.compact.estate.CompactedEstate.LON;
import static dev.profilekeep.compact.estate.CompactedEstate.path;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.compact.FullContainer;
import dev.profilekeep.compact.Refusal.Why;
import dev.profilekeep.compact.estate.CompactionItem.Outcome;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.convert.ConversionPlanner;
import dev.profilekeep.disk.convert.ConversionRun;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.SparseMemoryDevice;
import dev.profilekeep.disk.vhd.VhdFile;
import dev.profilekeep.disk.vhdx.VhdxFile;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fixed disks in the night: left alone, or made dynamic ones where the set asks for it. */
class DynamicCompactionTest {
    private static final String VHDX = path("anna");
    private static final String VHD = VHDX.replace(".VHDX", ".VHD");

    @TempDir
    Path folder;

    private CompactedEstate estate;

    @AfterEach
    void close() {
        estate.close();
    }

    private void open(String replication, String disk, String image, String... locations) throws Exception {
        estate = new CompactedEstate(folder, "", "canaries: 0");
        estate.estate.replication(replication);
        for (String location : locations) {
            estate.estate.put(location, disk, image);
        }
        estate.inventory();
    }

    private long size(String disk) throws IOException {
        return estate.estate.storage(FRA).stat(StoragePath.of(disk)).size();
    }

    private Sha256 content(String location, String disk) throws IOException {
        return FullContainer.content(estate.estate.storage(location), StoragePath.of(disk));
    }

    @Test
    void a_fixed_vhdx_becomes_a_dynamic_one_where_the_set_asks_for_it() throws Exception {
        open("ENGINE\n    compaction: {dynamic: true}", VHDX, "mbr-fixed.vhdx", FRA);
        long before = size(VHDX);
        Sha256 said = content(FRA, VHDX);

        CompactionRun run = estate.night();

        assertThat(estate.item(run, "anna").outcome())
                .as(estate.item(run, "anna").sentence())
                .isEqualTo(Outcome.COMPACTED);
        assertThat(size(VHDX))
                .isLessThan(before)
                .isEqualTo(estate.item(run, "anna").bytesPlanned());
        assertThat(content(FRA, VHDX)).isEqualTo(said);
        try (OpenFile file = estate.estate.storage(FRA).openForReading(StoragePath.of(VHDX), Sharing.ALL)) {
            assertThat(((VhdxFile) Containers.open(file)).info().fixed()).isFalse();
        }
        assertThat(estate.item(estate.night(), "anna").why()).isIn("already-minimal", "gain-too-small");
    }

    /** A dynamic VHD of ours as a fixed one. */
    private static byte[] fixedVhd() throws IOException {
        VhdFile disk = (VhdFile) Containers.open(Fixtures.ownLargeImage("mbr-dynamic.vhd"));
        var fixed = new SparseMemoryDevice(0);
        ConversionRun.run(ConversionPlanner.toVhd(disk, disk.envelope().asFixed()), fixed, Progress.NONE);
        ByteBuffer all = ByteBuffer.allocate((int) fixed.size());
        fixed.readFully(0, all);
        return all.array();
    }

    @Test
    void a_fixed_vhd_becomes_a_dynamic_vhd_under_the_same_name() throws Exception {
        open("ENGINE\n    compaction: {dynamic: true}", VHD, "gpt-fixed.vhd");
        estate.estate.write(FRA, VHD, fixedVhd());
        estate.inventory();
        long before = size(VHD);
        Sha256 said = content(FRA, VHD);

        CompactionRun run = estate.night();

        assertThat(estate.item(run, "anna").outcome())
                .as(estate.item(run, "anna").sentence())
                .isEqualTo(Outcome.COMPACTED);
        assertThat(size(VHD)).isLessThan(before);
        assertThat(content(FRA, VHD)).isEqualTo(said);
        try (OpenFile file = estate.estate.storage(FRA).openForReading(StoragePath.of(VHD), Sharing.ALL)) {
            assertThat(((VhdFile) Containers.open(file)).isFixed()).isFalse();
        }
    }

    @Test
    void a_fixed_disk_that_would_take_as_much_as_a_dynamic_one_stays_fixed() throws Exception {
        open("ENGINE\n    compaction: {dynamic: true}", VHD, "gpt-fixed.vhd", FRA);
        long before = size(VHD);
        CompactionItem item = estate.item(estate.night(), "anna");
        assertThat(item.why()).as(item.sentence()).isEqualTo(Why.GAIN_TOO_SMALL.word());
        assertThat(size(VHD)).isEqualTo(before);
    }

    @Test
    void a_fixed_disk_of_a_set_that_says_nothing_of_it_stays_fixed() throws Exception {
        open("ENGINE\n    compaction: {enabled: true}", VHDX, "mbr-fixed.vhdx", FRA);
        long before = size(VHDX);
        assertThat(estate.item(estate.night(), "anna").why()).isEqualTo(Why.FIXED.word());
        assertThat(size(VHDX)).isEqualTo(before);
    }

    @Test
    void under_cloud_cache_both_become_the_same_dynamic_disk() throws Exception {
        open(
                CloudCacheCompactionTest.VOUCHED + "\n    compaction: {cloudCache: true, dynamic: true}",
                VHDX,
                "mbr-fixed.vhdx",
                FRA,
                LON);
        Sha256 said = content(FRA, VHDX);

        CompactionRun run = estate.night();

        assertThat(estate.items(run)).hasSize(2).allSatisfy(item -> assertThat(item.outcome())
                .as(item.sentence())
                .isEqualTo(Outcome.COMPACTED));
        for (String location : List.of(FRA, LON)) {
            assertThat(content(location, VHDX)).isEqualTo(said);
            try (OpenFile file = estate.estate.storage(location).openForReading(StoragePath.of(VHDX), Sharing.ALL)) {
                assertThat(((VhdxFile) Containers.open(file)).info().fixed()).isFalse();
            }
        }
    }
}
