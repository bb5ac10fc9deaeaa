package dev.profilekeep.portal.help.ui;

import static com.github.mvysny.kaributesting.v10.BasicUtilsKt._fireDomEvent;
import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.github.mvysny.kaributesting.v10.NotificationsKt;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.PollEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.internal.PendingJavaScriptInvocation;
import com.vaadin.flow.component.internal.UIInternals;
import com.vaadin.flow.component.textfield.TextField;
import dev.profilekeep.catalog.CopyDetail;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.disk.info.LogState;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.lock.JudgedLock;
import dev.profilekeep.lock.LockVerdict;
import dev.profilekeep.lock.Refusal;
import dev.profilekeep.lock.SiteDocument;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.help.HelpService;
import dev.profilekeep.portal.help.PhoneCodes;
import dev.profilekeep.portal.help.SignedIn;
import dev.profilekeep.portal.locations.LocationsService;
import dev.profilekeep.portal.locks.ApprovalsService;
import dev.profilekeep.portal.locks.LockWorkers;
import dev.profilekeep.portal.locks.LocksService;
import dev.profilekeep.portal.locks.SitesService;
import dev.profilekeep.portal.myprofile.HelpCase;
import dev.profilekeep.portal.myprofile.HelpCases;
import dev.profilekeep.portal.myprofile.KeptCases;
import dev.profilekeep.portal.profiles.ProfilesService;
import dev.profilekeep.portal.support.FakeLockDesk;
import dev.profilekeep.portal.support.MovedClock;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.PortalTables;
import dev.profilekeep.portal.support.Samples;
import dev.profilekeep.portal.support.ViewTest;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import dev.profilekeep.security.Scope;
import elemental.json.Json;
import elemental.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Container 1 is Anna's, 2 is Ben's. */
class HelpViewTest extends ViewTest {
    private final FakeLockDesk desk = new FakeLockDesk();
    private final LocksService locks = new LocksService(desk, estate, currentUser, new LockWorkers(Runnable::run));
    private final HelpCases cases = new HelpCases(PortalTables.empty());
    private final MovedClock clock = new MovedClock();
    private PhoneCodes codes = typed -> Optional.empty();

    private void annaIs(LockVerdict verdict) {
        desk.lock(1, People.ANNAS_SID, "anna", verdict);
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
    void what_the_caller_did_on_their_own_page_is_told_and_goes_into_the_summary() {
        annaIs(FakeLockDesk.stale("AVD-12"));
        Instant now = Samples.NOW;
        KeptCases.keep(cases, People.ANNAS_SID, HelpCase.Phase.FREEING, now.minusSeconds(5));
        assertThat(words(open(People.helge(), People.ANNAS_SID, "")))
                .contains("The caller is freeing it on My profile right now");
        KeptCases.keep(cases, People.ANNAS_SID, HelpCase.Phase.FREED, now.minusSeconds(900));
        assertThat(words(open(People.helge(), People.ANNAS_SID, "")))
                .contains("The caller freed it on My profile at", "has not been seen signed in since");
        KeptCases.keep(cases, People.ANNAS_SID, HelpCase.Phase.FREED, now.minusSeconds(90_000));
        assertThat(words(open(People.helge(), People.ANNAS_SID, "")))
                .as("yesterday is no news")
                .doesNotContain("The caller freed");
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
    void enter_opens_the_one_who_was_found() {
        HelpView view = open(People.helge(), "", "ben");
        pressEnter(view);
        assertThat(_get(view, CallerPanel.class).text()).contains("ben (" + People.BENS_SID + ")");

        HelpView nobody = open(People.helge(), "", "nobody");
        pressEnter(nobody);
        assertThat(_find(nobody, CallerPanel.class)).isEmpty();
    }

    @Test
    void the_focus_goes_to_the_person_who_was_opened() {
        HelpView view = open(People.helge(), "", "ben");
        pressEnter(view);
        // Before anything is looked up: a look-up sends to the browser what is to be sent.
        UIInternals page = UI.getCurrent().getInternals();
        page.getStateTree().runExecutionsBeforeClientResponse();
        List<PendingJavaScriptInvocation> asked = page.dumpPendingJavaScriptInvocations();
        H2 heading = _find(_get(view, CallerPanel.class), H2.class).get(0);
        assertThat(heading.getElement().getAttribute("tabindex")).isEqualTo("-1");
        assertThat(asked)
                .anyMatch(one -> one.getOwner().equals(heading.getElement().getNode())
                        && one.getInvocation().getExpression().contains("focus()"));
    }

    private static void pressEnter(HelpView view) {
        JsonObject seen = Json.createObject();
        seen.put("event.key === 'Enter'", true);
        _fireDomEvent(_get(view, TextField.class, spec -> spec.withClasses("help-search")), "keydown", seen);
    }

    @Test
    void a_code_that_is_not_known_is_said_to_be_no_code_we_know_and_not_a_person() {
        for (String code : List.of("status 31", "0x8AAAAAAA", "[ERROR:0000FFF1]")) {
            assertThat(words(open(People.helge(), "", code)))
                    .as(code)
                    .contains("A code that is not known", "we do not guess")
                    .doesNotContain("Nobody found");
        }
        assertThat(words(open(People.helge(), "", "99999")))
                .as("may be of a SID")
                .contains("Nobody found");
        assertThat(words(open(People.helge(), "", "status 12"))).contains("says.");
    }

    @Test
    void letters_apart_are_a_code_and_no_names_that_have_them() {
        estate.containers.add(Samples.detail(Samples.row(5, "S-1-5-21-9-9-9-5", "k t r w z")));
        codes = typed -> typed.equals("K T R W Z")
                ? Optional.of(new SignedIn("KTRWZ", "Anna Berg", People.ANNAS_SID, "corp", "anna", null, false))
                : Optional.empty();
        assertThat(_find(open(People.helge(), "", "K T R W Z"), Anchor.class).stream()
                        .map(Anchor::getHref))
                .containsExactly("help/" + People.ANNAS_SID);
        codes = typed -> Optional.empty();
        assertThat(_find(open(People.helge(), "", "k t r w z"), Anchor.class))
                .as("ended: nobody, rather than somebody else")
                .isEmpty();
        assertThat(_find(open(People.helge(), "", "k t r w"), Anchor.class)).hasSize(1);
    }

    @Test
    void a_sid_with_a_name_finds_nobody_whose_sid_only_begins_like_it() {
        estate.containers.add(Samples.detail(Samples.row(5, People.ANNAS_SID + "5", "anna")));
        assertThat(_find(open(People.helge(), "", "anna (" + People.ANNAS_SID + ")"), Anchor.class).stream()
                        .map(Anchor::getHref))
                .containsExactly("help/" + People.ANNAS_SID);
    }

    private void readsOut(String sid, Instant waitsSince, boolean given) {
        SignedIn sofia = new SignedIn("KTRWZ", "Sofia Petrova", sid, "okta", "sofia&p@corp.example", waitsSince, given);
        codes = typed -> typed.replace("-", "").equals("KTRWZ") ? Optional.of(sofia) : Optional.empty();
    }

    @Test
    void the_letters_of_somebody_without_a_sid_say_who_it_is_since_when_they_wait_and_the_way_on() {
        readsOut("", Samples.NOW.minusSeconds(600), false);
        HelpView found = open(People.helge(), "", "KTR-WZ");
        assertThat(_find(found, Anchor.class).stream().map(Anchor::getHref)).containsExactly("help/KTRWZ");
        assertThat(plain(found)).contains("Sofia Petrova", "Signs in as sofia&p@corp.example at okta", "No SID");

        HelpView helge = open(People.helge(), "KTRWZ", "");
        assertThat(helge.getPageTitle()).contains("Sofia Petrova");
        assertThat(plain(helge))
                .contains("Sofia Petrova", "Signs in as sofia&p@corp.example at okta", "No SID is known")
                .contains("They last signed in without one on 2 Mar 2026", "An administrator gives the SID in Settings")
                .doesNotContain("Nobody found");
        assertThat(_find(helge, Anchor.class)).isEmpty();
        assertThat(_get(helge, SignedInPanel.class).text())
                .contains("Sofia Petrova", "sofia&p@corp.example", "No SID is known", "hand it over");

        HelpView ada = open(People.ada(), "KTRWZ", "");
        assertThat(_find(ada, Anchor.class).stream().map(Anchor::getHref))
                .containsExactly("settings?person=sofia%26p%40corp.example");

        readsOut("", Samples.NOW.minusSeconds(600), true);
        assertThat(plain(open(People.ada(), "KTRWZ", "")))
                .contains("It was given to them since. Let them sign out here and in again.");
    }

    @Test
    void somebody_without_a_sid_is_handed_over_and_the_next_one_finds_the_note_by_account_or_new_letters() {
        readsOut("", Samples.NOW.minusSeconds(600), false);
        HelpView helge = open(People.helge(), "KTRWZ", "");
        _click(_get(helge, Button.class, spec -> spec.withText("Hand over")));
        assertThat(estate.acts).as("a word is needed").isEmpty();
        _get(helge, TextField.class, spec -> spec.withLabel("Ticket number")).setValue("INC-9");
        _click(_get(helge, Button.class, spec -> spec.withText("Hand over")));
        assertThat(estate.acts).containsExactly("helge caller.hand-over account:okta:sofia&p@corp.example done");
        assertThat(_get(helge, SignedInPanel.class).text()).contains("INC-9");

        desk.tellOf("account:okta:sofia&p@corp.example", "helge", "caller.hand-over", "INC-9");
        SignedIn byAccount = new SignedIn(
                "", "Sofia Petrova", "", "okta", "sofia&p@corp.example", Samples.NOW.minusSeconds(600), false);
        codes = new PhoneCodes() {
            @Override
            public Optional<SignedIn> callerOf(String typed) {
                return Optional.empty();
            }

            @Override
            public List<SignedIn> waitingAs(String account) {
                return account.equalsIgnoreCase(byAccount.subject()) ? List.of(byAccount) : List.of();
            }
        };
        HelpView ada = open(People.ada(), "sofia&p@corp.example", "");
        assertThat(plain(ada)).contains("Sofia Petrova", "helge: hand over, done – INC-9");
        assertThat(_get(ada, SignedInPanel.class).text()).contains("helge: hand over, done – INC-9");
        assertThat(_find(open(People.ada(), "", "Sofia&P@corp.example"), Anchor.class).stream()
                        .map(Anchor::getHref))
                .containsExactly("help/sofia%26p%40corp.example");

        Person held =
                People.held("lena", "S-1-5-21-1-2-3-1191", new Scope(Set.of("fra"), Set.of()), Role.ADMINISTRATOR);
        assertThat(plain(open(held, "sofia&p@corp.example", ""))).doesNotContain("Sofia Petrova");
    }

    @Test
    void the_letters_of_somebody_of_whom_no_profile_is_known_say_so() {
        readsOut("S-1-5-21-7-7-7-7777", null, false);
        HelpView found = open(People.helge(), "", "KTRWZ");
        assertThat(plain(found)).contains("Sofia Petrova", "No profile").doesNotContain("Not locked");
        HelpView helge = open(People.helge(), "KTRWZ", "");
        assertThat(plain(helge)).contains("Sofia Petrova", "No profile is known", "at any location");
        assertThat(_get(helge, SignedInPanel.class).text()).contains("Sofia Petrova (S-1-5-21-7-7-7-7777)");
    }

    private static String plain(HelpView view) {
        return words(view).replaceAll("[\u2068\u2069]", "");
    }

    @Test
    void two_letters_find_nobody_yet() {
        assertThat(words(open(People.helge(), "", "an"))).contains("Who is calling?");
        assertThat(words(open(People.helge(), "", "zzz"))).contains("Nobody found");
    }

    @Test
    void an_error_code_is_explained_where_it_is_typed() {
        assertThat(words(open(People.helge(), "", "0x20"))).contains("ERROR_SHARING_VIOLATION", "reference says");
        assertThat(words(open(People.helge(), "", "annual"))).contains("Nobody found");
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
        assertThat(words(view)).contains("Not locked");
        assertThat(_find(view, Button.class, spec -> spec.withText("Clear the lock")))
                .isEmpty();
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
        _get(dialog, TextField.class, spec -> spec.withLabel("Reason")).setValue("The host was scrapped");
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

    private static void poll() {
        ComponentUtil.fireEvent(UI.getCurrent(), new PollEvent(UI.getCurrent(), true));
        MockVaadin.clientRoundtrip();
    }

    private static String notices() {
        return NotificationsKt.getNotifications().stream()
                .map(notice -> String.valueOf(notice.getElement().getProperty("text")))
                .collect(Collectors.joining());
    }

    @Test
    void handing_over_needs_a_word() {
        HelpView view = open(People.helge(), "anna", "");
        _click(_get(view, Button.class, spec -> spec.withText("Hand over")));
        assertThat(estate.acts).isEmpty();
        assertThat(_get(view, TextField.class, spec -> spec.withLabel("Note for whoever goes on"))
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
    void one_name_of_two_people_is_asked_about() {
        estate.containers.add(Samples.detail(Samples.row(3, "S-1-5-21-9-9-9-1", "anna")));
        HelpView view = open(People.helge(), "anna", "");
        assertThat(words(view)).contains("2 people have this account name");
        assertThat(_find(view, Anchor.class)).hasSize(2);
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

    private HelpView open(Person person, String name, String text) {
        People.signIn(person);
        HelpView view = show(new HelpView(
                new HelpService(estate, desk, currentUser, codes, cases),
                locks,
                new ApprovalsService(desk, locks, estate, currentUser),
                new SitesService(desk, locks, estate, currentUser),
                new ProfilesService(estate, currentUser),
                new LocationsService(estate, currentUser),
                currentUser,
                clock));
        view.open(name, text);
        MockVaadin.clientRoundtrip();
        return view;
    }

    private void people(int count) {
        for (int i = 0; i < count; i++) {
            estate.containers.add(
                    Samples.detail(Samples.row(100 + i, "S-1-5-21-7-7-7-" + (1000 + i), "mara%03d".formatted(i))));
        }
    }

    @Test
    void of_many_who_are_found_the_first_are_shown_with_how_many_there_are() {
        people(103);
        HelpView view = open(People.helge(), "", "mara");
        assertThat(words(view)).contains("The first 20 of 103 people.");
        assertThat(_find(view, Anchor.class)).hasSize(20);

        _click(_get(view, Button.class, spec -> spec.withText("Show 103")));

        assertThat(words(view)).contains("103 people").doesNotContain("The first");
        assertThat(_find(view, Anchor.class)).hasSize(103);
        assertThat(_find(view, Button.class, spec -> spec.withText("Show 103"))).isEmpty();
    }

    @Test
    void of_more_than_can_be_shown_it_is_told_how_many_there_are() {
        people(540);
        HelpView view = open(People.helge(), "", "mara");
        assertThat(words(view)).contains("The first 20 of 540 people.");

        _click(_get(view, Button.class, spec -> spec.withText("Show 200")));

        assertThat(words(view)).contains("The first 200 of 540 people.");
        assertThat(_find(view, Anchor.class)).hasSize(200);
    }

    @Test
    void everybody_whom_a_machine_locks_out_is_found_by_it() {
        people(45);
        for (int i = 0; i < 45; i++) {
            desk.lock(100 + i, "S-1-5-21-7-7-7-" + (1000 + i), "mara", FakeLockDesk.stale("AVD-12"));
        }
        desk.hosts.add("AVD-12");
        assertThat(words(open(People.helge(), "", "avd-12"))).contains("The first 20 of 45 people.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ben", "//ben", "/ b-e-n-x-y", "/"})
    void the_key_that_leads_to_the_search_is_no_part_of_it(String typed) {
        codes = letters -> letters.equals("b-e-n-x-y")
                ? Optional.of(new SignedIn("BENXY", "Ben", People.BENS_SID, "corp", "ben", null, false))
                : Optional.empty();
        HelpView view = open(People.helge(), "", typed);
        assertThat(_find(view, Anchor.class).stream().map(Anchor::getHref))
                .isEqualTo(typed.equals("/") ? List.of() : List.of("help/" + People.BENS_SID));
    }

    @Test
    void whoever_signs_in_with_an_accent_is_found_by_their_address_without() {
        estate.containers.add(Samples.detail(Samples.row(9, "S-1-5-21-7-7-7-9", "zoë")));
        assertThat(_find(open(People.helge(), "", "zoe@corp.example"), Anchor.class).stream()
                        .map(Anchor::getHref))
                .containsExactly("help/S-1-5-21-7-7-7-9");
    }

    @Test
    void a_search_is_kept_in_the_url_and_asks_for_nobody_else() {
        HelpView view = open(People.helge(), "", "ben");
        assertThat(_find(view, Anchor.class).stream().map(Anchor::getHref))
                .isEqualTo(List.of("help/" + People.BENS_SID));
    }
}
