package dev.profilekeep.portal.myprofile.ui;

import static com.github.mvysny.kaributesting.v10.LocatorJ._get;

import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.PollEvent;
import com.vaadin.flow.component.UI;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.portal.backups.BackupsService;
import dev.profilekeep.portal.files.FilesService;
import dev.profilekeep.portal.files.VisitsService;
import dev.profilekeep.portal.helpcode.HelpCodeService;
import dev.profilekeep.portal.helpcode.HelpCodes;
import dev.profilekeep.portal.myprofile.HelpCases;
import dev.profilekeep.portal.myprofile.MyHelpService;
import dev.profilekeep.portal.myprofile.MyProfileService;
import dev.profilekeep.portal.myprofile.OwnHelpWorkers;
import dev.profilekeep.portal.requests.RequestsService;
import dev.profilekeep.portal.support.FakeBackupDesk;
import dev.profilekeep.portal.support.FakeFilesDesk;
import dev.profilekeep.portal.support.FakeLockDesk;
import dev.profilekeep.portal.support.FakeOwnLocks;
import dev.profilekeep.portal.support.KeptRequests;
import dev.profilekeep.portal.support.MovedClock;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.PortalTables;
import dev.profilekeep.portal.support.Samples;
import dev.profilekeep.portal.support.ViewTest;
import dev.profilekeep.portal.workers.Workers;
import dev.profilekeep.security.Person;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The page of whoever is signed in, with an estate, locks, backups, requests and a clock of the test's. */
abstract class MyProfileCase extends ViewTest {
    @TempDir
    Path folder;

    final MovedClock clock = new MovedClock();
    final FakeBackupDesk backups = new FakeBackupDesk(estate);
    KeptRequests requests;
    final FakeOwnLocks locks = new FakeOwnLocks(clock);
    final DataSource tables = PortalTables.empty();
    FakeFilesDesk files;

    @AfterEach
    void closeRequests() {
        if (requests != null) {
            requests.close();
        }
    }

    void backedUp() {
        backups.repository("");
        backups.backedUp(1, Instant.parse("2026-03-02T01:14:00Z"), "main");
        backups.backedUp(1, Instant.parse("2026-03-01T13:02:00Z"), "main");
        backups.backedUp(1, Instant.parse("2026-03-01T13:02:00Z"), "copy");
    }

    void found(FindingCode code) {
        estate.containers.set(
                0,
                Samples.detail(
                        Samples.row(1, People.ANNAS_SID, "anna", code), Samples.finding(code, java.util.Map.of())));
    }

    KeptRequests kept() {
        if (requests == null) {
            requests = new KeptRequests(folder, estate, clock);
        }
        return requests;
    }

    MyProfileView open(Person person) {
        return open(person, Runnable::run);
    }

    MyProfileView open(Person person, Executor executor) {
        People.signIn(person);
        MyHelpService help = new MyHelpService(
                estate, locks, new HelpCases(tables), currentUser, clock, OwnHelpWorkers.of(executor));
        HelpCodeService codes = new HelpCodeService(new HelpCodes(tables, clock), estate, currentUser);
        if (files == null) {
            files = new FakeFilesDesk(clock);
        }
        return show(new MyProfileView(
                new MyProfileService(estate, currentUser),
                help,
                codes,
                new BackupsService(backups, estate, currentUser, clock),
                new RequestsService(kept(), backups, new FakeLockDesk(), estate, currentUser),
                new FilesService(files, backups, estate, currentUser, new Workers(Runnable::run)),
                new VisitsService(files, backups, estate, currentUser),
                clock));
    }

    static void poll() {
        ComponentUtil.fireEvent(UI.getCurrent(), new PollEvent(UI.getCurrent(), true));
    }

    static String heard(MyProfileView view) {
        return _get(
                        view,
                        com.vaadin.flow.component.html.Div.class,
                        spec -> spec.withPredicate(part -> part.hasClassName("my-heard")))
                .getText();
    }
}
