package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.usage.FileKind;
import dev.profilekeep.disk.usage.ProfileUse;
import java.util.List;
import org.junit.jupiter.api.Test;

class BiggestSentenceTest {
    private static final long MIB = 1 << 20;

    private static String of(long used, ProfileUse.KindUse... kinds) {
        var use = new ProfileUse(used, 0, List.of(kinds), List.of(), List.of(), 0, 0, List.of());
        return new BiggestSentence(64 * MIB, 0, false, use).text();
    }

    private static ProfileUse.KindUse kind(FileKind kind, long mib) {
        return new ProfileUse.KindUse(kind, 1, mib * MIB);
    }

    @Test
    void the_file_system_is_named_if_it_is_the_largest() {
        assertThat(of(38 * MIB, kind(FileKind.FILE_SYSTEM, 26), kind(FileKind.OTHER, 12)))
                .contains("38.0 MiB are in use, mostly by the file system itself, its file table and logs (26.0 MiB)"
                        + " and other files (12.0 MiB).");
        assertThat(of(10 * MIB, kind(FileKind.NOBODY, 10))).contains("mostly by clusters that no file has (10.0 MiB)");
    }

    @Test
    void of_a_plain_image_nothing_is_given_back() {
        var use = new ProfileUse(20 * MIB, 44 * MIB, List.of(), List.of(), List.of(), 0, 0, List.of());
        assertThat(new BiggestSentence(64 * MIB, 0, true, use).text())
                .isEqualTo("The image takes 64.0 MiB. 20.0 MiB are in use."
                        + " Another 44.0 MiB are free: a plain image keeps room for them.");
    }

    @Test
    void many_small_kinds_are_not_called_the_most() {
        assertThat(of(100 * MIB, kind(FileKind.TEAMS, 9), kind(FileKind.OTHER, 8)))
                .contains("in use, the largest part by Teams (9.00 MiB).");
        assertThat(of(0)).contains("0 B are in use.");
    }
}
