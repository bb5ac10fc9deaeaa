package dev.profilekeep.disk.partition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.finding.Findings;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.testing.Checksums;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.disk.testing.MemoryDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables that sgdisk made, and what it lists of them after one entry was changed in both copies. */
class GptOracleTest {
    private static final int SECTOR = 512;
    private static final int SECTORS = 64 * 2048;
    private static final Pattern ROW = Pattern.compile("^ +(\\d+) +(\\d+) +(\\d+) .*", Pattern.MULTILINE);

    @TempDir
    Path work;

    private Path image = Path.of("");

    @BeforeEach
    void make() throws IOException {
        Fixtures.requireTool("sgdisk");
        image = Files.write(work.resolve("disk.raw"), new byte[SECTORS * SECTOR]);
        sgdisk("-n", "1:2048:10239", "-n", "2:20480:30719", "-n", "3:40960:51199", "-t", "1:0700");
    }

    private String sgdisk(String... options) throws IOException {
        var command = new ArrayList<>(List.of("sgdisk"));
        command.addAll(List.of(options));
        command.add(image.toString());
        return Fixtures.run(work, command.toArray(String[]::new));
    }

    private void changeSecond(long first, long last) throws IOException {
        ByteBuffer disk = ByteBuffer.wrap(Files.readAllBytes(image)).order(ByteOrder.LITTLE_ENDIAN);
        for (int header : new int[] {SECTOR, (SECTORS - 1) * SECTOR}) {
            int table = Math.toIntExact(disk.getLong(header + 72) * SECTOR);
            disk.putLong(table + 128 + 32, first).putLong(table + 128 + 40, last);
            Checksums.ofGpt(disk.array(), header, table, 128);
        }
        Files.write(image, disk.array());
    }

    private PartitionTable ours() throws IOException {
        return PartitionTable.read(new MemoryDevice(Files.readAllBytes(image)), SECTOR);
    }

    /** What sgdisk lists, without what cannot be. */
    private List<ByteRange> theirs() throws IOException {
        var ranges = new ArrayList<ByteRange>();
        var rows = ROW.matcher(sgdisk("-p"));
        while (rows.find()) {
            long first = Long.parseLong(rows.group(2));
            long last = Long.parseLong(rows.group(3));
            if (last >= first && first < SECTORS) {
                ranges.add(ByteRange.between(first * SECTOR, (last + 1) * SECTOR));
            }
        }
        return ranges;
    }

    @ParameterizedTest
    @CsvSource({
        "20480, 30719, 3", // as it was
        "30719, 20480, 2", // ends before it begins
        "300000, 400000, 2", // behind the end
        "20480, 400000, 3", // over the end
        "2048, 51199, 3", // over both others
    })
    void the_other_partitions_are_listed_as_sgdisk_does(long first, long last, int listed) throws Exception {
        changeSecond(first, last);

        assertThat(ours().partitions())
                .hasSize(listed)
                .extracting(Partition::range)
                .containsExactlyInAnyOrderElementsOf(theirs());
    }

    @Test
    void a_hybrid_mbr_of_sgdisk_is_told_and_is_no_fault() throws Exception {
        sgdisk("-h", "1");

        assertThat(ours().partitions()).extracting(Partition::range).containsExactlyElementsOf(theirs());
        assertThat(ours().notes()).singleElement().asString().contains("hybrid");
        var findings = new Findings();
        TableCheck.run(new MemoryDevice(Files.readAllBytes(image)), SECTOR, findings);
        assertThat(findings.all()).isEmpty();
    }
}
