package dev.profilekeep.portal.settings.ui;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static com.github.mvysny.kaributesting.v10.LocatorJ._setValue;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import dev.profilekeep.account.AccountRole;
import dev.profilekeep.account.NewAccount;
import dev.profilekeep.account.ServiceAccount;
import dev.profilekeep.account.ServiceAccounts.Made;
import dev.profilekeep.account.TokenCheck;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.lock.SiteDocument;
import dev.profilekeep.portal.accounts.ServiceAccountsService;
import dev.profilekeep.portal.base.ui.SaidField;
import dev.profilekeep.portal.helpcode.HelpCodeService;
import dev.profilekeep.portal.helpcode.HelpCodes;
import dev.profilekeep.portal.locks.ApprovalsService;
import dev.profilekeep.portal.locks.LocksService;
import dev.profilekeep.portal.locks.SitesService;
import dev.profilekeep.portal.sids.AccountsService;
import dev.profilekeep.portal.sids.SidMappings;
import dev.profilekeep.portal.support.FakeLockDesk;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.PortalTables;
import dev.profilekeep.portal.support.Samples;
import dev.profilekeep.portal.support.ViewTest;
import dev.profilekeep.portal.workers.Workers;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import dev.profilekeep.security.SidDirectory;
import dev.profilekeep.site.WorkingSet;
import dev.profilekeep.ui.CopyableText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsViewTest extends ViewTest {
    private static final Actor ADA = new Actor("ada", "Ada", List.of("ADMINISTRATOR"), "");

    @TempDir
    Path folder;

    private final FakeLockDesk desk = new FakeLockDesk();
    private final LocksService locks = new LocksService(desk, estate, currentUser, new Workers(Runnable::run));
    private final ApprovalsService approvals = new ApprovalsService(desk, locks, estate, currentUser);
    private final SitesService sites = new SitesService(desk, locks, estate, currentUser);
    private Estate real;
    private SidMappings mappings;
    private AccountsService accounts;
    private HelpCodeService codes;
    private SettingsView view;

    @BeforeEach
    void open() {
        real = new Estate(folder);
        People.signIn(People.ada());
        mappings = new SidMappings(PortalTables.empty(), real.clock());
        accounts = new AccountsService(mappings, estate, currentUser);
        codes = new HelpCodeService(new HelpCodes(PortalTables.empty(), real.clock()), estate, currentUser);
        view = show(new SettingsView(
                new ServiceAccountsService(real.engine(), currentUser, real.clock()),
                accounts,
                codes,
                sites,
                approvals));
        refresh();
    }

    @AfterEach
    void close() {
        real.close();
    }

    private void refresh() {
        view.open("");
    }

    private Made account(String name, AccountRole role, int days, String... sites) {
        return real.engine()
                .serviceAccounts()
                .create(new NewAccount(name, role, Set.of(sites), Set.of(), days, ""), ADA);
    }

    private static Button button(String text) {
        return _get(Button.class, spec -> spec.withText(text));
    }

    private static SaidField reason(String label) {
        return _get(SaidField.class, spec -> spec.withLabel(label));
    }

    private static TextField field(String label) {
        return _get(TextField.class, spec -> spec.withLabel(label));
    }

    @Test
    void without_accounts_it_says_what_they_are_for() {
        assertThat(words(view)).contains("No program has a token", "when a program is to ask ProfileKeep");
    }

    private String said() {
        return words(view).replaceAll("[\u2068\u2069]", "");
    }

    @Test
    void a_site_is_cut_off_by_two_and_lifted_by_one() {
        assertThat(_find(view, Button.class, spec -> spec.withText("Cut off…"))).hasSize(2);
        _click(_find(view, Button.class, spec -> spec.withText("Cut off…")).get(1));
        Button ask = _get(_get(Dialog.class), Button.class, spec -> spec.withText("Ask another administrator"));
        assertThat(ask.isEnabled()).as("without a reason").isFalse();
        _setValue(reason("Reason"), "the data\ncentre burns\n");
        _click(ask);
        assertThat(said()).contains("ada asked", "the data centre burns");
        assertThat(_find(view, Button.class, spec -> spec.withText("Look and decide")))
                .as("whoever asked does not decide")
                .isEmpty();
        assertThat(_find(view, Button.class, spec -> spec.withText("Cut off now…")))
                .isEmpty();

        People.signIn(People.person("nils", "S-1-5-21-1-2-3-1150", Role.ADMINISTRATOR));
        refresh();
        _click(_get(view, Button.class, spec -> spec.withText("Look and decide")));
        _click(_get(_get(Dialog.class), Button.class, spec -> spec.withText("Agree")));
        assertThat(said()).contains("nils agreed");
        assertThat(desk.cutOff).as("agreeing alone does nothing").isEmpty();

        People.signIn(People.person("third", "S-1-5-21-1-2-3-1151", Role.ADMINISTRATOR));
        refresh();
        assertThat(_find(view, Button.class, spec -> spec.withText("Cut off now…")))
                .isEmpty();
        People.signIn(People.ada());
        refresh();
        _click(_get(view, Button.class, spec -> spec.withText("Cut off now…")));
        _setValue(reason("Reason"), "it burns");
        _click(_get(_get(Dialog.class), Button.class, spec -> spec.withText("Cut off")));
        assertThat(desk.cutOff).containsOnlyKeys("lon");
        assertThat(said())
                .contains("London was declared failed over and cut off", "by ada (“it burns”).")
                .contains("Before, ada had asked for it (“the data centre burns”) and nils had agreed.");

        _click(_get(view, Button.class, spec -> spec.withText("Lift…")));
        _setValue(reason("Reason"), "it is\nout");
        _click(_get(_get(Dialog.class), Button.class, spec -> spec.withText("Lift")));
        assertThat(desk.cutOff).isEmpty();
    }

    @Test
    void each_site_tells_whose_people_work_there_and_where_the_configuration_says_otherwise() {
        desk.working.put("lon", List.of(new WorkingSet("office", "Office", "lon", "fra", Samples.NOW, "ada")));
        refresh();
        assertThat(said())
                .contains("People of these sets work here: Office.")
                .contains("The configuration names Frankfurt for Office.");
    }

    @Test
    void the_last_site_that_is_not_cut_off_says_so_and_offers_no_cutting_off() {
        desk.cutOff.put("lon", new SiteDocument.CutOff(Samples.NOW, "ada", "it burns", 1));
        refresh();
        assertThat(said()).contains("It is the last site that is not cut off");
        assertThat(_find(view, Button.class, spec -> spec.withText("Cut off…"))).isEmpty();
    }

    @Test
    void who_may_be_the_asker_by_another_way_reads_why_they_cannot_agree_on_a_site() {
        sites.ask("lon", "the data centre burns");
        People.signIn(People.person("sven", null, Role.ADMINISTRATOR));
        refresh();
        assertThat(said()).contains("It cannot be told that you are another person than whoever asked");
        assertThat(_find(view, Button.class, spec -> spec.withText("Look and decide")))
                .isEmpty();
    }

    @Test
    void what_another_does_with_a_site_is_shown_without_a_reload() {
        sites.ask("lon", "the data centre burns");
        MockVaadin.clientRoundtrip();
        assertThat(_find(view, Button.class, spec -> spec.withText("Take it back")))
                .hasSize(1);
        People.signIn(People.person("nils", "S-1-5-21-1-2-3-1150", Role.ADMINISTRATOR));
        approvals.approve(desk.approvals.get(0).id(), "");
        sites.fence("lon", "it burns");
        People.signIn(People.ada());
        MockVaadin.clientRoundtrip();
        assertThat(_find(view, Button.class, spec -> spec.withText("Take it back")))
                .isEmpty();
        assertThat(said()).contains("London was declared failed over and cut off");
    }

    @Test
    void a_number_is_confirmed_by_another_administrator_than_the_one_who_gave_it() {
        new AccountsService(mappings, estate, currentUser).give("test", "anna", People.ANNAS_SID, "first day");
        refresh();
        assertThat(said()).contains("No second administrator has confirmed it");
        assertThat(_find(view, Button.class, spec -> spec.withText("Confirm"))).isEmpty();

        People.signIn(People.person("nils", "S-1-5-21-1-2-3-1150", Role.ADMINISTRATOR));
        refresh();
        _click(_get(view, Button.class, spec -> spec.withText("Confirm")));
        Button confirm = _get(_get(Dialog.class), Button.class, spec -> spec.withText("Confirm"));
        _click(confirm);
        assertThat(estate.acts).as("without a reason").noneMatch(act -> act.contains("confirm"));
        _setValue(reason("Why (is recorded)"), "called back");
        _click(confirm);
        assertThat(estate.acts).last().isEqualTo("nils account.sid.confirm account:test:anna done");
        assertThat(said()).contains("Confirmed by nils on").doesNotContain("No second administrator");
    }

    @Test
    void nobody_waits_for_a_number_and_that_is_said() {
        assertThat(words(view)).contains("People and their numbers", "Nobody waits for a number");
    }

    @Test
    void who_waits_is_given_a_number_after_it_was_seen_whose_profile_it_is() {
        mappings.without("okta", "anna@example.com", "Anna Berg");
        refresh();
        assertThat(said()).contains("Anna Berg", "Signs in as anna@example.com at okta", "Waits for a number");
        _click(_get(view, Button.class, spec -> spec.withText("Give the number")));
        Dialog dialog = _get(Dialog.class);
        Button give = _get(dialog, Button.class, spec -> spec.withText("Give the number"));
        _click(give);
        TextField sid = field("Number of the Windows account (SID)");
        assertThat(sid.getErrorMessage()).isEqualTo("This is no number of a person");
        assertThat(reason("Why (is recorded)").isInvalid()).isTrue();
        assertThat(estate.acts).isEmpty();

        _setValue(sid, "S-1-5-21-7-7-7-7777");
        assertThat(words(dialog)).contains("No profile with this number is known.");
        _setValue(sid, People.ANNAS_SID);
        assertThat(words(dialog).replaceAll("[\u2068\u2069]", "")).contains("Of this number: Profile anna.");
        _setValue(reason("Why (is recorded)"), "called back");
        _click(give);

        assertThat(mappings.sidOf("okta", "anna@example.com").map(SidDirectory.Given::sid))
                .hasValue(People.ANNAS_SID);
        assertThat(estate.acts)
                .containsExactly(
                        "ada account.sid.give account:okta:anna@example.com begun",
                        "ada account.sid.give account:okta:anna@example.com done");
        assertThat(said()).contains("Has a number", "Given by ada on");
    }

    @Test
    void who_waits_is_shown_by_a_link_and_found_by_the_letters_they_read_out() {
        mappings.without("okta", "anna@example.com", "Anna Berg");
        mappings.without("okta", "ben@example.com", "Ben Cole");
        view.open("anna@example.com");
        assertThat(said()).contains("Anna Berg", "1 person").doesNotContain("Ben Cole");

        People.signIn(new Person("ben@example.com", "Ben Cole", null, "", Set.of(Role.USER), "okta"));
        String letters = codes.mine().letters();
        People.signIn(People.ada());
        view.open(letters.toLowerCase(Locale.ROOT));
        assertThat(said()).contains("Ben Cole", "1 person").doesNotContain("Anna Berg");
        view.open("");
        assertThat(said()).contains("Ben Cole", "Anna Berg");
    }

    @Test
    void a_number_that_somebody_has_already_is_seen_before_it_is_given_again() {
        People.signIn(People.ada());
        new AccountsService(mappings, estate, currentUser).give("okta", "anna", People.ANNAS_SID, "first day");
        refresh();
        _click(_get(view, Button.class, spec -> spec.withText("Give somebody a number")));
        _setValue(field("Number of the Windows account (SID)"), People.ANNAS_SID.toLowerCase(Locale.ROOT));
        assertThat(words(_get(Dialog.class)).replaceAll("[\u2068\u2069]", ""))
                .contains("It was given to anna already.");
    }

    @Test
    void what_another_administrator_does_is_seen_without_loading_the_page_again() {
        accounts.give("okta", "anna", People.ANNAS_SID, "first day");
        MockVaadin.clientRoundtrip();
        assertThat(words(view)).contains("Signs in as");

        accounts.take("okta", "anna", "mistake");
        MockVaadin.clientRoundtrip();
        assertThat(words(view)).contains("Nobody waits for a number");
    }

    @Test
    void a_number_is_taken_away_with_a_reason() {
        new AccountsService(mappings, estate, currentUser).give("okta", "anna", People.ANNAS_SID, "first day");
        refresh();
        _click(_get(view, Button.class, spec -> spec.withText("Take it away")));
        Dialog dialog = _get(Dialog.class);
        Button take = _get(dialog, Button.class, spec -> spec.withText("Take it away"));
        _click(take);
        assertThat(mappings.sidOf("okta", "anna")).as("without a reason").isPresent();
        _setValue(reason("Why (is recorded)"), "mistake");
        _click(take);
        assertThat(mappings.sidOf("okta", "anna")).isEmpty();
        assertThat(estate.acts).last().isEqualTo("ada account.sid.take account:okta:anna done");
        assertThat(words(view)).contains("Nobody waits for a number");
    }

    @Test
    void of_many_people_the_first_are_shown_and_the_others_are_found_by_typing() {
        for (int i = 0; i < 60; i++) {
            mappings.without("okta", "user%02d@example.com".formatted(i), "User %02d".formatted(i));
        }
        new AccountsService(mappings, estate, currentUser).give("entra", "ben_100%", People.BENS_SID, "first day");
        refresh();
        assertThat(words(view)).contains("50 of 61 people; type to find the others");
        TextField search = _get(view, TextField.class);
        for (String typed : List.of("BEN_", "entra", "3-1107", "100%")) {
            _setValue(search, typed);
            assertThat(said()).as(typed).contains("1 person", "Signs in as ben_100% at entra");
        }
        _setValue(search, "user 07");
        assertThat(words(view)).contains("1 person", "User 07");
        _setValue(search, "nobody at all");
        assertThat(words(view)).contains("Nothing matches");
        _click(_get(view, Button.class, spec -> spec.withText("Clear filters")));
        assertThat(words(view)).contains("50 of 61 people");
        _click(_get(view, com.vaadin.flow.component.html.NativeButton.class, spec -> spec.withText("Waiting")));
        assertThat(words(view)).contains("50 of 60 people");
    }

    @Test
    void a_new_account_shows_its_token_once_and_then_stands_in_the_list() {
        _click(button("New service account"));
        _setValue(field("Name"), "monitoring");
        _setValue(reason("Why (is recorded)"), "for the new\nmonitoring");
        _setValue(_get(Select.class, spec -> spec.withLabel("Role")), AccountRole.AUDITOR);
        _setValue(_get(MultiSelectComboBox.class, spec -> spec.withLabel("Only these sites")), Set.of("lon"));
        _setValue(_get(Select.class, spec -> spec.withLabel("Good for")), 30);
        _click(button("Create"));

        String token = _get(CopyableText.class).getElement().getAttribute("value");
        assertThat(real.engine().serviceAccounts().check(token, "10.0.0.9"))
                .isInstanceOfSatisfying(TokenCheck.Good.class, good -> {
                    assertThat(good.account().role()).isEqualTo(AccountRole.AUDITOR);
                    assertThat(good.account().sites()).containsExactly("lon");
                });
        assertThat(words(_get(Dialog.class))).contains("the only time that the token is shown");
        _click(button("I have it"));
        assertThat(_find(Dialog.class)).isEmpty();
        refresh();
        assertThat(words(view))
                .contains("monitoring", "Auditor · only London", "Good until", "from 10.0.0.9", "Created by ada")
                .doesNotContain(token.substring(14));
    }

    @Test
    void a_token_for_session_hosts_has_no_scope_to_choose() {
        _click(button("New service account"));
        assertThat(_get(Select.class, spec -> spec.withLabel("Role")).getValue())
                .isEqualTo(AccountRole.HOST_REPORT);
        assertThat(_find(MultiSelectComboBox.class)).isEmpty();
        _setValue(field("Name"), "session hosts");
        _click(button("Create"));
        assertThat(real.engine().serviceAccounts().all())
                .singleElement()
                .satisfies(account -> assertThat(account.role()).isEqualTo(AccountRole.HOST_REPORT));
    }

    @Test
    void what_cannot_be_is_said_in_the_dialog_and_nothing_is_made() {
        account("monitoring", AccountRole.AUDITOR, 30);
        _click(button("New service account"));
        _click(button("Create"));
        assertThat(field("Name").getErrorMessage()).isEqualTo("Say what will use the token");
        _setValue(field("Name"), "Monitoring");
        _click(button("Create"));
        assertThat(words(_get(Dialog.class))).contains("That is not possible:", "is that of a service account in use");
        assertThat(real.engine().serviceAccounts().all()).hasSize(1);
    }

    @Test
    void revoking_asks_first_and_is_recorded_with_its_reason() {
        Made made = account("monitoring", AccountRole.AUDITOR, 30);
        refresh();
        _click(button("Revoke"));
        assertThat(words(_get(Dialog.class))).contains("refused at once and for good");
        _setValue(reason("Why (is recorded)"), "it leaked");
        _click(_get(_get(Dialog.class), Button.class, spec -> spec.withText("Revoke")));

        assertThat(real.engine().serviceAccounts().check(made.token(), "")).isEqualTo(new TokenCheck.Wrong());
        assertThat(real.engine().audit().recent(1).get(0).entry().reason()).isEqualTo("it leaked");
        assertThat(words(view)).contains("One whose token is not good any more", "Revoked by ada");
        assertThat(_find(view, Button.class, spec -> spec.withText("Revoke"))).isEmpty();
    }

    @Test
    void what_ends_soon_and_what_has_ended_are_told_apart() {
        account("long", AccountRole.AUDITOR, 90);
        account("soon", AccountRole.HELPDESK, 10, "fra");
        ServiceAccount over = account("over", AccountRole.AUDITOR, 1).account();
        real.clock().forward(Duration.ofDays(1));
        refresh();
        assertThat(words(view))
                .contains("Ends soon", "Helpdesk · only Frankfurt", "Good\n", "Ended", "Was good until", over.name());
    }
}
