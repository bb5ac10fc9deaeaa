package dev.profilekeep.portal.sids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.approval.Approvals;
import dev.profilekeep.portal.access.Actors;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.ForbiddenException;
import dev.profilekeep.portal.access.NotNowException;
import dev.profilekeep.portal.support.FakeEstate;
import dev.profilekeep.portal.support.MovedClock;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.PortalTables;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import dev.profilekeep.security.SidDirectory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountsServiceTest {
    private static final String SID = "S-1-5-21-1-2-3-1104";

    private final MovedClock clock = new MovedClock();
    private final SidMappings mappings = new SidMappings(PortalTables.empty(), clock);
    private final FakeEstate estate = FakeEstate.standard();
    private final AccountsService service = new AccountsService(mappings, estate, new CurrentUser());

    @BeforeEach
    void adaIsIn() {
        People.signIn(People.ada());
    }

    @AfterEach
    void signOut() {
        People.signOut();
    }

    @ParameterizedTest
    @ValueSource(strings = {"oktaa", " ", "okta\u0000", "okta\u202e", "\ud800"})
    void a_sid_is_given_to_nobody_at_an_identity_provider_that_there_is_not(String identityProvider) {
        assertThatThrownBy(() -> service.give(identityProvider, "anna@example.com", SID, "called"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("dentity");
        assertThat(service.all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"anna\u0000", "anna\u200b", "\t"})
    void a_name_with_something_invisible_in_it_is_nobodys(String subject) {
        assertThatThrownBy(() -> service.give("okta", subject, SID, "called"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("invisible");
    }

    @Test
    void who_came_without_a_sid_waits_in_the_list_until_one_is_given() {
        mappings.without("okta", "anna@example.com", "Anna Berg");
        clock.forward(Duration.ofMinutes(1));
        mappings.without("okta", "anna@example.com", "Anna Berg");
        assertThat(service.all()).singleElement().satisfies(waiting -> {
            assertThat(waiting.displayName()).isEqualTo("Anna Berg");
            assertThat(waiting.sid()).isNull();
            assertThat(waiting.seenAt()).isEqualTo(clock.instant());
        });
        assertThat(mappings.sidOf("okta", "anna@example.com")).isEmpty();

        service.give("okta", "anna@example.com", " s-1-5-21-1-2-3-1104 ", "called, passport seen");

        assertThat(mappings.sidOf("okta", "anna@example.com").map(SidDirectory.Given::sid))
                .hasValue(SID);
        assertThat(mappings.sidOf("entra", "anna@example.com"))
                .as("another provider's")
                .isEmpty();
        assertThat(estate.acts)
                .containsExactly(
                        "ada account.sid.give account:okta:anna@example.com begun",
                        "ada account.sid.give account:okta:anna@example.com done");
        assertThat(estate.evidence.get(0)).containsEntry("sid", SID).containsKey("act");
    }

    @Test
    void it_is_taken_away_again() {
        service.give("okta", "new", SID, "first day");
        service.take("okta", "new", "mistake");
        assertThat(mappings.sidOf("okta", "new")).isEmpty();
        assertThat(estate.acts).contains("ada account.sid.take account:okta:new done");
        assertThatThrownBy(() -> service.take("okta", "new", "again")).isInstanceOf(BadInputException.class);
    }

    private static Person administrator(String name, @Nullable String sid, String identityProvider) {
        return new Person(name, name, sid, null, Set.of(Role.ADMINISTRATOR), identityProvider);
    }

    /** Somebody as they are after they signed in at okta, where no SID is said. */
    private Person signedIn(String name) {
        Optional<SidDirectory.Given> given = mappings.sidOf("okta", name);
        return new Person(
                name,
                name,
                given.map(SidDirectory.Given::sid).orElse(null),
                null,
                Set.of(Role.ADMINISTRATOR),
                "okta",
                Map.of(),
                given.map(one -> !one.confirmed()).orElse(false));
    }

    @Test
    void a_given_sid_makes_no_second_person_of_who_gave_it_until_another_confirms_it() {
        service.give("okta", "adas-other", SID, "first day");
        String ada = Actors.of(People.ada()).id();
        Person other = signedIn("adas-other");
        assertThat(other.sid()).as("it opens the profile").isEqualTo(SID);
        assertThat(Actors.of(other).id()).isEqualTo("okta:adas-other");
        assertThat(Approvals.apart(ada, Actors.of(other).id())).isEqualTo(Approvals.Apart.CANNOT_TELL);

        assertThat(service.mayConfirm(service.all().get(0))).isFalse();
        assertThatThrownBy(() -> service.confirm("okta", "adas-other", SID, "myself"))
                .isInstanceOf(NotNowException.class)
                .hasMessageContaining("whoever gave");
        People.signIn(other);
        assertThatThrownBy(() -> service.confirm("okta", "adas-other", SID, "myself"))
                .isInstanceOf(NotNowException.class)
                .hasMessageContaining("their own");
        assertThat(mappings.find("okta", "adas-other").orElseThrow().confirmed())
                .isFalse();

        People.signIn(administrator("nils", "S-1-5-21-1-2-3-1150", "okta"));
        assertThat(service.mayConfirm(service.all().get(0))).isTrue();
        assertThatThrownBy(() -> service.confirm("okta", "adas-other", "S-1-5-21-1-2-3-9999", "looked up"))
                .isInstanceOf(NotNowException.class);
        assertThat(service.confirm("okta", "adas-other", SID, "looked up").confirmedBy())
                .isEqualTo("nils");
        assertThat(Actors.of(signedIn("adas-other")).id()).isEqualTo(SID);
        assertThat(estate.acts).last().isEqualTo("nils account.sid.confirm account:okta:adas-other done");

        People.signIn(People.ada());
        service.give("okta", "adas-other", "S-1-5-21-1-2-3-1160", "another");
        assertThat(Actors.of(signedIn("adas-other")).id())
                .as("another SID has to be confirmed again")
                .isEqualTo("okta:adas-other");
    }

    @Test
    void an_account_with_an_invented_sid_confirms_nothing_for_who_invented_it() {
        service.give("okta", "adas-second", SID, "first");
        service.give("okta", "adas-third", "S-1-5-21-1-2-3-1161", "second");
        People.signIn(signedIn("adas-second"));
        assertThatThrownBy(() -> service.confirm("okta", "adas-third", "S-1-5-21-1-2-3-1161", "looked up"))
                .isInstanceOf(NotNowException.class)
                .hasMessageContaining("cannot be told");
        service.give("okta", "adas-fourth", "S-1-5-21-1-2-3-1162", "by the second");
        People.signIn(People.ada());
        assertThatThrownBy(() -> service.confirm("okta", "adas-fourth", "S-1-5-21-1-2-3-1162", "looked up"))
                .isInstanceOf(NotNowException.class)
                .hasMessageContaining("cannot be told");
    }

    @Test
    void whose_account_it_is_confirms_it_by_no_other_way_in_either() {
        service.give("okta", "nils", "S-1-5-21-1-2-3-1160", "first day");

        // Nils himself, whom another identity provider says a SID for
        People.signIn(administrator("nils", "S-1-5-21-1-2-3-1150", "corp"));
        assertThat(service.mayConfirm(service.all().get(0))).isFalse();
        assertThatThrownBy(() -> service.confirm("okta", "nils", "S-1-5-21-1-2-3-1160", "myself"))
                .isInstanceOf(NotNowException.class)
                .hasMessageContaining("whose account it is")
                .hasMessageContaining("corp")
                .hasMessageContaining("okta");
        People.signIn(administrator("nils2", "S-1-5-21-1-2-3-1160", "okta"));
        assertThatThrownBy(() -> service.confirm("okta", "nils", "S-1-5-21-1-2-3-1160", "myself"))
                .as("another account with the very SID")
                .isInstanceOf(NotNowException.class)
                .hasMessageContaining("their own");

        People.signIn(administrator("else", "S-1-12-1-1-2-3-4", "okta"));
        assertThatThrownBy(() -> service.confirm("okta", "nils", "S-1-5-21-1-2-3-1160", "looked up"))
                .as("perhaps who gave it, with the other kind of SID")
                .isInstanceOf(NotNowException.class)
                .hasMessageContaining("whoever gave");
        People.signIn(administrator("else", "S-1-5-21-1-2-3-1170", "okta"));
        assertThat(service.confirm("okta", "nils", "S-1-5-21-1-2-3-1160", "looked up")
                        .confirmed())
                .isTrue();
    }

    @Test
    void programs_give_no_sids_and_what_the_command_line_gave_nobody_confirms() {
        People.signIn(new Person("17", "night", null, null, Set.of(Role.ADMINISTRATOR), "service account"));
        assertThatThrownBy(() -> service.give("okta", "new", SID, "a reason")).isInstanceOf(ForbiddenException.class);
        assertThatThrownBy(() -> service.confirm("okta", "new", SID, "a reason"))
                .isInstanceOf(ForbiddenException.class);
        assertThat(service.all()).isEmpty();

        People.signIn(new Person("local", "command line", null, null, Set.of(Role.ADMINISTRATOR), "command line"));
        service.give("okta", "new", SID, "a reason");
        People.signIn(People.ada());
        assertThatThrownBy(() -> service.confirm("okta", "new", SID, "looked up"))
                .isInstanceOf(NotNowException.class)
                .hasMessageContaining("give it again");
        assertThat(estate.acts).noneMatch(act -> act.contains("account.sid.confirm"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "anna",
                "S-1-5-32-544",
                "S-1-5-18",
                "S-1-1-0",
                "S-1-5-21-1-2-3-513",
                "S-1-5-21-1-2-3-500",
                "S-1-5-21-1-2-3"
            })
    void what_is_no_persons_sid_is_refused_and_leaves_no_entry(String sid) {
        assertThatThrownBy(() -> service.give("okta", "new", sid, "a reason")).isInstanceOf(BadInputException.class);
        assertThat(estate.acts).isEmpty();
    }

    @Test
    void one_of_the_cloud_alone_is_taken() {
        String sid = "S-1-12-1-2174651923-1235467819-3405691582-2882343476";
        assertThat(service.give("entra", "noah", sid, "first day").sid()).isEqualTo(sid);
    }

    @Test
    void without_a_reason_nothing_is_done() {
        assertThatThrownBy(() -> service.give("okta", "new", SID, " ")).isInstanceOf(BadInputException.class);
        assertThat(mappings.sidOf("okta", "new")).isEmpty();
    }

    @Test
    void who_never_came_again_is_forgotten() {
        mappings.without("okta", "gone", "Gone");
        clock.forward(SidMappings.WAITING.plusDays(1));
        mappings.without("okta", "new", "New");
        assertThat(service.all()).extracting(SidMapping::subject).containsExactly("new");
    }

    @Test
    void who_says_their_account_is_found_by_all_of_it_and_in_any_case() {
        mappings.without("okta", "Sofia@corp.example", "Sofia Petrova");
        assertThat(mappings.called(" sofia@CORP.example "))
                .singleElement()
                .satisfies(one -> assertThat(one.displayName()).isEqualTo("Sofia Petrova"));
        assertThat(mappings.called("sofia")).isEmpty();
    }
}
