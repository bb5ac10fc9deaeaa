package dev.profilekeep.portal.backups.ui;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.mvysny.kaributesting.v10.GridKt;
import com.vaadin.flow.component.html.NativeButton;
import dev.profilekeep.backup.points.BackupList.Standing;
import dev.profilekeep.backup.points.ContainerBackup;
import dev.profilekeep.portal.backups.BackupsService;
import dev.profilekeep.portal.support.FakeBackupDesk;
import dev.profilekeep.portal.support.MovedClock;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.ViewTest;
import dev.profilekeep.security.Role;
import dev.profilekeep.security.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BackupsViewTest extends ViewTest {
    private final MovedClock clock = new MovedClock();
    private final FakeBackupDesk desk = new FakeBackupDesk(estate);
    private final BackupsService service = new BackupsService(desk, estate, currentUser, clock);

    private BackupsView open(Map<String, List<String>> parameters) {
        BackupsView view = new BackupsView(service, clock);
        view.open(parameters);
        return show(view);
    }

    private void standard() {
        desk.repository("");
        desk.backedUp(1, clock.instant().minus(Duration.ofHours(5)), "main");
        People.signIn(People.ada());
    }

    private static List<String> accounts(BackupsView view) {
        return GridKt._findAll(_get(view, BackupsGrid.class)).stream()
                .map(ContainerBackup::account)
                .toList();
    }

    @Test
    void it_says_in_a_sentence_whether_everybody_can_be_brought_back_and_who_cannot_comes_first() {
        standard();
        BackupsView view = open(Map.of());
        assertThat(words(view))
                .contains("1 of 2 containers has a backup of the last 3 days; 1 has none.")
                .contains("Backups London")
                .contains("the nightly backups");
        assertThat(accounts(view)).containsExactly("ben", "anna");
    }

    @Test
    void a_backup_grows_old() {
        standard();
        clock.forward(Duration.ofDays(4));
        BackupsView view = open(Map.of());
        assertThat(words(view)).contains("0 of 2 containers", "1 has only an older one");
        _click(_get(view, NativeButton.class, spec -> spec.withText("Old backup")));
        assertThat(accounts(view)).containsExactly("anna");
    }

    @Test
    void an_address_brings_the_list_back() {
        standard();
        assertThat(accounts(open(Map.of("standing", List.of("NONE"))))).containsExactly("ben");
        assertThat(accounts(open(Map.of("q", List.of("ann"))))).containsExactly("anna");
        assertThat(words(open(Map.of("q", List.of("zoe"))))).contains("Nobody fits");
    }

    @Test
    void a_place_that_cannot_be_read_says_why() {
        desk.repository("the share does not answer");
        People.signIn(People.otto());
        assertThat(words(open(Map.of()))).contains("Cannot be read").contains("the share does not answer");
    }

    @Test
    void who_is_held_to_another_set_sees_nobody() {
        standard();
        People.signIn(People.held("hans", null, new Scope(Set.of(), Set.of("another")), Role.HELPDESK));
        assertThat(words(open(Map.of())))
                .contains("There are no containers yet")
                .doesNotContain("anna");
    }

    @Test
    void without_a_place_for_backups_it_says_how_to_get_one() {
        People.signIn(People.ada());
        assertThat(words(open(Map.of()))).contains("Nothing is backed up").contains("docs/backups.md");
        assertThat(Standing.values()).hasSize(3);
    }
}
