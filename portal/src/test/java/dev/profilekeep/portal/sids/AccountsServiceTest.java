package dev.profilekeep.portal.sids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.support.FakeEstate;
import dev.profilekeep.portal.support.MovedClock;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.PortalTables;
import dev.profilekeep.security.CurrentUser;
import java.time.Duration;
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

        assertThat(mappings.sidOf("okta", "anna@example.com")).hasValue(SID);
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
}
