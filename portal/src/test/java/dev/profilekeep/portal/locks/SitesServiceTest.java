package dev.profilekeep.portal.locks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.approval.Approval;
import dev.profilekeep.lock.SiteDocument;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.access.NotNowException;
import dev.profilekeep.portal.support.FakeEstate;
import dev.profilekeep.portal.support.FakeLockDesk;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.workers.Workers;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.access.AccessDeniedException;

class SitesServiceTest {
    private final FakeLockDesk desk = new FakeLockDesk();
    private final FakeEstate estate = FakeEstate.standard();
    private final CurrentUser currentUser = new CurrentUser();
    private final LocksService locks = new LocksService(desk, estate, currentUser, new Workers(Runnable::run));
    private final ApprovalsService approvals = new ApprovalsService(desk, locks, estate, currentUser);
    private final SitesService service = new SitesService(desk, locks, estate, currentUser);

    @AfterEach
    void signOut() {
        People.signOut();
    }

    private static Person nils() {
        return People.person("nils", "S-1-5-21-1-2-3-1150", Role.ADMINISTRATOR);
    }

    @Test
    void one_asks_another_agrees_either_does_it_and_views_hear_of_it() throws Exception {
        People.signIn(People.ada());
        List<LockNews> heard = new ArrayList<>();
        try (AutoCloseable listening = locks.subscribe(heard::add)) {
            Approval asked = service.ask("lon", " fire ");
            assertThat(asked.reason()).isEqualTo("fire");
            assertThat(heard).isNotEmpty();
            assertThat(service.name(asked)).isEqualTo("London");
            assertThatThrownBy(() -> service.fence("lon", "fire")).isInstanceOf(NotNowException.class);
            People.signIn(nils());
            assertThat(approvals.mayDecide(asked)).isTrue();
            approvals.approve(asked.id(), "");
            assertThat(service.mayUse(service.pending("lon").orElseThrow())).isTrue();
            assertThat(service.fence("lon", "fire").cutOff()).isNotNull();
            assertThat(service.cutOff()).extracting(SiteDocument::id).containsExactly("lon");
            assertThat(estate.acts).as("locks are looked at again").contains("nils lock.judge locks begun");
            assertThat(service.lift("lon", "it is out").cutOff()).isNull();
        }
    }

    @Test
    void programs_and_the_command_line_ask_for_nothing_and_do_nothing() {
        for (Person program : List.of(
                new Person("local", "command line", null, null, Set.of(Role.ADMINISTRATOR), "command line"),
                new Person("17", "night", null, null, Set.of(Role.ADMINISTRATOR), "service account"))) {
            People.signIn(program);
            assertThatThrownBy(() -> service.ask("lon", "fire")).isInstanceOf(AccessDeniedException.class);
            assertThatThrownBy(() -> service.fence("lon", "fire")).isInstanceOf(AccessDeniedException.class);
        }
        assertThat(desk.approvals).isEmpty();
        assertThat(desk.cutOff).isEmpty();
    }

    @Test
    void a_site_that_there_is_and_a_reason_are_needed() {
        People.signIn(People.ada());
        assertThatThrownBy(() -> service.ask("rom", "fire")).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> service.fence("rom", "fire")).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> service.lift("rom", "fire")).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> service.ask("lon", " ")).isInstanceOf(BadInputException.class);
        assertThatThrownBy(() -> service.lift("lon", "fire")).isInstanceOf(NotNowException.class);
    }
}
