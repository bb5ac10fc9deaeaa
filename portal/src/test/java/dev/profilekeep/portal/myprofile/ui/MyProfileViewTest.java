package dev.profilekeep.portal.myprofile.ui;

import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.H1;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.portal.myprofile.MyProfileService;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.Samples;
import dev.profilekeep.portal.support.ViewTest;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import dev.profilekeep.ui.CapacityBar;
import dev.profilekeep.ui.GrowthChart;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class MyProfileViewTest extends ViewTest {
    @Test
    void anna_reads_one_sentence_first_and_sees_her_room_and_its_growth() {
        MyProfileView view = open(People.anna());
        assertThat(_get(view, H1.class).getText()).isEqualTo("Your profile is fine.");
        assertThat(words(view))
                .containsOnlyOnce("Kept in Frankfurt and London.")
                .contains("In Frankfurt: ", "In London: ", "Not in use.", "Grown by 2 GB since");
        assertThat(_find(view, CapacityBar.class)).hasSize(1);
        assertThat(_find(view, GrowthChart.class)).hasSize(1);
    }

    @Test
    void nobody_elses_container_is_there_and_no_place_on_a_share() {
        String words = words(open(People.anna()));
        assertThat(words).doesNotContain("ben", People.BENS_SID, "fra-profiles", "filer");
    }

    @Test
    void of_several_containers_the_worst_is_said_first() {
        estate.containers.add(Samples.detail(
                Samples.row(3, People.ANNAS_SID, "anna", ContainerKind.ODFC, false, FindingCode.DAMAGED),
                Samples.finding(FindingCode.DAMAGED, java.util.Map.of("rule", "a rule"))));
        MyProfileView view = open(People.anna());
        assertThat(_get(view, H1.class).getText()).startsWith("Your Office cache seems to be damaged");
        assertThat(_find(view, CapacityBar.class)).hasSize(2);
    }

    @Test
    void who_has_no_container_is_told_what_to_do() {
        MyProfileView view = open(People.person("new", "S-1-5-21-9-9-9-9", Role.USER));
        assertThat(_get(view, H1.class).getText()).isEqualTo("We know of no profile for your account");
        assertThat(words(view)).contains("give your helpdesk the details");
    }

    @Test
    void before_the_first_inventory_nothing_is_claimed() {
        estate.lastInventory = null;
        assertThat(_get(open(People.person("new", "S-1-5-21-9-9-9-9", Role.USER)), H1.class)
                        .getText())
                .isEqualTo("We have not looked yet");
    }

    @Test
    void a_sign_in_without_sid_is_said_and_nothing_is_guessed_by_name() {
        MyProfileView view = open(People.person("anna", null, Role.USER));
        assertThat(_get(view, H1.class).getText()).isEqualTo("We cannot tell which profile is yours");
        assertThat(words(view)).doesNotContain("Profile_anna");
    }

    @Test
    void it_speaks_german() {
        UI.getCurrent().setLocale(Locale.GERMANY);
        assertThat(_get(open(People.anna()), H1.class).getText()).isEqualTo("Ihr Profil ist in Ordnung.");
    }

    private MyProfileView open(Person person) {
        People.signIn(person);
        return show(new MyProfileView(new MyProfileService(estate, currentUser)));
    }
}
