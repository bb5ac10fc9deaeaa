package dev.profilekeep.replica.rights;

import static dev.profilekeep.replica.rights.Dacls.ADMINISTRATORS;
import static dev.profilekeep.replica.rights.Dacls.ANNA;
import static dev.profilekeep.replica.rights.Dacls.BEN;
import static dev.profilekeep.replica.rights.Dacls.FULL;
import static dev.profilekeep.replica.rights.Dacls.READ;
import static dev.profilekeep.replica.rights.Dacls.allow;
import static dev.profilekeep.replica.rights.Dacls.deny;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.storage.SecurityDescriptor;
import org.junit.jupiter.api.Test;

class AclMeaningTest {
    private static final int INHERITED = 0x10;
    private static final int BELOW = 0x3;
    private static final int INHERIT_ONLY = 0x8;

    private static AclMeaning file(byte[]... entries) {
        return AclMeaning.of(Dacls.descriptor(entries), false);
    }

    private static AclMeaning folder(byte[]... entries) {
        return AclMeaning.of(Dacls.descriptor(entries), true);
    }

    @Test
    void order_inheritance_and_splitting_of_what_is_allowed_make_no_difference() {
        AclMeaning plain = file(allow(ANNA, FULL, 0), allow(ADMINISTRATORS, FULL, 0));
        assertThat(file(allow(ADMINISTRATORS, FULL, INHERITED), allow(ANNA, FULL, INHERITED)))
                .isEqualTo(plain);
        assertThat(file(allow(ANNA, FULL & ~READ, 0), allow(ADMINISTRATORS, FULL, 0), allow(ANNA, READ, 0)))
                .isEqualTo(plain);
        assertThat(file(allow(ANNA, 0x10000000, 0), allow(ADMINISTRATORS, FULL, 0)))
                .as("generic all is full control")
                .isEqualTo(plain);
        assertThat(file(allow(ANNA, FULL, BELOW), allow(ADMINISTRATORS, FULL, 0)))
                .as("a file hands nothing down")
                .isEqualTo(plain);
    }

    @Test
    void a_denial_is_a_difference_and_so_is_its_place() {
        AclMeaning plain = file(allow(ANNA, FULL, 0));
        AclMeaning denied = file(deny(BEN, READ, 0), allow(ANNA, FULL, 0));
        assertThat(denied).isNotEqualTo(plain);
        assertThat(file(allow(ANNA, FULL, 0), deny(BEN, READ, 0))).isNotEqualTo(denied);
        assertThat(RightsWords.only(denied, plain)).isEqualTo("denies " + BEN + " read");
        assertThat(RightsWords.only(plain, denied)).isEqualTo("nothing that the other has not");
        assertThat(RightsWords.only(denied, file(allow(ANNA, FULL, 0), deny(BEN, READ, 0))))
                .isEqualTo("the same entries, first of all one that denies");
    }

    @Test
    void who_and_what_for_are_differences() {
        assertThat(file(allow(ANNA, FULL, 0))).isNotEqualTo(file(allow(BEN, FULL, 0)));
        assertThat(file(allow(ANNA, FULL, 0))).isNotEqualTo(file(allow(ANNA, READ, 0)));
        assertThat(folder(allow(ANNA, FULL, 0))).isNotEqualTo(folder(allow(ANNA, FULL, BELOW)));
        assertThat(folder(allow(ANNA, FULL, 0), allow(ANNA, FULL, BELOW | INHERIT_ONLY)))
                .isEqualTo(folder(allow(ANNA, FULL, BELOW)));
        assertThat(RightsWords.all(folder(allow(ADMINISTRATORS, FULL, BELOW))))
                .isEqualTo("allows Administrators (S-1-5-32-544) full control [itself, files, folders]");
    }

    @Test
    void no_list_at_all_is_not_an_empty_one() {
        AclMeaning open = AclMeaning.of(SecurityDescriptor.parse(new byte[0]), false);
        assertThat(open).isNotEqualTo(file());
        assertThat(RightsWords.all(open)).isEqualTo("everybody may do everything");
        assertThat(RightsWords.all(file())).isEqualTo("nobody may do anything");
    }

    @Test
    void an_entry_of_an_unknown_kind_counts_as_it_is() {
        AclMeaning special = file(Dacls.entry(9, ANNA, FULL, INHERITED));
        assertThat(special).isEqualTo(file(Dacls.entry(9, ANNA, FULL, 0)));
        assertThat(special).isNotEqualTo(file(allow(ANNA, FULL, 0)));
    }

    @Test
    void an_entry_that_reaches_beyond_its_list_is_refused() {
        byte[] entry = allow(ANNA, FULL, 0);
        entry[2] = 127;
        assertThatThrownBy(() -> file(entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reaches beyond");
        byte[] sid = allow(ANNA, FULL, 0);
        sid[9] = 14;
        assertThatThrownBy(() -> file(sid))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SID");
    }
}
