package dev.profilekeep.portal.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.access.NotNowException;
import dev.profilekeep.portal.access.NotNowException.Why;
import dev.profilekeep.portal.backups.BackupsQuery;
import dev.profilekeep.portal.backups.BackupsService;
import dev.profilekeep.portal.support.FakeBackupDesk;
import dev.profilekeep.portal.support.FakeEstate;
import dev.profilekeep.portal.support.FakeLockDesk;
import dev.profilekeep.portal.support.KeptRequests;
import dev.profilekeep.portal.support.MovedClock;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.request.Request;
import dev.profilekeep.request.RequestState;
import dev.profilekeep.request.Requests;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import dev.profilekeep.security.Scope;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may ask for what and decide on whom, as each role. */
class RequestsServiceTest {
    @TempDir
    Path folder;

    private final MovedClock clock = new MovedClock();
    private final FakeEstate estate = FakeEstate.standard();
    private final FakeBackupDesk backups = FakeBackupDesk.standard(estate);
    private KeptRequests desk;
    private RequestsService service;
    private BackupsService list;

    @BeforeEach
    void open() {
        desk = new KeptRequests(folder, estate, clock);
        service = new RequestsService(desk, backups, new FakeLockDesk(), estate, new CurrentUser());
        list = new BackupsService(backups, estate, new CurrentUser(), clock);
    }

    @AfterEach
    void close() {
        People.signOut();
        desk.close();
    }

    private Requests.Asked ask(Person person) {
        return ask(person, 1, "my documents are gone");
    }

    private Requests.Asked ask(Person person, long container, String reason) {
        KnownPoint point = backups.points(estate.containers.get(0).row()).get(0);
        People.signIn(person);
        return service.ask(container, point.repositoryId(), point.snapshot(), point.place(), reason, Locale.ENGLISH);
    }

    private static void notNow(Why why, Runnable act) {
        assertThatThrownBy(act::run).isInstanceOfSatisfying(NotNowException.class, e -> assertThat(e.why())
                .isEqualTo(why));
    }

    @Test
    void a_user_asks_for_the_own_profile_and_the_helpdesk_agrees() {
        long id = ask(People.anna()).request().id();
        assertThat(service.mine(10)).extracting(Request::id).containsExactly(id);
        assertThat(service.mayDecide(service.find(id))).isFalse();

        People.signIn(People.helge());
        assertThat(service.list(RequestsQuery.ALL, 0, 10))
                .extracting(Request::id)
                .containsExactly(id);
        assertThat(service.mayDecide(service.find(id))).isTrue();
        service.approve(id, "");
        assertThat(desk.lastMail).isEqualTo("anna@example.com APPROVED");
        desk.tick();

        People.signIn(People.anna());
        assertThat(service.find(id).state()).isEqualTo(RequestState.DONE);
        service.undo(id, "");
        assertThat(service.find(id).state()).isEqualTo(RequestState.UNDOING);
    }

    @Test
    void nobody_asks_for_the_profile_of_another_or_for_a_backup_that_is_not_of_it() {
        assertThatThrownBy(() -> ask(People.person("ben", People.BENS_SID, Role.USER)))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> ask(People.helge(), 2, "his")).isInstanceOf(NotFoundException.class);
        People.signIn(People.anna());
        assertThatThrownBy(() -> service.ask(1, "main", new UUID(1, 1), 0, "why", Locale.ENGLISH))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> ask(People.anna(), 1, "  ")).isInstanceOf(BadInputException.class);
        assertThatThrownBy(() -> ask(People.anna(), 1, "a\u202eb")).isInstanceOf(BadInputException.class);
    }

    @Test
    void the_helpdesk_asks_for_a_caller_and_another_of_them_decides() {
        long id = ask(People.helge()).request().id();
        assertThat(service.mayDecide(service.find(id))).isFalse();
        notNow(Why.SAME_PERSON, () -> service.approve(id, ""));
        assertThat(ask(People.ada()).joined()).isTrue();
        service.approve(id, "");
        People.signIn(People.person("hella", "S-1-5-21-1-2-3-1132", Role.HELPDESK));
        notNow(Why.REQUEST_MOVED_ON, () -> service.refuse(id, "no"));
    }

    @Test
    void an_owner_sees_and_answers_what_the_helpdesk_asked_for_them() {
        long id = ask(People.helge()).request().id();
        People.signIn(People.ada());
        service.askBack(id, "which folder?");
        notNow(Why.REQUEST_OF_ANOTHER, () -> service.answer(id, "all"));
        People.signIn(People.anna());
        assertThat(service.isOwn(service.find(id))).isTrue();
        service.answer(id, "Documents");
        assertThat(service.steps(id)).hasSize(3);
        service.withdraw(id, "");
        assertThat(service.find(id).state()).isEqualTo(RequestState.WITHDRAWN);
    }

    @Test
    void a_request_beyond_the_scope_does_not_exist() {
        long id = ask(People.anna()).request().id();
        People.signIn(
                People.held("hans", "S-1-5-21-1-2-3-1140", new Scope(Set.of(), Set.of("another")), Role.HELPDESK));
        assertThat(service.list(RequestsQuery.ALL, 0, 10)).isEmpty();
        assertThatThrownBy(() -> service.find(id)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> service.approve(id, "")).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> list.points(1)).isInstanceOf(NotFoundException.class);
        assertThat(list.count(BackupsQuery.ALL)).isZero();
        People.signIn(People.nobody());
        assertThatThrownBy(() -> service.find(id)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void an_auditor_reads_and_decides_nothing() {
        Request asked = ask(People.anna()).request();
        People.signIn(People.otto());
        assertThat(service.list(RequestsQuery.ALL, 0, 10)).hasSize(1);
        assertThat(service.mayDecide(asked)).isFalse();
        assertThat(service.isOwn(asked)).isFalse();
        assertThat(service.context(asked).newestBackup())
                .isEqualTo(backups.points(estate.containers.get(0).row()).get(0).moment());
        assertThatThrownBy(() -> service.approve(asked.id(), "")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void where_nothing_can_be_restored_nothing_is_offered() {
        desk.kinds.clear();
        People.signIn(People.anna());
        assertThat(service.mayAsk(estate.containers.get(0).row())).isFalse();
        notNow(Why.NOT_OFFERED, () -> ask(People.anna()));
    }
}
