package dev.profilekeep.engine;

import dev.profilekeep.approval.Approvals;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.RestorePolicy;
import dev.profilekeep.lock.LockService;
import dev.profilekeep.notify.Notifications;
import dev.profilekeep.request.RequestRunner;
import dev.profilekeep.request.Requests;
import dev.profilekeep.request.RestorerByKind;
import dev.profilekeep.restore.RequestedRestores;
import dev.profilekeep.restore.Restores;
import dev.profilekeep.restore.visit.BackupVisits;
import dev.profilekeep.restore.visit.RequestedFiles;
import dev.profilekeep.restore.visit.RestoreShare;
import dev.profilekeep.restore.visit.VisitGrants;
import java.time.Clock;

/** The parts of an engine that bring back what people ask for, and let them look into backups. */
final class RequestParts {
    final Requests requests;
    final RequestRunner requestRunner;
    final VisitGrants visitGrants;
    final BackupVisits visits;

    RequestParts(
            Ground ground,
            BackupParts backups,
            Restores restores,
            LockService locks,
            Approvals approvals,
            Notifications notifications) {
        ProfileKeepConfig config = ground.config();
        AuditTrail audit = ground.audit();
        Clock clock = ground.clock();
        RestorePolicy.Share place = config.restores().share();
        PeopleNews news = new PeopleNews(notifications, place != null && place.isOfThisMachine());
        this.requests = new Requests(ground.database(), audit, news::ofRequest, clock);
        RestoreShare share = new RestoreShare(place, new LocationStorages(config)::connect, clock);
        boolean configured = !config.repositories().isEmpty();
        this.requestRunner = new RequestRunner(
                requests,
                new RestorerByKind(
                        new RequestedFiles(
                                config.restores(), backups::open, backups.restorePoints, configured, share, audit),
                        new RequestedRestores(
                                restores,
                                backups::open,
                                backups.restorePoints,
                                configured,
                                config.backups()::repositoryOf,
                                locks,
                                audit)),
                clock,
                ground.node());
        this.visitGrants = new VisitGrants(ground.database(), approvals, audit, news::ofVisit, clock);
        this.visits = new BackupVisits(config.restores(), backups::open, share, audit, visitGrants);
    }

    void close() {
        requestRunner.close();
        visits.close();
    }
}
