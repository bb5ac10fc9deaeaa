package dev.profilekeep.disk.ntfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.io.FileTimes;
import dev.profilekeep.disk.testing.Fixtures;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which files only stand for content that is somewhere else. */
class ElsewhereTest {
    private static final int CLUSTER = 4096;
    private static final ReparsePoint ONE_DRIVE = new ReparsePoint.CloudFile(0x9000601aL);
    private static final DataRuns HOLE = new DataRuns(List.of(new DataRuns.Run(0, -1, 10)));
    private static final DataRuns STORED = new DataRuns(List.of(new DataRuns.Run(0, 100, 10)));

    private static NtfsFile file(
            @Nullable ReparsePoint reparse, DataRuns runs, long size, FileAttribute... attributes) {
        int bits = 0;
        for (FileAttribute attribute : attributes) {
            bits |= attribute.mask();
        }
        var time = FileTimes.instant(0);
        var data = new Attribute.NonResident(
                AttributeType.DATA, "", Attribute.SPARSE, 1, 0, 0, runs, 10 * CLUSTER, size, size);
        return new NtfsFile(
                new FileReference(100, 1),
                false,
                1,
                new StandardInformation(time, time, time, time, bits, 0, 0),
                List.of(),
                NtfsStream.assemble("file 100", List.of(data), CLUSTER),
                reparse,
                List.of());
    }

    @Test
    void a_placeholder_of_onedrive_is_elsewhere_and_a_fetched_file_is_here() {
        assertThat(file(ONE_DRIVE, HOLE, 40_000, FileAttribute.OFFLINE, FileAttribute.RECALL_ON_DATA_ACCESS)
                        .whyElsewhere())
                .hasValueSatisfying(why -> assertThat(why).contains("OneDrive"));
        assertThat(file(ONE_DRIVE, HOLE, 40_000).whyElsewhere()).isPresent();
        // Half of it was fetched.
        assertThat(file(ONE_DRIVE, STORED, 40_000, FileAttribute.RECALL_ON_DATA_ACCESS)
                        .whyElsewhere())
                .isPresent();
        assertThat(file(ONE_DRIVE, STORED, 40_000, FileAttribute.PINNED).whyElsewhere())
                .isEmpty();
        assertThat(file(ONE_DRIVE, HOLE, 0, FileAttribute.OFFLINE).whyElsewhere())
                .as("an empty file has nothing to fetch")
                .isEmpty();
    }

    @Test
    void attributes_alone_say_nothing() {
        // Programs set this one as they like; the other is also that of extended attributes.
        assertThat(file(null, STORED, 40_000, FileAttribute.OFFLINE, FileAttribute.RECALL_ON_OPEN)
                        .whyElsewhere())
                .isEmpty();
        assertThat(file(null, HOLE, 40_000, FileAttribute.SPARSE).whyElsewhere())
                .as("a file of zeros")
                .isEmpty();
    }

    @Test
    void what_is_shared_or_archived_is_elsewhere() {
        assertThat(file(new ReparsePoint.Other(ReparseTags.DEDUPLICATED, null, 100), STORED, 40_000)
                        .whyElsewhere())
                .contains("deduplicated file");
        var archived = new ReparsePoint.Other(ReparseTags.ARCHIVED, null, 100);
        assertThat(file(archived, HOLE, 40_000, FileAttribute.OFFLINE).whyElsewhere())
                .isPresent();
        assertThat(file(archived, STORED, 40_000).whyElsewhere()).isEmpty();
        var somebodys = new ReparsePoint.Other(0x1234, new UUID(1, 2), 100);
        assertThat(file(somebodys, STORED, 40_000).whyElsewhere()).isEmpty();
    }

    @Test
    void what_is_elsewhere_is_refused_rather_than_read_as_zeros() throws Exception {
        NtfsVolume volume = NtfsVolume.open(Fixtures.ownImage("all-kinds.ntfs"));
        assertThatThrownBy(() -> volume.content(file(ONE_DRIVE, HOLE, 40_000, FileAttribute.OFFLINE)))
                .isInstanceOf(UnsupportedDiskException.class)
                .hasMessageContaining("not on this volume")
                .hasMessageContaining("OneDrive");
    }
}
