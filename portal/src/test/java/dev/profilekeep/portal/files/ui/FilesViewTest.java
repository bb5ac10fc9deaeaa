package dev.profilekeep.portal.files.ui;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.vaadin.flow.component.AbstractField;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextArea;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.config.RestorePolicy;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.base.ui.SearchField;
import dev.profilekeep.portal.files.FilesDesk;
import dev.profilekeep.portal.files.FilesService;
import dev.profilekeep.portal.files.VisitsService;
import dev.profilekeep.portal.requests.RequestsService;
import dev.profilekeep.portal.support.FakeBackupDesk;
import dev.profilekeep.portal.support.FakeEstate;
import dev.profilekeep.portal.support.FakeFilesDesk;
import dev.profilekeep.portal.support.FakeLockDesk;
import dev.profilekeep.portal.support.KeptFiles;
import dev.profilekeep.portal.support.KeptRequests;
import dev.profilekeep.portal.support.MovedClock;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.ViewTest;
import dev.profilekeep.portal.workers.Workers;
import dev.profilekeep.request.Request;
import dev.profilekeep.request.RequestFilter;
import dev.profilekeep.request.RequestKind;
import dev.profilekeep.request.Wish;
import dev.profilekeep.restore.visit.VisitedBackup;
import dev.profilekeep.security.Person;
import dev.profilekeep.storage.Encryption;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.ui.CopyableText;
import dev.profilekeep.ui.Timeline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking into a real backup, as a person sees it. */
class FilesViewTest extends ViewTest {
    private static final RestorePolicy.Share SHARE =
            new RestorePolicy.Share("Restored files", "smb://files/restored", null, Encryption.PREFERRED, null);

    @TempDir
    static Path folder;

    private static VisitedBackup backup;

    private final MovedClock clock = new MovedClock();
    private final FakeBackupDesk backups = new FakeBackupDesk(estate);

    @TempDir
    Path own;

    private KeptRequests requests;
    private KeptFiles desk;

    @BeforeAll
    static void backUp() throws IOException {
        backup = new VisitedBackup(
                folder, FakeEstate.standard().containers.get(0).row(), new MovedClock());
    }

    @BeforeEach
    void openDesk() {
        backup.forget();
        backups.put(1, backup.point());
        desk = new KeptFiles(backup, policy(true, SHARE));
        requests = new KeptRequests(own, estate, clock);
    }

    @AfterEach
    void closeDesk() {
        desk.close();
        requests.close();
    }

    @AfterAll
    static void end() {
        backup.close();
    }

    private static RestorePolicy policy(boolean own, RestorePolicy.Share share) {
        return new RestorePolicy(
                own, new RestorePolicy.Download(true, false, List.of()), share, RestorePolicy.Within.STANDARD);
    }

    private void with(RestorePolicy policy) {
        desk.close();
        desk = new KeptFiles(backup, policy);
    }

    private FilesView open(Person person, FilesDesk behind) {
        People.signIn(person);
        FilesView view = new FilesView(
                new FilesService(behind, backups, estate, currentUser, new Workers(Runnable::run)),
                new RequestsService(requests, backups, new FakeLockDesk(), estate, currentUser),
                new VisitsService(behind, backups, estate, currentUser),
                clock);
        show(view);
        view.show("1");
        settle();
        return view;
    }

    private FilesView open() {
        return open(People.anna(), desk);
    }

    /** What comes in turn leads to what comes next. */
    private static void settle() {
        for (int i = 0; i < 4; i++) {
            MockVaadin.clientRoundtrip();
        }
    }

    private static void press(FilesView view, String name) {
        _click(_get(view, Button.class, spec -> spec.withText(name)));
        settle();
    }

    private static Checkbox box(FilesView view, String name) {
        return _get(
                view,
                Checkbox.class,
                spec -> spec.withPredicate(
                        box -> ("Choose " + name).equals(box.getAriaLabel().orElse(""))));
    }

    private static void type(SearchField field, String text) {
        field.setValue(text);
        ComponentUtil.fireEvent(field, new AbstractField.ComponentValueChangeEvent<>(field, field, "", true));
        settle();
    }

    @Test
    void she_goes_through_folders_and_back_and_sees_sizes_and_times() {
        FilesView view = open();
        assertThat(words(view))
                .contains("Look into a backup")
                .contains("The whole profile")
                .contains("Long file name.text")
                .contains("100 B · 21 Nov 2026");
        press(view, "deep");
        press(view, "level 0");
        assertThat(words(view)).contains("level 1").doesNotContain("Long file name.text");
        press(view, "deep");
        assertThat(words(view)).contains("level 0").doesNotContain("level 1");
        press(view, "The whole profile");
        assertThat(words(view)).contains("Long file name.text");
    }

    @Test
    @SuppressWarnings("unchecked")
    void a_moment_on_the_line_of_time_is_opened_and_chosen_in_the_list_too() {
        KnownPoint older = backups.backedUp(1, backup.point().moment().minus(Duration.ofDays(1)), "gone meanwhile");
        FilesView view = open();
        Timeline line = _get(view, Timeline.class);
        assertThat(line.moments()).hasSize(2);
        assertThat(line.selected()).isEqualTo(line.moments().get(0).id());
        choose(line, 1);
        Select<KnownPoint> list = _find(view, Select.class).get(0);
        assertThat(list.getValue()).isEqualTo(older);
        assertThat(words(view)).doesNotContain("Long file name.text");
        choose(line, 0);
        assertThat(words(view)).contains("Long file name.text");
        list.setValue(older);
        assertThat(line.selected()).isEqualTo(line.moments().get(1).id());
    }

    private static void choose(Timeline line, int index) {
        ComponentUtil.fireEvent(
                line, new Timeline.Pressed(line, true, line.moments().get(index).id()));
        settle();
    }

    @Test
    void a_search_finds_below_and_says_where_and_an_empty_one_says_so() {
        FilesView view = open();
        SearchField search = _get(view, SearchField.class);
        type(search, "LEVEL 3");
        assertThat(words(view)).contains("level 3").contains("deep › level 0 › level 1 › level 2");
        type(search, "no such thing");
        assertThat(words(view)).contains("Nothing found");
        type(search, "");
        assertThat(words(view)).contains("Long file name.text");
    }

    @Test
    void the_search_has_a_name_of_its_own_and_comes_before_the_lists() {
        FilesView view = open();
        SearchField search = _get(view, SearchField.class);
        assertThat(search.getLabel()).isEqualTo("Find a file or folder");
        assertThat(search.getParent().orElseThrow().getChildren().findFirst()).contains(search);
    }

    @Test
    @SuppressWarnings("unchecked")
    void the_order_is_hers_to_choose_and_folders_come_first() {
        FilesView view = open();
        Select<EntryWords.Order> order = _find(view, Select.class).get(1);
        ((HasValue<?, EntryWords.Order>) order).setValue(EntryWords.Order.LARGEST);
        String words = words(view);
        assertThat(words.indexOf("sparse")).isBetween(words.indexOf("secured") + 1, words.indexOf("size 4095"));
        assertThat(words.indexOf("deep")).isLessThan(words.indexOf("sparse"));
    }

    @Test
    void what_she_ticks_is_put_into_a_folder_of_hers_and_it_says_where() throws IOException {
        FilesView view = open();
        Button put = _get(view, Button.class, spec -> spec.withText("Put them where I can fetch them"));
        assertThat(put.isEnabled()).isFalse();
        box(view, "size 100").setValue(true);
        press(view, "deep");
        box(view, "level 0").setValue(true);
        assertThat(words(view)).contains("2 are chosen.");
        _click(put);
        settle();
        assertThat(words(view))
                .contains("One file (100 B): ready for you in Restored files")
                .contains("Nothing is chosen");
        assertThat(_get(view, CopyableText.class).getElement().getProperty("value", "")
                        + _get(view, CopyableText.class).getElement().getAttribute("value"))
                .contains("\\\\files\\restored\\anna-1104\\2026-");
        List<StoredFile> homes = backup.share.list(StoragePath.ROOT);
        assertThat(homes).extracting(StoredFile::name).containsExactly("anna-1104");
    }

    @Test
    void of_a_folder_of_this_machine_it_is_said_who_can_open_it() {
        with(policy(true, new RestorePolicy.Share("", "/srv/restored", null, Encryption.PREFERRED, null)));
        FilesView view = open();
        box(view, "size 100").setValue(true);
        _click(_get(view, Button.class, spec -> spec.withText("Put them where I can fetch them")));
        settle();
        assertThat(words(view)).contains("only the account of ProfileKeep can open it");
    }

    @Test
    @SuppressWarnings("unchecked")
    void it_begins_with_the_newest_whose_time_has_come_and_marks_what_is_dated_ahead() {
        KnownPoint real = backup.point();
        backups.put(
                1,
                new KnownPoint(
                        real.repositoryId(),
                        UUID.randomUUID(),
                        real.place(),
                        real.identity(),
                        real.location(),
                        real.path(),
                        clock.instant().plus(Duration.ofDays(900)),
                        clock.instant().plus(Duration.ofDays(900)),
                        false,
                        real.written(),
                        real.fileBytes(),
                        false,
                        Optional.empty()));
        FilesView view = open();
        Select<KnownPoint> list = _find(view, Select.class).get(0);
        assertThat(list.getValue()).isEqualTo(real);
        assertThat(list.getListDataView().getItems().map(list.getItemLabelGenerator()::apply))
                .satisfiesExactly(
                        ahead -> assertThat(ahead).endsWith(" · dated ahead: a clock was wrong"),
                        other -> assertThat(other).doesNotContain("ahead"));
    }

    @Test
    void a_text_is_shown_as_text_and_a_file_tells_its_versions() {
        FilesView view = open();
        press(view, "Long file name.text");
        Dialog dialog = _get(Dialog.class);
        assertThat(_get(dialog, Pre.class).getText()).hasSize(4);
        assertThat(words(dialog)).contains("Shown as text (UTF-8)");
        _click(_get(dialog, Button.class, spec -> spec.withText("Show its earlier versions")));
        settle();
        assertThat(words(dialog)).contains("One version").contains("This is what you see now");
    }

    @Test
    void a_version_of_a_backup_that_is_dated_ahead_says_so() {
        clock.forward(Duration.ofDays(-20_000));
        FilesView view = open();
        press(view, "Long file name.text");
        Dialog dialog = _get(Dialog.class);
        _click(_get(dialog, Button.class, spec -> spec.withText("Show its earlier versions")));
        settle();
        assertThat(words(dialog)).contains("One version", " · dated ahead: a clock was wrong");
    }

    @Test
    void where_a_yes_is_needed_nothing_can_be_taken_and_it_says_so() {
        with(policy(false, SHARE));
        FilesView view = open();
        assertThat(words(view)).contains("Ask the helpdesk: it can put files out for you.");
        assertThat(_find(view, Button.class, spec -> spec.withText("Put them where I can fetch them")))
                .isEmpty();
        assertThat(_find(view, Button.class, spec -> spec.withText("Download"))).isEmpty();
    }

    @Test
    void the_bar_stands_over_the_list_only_while_there_is_something_to_do_or_to_read() {
        FilesView view = open();
        TakeBar bar = _get(view, TakeBar.class);
        assertThat(bar.hasClassName("files-take-idle")).isTrue();
        box(view, "size 100").setValue(true);
        assertThat(bar.hasClassName("files-take-idle")).isFalse();
        press(view, "Put them where I can fetch them");
        assertThat(bar.hasClassName("files-take-idle")).as("what came of it").isFalse();
    }

    @Test
    void where_a_yes_is_needed_she_ticks_what_she_misses_and_asks_for_it() {
        with(policy(false, SHARE));
        requests.kinds.add(RequestKind.FILES);
        FilesView view = open();
        assertThat(words(view)).contains("how many files and how large, never their names");
        Button ask = _get(view, Button.class, spec -> spec.withText("Ask for these"));
        assertThat(ask.isEnabled()).isFalse();
        box(view, "size 100").setValue(true);
        press(view, "Ask for these");
        Dialog dialog = _get(Dialog.class);
        assertThat(words(dialog)).contains("One file (100 B) as they were then").contains("Restored files");
        Button send = _get(dialog, Button.class, spec -> spec.withText("Send request"));
        assertThat(send.isEnabled()).isFalse();
        _get(dialog, TextArea.class).setValue("I deleted it by mistake");
        _click(send);
        assertThat(words(view)).contains("Sent. The helpdesk looks at it").contains("Nothing is chosen");
        Request asked =
                requests.list(RequestFilter.within(Reach.EVERYWHERE), 0, 2).get(0);
        assertThat(asked.wish().paths()).containsExactly("size 100");
        assertThat(asked.wish().amount()).isEqualTo(new Wish.Amount(1, 0, 100));

        box(view, "size 100").setValue(true);
        press(view, "Ask for these");
        _get(Dialog.class);
        _get(_get(Dialog.class), TextArea.class).setValue("and again");
        _click(_get(_get(Dialog.class), Button.class, spec -> spec.withText("Send request")));
        assertThat(words(view)).contains("A request for this is open already.");
        assertThat(requests.count(RequestFilter.within(Reach.EVERYWHERE))).isEqualTo(1);
        assertThat(backup.told()).as("nothing was shown or taken").containsOnly("files.open begun", "files.open done");
    }

    @Test
    void the_dialog_of_a_file_that_needs_a_yes_leads_to_asking_for_it() {
        with(policy(false, SHARE));
        requests.kinds.add(RequestKind.FILES);
        FilesView view = open();
        press(view, "size 100");
        Dialog shown = _get(Dialog.class);
        assertThat(words(shown)).contains("the helpdesk sees how large it is, never its name");
        _click(_get(shown, Button.class, spec -> spec.withText("Ask for this file")));
        assertThat(box(view, "size 100").getValue()).isTrue();
        assertThat(words(_get(Dialog.class))).contains("One file (100 B) as they were then");
    }

    @Test
    void the_dialog_of_a_file_asks_for_that_file_alone_whatever_else_is_ticked() {
        with(policy(false, SHARE));
        requests.kinds.add(RequestKind.FILES);
        FilesView view = open();
        box(view, "deep").setValue(true);
        press(view, "size 100");
        _click(_get(_get(Dialog.class), Button.class, spec -> spec.withText("Ask for this file")));
        assertThat(box(view, "deep").getValue()).isFalse();
        Dialog dialog = _get(Dialog.class);
        assertThat(words(dialog)).contains("One file (100 B) as they were then");
        _get(dialog, TextArea.class).setValue("I deleted it\nby mistake");
        _click(_get(dialog, Button.class, spec -> spec.withText("Send request")));
        Request asked =
                requests.list(RequestFilter.within(Reach.EVERYWHERE), 0, 2).get(0);
        assertThat(asked.wish().paths()).containsExactly("size 100");
        assertThat(asked.reason()).isEqualTo("I deleted it by mistake");
    }

    @Test
    void without_a_share_the_download_is_what_is_offered() {
        with(policy(true, null));
        FilesView view = open();
        assertThat(_find(view, Button.class, spec -> spec.withText("Put them where I can fetch them")))
                .isEmpty();
        box(view, "size 100").setValue(true);
        press(view, "Download");
        assertThat(words(view)).contains("On its way as a ZIP file: one file, 100 B.");
    }

    @Test
    void a_repository_that_does_not_answer_is_said_in_words_and_can_be_tried_again() {
        FilesView view = open(People.anna(), new FakeFilesDesk(clock));
        assertThat(words(view))
                .contains("does not answer. Try again in a few minutes.")
                .doesNotContain("IOException");
        _get(view, Button.class, spec -> spec.withText("Try again"));
    }

    @Test
    void another_persons_page_does_not_exist() {
        assertThatThrownBy(() -> open(People.helge(), desk)).isInstanceOf(NotFoundException.class);
    }

    /** Helge may look into Anna's backups for an hour. */
    private VisitsService agreed() {
        VisitsService visits = new VisitsService(desk, backups, estate, currentUser);
        People.signIn(People.helge());
        long asked = visits.ask(1, "her thesis is gone").id();
        People.signIn(People.ada());
        visits.approve(asked, "");
        People.signIn(People.helge());
        visits.begin(1);
        return visits;
    }

    @Test
    void who_helps_reads_how_long_it_lasts_and_that_it_is_over_and_can_take_nothing_then() {
        VisitsService visits = agreed();
        FilesView view = open(People.helge(), desk);
        assertThat(words(view))
                .contains("You may look into these backups until")
                .contains("60 more minutes");
        box(view, "size 100").setValue(true);
        visits.end(1);
        press(view, "deep");
        assertThat(words(view))
                .contains("The hour for which it was agreed is over. Ask anew if you need more.")
                .doesNotContain("This page does not exist")
                .doesNotContain("Long file name.text");
        assertThat(_find(view, Button.class).stream().filter(Button::isVisible)).isEmpty();
        assertThat(_get(view, Anchor.class).getHref()).isEqualTo("profiles/1");
    }

    @Test
    void putting_out_after_the_hour_says_so_too() {
        VisitsService visits = agreed();
        FilesView view = open(People.helge(), desk);
        box(view, "size 100").setValue(true);
        visits.end(1);
        press(view, "Put them where their owner can fetch them");
        assertThat(words(view)).contains("The hour for which it was agreed is over.");
        assertThat(_find(view, Button.class, spec -> spec.withText("Put them where their owner can fetch them")))
                .isEmpty();
    }

    @Test
    void that_was_enough_ends_it_from_here() {
        VisitsService visits = agreed();
        FilesView view = open(People.helge(), desk);
        assertThatThrownBy(() -> press(view, "That was enough"))
                .as("there is no page to go to in this test")
                .hasMessageContaining("profiles/1");
        assertThat(visits.open(1)).isEmpty();
    }

    @Test
    void leaving_the_page_closes_the_backup_and_it_speaks_german() {
        UI.getCurrent().setLocale(Locale.GERMANY);
        FilesView view = open();
        assertThat(words(view)).contains("In eine Sicherung schauen");
        UI.getCurrent().remove(view);
        assertThat(backup.told()).containsExactly("files.open begun", "files.open done");
    }
}
