package dev.profilekeep.portal.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.container.ContainerKind;
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
import dev.profilekeep.portal.support.Samples;
import dev.profilekeep.request.Note;
import dev.profilekeep.request.Request;
import dev.profilekeep.request.RequestKind;
import dev.profilekeep.request.RequestState;
import dev.profilekeep.request.Requests;
import dev.profilekeep.request.Restorer;
import dev.profilekeep.request.Wish;
import dev.profilekeep.restore.MayReplace;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import dev.profilekeep.security.Scope;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    void what_is_decided_between_two_counts_makes_no_number_below_none() {
        ask(People.anna());
        RequestDesk decided = (RequestDesk) Proxy.newProxyInstance(
                RequestDesk.class.getClassLoader(),
                new Class<?>[] {RequestDesk.class},
                (proxy, method, given) ->
                        method.getName().equals("count") ? Long.valueOf(0) : method.invoke(desk, given));
        People.signIn(People.helge());
        assertThat(new RequestsService(decided, backups, new FakeLockDesk(), estate, new CurrentUser()).waiting())
                .isEqualTo(new RequestsService.Waiting(1, 0));
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
    void who_helps_no_more_neither_sees_nor_takes_back_what_they_asked_for_others() {
        long id = ask(People.helge()).request().id();
        assertThat(service.find(id).state()).isEqualTo(RequestState.ASKED);
        People.signIn(People.person("helge", "S-1-5-21-1-2-3-1131", Role.USER));
        assertThatThrownBy(() -> service.find(id)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> service.withdraw(id, "")).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> service.undo(id, "")).isInstanceOf(NotFoundException.class);
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
    void a_request_about_a_container_that_nothing_is_known_of_any_more_can_still_be_refused() {
        long id = ask(People.anna()).request().id();
        estate.containers.remove(0);
        People.signIn(People.held("hans", "S-1-5-21-1-2-3-1140", new Scope(Set.of(), Set.of("pool")), Role.HELPDESK));
        assertThatThrownBy(() -> service.find(id)).isInstanceOf(NotFoundException.class);
        People.signIn(People.helge());
        assertThat(service.mayDecide(service.find(id))).isTrue();
        assertThat(service.seesAsHelper(service.find(id))).isTrue();
        assertThat(service.refuse(id, "the set has another name").state()).isEqualTo(RequestState.REFUSED);
    }

    @Test
    void who_helps_elsewhere_sees_of_their_own_request_what_is_an_owners_to_see() {
        Scope elsewhere = new Scope(Set.of(), Set.of("another"));
        Person anna = People.held("anna", People.ANNAS_SID, elsewhere, Role.USER, Role.HELPDESK);
        Request asked = ask(anna).request();
        assertThat(service.find(asked.id()).id()).isEqualTo(asked.id());
        assertThat(service.seesAsHelper(asked)).isFalse();
        assertThatThrownBy(() -> service.context(asked)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> service.around(asked)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void what_is_kept_longer_is_decided_where_somebody_administers_not_where_they_help() {
        ContainerRow row = estate.containers.get(0).row();
        People.signIn(People.ada());
        assertThat(list.mayKeep(row)).isTrue();
        People.signIn(new Person(
                "both",
                "both",
                "S-1-5-21-1-2-3-1150",
                null,
                Set.of(Role.HELPDESK, Role.ADMINISTRATOR),
                "test",
                Map.of(Role.HELPDESK, Scope.EVERYTHING, Role.ADMINISTRATOR, new Scope(Set.of(), Set.of("another")))));
        assertThat(list.mayKeep(row)).isFalse();
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

    private Wish files(int number) {
        KnownPoint point = backups.points(estate.containers.get(number).row()).get(0);
        return Wish.files(point, List.of("Documents/secret plans.docx"), new Wish.Amount(1, 0, 4096));
    }

    @Test
    void files_are_asked_for_by_the_person_whose_they_are_alone_and_only_where_that_is_offered() {
        Wish wish = files(0);
        People.signIn(People.anna());
        assertThat(service.mayAskFiles(estate.containers.get(0).row())).isFalse();
        notNow(Why.FILES_NOT_ASKED, () -> service.askFiles(1, wish, "I deleted it", Locale.ENGLISH));
        desk.kinds.add(RequestKind.FILES);
        assertThat(service.mayAskFiles(estate.containers.get(0).row())).isTrue();
        desk.mayReplace = new MayReplace.CloudCache("pool"); // no whole disk; files all the same
        Request asked =
                service.askFiles(1, wish, "I deleted it", Locale.ENGLISH).request();
        assertThat(asked.wish().amount()).isEqualTo(new Wish.Amount(1, 0, 4096));
        assertThat(service.askFiles(1, wish, "again", Locale.ENGLISH).joined()).isTrue();

        People.signIn(People.helge());
        assertThat(service.mayAskFiles(estate.containers.get(0).row())).isFalse();
        assertThatThrownBy(() -> service.askFiles(1, wish, "for her", Locale.ENGLISH))
                .isInstanceOf(NotFoundException.class);
        service.approve(asked.id(), "");
        desk.result = new Restorer.Result.Done("", Note.NONE, "\\\\files\\restored\\anna-1104\\today");
        desk.tick();
        assertThat(service.find(asked.id()).where()).endsWith("today");
        assertThat(service.find(asked.id()).isUndoable()).isFalse();
        assertThat(desk.lastMail).isEqualTo("anna@example.com DONE");

        People.signIn(People.anna());
        backups.backedUp(2, Samples.NOW, "main");
        Wish bens = files(1);
        assertThatThrownBy(() -> service.askFiles(1, bens, "another's backup", Locale.ENGLISH))
                .isInstanceOf(NotFoundException.class);
        Wish whole = Wish.whole(backups.points(estate.containers.get(0).row()).get(0));
        assertThatThrownBy(() -> service.askFiles(1, whole, "all of it", Locale.ENGLISH))
                .isInstanceOf(BadInputException.class);
    }

    private Requests.Asked aid(Person person, long container, RequestKind kind) {
        People.signIn(person);
        return service.askFirstAid(container, kind, "it does not start any more", Locale.ENGLISH);
    }

    @Test
    void a_fresh_profile_is_asked_for_by_its_owner_and_agreed_by_another() {
        Request asked = aid(People.anna(), 1, RequestKind.RESET).request();
        assertThat(asked.wish().kind()).isEqualTo(RequestKind.RESET);
        assertThat(service.mayDecide(asked)).isFalse();
        People.signIn(People.helge());
        assertThat(service.mayDecide(asked)).isTrue();
        service.approve(asked.id(), "");
        desk.tick();
        assertThat(service.find(asked.id()).state()).isEqualTo(RequestState.DONE);
        People.signIn(People.anna());
        service.undo(asked.id(), "");
        assertThat(service.find(asked.id()).state()).isEqualTo(RequestState.UNDOING);
    }

    @Test
    void the_helpdesk_does_not_decide_on_the_first_aid_it_asked_for() {
        long id = aid(People.helge(), 1, RequestKind.RESET).request().id();
        notNow(Why.SAME_PERSON, () -> service.approve(id, ""));
        assertThat(aid(People.ada(), 1, RequestKind.RESET).joined()).isTrue();
        service.approve(id, "");
        assertThat(service.find(id).state()).isEqualTo(RequestState.APPROVED);
    }

    @Test
    void office_data_is_never_made_new_by_putting_a_profile_aside() {
        estate.containers.add(Samples.detail(Samples.row(3, People.ANNAS_SID, "anna", ContainerKind.ODFC, false)));
        assertThatThrownBy(() -> aid(People.anna(), 1, RequestKind.REBUILD_OFFICE))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("kind must be RESET");
        assertThatThrownBy(() -> aid(People.anna(), 3, RequestKind.RESET)).isInstanceOf(BadInputException.class);
        assertThatThrownBy(() -> aid(People.anna(), 1, RequestKind.WHOLE)).isInstanceOf(BadInputException.class);
        assertThat(aid(People.anna(), 3, RequestKind.REBUILD_OFFICE).request().containerId())
                .isEqualTo(3);
    }

    @Test
    void under_cloud_cache_no_whole_disk_is_offered_and_asking_all_the_same_is_refused_at_once() {
        ContainerRow annas = estate.containers.get(0).row();
        People.signIn(People.anna());
        assertThat(service.isHeldByCloudCache(annas)).isFalse();
        desk.mayReplace = new MayReplace.CloudCache("pool");
        assertThat(service.mayAsk(annas)).isFalse();
        assertThat(service.mayAskFirstAid(annas)).isFalse();
        assertThat(service.isHeldByCloudCache(annas)).isTrue();
        assertThat(service.isHeldByCloudCache(estate.containers.get(1).row()))
                .as("of somebody else nothing is told")
                .isFalse();
        notNow(Why.CLOUD_CACHE, () -> ask(People.anna()));
        notNow(Why.CLOUD_CACHE, () -> aid(People.helge(), 1, RequestKind.RESET));
        assertThat(service.list(RequestsQuery.ALL, 0, 10)).isEmpty();
        desk.kinds.clear();
        assertThat(service.isHeldByCloudCache(annas))
                .as("without a repository there is nothing anyway")
                .isFalse();
    }

    @Test
    void first_aid_is_offered_to_who_may_ask_for_it_and_where_there_is_a_copy() {
        ContainerRow annas = estate.containers.get(0).row();
        People.signIn(People.anna());
        assertThat(service.mayAskFirstAid(annas)).isTrue();
        assertThat(service.mayAskFirstAid(estate.containers.get(1).row())).isFalse();
        People.signIn(People.helge());
        assertThat(service.mayAskFirstAid(annas)).isTrue();
        People.signIn(People.otto());
        assertThat(service.mayAskFirstAid(annas)).isFalse();
        assertThatThrownBy(() -> aid(People.person("ben", People.BENS_SID, Role.USER), 1, RequestKind.RESET))
                .isInstanceOf(NotFoundException.class);
        desk.kinds.remove(RequestKind.RESET);
        People.signIn(People.anna());
        assertThat(service.mayAskFirstAid(annas)).isFalse();
        notNow(Why.NOT_OFFERED, () -> aid(People.anna(), 1, RequestKind.RESET));
    }
}
