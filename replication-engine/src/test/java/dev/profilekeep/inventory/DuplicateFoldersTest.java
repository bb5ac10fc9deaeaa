package dev.profilekeep.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DuplicateFoldersTest {
    private static final String SID = "S-1-5-21-1-2-3-1001";

    @ParameterizedTest
    @CsvSource({
        "SID_anna, anna_SID, ORDER",
        "SID_anna, Anna_SID, ORDER",
        "SID_anna, SID_berg, RENAMED",
        "SID_anna, berg_SID, RENAMED",
        "SID_anna, s-1-5-21-1-2-3-1001_anna, SPELLING",
        "SID_anna, SID_ANNA, SPELLING",
        "SID_anna, SID.anna, SPELLING",
        "dept/SID_anna, SID_anna, SPELLING",
    })
    void how_the_folders_of_a_person_differ(String one, String other, String why) {
        assertThat(DuplicateFolders.why(Set.of(one.replace("SID", SID), other.replace("SID", SID))))
                .isEqualTo(why);
    }
}
