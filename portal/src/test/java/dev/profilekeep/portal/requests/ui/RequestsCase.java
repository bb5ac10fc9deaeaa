package dev.profilekeep.portal.requests.ui;

import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.PollEvent;
import com.vaadin.flow.component.UI;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.portal.files.VisitsService;
import dev.profilekeep.portal.requests.RequestsService;
import dev.profilekeep.portal.support.FakeBackupDesk;
import dev.profilekeep.portal.support.FakeFilesDesk;
import dev.profilekeep.portal.support.FakeLockDesk;
import dev.profilekeep.portal.support.KeptRequests;
import dev.profilekeep.portal.support.MovedClock;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.ViewTest;
import dev.profilekeep.security.Person;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The queue of requests and the page of one, with an estate, locks, backups, requests and a clock of the test's. */
abstract class RequestsCase extends ViewTest {
    @TempDir
    Path folder;

    final MovedClock clock = new MovedClock();
    final FakeBackupDesk backups = FakeBackupDesk.standard(estate);
    final FakeLockDesk locks = new FakeLockDesk();
    KeptRequests desk;
    RequestsService service;
    final VisitsService visits = new VisitsService(new FakeFilesDesk(clock), backups, estate, currentUser);

    @BeforeEach
    void openDesk() {
        desk = new KeptRequests(folder, estate, clock);
        service = new RequestsService(desk, backups, locks, estate, currentUser);
    }

    @AfterEach
    void closeDesk() {
        desk.close();
    }

    long asked(Person person) {
        KnownPoint point = backups.points(estate.containers.get(0).row()).get(0);
        People.signIn(person);
        return service.ask(1, point.repositoryId(), point.snapshot(), point.place(), "my documents are gone", Locale.UK)
                .request()
                .id();
    }

    void asked(Person person, long container) {
        backups.backedUp(container, Instant.parse("2026-03-02T01:14:00Z"), "main");
        KnownPoint point = backups.points(estate.containers.stream()
                        .map(ContainerDetail::row)
                        .filter(row -> row.id() == container)
                        .findFirst()
                        .orElseThrow())
                .get(0);
        People.signIn(person);
        service.ask(container, point.repositoryId(), point.snapshot(), point.place(), "all of it is gone", Locale.UK);
    }

    RequestsView open(Person person, Map<String, List<String>> parameters) {
        People.signIn(person);
        RequestsView view = new RequestsView(service, visits, clock);
        view.open(parameters);
        return show(view);
    }

    RequestsView open(Person person) {
        return open(person, Map.of());
    }

    static void poll() {
        ComponentUtil.fireEvent(UI.getCurrent(), new PollEvent(UI.getCurrent(), true));
    }
}
