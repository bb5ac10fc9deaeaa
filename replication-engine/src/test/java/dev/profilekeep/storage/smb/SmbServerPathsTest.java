package dev.profilekeep.storage.smb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.profilekeep.storage.StoragePath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmbServerPathsTest {
    @ParameterizedTest
    @CsvSource({
        "C:\\shares\\profiles, '', C:\\shares\\profiles\\u\\Profile_u.vhdx, u/Profile_u.vhdx",
        "C:\\shares\\profiles\\, '', c:\\SHARES\\Profiles\\u, u",
        "D:\\, '', D:\\u, u",
        "D:\\, site/fra, D:\\Site\\FRA\\u, u",
        "/srv/profiles, site a, /srv/profiles/site a/u/x, u/x",
        "C:\\srv\\profiles, '', C:\\srv\\profiles, ''",
        "C:\\srv\\profiles, '', C:\\srv\\profiles\\., ''",
        "\\\\?\\C:\\srv, '', C:\\srv\\x, x",
        "C:\\srv, '', \\\\?\\C:\\srv\\x, x",
    })
    void a_path_of_the_server_is_found_in_the_location(String share, String folder, String open, String expected) {
        assertThat(SmbServerPaths.of(share, StoragePath.of(folder)).inside(open))
                .isEqualTo(StoragePath.of(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "C:\\shares\\profiles, '', C:\\shares\\profiles2\\u",
        "C:\\shares\\profiles, '', C:\\shares",
        "C:\\shares\\profiles, '', D:\\shares\\profiles\\u",
        "C:\\shares\\profiles, fra, C:\\shares\\profiles\\lon\\u",
        "C:\\shares\\profiles, '', \\PIPE\\srvsvc",
        "C:\\shares\\profiles, '', ''",
    })
    void what_lies_elsewhere_is_outside(String share, String folder, String open) {
        assertThat(SmbServerPaths.of(share, StoragePath.of(folder)).inside(open))
                .isNull();
    }

    @Test
    void a_path_that_climbs_is_none() {
        SmbServerPaths paths = SmbServerPaths.of("C:\\srv", StoragePath.ROOT);
        assertThatIllegalArgumentException().isThrownBy(() -> paths.inside("C:\\srv\\..\\secret"));
    }

    @Test
    void below_is_by_whole_names_without_regard_to_case() {
        assertThat(SmbServerPaths.isUnder(StoragePath.of("A/b/c"), StoragePath.of("a/B")))
                .isTrue();
        assertThat(SmbServerPaths.isUnder(StoragePath.of("a/b"), StoragePath.of("a/b")))
                .isTrue();
        assertThat(SmbServerPaths.isUnder(StoragePath.of("a/bc"), StoragePath.of("a/b")))
                .isFalse();
        assertThat(SmbServerPaths.isUnder(StoragePath.of("x"), StoragePath.ROOT))
                .isTrue();
    }

    @Test
    void the_way_there_leads_back() {
        SmbServerPaths paths = SmbServerPaths.of("D:\\p", StoragePath.of("site a"));
        StoragePath disk = StoragePath.of("S-1-5_jürgen/Profile.vhdx");
        assertThat(paths.of(disk)).isEqualTo("D:\\p\\site a\\S-1-5_jürgen\\Profile.vhdx");
        assertThat(paths.inside(paths.of(disk))).isEqualTo(disk);
        assertThat(paths.of(StoragePath.ROOT)).isEqualTo("D:\\p\\site a");
    }
}
