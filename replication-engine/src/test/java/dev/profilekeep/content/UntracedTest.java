package dev.profilekeep.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.ntfs.FileName;
import dev.profilekeep.disk.ntfs.FileReference;
import dev.profilekeep.disk.ntfs.RecordSeen;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UntracedTest {
    private static final long ROOT = 5;
    private static final long FILE = 5000;

    private final Untraced untraced = new Untraced();

    private Untraced name(long record, long folder, String name) {
        untraced.name(
                record,
                new FileName(
                        new FileReference(folder, 1),
                        name,
                        FileName.Namespace.WINDOWS,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        0,
                        0,
                        0));
        return untraced;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NTUSER.DAT",
                "ntuser.man",
                "ntuser.dat.LOG1",
                "UsrClass.dat",
                "UsrClass.dat.LOG2",
                "NTUSER.DAT{53b39e88-18c4-11ea-a811-000d3aa4692b}.TM.blf",
                "NTUSER.DAT{53b39e88-18c4-11ea-a811-000d3aa4692b}.TMContainer00000000000000000001.regtrans-ms",
                "settings.dat",
                "Amcache.hve"
            })
    void what_belongs_to_a_hive_is_known_by_its_name(String name) {
        assertThat(name(FILE, ROOT, name).is(FILE)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"archive.ost", "notes.log", "ntuser", "my settings.data", "log1", "x.blf.txt"})
    void other_files_tell_of_their_changes(String name) {
        assertThat(name(FILE, ROOT, name).is(FILE)).isFalse();
    }

    @Test
    void one_of_several_names_is_enough() {
        name(FILE, ROOT, "a");
        name(FILE, 6000, "b");
        name(FILE, 7000, "c");
        name(7000, RecordSeen.EXTEND, "folder");

        assertThat(untraced.is(FILE)).isTrue();
        assertThat(untraced.is(7000)).isTrue();
        assertThat(untraced.is(6000)).isFalse();
    }

    @Test
    void folders_without_end_make_everything_be_read() {
        long folder = RecordSeen.EXTEND;
        for (long deeper = 9000; deeper > 8900; deeper--) {
            name(deeper, folder, "deeper");
            folder = deeper;
        }

        assertThat(name(FILE, ROOT, "a").is(FILE)).isTrue();
    }
}
