package dev.profilekeep.portal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.config.AddressRange;
import dev.profilekeep.config.RestorePolicy;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.access.NotNowException;
import dev.profilekeep.portal.access.NotNowException.Why;
import dev.profilekeep.portal.support.FakeBackupDesk;
import dev.profilekeep.portal.support.FakeEstate;
import dev.profilekeep.portal.support.KeptFiles;
import dev.profilekeep.portal.support.MovedClock;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.workers.Workers;
import dev.profilekeep.restore.files.ExportResult;
import dev.profilekeep.restore.files.SnapshotEntry;
import dev.profilekeep.restore.visit.Visit;
import dev.profilekeep.restore.visit.VisitedBackup;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import dev.profilekeep.storage.Encryption;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Who looks into which backup, and takes what out, as each role; into a real backup. */
class FilesServiceTest {
    private static final RestorePolicy.Share SHARE =
            new RestorePolicy.Share("Restored", "smb://files/restored", null, Encryption.PREFERRED, null);

    @TempDir
    static Path folder;

    private static VisitedBackup backup;

    private final FakeEstate estate = FakeEstate.standard();
    private final FakeBackupDesk backups = new FakeBackupDesk(estate);
    private KeptFiles desk;
    private FilesService service;

    @BeforeAll
    static void backUp() throws IOException {
        backup = new VisitedBackup(
                folder, FakeEstate.standard().containers.get(0).row(), new MovedClock());
    }

    @BeforeEach
    void open() {
        backup.forget();
        backups.put(1, backup.point());
        with(true, false);
    }

    @AfterEach
    void close() {
        desk.close();
        People.signOut();
        RequestContextHolder.resetRequestAttributes();
    }

    @AfterAll
    static void end() {
        backup.close();
    }

    private void with(boolean own, boolean download) {
        if (desk != null) {
            desk.close();
        }
        desk = new KeptFiles(
                backup,
                new RestorePolicy(
                        own,
                        new RestorePolicy.Download(download, false, List.of(AddressRange.parse("10.20.0.0/16"))),
                        SHARE,
                        RestorePolicy.Within.STANDARD));
        service = new FilesService(desk, backups, estate, new CurrentUser(), new Workers(Runnable::run));
    }

    private Visit visit(Person person) {
        People.signIn(person);
        return service.opening(1, backup.point()).join();
    }

    private SnapshotEntry entry(Visit visit, String path) {
        return service.finding(visit, path).join().orElseThrow();
    }

    private static void notNow(Why why, Runnable act) {
        Throwable thrown = catchThrowable(act::run);
        Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        assertThat(cause).isInstanceOfSatisfying(NotNowException.class, e -> assertThat(e.why())
                .isEqualTo(why));
    }

    private static void from(String address) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr(address);
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));
    }

    @Test
    void anna_finds_a_file_of_her_own_and_has_it_put_where_she_can_fetch_it() {
        try (Held visit = new Held(visit(People.anna()))) {
            assertThat(service.points(1))
                    .extracting(KnownPoint::snapshot)
                    .contains(backup.point().snapshot());
            SnapshotEntry root = service.root(visit.visit()).join();
            assertThat(service.searching(visit.visit(), root, "size 10").join().entries())
                    .extracting(SnapshotEntry::name)
                    .containsExactly("size 100");
            ExportResult put = service.putting(visit.visit(), List.of(entry(visit.visit(), "size 100")), Progress.NONE)
                    .join();
            assertThat(put.where()).startsWith("\\\\files\\restored\\anna-1104\\");
        }
    }

    @Test
    void nobody_else_opens_it_nor_uses_what_she_opened() {
        try (Held visit = new Held(visit(People.anna()))) {
            for (Person other : List.of(
                    People.helge(),
                    People.ada(),
                    People.person("ben", People.BENS_SID, Role.USER),
                    People.person("nosid", null, Role.HELPDESK))) {
                People.signIn(other);
                assertThatThrownBy(() -> service.container(1)).isInstanceOf(NotFoundException.class);
                assertThatThrownBy(() -> service.opening(1, backup.point())).isInstanceOf(NotFoundException.class);
                assertThatThrownBy(() -> service.root(visit.visit()))
                        .as(other.displayName())
                        .isInstanceOf(NotFoundException.class);
                assertThatThrownBy(() -> service.download(visit.visit(), List.of(), new ByteArrayOutputStream()))
                        .isInstanceOf(NotFoundException.class);
            }
        }
        assertThat(backup.told())
                .filteredOn(line -> line.startsWith("files.open"))
                .hasSize(2);
    }

    @Test
    void a_sid_that_one_administrator_alone_gave_opens_nobodys_files() {
        Person unsure = new Person("eve", "eve", People.ANNAS_SID, null, Set.of(Role.USER), "test", Map.of(), true);
        People.signIn(unsure);
        assertThat(service.offered(estate.containers.get(0).row())).isFalse();
        assertThatThrownBy(() -> service.opening(1, backup.point())).isInstanceOf(NotFoundException.class);
    }

    @Test
    void a_backup_of_something_else_is_not_opened_by_its_name() {
        People.signIn(People.person("ben", People.BENS_SID, Role.USER));
        assertThatThrownBy(() -> service.opening(2, backup.point())).isInstanceOf(NotFoundException.class);
    }

    @Test
    void a_browser_fetches_where_the_policy_and_the_network_allow_it() {
        with(true, true);
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (Held held = new Held(visit(People.anna()))) {
            Visit visit = held.visit();
            List<SnapshotEntry> chosen = List.of(entry(visit, "size 100"));
            assertThat(service.mayDownload(visit))
                    .as("nobody knows where she is")
                    .isFalse();
            from("192.168.1.7");
            notNow(Why.FILES_NO_DOWNLOAD, () -> service.download(visit, chosen, zip));
            from("10.20.1.7");
            assertThat(service.mayDownload(visit)).isTrue();
            service.download(visit, chosen, zip);
        }
        assertThat(zip.toByteArray()).startsWith('P', 'K');
    }

    @Test
    void where_a_yes_is_needed_one_may_look_and_take_nothing() {
        with(false, true);
        try (Held held = new Held(visit(People.anna()))) {
            Visit visit = held.visit();
            SnapshotEntry file = entry(visit, "size 100");
            assertThat(service.counting(visit, List.of(file)).join().bytes()).isEqualTo(100);
            notNow(Why.FILES_NEED_A_YES, () -> service.putting(visit, List.of(file), Progress.NONE)
                    .join());
            notNow(Why.FILES_NEED_A_YES, () -> service.previewing(visit, file).join());
        }
    }

    @Test
    void for_an_hour_one_of_two_who_agreed_looks_and_the_owner_reads_of_it() throws IOException {
        VisitsService visits = new VisitsService(desk, backups, estate, new CurrentUser());
        People.signIn(People.helge());
        long asked = visits.ask(1, "her thesis is gone").id();
        assertThatThrownBy(() -> service.container(1)).isInstanceOf(NotFoundException.class);
        notNow(Why.SAME_PERSON, () -> visits.approve(asked, ""));
        People.signIn(People.ada());
        visits.approve(asked, "");
        People.signIn(People.helge());
        visits.begin(1);
        try (Held held = new Held(service.opening(1, backup.point()).join())) {
            SnapshotEntry file = entry(held.visit(), "size 100");
            assertThat(service.putting(held.visit(), List.of(file), Progress.NONE)
                            .join()
                            .where())
                    .contains("anna-1104");
            People.signIn(People.ada());
            assertThatThrownBy(() -> service.root(held.visit())).isInstanceOf(NotFoundException.class);
            People.signIn(People.helge());
            visits.end(1);
            notNow(Why.FILES_OVER, () -> service.listing(held.visit(), file));
            assertThatThrownBy(() -> service.opening(1, backup.point())).isInstanceOf(NotFoundException.class);
        }
        People.signIn(People.anna());
        assertThat(visits.ofMine(10)).singleElement().satisfies(one -> {
            assertThat(one.visitorName()).isEqualTo("helge");
            assertThat(one.deciderName()).isEqualTo("ada");
            assertThat(one.exports()).isEqualTo(1);
        });
    }

    /** Closes what it holds. */
    private record Held(Visit visit) implements AutoCloseable {
        @Override
        public void close() {
            try {
                visit.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
