package dev.profilekeep.portal.help.ui;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.github.mvysny.kaributesting.v10.NotificationsKt;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import dev.profilekeep.catalog.CopyDetail;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.disk.info.LogState;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.lock.Refusal;
import dev.profilekeep.portal.base.ui.SaidField;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.help.SignedIn;
import dev.profilekeep.portal.locks.ApprovalsService;
import dev.profilekeep.portal.support.FakeLockDesk;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.Samples;
import dev.profilekeep.restore.MayReplace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Container 1 is Anna's, 2 is Ben's. */
final class HelpViewTest extends HelpViewCase {
    private static String notices() {
        return NotificationsKt.getNotifications().stream()
                .map(notice -> String.valueOf(notice.getElement().getProperty("text")))
                .collect(Collectors.joining());
    }

    private static String plain(Component part) {
        return words(part).replaceAll("[\u2068\u2069]", "");
    }

    @Test
    void first_aid_is_asked_for_beside_the_lock() {
        HelpView view = open(People.helge(), "1", "");
        assertThat(words(view)).contains("First aid").contains("If a lock is not the reason");
        _click(_get(view, Button.class, spec -> spec.withText("Start with a fresh profile")));
        Dialog dialog = _get(Dialog.class);
        _get(dialog, TextArea.class).setValue("nothing starts");
        _click(_get(dialog, Button.class, spec -> spec.withText("Send request")));
        assertThat(notices()).contains("Another person has to agree: it stands under Requests.");
        People.signIn(People.anna());
        assertThat(requests().mine(9)).singleElement().satisfies(request -> assertThat(request.askerName())
                .isEqualTo("helge"));
    }

    @Test
    void under_cloud_cache_first_aid_is_not_offered_but_what_can_be_done_is_said() {
        requests();
        kept.mayReplace = new MayReplace.CloudCache("pool");
        HelpView view = open(People.helge(), "1", "");
        assertThat(words(view))
                .contains("First aid", "Under Cloud Cache no whole disk is put back or aside here")
                .doesNotContain("Start with a fresh profile", "cloudCacheChanges");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann",
                "3-1104",
                "\\\\filer\\profiles\\S-1-5-21-1-2-3-1104_anna\\Profile_anna.VHDX",
                "Profile_anna.vhdx.lock",
                "avd-12",
                "avd-12.corp.example",
                "anna@corp.example",
                "CORP\\anna",
                "KTR-WZ",
                "\\\\filer\\profiles\\S-1-5-21-1-2-3-1104_anna",
                "\\\\filer\\profiles\\anna_S-1-5-21-1-2-3-1104\\",
                "\"\\\\filer\\p\\Profile_anna.VHDX\"",
                "\u201c\\\\filer\\p\\Profile_anna.VHDX\u201d",
                "S-1-5-21-1-2-3-1104_anna",
                "s-1-5-21-1-2-3-1104_anna",
                "anna (S-1-5-21-1-2-3-1104)",
                "\\\\filer\\profiles\\S-1-5-21-9-9-9-4711_anna" // by the name: that SID is nobody's
            })
    void whatever_the_caller_says_finds_them(String said) {
        annaIs(FakeLockDesk.stale("AVD-12"));
        desk.hosts.add("AVD-12");
        codes = typed -> typed.equals("KTR-WZ")
                ? Optional.of(new SignedIn("KTRWZ", "Anna Berg", People.ANNAS_SID, "corp", "anna", null, false))
                : Optional.empty();
        HelpView view = open(People.helge(), "", said.equals("Profile_anna.vhdx.lock") ? "a/" + said : said);
        assertThat(_find(view, Anchor.class).stream().map(Anchor::getHref))
                .as(words(view))
                .containsExactly("help/" + People.ANNAS_SID);
    }

    @Test
    void a_lock_file_that_locks_nobody_out_is_shown_as_left_over_beside_its_copy() {
        estate.containers.set(
                0,
                Samples.detail(
                        Samples.row(1, People.ANNAS_SID, "anna"),
                        List.of(Samples.copy(
                                1,
                                "fra",
                                CopyDetail.Presence.PRESENT,
                                false,
                                LogState.EMPTY,
                                List.of(new CopyDetail.SidecarSeen("Profile_anna.VHDX.lock", 3072, Samples.NOW))))));
        annaIs(FakeLockDesk.stale("AVD-12"));
        assertThat(words(open(People.helge(), People.ANNAS_SID, ""))).doesNotContain("left over beside it");
        estate.lockFilesCount = false;
        HelpView view = open(People.helge(), People.ANNAS_SID, "");
        assertThat(words(view)).contains("is left over beside it. It locks nobody out");
        assertThat(_find(view, Button.class, spec -> spec.withText("Clear the lock")))
                .as("and who may clear a stale one may clear it")
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "j\u00f6rg m\u00f8ller",
                "j%C3%B6rg%20m%C3%B8ller",
                "j%c3%b6rg%20m%c3%b8ller%40corp.example",
                "100%"
            })
    void a_name_in_an_address_is_read_as_it_is_called(String name) {
        String account = name.equals("100%") ? name : "j\u00f6rg m\u00f8ller";
        estate.containers.add(Samples.detail(Samples.row(3, "S-1-5-21-9-9-9-1", account)));
        assertThat(open(People.helge(), name, "").getPageTitle()).contains(account);
    }

    @Test
    void a_link_of_a_ticket_tool_opens_the_person_with_verdict_evidence_and_one_act() {
        annaIs(FakeLockDesk.stale("AVD-12"));
        desk.tell("anna", "lock.clear", 1, "I cannot sign in", "refused: somebody works with it");
        HelpView view = open(People.helge(), "anna", "");
        assertThat(words(view))
                .contains("anna", "Stale", "Nobody has had the disk open in Frankfurt for", "What was done already")
                .contains("anna: clear the lock, refused: somebody works with it – I cannot sign in");
        assertThat(view.getPageTitle()).contains("anna");

        _click(_get(view, Button.class, spec -> spec.withText("Clear the lock")));
        MockVaadin.clientRoundtrip();
        Dialog dialog = _get(Dialog.class);
        _click(_get(dialog, Button.class, spec -> spec.withText("Clear 1 lock")));
        MockVaadin.clientRoundtrip();
        assertThat(words(dialog)).contains("1 of 1 is cleared.", "can sign in now");
        assertThat(desk.requests.get(0).reason()).isEqualTo("Locked out, called the helpdesk");
        _click(_get(dialog, Button.class, spec -> spec.withText("Close")));
        MockVaadin.clientRoundtrip();
        assertThat(words(view)).contains("Not locked", "Nothing locks them out any more: they can sign in now.");
        assertThat(_find(view, Button.class, spec -> spec.withText("Clear the lock")))
                .isEmpty();
        assertThat(words(open(People.helge(), "anna", "")))
                .as("who was never locked out is not told of")
                .doesNotContain("they can sign in now");
    }

    @Test
    void what_is_the_same_for_two_of_one_person_is_said_once() {
        estate.containers.add(Samples.detail(Samples.row(4, People.ANNAS_SID, "anna", ContainerKind.ODFC, false)));
        annaIs(FakeLockDesk.stale("AVD-12"));
        desk.officeLock(4, People.ANNAS_SID, "anna", FakeLockDesk.stale("AVD-12"));
        HelpView view = open(People.helge(), "anna", "");
        _click(_get(view, Button.class, spec -> spec.withText("Clear 2 locks")));
        MockVaadin.clientRoundtrip();
        Dialog dialog = _get(Dialog.class);
        assertThat(words(dialog).split("nobody has it open at any site")).hasSize(2);
        assertThat(words(dialog)).contains("The same as above.");
        desk.refusedThen.put(1L, new Refusal(Refusal.Why.LIVE, "somebody works with it"));
        _click(_get(dialog, Button.class, spec -> spec.withText("Clear 2 locks")));
        MockVaadin.clientRoundtrip();
        assertThat(words(dialog).split("nobody has it open at any site")).hasSize(2);
        assertThat(words(dialog)).as("that is gone").doesNotContain("The same as above.");
    }

    @Test
    void two_questions_about_one_person_can_be_told_apart() {
        estate.containers.add(Samples.detail(Samples.row(4, People.ANNAS_SID, "anna", ContainerKind.ODFC, false)));
        annaIs(FakeLockDesk.unproved());
        desk.officeLock(4, People.ANNAS_SID, "anna", FakeLockDesk.unproved());
        People.signIn(People.ada());
        ApprovalsService approvals = new ApprovalsService(desk, locks, estate, currentUser);
        approvals.ask(1, "basis-1", "the host is scrapped");
        approvals.ask(4, "basis-4", "the host is scrapped");
        assertThat(plain(open(People.ada(), "anna", "")))
                .contains(
                        "Clear the unproved lock of anna (Profile)", "Clear the unproved lock of anna (Office cache)");
    }

    @ParameterizedTest
    @CsvSource({"LIVE, false", "NOT_LOCKED, true"})
    void that_somebody_can_sign_in_is_said_only_if_nothing_of_theirs_stands_against_it(Refusal.Why why, boolean can) {
        estate.containers.add(Samples.detail(Samples.row(4, People.ANNAS_SID, "anna", ContainerKind.ODFC, false)));
        annaIs(FakeLockDesk.stale("AVD-12"));
        desk.lock(4, People.ANNAS_SID, "anna", FakeLockDesk.stale("AVD-12"));
        HelpView view = open(People.helge(), "anna", "");
        _click(_get(view, Button.class, spec -> spec.withText("Clear 2 locks")));
        MockVaadin.clientRoundtrip();
        Dialog dialog = _get(Dialog.class);
        desk.refusedThen.put(1L, new Refusal(why, "as it is"));
        _click(_get(dialog, Button.class, spec -> spec.withText("Clear 2 locks")));
        MockVaadin.clientRoundtrip();
        assertThat(words(dialog)).contains("1 of 2 is cleared. " + (can ? "Whoever was" : "Of 1 person something is"));
        assertThat(words(dialog).contains("can sign in now")).isEqualTo(can);
    }

    @Test
    void that_somebody_can_sign_in_is_not_said_while_another_lock_of_theirs_stands() {
        estate.containers.add(Samples.detail(Samples.row(4, People.ANNAS_SID, "anna", ContainerKind.ODFC, false)));
        annaIs(FakeLockDesk.stale("AVD-12"));
        desk.officeLock(4, People.ANNAS_SID, "anna", FakeLockDesk.unproved());
        HelpView view = open(People.helge(), "anna", "");
        _click(_get(view, Button.class, spec -> spec.withText("Clear the lock")));
        MockVaadin.clientRoundtrip();
        Dialog dialog = _get(Dialog.class);
        _click(_get(dialog, Button.class, spec -> spec.withText("Clear 1 lock")));
        MockVaadin.clientRoundtrip();
        assertThat(plain(dialog))
                .contains("1 of 1 is cleared. Of 1 person something is still locked or in use, so they may not get in:"
                        + " Office cache of anna (Unproved).")
                .doesNotContain("can sign in");
    }

    @Test
    void a_lock_file_that_is_left_over_where_the_disk_is_the_lock_keeps_nobody_out() {
        estate.lockFilesCount = false;
        estate.containers.add(Samples.detail(Samples.row(4, People.ANNAS_SID, "anna", ContainerKind.ODFC, false)));
        annaIs(FakeLockDesk.stale("AVD-12"));
        HelpView view = open(People.helge(), "anna", "");
        _click(_get(view, Button.class, spec -> spec.withText("Clear the lock")));
        MockVaadin.clientRoundtrip();
        desk.officeLock(4, People.ANNAS_SID, "anna", FakeLockDesk.stale("AVD-12"));
        Dialog dialog = _get(Dialog.class);
        _click(_get(dialog, Button.class, spec -> spec.withText("Clear 1 lock")));
        MockVaadin.clientRoundtrip();
        assertThat(words(dialog)).contains("1 of 1 is cleared. Whoever was locked out can sign in now.");
    }

    @Test
    void what_was_done_is_told_act_by_act() {
        desk.tell("helge", "caller.hand-over", 1, "INC-7", "done");
        desk.tell("helge", "caller.hand-over", 1, "INC-7", "done");
        desk.tell("helge", "lock.clear", 1, "a reason", "begun", "a");
        desk.tell("helge", "lock.remove", 1, "a reason", "begun", "a");
        desk.tell("helge", "lock.remove", 1, "a reason", "begun", "a");
        desk.tell("helge", "lock.clear", 1, "a reason", "done", "a");
        desk.tell("ada", "lock.clear", 1, "cut off", "begun", "b");
        HelpView view = open(People.helge(), "anna", "");
        assertThat(_find(
                                view,
                                ListItem.class,
                                spec -> spec.withPredicate(item -> item.getParent()
                                        .filter(list ->
                                                list.getElement().getClassList().contains("tried"))
                                        .isPresent()))
                        .stream()
                        .map(item -> item.getText().replaceFirst("^.*?, (?=ada|helge)", "")))
                .containsExactly(
                        "ada: clear the lock, begun – cut off",
                        "helge: clear the lock, done – a reason",
                        "helge: hand over, done – INC-7");
    }

    /** What stands under "What was done already", without the time. */
    private List<String> tried() {
        return _find(
                        open(People.helge(), "anna", ""),
                        ListItem.class,
                        spec -> spec.withPredicate(item -> item.getParent()
                                .filter(list -> list.getElement().getClassList().contains("tried"))
                                .isPresent()))
                .stream()
                .map(item -> item.getText().replaceFirst("^\\d+ \\S+ \\d+, [^,]*, ", ""))
                .toList();
    }

    @Test
    void an_act_that_came_to_an_end_is_one_line_also_where_nothing_joins_its_entries() {
        desk.tell("helge", "backup.hold", 1, "a trial", "begun");
        desk.tell("helge", "backup.hold", 1, "a trial", "done");
        desk.tell("helge", "files.export", 1, "cut off", "begun");
        desk.tell("helge", "backup.hold", 1, "a trial", "begun");
        desk.tell("helge", "backup.hold", 1, "a trial", "failed: a wall");
        assertThat(tried())
                .containsExactly(
                        "helge: keep all its backups, failed: a wall – a trial",
                        "helge: put files where their owner can fetch them, begun – cut off",
                        "helge: keep all its backups, done – a trial");
    }

    @Test
    void what_the_caller_did_is_told_as_theirs_and_what_a_schedule_did_as_nobodys() {
        desk.tellAs(People.ANNAS_SID, "anna", "request.ask", 1, "my mail is gone");
        desk.tellAs("schedule", "Schedule", "backup.hold.changed", 1, "");
        assertThat(tried())
                .containsExactly(
                        "ProfileKeep: keep all its backups, as much of it was rewritten at once, done",
                        "anna (the caller): ask to have something brought back or made new, done – my mail is gone");
    }

    @Test
    void what_two_agree_on_is_said_and_many_looks_into_files_are_one_line() {
        desk.tell("helge", "approval.ask", 1, "a thesis", "done", "files.visit");
        for (int i = 0; i < 3; i++) {
            desk.tell("helge", "files.preview", 1, "a thesis", "begun");
            desk.tell("helge", "files.preview", 1, "a thesis", "failed: NotFoundException");
        }
        assertThat(tried())
                .containsExactly(
                        "helge: look at a file (3 times), failed – a thesis",
                        "helge: ask a second person (look into the backups for an hour), done – a thesis");
    }

    @Test
    void what_was_done_about_locks_stays_however_much_else_was_done() {
        desk.tell("ada", "lock.clear", 1, "the oldest", "done", "a");
        for (int i = 0; i < 40; i++) {
            desk.tell("helge", "request.refuse", 1, "reason " + i, "done");
        }
        assertThat(tried())
                .hasSize(31)
                .startsWith("helge: refuse the request, done – reason 39")
                .contains("ada: clear the lock, done – the oldest")
                .endsWith("11 more lines in the audit trail.");
    }

    @Test
    void a_profile_in_use_offers_no_button_but_says_how_to_sign_off() {
        annaIs(FakeLockDesk.live("AVD-03"));
        HelpView view = open(People.ada(), "anna", "");
        assertThat(words(view)).contains("In use", "AVD-03", "there is nothing to clear", "sign out there");
        assertThat(_find(
                        view,
                        Button.class,
                        spec -> spec.withPredicate(button -> button.isVisible() && button.hasThemeName("primary"))))
                .isEmpty();
    }

    @Test
    void what_is_unproved_the_helpdesk_hands_over_and_an_administrator_asks_a_second_one() {
        annaIs(FakeLockDesk.unproved());
        HelpView helge = open(People.helge(), "anna", "");
        assertThat(words(helge)).contains("Unproved", "Hand it over");
        assertThat(_find(
                        helge,
                        Button.class,
                        spec -> spec.withPredicate(button -> button.isVisible() && button.hasThemeName("primary"))))
                .isEmpty();
        _get(helge, TextField.class, spec -> spec.withLabel("Ticket number")).setValue("INC-9");
        _click(_get(helge, Button.class, spec -> spec.withText("Hand over")));
        assertThat(estate.acts).containsExactly("helge caller.hand-over container:1 done");

        HelpView ada = open(People.ada(), "anna", "");
        _click(_get(ada, Button.class, spec -> spec.withText("Ask a second administrator")));
        MockVaadin.clientRoundtrip();
        Dialog dialog = _get(Dialog.class);
        Button ask = _get(dialog, Button.class, spec -> spec.withText("Ask a second administrator"));
        assertThat(ask.isEnabled()).as("without a reason of one's own").isFalse();
        _get(dialog, SaidField.class, spec -> spec.withLabel("Reason")).setValue("The host\nwas scrapped");
        _click(ask);
        assertThat(desk.open(Reach.EVERYWHERE)).hasSize(1).first().satisfies(asked -> assertThat(asked.askerName())
                .isEqualTo("ada"));
        assertThat(desk.requests).isEmpty();
        assertThat(notices()).contains("Asked. Another administrator finds it under Locks");

        HelpView again = open(People.ada(), "anna", "");
        assertThat(words(again))
                .as("it is listed, and not offered again")
                .contains("Clear the unproved lock of", "The host was scrapped", "Stands until 2 Mar 2026, 07:00");
        assertThat(_find(again, Button.class, spec -> spec.withText("Ask a second administrator")))
                .isEmpty();
        _click(_get(again, Button.class, spec -> spec.withText("Take it back")));
        assertThat(desk.open(Reach.EVERYWHERE)).isEmpty();
        assertThat(_find(again, Button.class, spec -> spec.withText("Ask a second administrator")))
                .hasSize(1);
    }

    @Test
    void handing_over_needs_a_word() {
        HelpView view = open(People.helge(), "anna", "");
        _click(_get(view, Button.class, spec -> spec.withText("Hand over")));
        assertThat(estate.acts).isEmpty();
        assertThat(_get(view, SaidField.class, spec -> spec.withLabel("Note for whoever goes on"))
                        .isInvalid())
                .isTrue();
    }

    @Test
    void how_many_others_the_same_machine_locks_out_is_said() {
        annaIs(FakeLockDesk.stale("AVD-12"));
        desk.lock(2, People.BENS_SID, "ben", FakeLockDesk.stale("AVD-12"));
        assertThat(words(open(People.helge(), "anna", ""))).contains("1 other person is locked by AVD-12 too");
    }

    @Test
    void beside_a_lock_nothing_else_is_wrong_and_without_one_nothing_at_all() {
        estate.containers.set(
                0,
                Samples.detail(
                        Samples.row(1, People.ANNAS_SID, "anna", ContainerKind.PROFILE, true, FindingCode.LOCKED),
                        Samples.finding(FindingCode.LOCKED, Map.of())));
        annaIs(FakeLockDesk.stale("AVD-12"));
        assertThat(words(open(People.helge(), "anna", "")))
                .contains("Nothing else was found wrong.")
                .doesNotContain("Nothing was found wrong.");
        desk.locks.clear();
        assertThat(words(open(People.helge(), "anna", ""))).contains("Nothing was found wrong.");
    }

    @Test
    void what_was_refused_says_why_in_words_and_for_which_disk() {
        desk.refused("helge", "lock.clear", 1, Refusal.Why.CHANGED);
        assertThat(words(open(People.helge(), "anna", "")))
                .contains("helge: clear the lock, refused: It is not what it was when it was looked at.");

        estate.containers.add(Samples.detail(Samples.row(4, People.ANNAS_SID, "anna", ContainerKind.ODFC, false)));
        desk.refused("helge", "lock.clear", 4, Refusal.Why.LIVE);
        desk.tell("helge", "caller.hand-over", 1, "INC-7", "done");
        desk.tell("helge", "caller.hand-over", 4, "INC-7", "done");
        HelpView view = open(People.helge(), "anna", "");
        assertThat(words(view))
                .contains(
                        "clear the lock (Profile_anna), refused", "clear the lock (ODFC_anna), refused: Somebody works")
                .containsOnlyOnce("helge: hand over, done – INC-7");
        assertThat(_get(view, CallerPanel.class).text())
                .contains("clear the lock (ODFC_anna), refused: Somebody works");
    }

    @Test
    void the_summary_holds_copies_next_steps_and_who_else_is_locked_out() {
        estate.containers.set(
                0,
                Samples.detail(
                        Samples.row(1, People.ANNAS_SID, "anna", ContainerKind.PROFILE, true, FindingCode.WRONG_OWNER),
                        List.of(Samples.copy(
                                1,
                                "fra",
                                CopyDetail.Presence.PRESENT,
                                false,
                                LogState.EMPTY,
                                List.of(new CopyDetail.SidecarSeen("Profile_anna.VHDX.lock", 3072, Samples.NOW)))),
                        Samples.finding(FindingCode.WRONG_OWNER, Map.of())));
        annaIs(FakeLockDesk.stale("AVD-12"));
        desk.lock(2, People.BENS_SID, "ben", FakeLockDesk.stale("AVD-12"));
        HelpView view = open(People.helge(), "anna", "");
        String next = Words.current().get("finding.WRONG_OWNER.next");
        assertThat(words(view)).contains(next);
        assertThat(_get(view, CallerPanel.class).text().replace('\u00a0', ' ').replaceAll("[\u2068\u2069]", ""))
                .contains(next, "- Frankfurt: Present · 5 GB · Written 2 Mar 2026", "A lock file of 2 Mar 2026")
                .contains("1 other person is locked by AVD-12 too");
    }

    @Test
    void the_summary_holds_what_the_page_shows() {
        annaIs(FakeLockDesk.stale("AVD-12"));
        desk.tell("ben", "caller.hand-over", 1, "INC-1", "done");
        HelpView view = open(People.helge(), "anna", "");
        assertThat(_get(view, CallerPanel.class).text())
                .contains("anna (" + People.ANNAS_SID + ")", "Stale: Locked since", "AVD-12")
                .contains("- Nobody has had the disk open in Frankfurt", "ben: hand over, done – INC-1");
    }
}
