package dev.profilekeep.portal.myprofile.ui;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.H1;
import dev.profilekeep.backup.estate.AskedBackup;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.portal.files.VisitsService;
import dev.profilekeep.portal.support.FakeBackupDesk;
import dev.profilekeep.portal.support.FakeFilesDesk;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.Samples;
import dev.profilekeep.security.Role;
import dev.profilekeep.ui.CapacityBar;
import dev.profilekeep.ui.GrowthChart;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class MyProfileViewTest extends MyProfileCase {
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
        assertThat(words(view)).contains("give your helpdesk the details", "If you call the helpdesk");
    }

    @Test
    void who_signed_in_while_given_sids_could_not_be_looked_up_is_not_told_of_having_none() {
        for (String computed : new String[] {null, "S-1-12-1-1-2-3-4"}) {
            MyProfileView view = open(new dev.profilekeep.security.Person(
                    "new",
                    "new",
                    computed,
                    null,
                    java.util.Set.of(Role.USER),
                    "entra",
                    java.util.Map.of(),
                    false,
                    true));
            assertThat(_get(view, H1.class).getText()).isEqualTo("We could not look up your Windows account");
            assertThat(words(view)).contains("sign out and in again in a minute");
        }
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
    void she_reads_who_looked_into_her_backups_when_and_why() {
        FakeFilesDesk desk = new FakeFilesDesk(clock);
        assertThat(words(open(People.anna()))).doesNotContain("Who looked into your backups");
        People.signIn(People.helge());
        VisitsService visits = new VisitsService(desk, backups, estate, currentUser);
        long asked = visits.ask(1, "her thesis is gone").id();
        People.signIn(People.ada());
        visits.approve(asked, "");
        People.signIn(People.helge());
        visits.begin(1);
        files = desk;
        assertThat(words(open(People.anna())))
                .contains("Who looked into your backups")
                .contains("helge, ")
                .contains("her thesis is gone")
                .contains("(ada agreed)")
                .contains("Nothing was opened; no file was looked at");
        assertThat(words(open(People.person("ben", People.BENS_SID, Role.USER))))
                .doesNotContain("thesis");
    }

    @Test
    void she_can_read_all_who_looked_however_many_they_were() {
        FakeFilesDesk desk = new FakeFilesDesk(clock);
        VisitsService visits = new VisitsService(desk, backups, estate, currentUser);
        for (int i = 1; i <= 12; i++) {
            People.signIn(People.helge());
            long asked = visits.ask(1, "look number " + i + " of many").id();
            People.signIn(People.ada());
            visits.approve(asked, "");
            People.signIn(People.helge());
            visits.begin(1);
            visits.end(1);
        }
        files = desk;
        MyProfileView view = open(People.anna());
        assertThat(words(view)).contains("number 12 of").contains("number 3 of").doesNotContain("number 2 of");
        _click(_get(view, Button.class, spec -> spec.withText("Show older ones")));
        assertThat(words(view)).contains("number 12 of").contains("number 2 of").contains("number 1 of");
        assertThat(_find(view, Button.class, spec -> spec.withText("Show older ones")))
                .isEmpty();
    }

    @Test
    void it_speaks_german() {
        UI.getCurrent().setLocale(Locale.GERMANY);
        assertThat(_get(open(People.anna()), H1.class).getText()).isEqualTo("Ihr Profil ist in Ordnung.");
    }

    @Test
    void while_the_first_backup_is_made_the_page_says_so_until_it_is_there() {
        backups.repository("");
        MyProfileView view = open(People.anna());
        assertThat(words(view))
                .contains("There is no backup of your profile yet.")
                .doesNotContain("coming night");
        backups.asked.put(1L, FakeBackupDesk.asked(1, AskedBackup.State.UNDER_WAY, 0, ""));
        view.woke();
        assertThat(words(view)).contains("The first one is being made right now.");
        assertThat(UI.getCurrent().getPollInterval()).isPositive();
        backups.asked.put(1L, FakeBackupDesk.asked(1, AskedBackup.State.STORED, 5, ""));
        backups.backedUp(1, Instant.parse("2026-03-02T05:59:00Z"), "main");
        view.woke();
        assertThat(words(view)).contains("Newest backup: last night 05:59.").doesNotContain("There is no backup");
    }

    @Test
    void without_a_place_for_backups_the_page_says_nothing_of_them() {
        assertThat(words(open(People.anna()))).doesNotContain("ackup");
    }
}
