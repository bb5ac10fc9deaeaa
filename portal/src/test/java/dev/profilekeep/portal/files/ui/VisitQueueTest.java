package dev.profilekeep.portal.files.ui;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.files.VisitsService;
import dev.profilekeep.portal.support.FakeBackupDesk;
import dev.profilekeep.portal.support.FakeFilesDesk;
import dev.profilekeep.portal.support.MovedClock;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.ViewTest;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What a second person is told before agreeing that somebody looks into another's backups. */
class VisitQueueTest extends ViewTest {
    private final FakeFilesDesk desk = new FakeFilesDesk(new MovedClock());
    private final FakeBackupDesk backups = FakeBackupDesk.standard(estate);
    private final VisitsService service = new VisitsService(desk, backups, estate, currentUser);

    private Dialog pressed(String button) {
        People.signIn(People.helge());
        service.ask(1, "she cannot find her thesis");
        People.signIn(People.ada());
        VisitQueue queue = new VisitQueue(Words.current(), service, () -> {});
        queue.refresh();
        show(queue);
        _click(_get(queue, Button.class, spec -> spec.withText(button)));
        return _get(Dialog.class);
    }

    @Test
    void the_second_person_reads_who_wants_to_see_what_of_whom_and_why() {
        Dialog dialog = pressed("Agree");
        assertThat(dialog.getHeaderTitle()).isEqualTo("helge looks into the backups of anna");
        assertThat(words(dialog))
                .contains("Who asks\nhelge")
                .contains("Whose backups\nanna, Profile\n")
                .contains("Which days\n"
                        + backups.points(estate.containers.get(0).row()).size() + " backups, from ")
                .contains("Why\nshe cannot find her thesis")
                .contains("helge cannot download files");
    }

    @Test
    void that_files_can_be_downloaded_is_said_where_the_settings_allow_it() {
        desk.helpersDownload = true;
        assertThat(words(pressed("Agree")))
                .contains("helge may also download files to their own computer")
                .doesNotContain("cannot download");
    }

    @Test
    void a_refusal_names_who_asked() {
        assertThat(pressed("Refuse").getHeaderTitle()).isEqualTo("helge does not look into the backups of anna");
    }

    @Test
    void it_is_told_in_german_too() {
        UI.getCurrent().setLocale(Locale.GERMANY);
        desk.helpersDownload = true;
        assertThat(words(pressed("Zustimmen")))
                .contains("Wer fragt\nhelge")
                .contains("helge darf Dateien auch auf den eigenen Rechner herunterladen");
    }
}
