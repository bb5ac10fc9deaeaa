package dev.profilekeep.portal.help.ui;

import com.github.mvysny.kaributesting.v10.MockVaadin;
import dev.profilekeep.lock.LockVerdict;
import dev.profilekeep.portal.help.HelpService;
import dev.profilekeep.portal.help.PhoneCodes;
import dev.profilekeep.portal.locations.LocationsService;
import dev.profilekeep.portal.locks.ApprovalsService;
import dev.profilekeep.portal.locks.LocksService;
import dev.profilekeep.portal.locks.SitesService;
import dev.profilekeep.portal.myprofile.HelpCases;
import dev.profilekeep.portal.profiles.ProfilesService;
import dev.profilekeep.portal.requests.RequestsService;
import dev.profilekeep.portal.support.FakeBackupDesk;
import dev.profilekeep.portal.support.FakeLockDesk;
import dev.profilekeep.portal.support.KeptRequests;
import dev.profilekeep.portal.support.MovedClock;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.PortalTables;
import dev.profilekeep.portal.support.ViewTest;
import dev.profilekeep.portal.workers.Workers;
import dev.profilekeep.security.Person;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The helpdesk's page, with an estate, locks and a clock of the test's. */
abstract class HelpViewCase extends ViewTest {
    final FakeLockDesk desk = new FakeLockDesk();
    final LocksService locks = new LocksService(desk, estate, currentUser, new Workers(Runnable::run));
    final HelpCases cases = new HelpCases(PortalTables.empty());
    final MovedClock clock = new MovedClock();
    PhoneCodes codes = typed -> Optional.empty();

    @TempDir
    Path folder;

    @Nullable
    KeptRequests kept;

    @AfterEach
    void closeRequests() {
        if (kept != null) {
            kept.close();
        }
    }

    RequestsService requests() {
        if (kept == null) {
            kept = new KeptRequests(folder, estate, clock);
        }
        return new RequestsService(kept, FakeBackupDesk.standard(estate), desk, estate, currentUser);
    }

    void annaIs(LockVerdict verdict) {
        desk.lock(1, People.ANNAS_SID, "anna", verdict);
    }

    HelpView open(Person person, String name, String text) {
        People.signIn(person);
        HelpView view = show(new HelpView(
                new HelpService(estate, desk, currentUser, codes, cases),
                locks,
                new ApprovalsService(desk, locks, estate, currentUser),
                new SitesService(desk, locks, estate, currentUser),
                new ProfilesService(estate, currentUser),
                new LocationsService(estate, currentUser),
                requests(),
                currentUser,
                clock));
        view.open(name, text);
        MockVaadin.clientRoundtrip();
        return view;
    }
}
