package dev.profilekeep.portal.help.ui;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.PollEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import dev.profilekeep.catalog.CopyDetail;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.disk.info.LogState;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.lock.JudgedLock;
import dev.profilekeep.lock.SiteDocument;
import dev.profilekeep.portal.locks.ApprovalsService;
import dev.profilekeep.portal.myprofile.HelpCase;
import dev.profilekeep.portal.myprofile.KeptCases;
import dev.profilekeep.portal.myprofile.OwnLocks;
import dev.profilekeep.portal.support.FakeLockDesk;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An open page says what others do meanwhile, and what the caller did. */
final class HelpFollowingTest extends HelpViewCase {
    private static void poll() {
        ComponentUtil.fireEvent(UI.getCurrent(), new PollEvent(UI.getCurrent(), true));
        MockVaadin.clientRoundtrip();
    }

    @Test
    void what_the_caller_did_on_their_own_page_is_told_and_goes_into_the_summary() {
        annaIs(FakeLockDesk.stale("AVD-12"));
        Instant now = Samples.NOW;
        KeptCases.keep(cases, People.ANNAS_SID, HelpCase.Phase.FREEING, now.minusSeconds(5));
        assertThat(words(open(People.helge(), People.ANNAS_SID, "")))
                .contains("The caller is freeing it on My profile right now");
        KeptCases.keep(cases, People.ANNAS_SID, HelpCase.Phase.FREED, now.minusSeconds(900));
        assertThat(words(open(People.helge(), People.ANNAS_SID, "")))
                .contains("The caller freed it on My profile at", "has not been seen signed in since");
        KeptCases.keep(cases, People.ANNAS_SID, HelpCase.Phase.FREED_BY_OTHERS, now.minusSeconds(900));
        assertThat(words(open(People.helge(), People.ANNAS_SID, "")))
                .contains("The caller tried to free it on My profile, and it did not work out. It is free since")
                .doesNotContain("The caller freed");
        KeptCases.keep(cases, People.ANNAS_SID, HelpCase.Phase.IN, now.minusSeconds(900));
        assertThat(words(open(People.helge(), People.ANNAS_SID, "")))
                .contains("it did not work out. They are in since")
                .doesNotContain("The caller freed");
        KeptCases.keep(cases, People.ANNAS_SID, HelpCase.Phase.FREED, now.minusSeconds(90_000));
        assertThat(words(open(People.helge(), People.ANNAS_SID, "")))
                .as("yesterday is no news")
                .doesNotContain("The caller freed");
    }

    @Test
    void what_stands_in_the_audit_trail_is_said_in_the_readers_language() {
        desk.tell("anna", "lock.clear", 1, OwnLocks.REASON, "done");
        desk.tell(
                "anna",
                "lock.clear",
                1,
                "kein Zugang",
                "failed: removed at fra-office; still there at lon-office",
                Map.of("act", "a", "removed", "fra-office", "left", "lon-office"));
        desk.tell(
                "anna",
                "lock.clear",
                1,
                "kein Zugang",
                "refused: a/Profile_anna.VHDX.lock at lon-office: this lock file is marked read-only",
                Map.of("why", "READ_ONLY"));
        UI.getCurrent().setLocale(Locale.GERMANY);
        assertThat(_get(open(People.helge(), "anna", ""), CallerPanel.class).text())
                .contains("erledigt – selbst freigegeben auf Mein Profil")
                .contains("misslungen: Die Sperre ist an manchen Standorten fort und an anderen noch da.")
                .contains("abgelehnt: Eine Sperrdatei ist als schreibgeschützt markiert")
                .doesNotContain("owner", "lon-office");
    }

    @Test
    void what_the_caller_freed_is_told_as_it_was_with_machine_and_evidence() {
        JudgedLock was = new JudgedLock(1, FakeLockDesk.stale("AVD-12"));
        KeptCases.keep(cases, People.ANNAS_SID, HelpCase.Phase.FREED, Samples.NOW.minusSeconds(900), was);
        HelpView view = open(People.helge(), People.ANNAS_SID, "");
        assertThat(words(view))
                .contains("What was there before", "AVD-12", "Nobody has had the disk open in Frankfurt for 1 hour");
        assertThat(_get(view, CallerPanel.class).text().replace('\u00a0', ' '))
                .contains("What was there before:\n- Locked since", "AVD-12")
                .contains("- Nobody has had the disk open in Frankfurt for 1 hour");
    }

    @Test
    void after_clearing_the_page_says_nowhere_that_it_is_locked() {
        var locked = Samples.detail(
                Samples.row(1, People.ANNAS_SID, "anna", ContainerKind.PROFILE, true, FindingCode.LOCKED),
                List.of(Samples.copy(
                        1,
                        "fra",
                        CopyDetail.Presence.PRESENT,
                        false,
                        LogState.EMPTY,
                        List.of(new CopyDetail.SidecarSeen("Profile_anna.VHDX.lock", 3072, Samples.NOW)))),
                Samples.finding(FindingCode.LOCKED, Map.of()),
                Samples.finding(FindingCode.ORPHAN, Map.of()));
        estate.containers.set(0, locked);
        annaIs(FakeLockDesk.stale("AVD-12"));
        HelpView view = open(People.helge(), "anna", "");
        assertThat(words(view)).contains("lies beside it");
        assertThat(words(view)).as("the verdict stands above").doesNotContain("proved stale (judged");

        _click(_get(view, Button.class, spec -> spec.withText("Clear the lock")));
        MockVaadin.clientRoundtrip();
        Dialog dialog = _get(Dialog.class);
        _click(_get(dialog, Button.class, spec -> spec.withText("Clear 1 lock")));
        MockVaadin.clientRoundtrip();
        estate.containers.set(
                0, Samples.detail(locked.row(), locked.copies(), Samples.finding(FindingCode.WRONG_OWNER, Map.of())));
        _click(_get(dialog, Button.class, spec -> spec.withText("Close")));
        MockVaadin.clientRoundtrip();
        assertThat(words(view)).contains("Not locked", "Wrong owner").doesNotContain("lies beside it", "Orphan");
        assertThat(_get(view, CallerPanel.class).text()).contains("Not locked").doesNotContain("- Locked:");
    }

    @Test
    void an_open_page_follows_what_others_do_and_looks_again_once_a_minute() {
        annaIs(FakeLockDesk.stale("AVD-12"));
        HelpView view = open(People.helge(), "anna", "");
        assertThat(UI.getCurrent().getPollInterval()).isEqualTo(10_000);
        assertThat(words(view)).contains("Stale", "Nothing yet.");

        desk.tell("ada", "caller.hand-over", 1, "INC-7", "done");
        desk.locks.clear();
        poll();
        assertThat(words(view)).contains("ada: hand over, done – INC-7").contains("Stale");

        clock.forward(Duration.ofSeconds(61));
        poll();
        assertThat(words(view)).contains("Not locked").doesNotContain("Stale");
        assertThat(_find(view, Button.class, spec -> spec.withText("Clear the lock")))
                .isEmpty();
    }

    @Test
    void a_page_that_nobody_uses_any_more_stops_asking() {
        open(People.helge(), "anna", "");
        clock.forward(Duration.ofMinutes(61));
        poll();
        assertThat(UI.getCurrent().getPollInterval()).isEqualTo(-1);
    }

    @Test
    void a_question_that_is_asked_elsewhere_comes_onto_the_open_page_and_goes_when_it_is_decided() {
        annaIs(FakeLockDesk.unproved());
        HelpView view = open(People.helge(), "anna", "");
        People.signIn(People.ada());
        ApprovalsService approvals = new ApprovalsService(desk, locks, estate, currentUser);
        long asked = approvals.ask(1, "basis-1", "the host is scrapped").id();
        People.signIn(People.helge());
        poll();
        assertThat(words(view)).contains("the host is scrapped", "Stands until");
        People.signIn(People.ada());
        approvals.withdraw(asked);
        People.signIn(People.helge());
        poll();
        assertThat(words(view)).doesNotContain("the host is scrapped");
    }

    @Test
    void a_site_that_is_cut_off_is_told_beside_the_copy_there() {
        desk.cutOff.put("lon", new SiteDocument.CutOff(Samples.NOW, "ada", "it burns", 1));
        HelpView view = open(People.helge(), "anna", "");
        assertThat(words(view)).containsOnlyOnce("Cut off since 2 Mar 2026, 06:00. Before that:");
        assertThat(_get(view, CallerPanel.class).text().replace('\u00a0', ' '))
                .contains("London: Cut off since 2 Mar 2026, 06:00. Before that: Present");
    }
}
