package dev.profilekeep.portal.profiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.support.FakeEstate;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.Samples;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProfilesServiceTest {
    private final FakeEstate estate = FakeEstate.standard();
    private final ProfilesService service = new ProfilesService(estate, new CurrentUser());

    @AfterEach
    void signOut() {
        People.signOut();
    }

    @Test
    void people_see_their_own_container() {
        People.signIn(People.anna());
        assertThat(service.detail(1).row().account()).isEqualTo("anna");
    }

    @Test
    void somebody_elses_container_is_as_if_it_did_not_exist() {
        People.signIn(People.anna());
        assertThatThrownBy(() -> service.detail(2)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> service.detail(99)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void a_name_proves_nothing() {
        People.signIn(People.person("ben", "S-1-5-21-1-2-3-9999", Role.USER));
        assertThatThrownBy(() -> service.detail(2)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void who_has_no_sid_owns_nothing_not_even_a_container_without_one() {
        estate.containers.add(Samples.detail(Samples.row(3, "", "anna")));
        People.signIn(People.person("anna", null, Role.USER));
        assertThatThrownBy(() -> service.detail(1)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> service.detail(3)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void helpers_and_auditors_see_everybodys() {
        for (Person helper : new Person[] {People.helge(), People.ada(), People.otto()}) {
            People.signIn(helper);
            assertThat(service.detail(2).row().account()).isEqualTo("ben");
        }
    }

    @Test
    void a_page_is_bounded() {
        People.signIn(People.ada());
        service.find(ProfilesQuery.ALL, 0, 1_000_000);
        assertThat(estate.largestPage).isEqualTo(1_000);
    }
}
