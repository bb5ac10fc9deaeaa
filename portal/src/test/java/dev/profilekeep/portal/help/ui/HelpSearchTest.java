package dev.profilekeep.portal.help.ui;

import static com.github.mvysny.kaributesting.v10.BasicUtilsKt._fireDomEvent;
import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.internal.PendingJavaScriptInvocation;
import com.vaadin.flow.component.internal.UIInternals;
import com.vaadin.flow.component.textfield.TextField;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.portal.help.Caller;
import dev.profilekeep.portal.help.HelpService;
import dev.profilekeep.portal.help.PhoneCodes;
import dev.profilekeep.portal.help.SignedIn;
import dev.profilekeep.portal.support.FakeLockDesk;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.Samples;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import dev.profilekeep.security.Scope;
import elemental.json.Json;
import elemental.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a caller says finds them. */
final class HelpSearchTest extends HelpViewCase {
    private static void pressEnter(HelpView view) {
        JsonObject seen = Json.createObject();
        seen.put("event.key === 'Enter'", true);
        _fireDomEvent(_get(view, TextField.class, spec -> spec.withClasses("help-search")), "keydown", seen);
    }

    private void readsOut(String sid, Instant waitsSince, boolean given) {
        SignedIn sofia = new SignedIn("KTRWZ", "Sofia Petrova", sid, "okta", "sofia&p@corp.example", waitsSince, given);
        codes = typed -> typed.replace("-", "").equals("KTRWZ") ? Optional.of(sofia) : Optional.empty();
    }

    private static String plain(HelpView view) {
        return words(view).replaceAll("[\u2068\u2069]", "");
    }

    private void people(int count) {
        for (int i = 0; i < count; i++) {
            estate.containers.add(
                    Samples.detail(Samples.row(100 + i, "S-1-5-21-7-7-7-" + (1000 + i), "mara%03d".formatted(i))));
        }
    }

    private HelpService service() {
        if (currentUser.person().isEmpty()) {
            People.signIn(People.helge());
        }
        return new HelpService(estate, desk, currentUser, codes, cases);
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
    void enter_opens_all_that_the_person_has_though_what_was_typed_is_in_the_name_of_but_one() {
        estate.containers.add(Samples.detail(Samples.row(4, People.ANNAS_SID, "anna", ContainerKind.ODFC, false)));
        desk.lock(4, People.ANNAS_SID, "anna", FakeLockDesk.stale("AVD-12"));
        HelpView view = open(People.helge(), "", "\\\\filer\\profiles\\anna\\Profile_anna.VHDX.lock");
        pressEnter(view);
        MockVaadin.clientRoundtrip();
        assertThat(_get(view, CallerPanel.class).text()).contains("Profile_anna", "ODFC_anna", "Stale");
        assertThat(service().search("Profile_anna").people()).singleElement().satisfies(anna -> assertThat(
                        anna.containers())
                .extracting(ContainerRow::id)
                .containsExactly(1L, 4L));
    }

    @Test
    void of_what_the_person_has_only_what_is_within_reach_is_found() {
        ContainerRow elsewhere = Samples.row(4, People.ANNAS_SID, "anna", ContainerKind.ODFC, false);
        estate.containers.add(Samples.detail(Samples.inSet(elsewhere, "vault")));
        People.signIn(People.held("lena", "S-1-5-21-1-2-3-1191", new Scope(Set.of(), Set.of("office")), Role.HELPDESK));
        assertThat(service().search("Profile_anna").people()).singleElement().satisfies(anna -> assertThat(
                        anna.containers())
                .extracting(ContainerRow::id)
                .containsExactly(1L));
    }

    @Test
    void a_short_name_is_found_by_its_link_however_many_have_it_in_theirs() {
        for (int i = 0; i < 250; i++) {
            estate.containers.add(
                    Samples.detail(Samples.row(1_000 + i, "S-1-5-21-7-7-7-" + (5_000 + i), "ali%03d".formatted(i))));
        }
        estate.containers.add(Samples.detail(Samples.row(2_000, "S-1-5-21-7-7-7-9000", "zali")));
        estate.containers.add(Samples.detail(Samples.row(2_001, "S-1-5-21-7-7-7-9001", "zál")));
        estate.containers.add(Samples.detail(Samples.row(2_002, "S-1-5-21-7-7-7-9002", "zal")));
        assertThat(service().called("ZALI")).extracting(Caller::key).containsExactly("S-1-5-21-7-7-7-9000");
        assertThat(open(People.helge(), "corp\\zali", "").getPageTitle()).contains("zali");
        assertThat(service().search("zal@corp.example").people())
                .as("exactly, before what only looks like it")
                .extracting(Caller::key)
                .containsExactly("S-1-5-21-7-7-7-9002");
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

    @Test
    void two_letters_find_nobody_yet() {
        assertThat(words(open(People.helge(), "", "an"))).contains("Who is calling?");
        assertThat(words(open(People.helge(), "", "zzz"))).contains("Nobody found");
    }

    @Test
    void an_error_code_is_explained_where_it_is_typed() {
        assertThat(words(open(People.helge(), "", "0x20"))).contains("ERROR_SHARING_VIOLATION", "reference says");
        assertThat(words(open(People.helge(), "", "Fehler 32"))).contains("ERROR_SHARING_VIOLATION");
        assertThat(words(open(People.helge(), "", "FrxStatus: 12"))).contains("cannot be attached");
        assertThat(words(open(People.helge(), "", "Fehler 36"))).contains("is not known here");
        assertThat(words(open(People.helge(), "", "annual"))).contains("Nobody found");
    }

    @Test
    void one_name_of_two_people_is_asked_about() {
        estate.containers.add(Samples.detail(Samples.row(3, "S-1-5-21-9-9-9-1", "anna")));
        HelpView view = open(People.helge(), "anna", "");
        assertThat(words(view)).contains("2 people have this account name");
        assertThat(_find(view, Anchor.class)).hasSize(2);
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
