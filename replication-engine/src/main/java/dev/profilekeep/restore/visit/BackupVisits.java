package dev.profilekeep.restore.visit;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.config.RestorePolicy;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.restore.SnapshotPoint;
import dev.profilekeep.restore.files.SnapshotFiles;
import dev.profilekeep.restore.visit.Permit.Step;
import dev.profilekeep.restore.visit.VisitRefusedException.Why;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens backups for people to look into. What somebody may do by role and scope is for the caller to check before; held here, whoever calls: nobody sees another's files without a
 * second person, and nothing is shown that is not in the audit first. Safe for several threads.
 */
public final class BackupVisits implements Closeable {
    /** A page that stands open and is not used holds nothing open for longer. */
    static final Duration IDLE = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(BackupVisits.class);

    private final RestorePolicy policy;
    private final Door repositories;
    private final RestoreShare share;
    private final VisitAudit audit;
    private final VisitGrants grants;
    private final VisitThreads threads = new VisitThreads();
    private final Set<Visit> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "files-idle");
        thread.setDaemon(true);
        return thread;
    });

    /** Opens repositories by their ids; they are not to be closed. */
    @FunctionalInterface
    public interface Door {
        /** @throws IllegalArgumentException if none of that id is configured */
        Repository open(String id) throws IOException;
    }

    public BackupVisits(
            RestorePolicy policy, Door repositories, RestoreShare share, AuditTrail audit, VisitGrants grants) {
        this.policy = policy;
        this.repositories = repositories;
        this.share = share;
        this.grants = grants;
        this.audit = new VisitAudit(audit);
        sweeper.scheduleWithFixedDelay(() -> letRest(IDLE), 1, 1, TimeUnit.MINUTES);
    }

    /** Lets every backup rest that nothing was asked of for so long; the next question opens it again. */
    void letRest(Duration idle) {
        for (Visit visit : List.copyOf(open)) {
            try {
                visit.rest(idle);
            } catch (IOException | RuntimeException e) {
                LOG.debug("a backup that nobody looks into did not close: {}", e.getMessage());
            }
        }
    }

    /** Whether whoever looks into another's backups may download files of them, from some network at least. */
    public boolean helpersDownload() {
        return policy.download().helpdesk();
    }

    /**
     * Opens a backup of one's own container. Takes as long as the repository needs.
     *
     * @throws VisitRefusedException if it is another's, or whoever asks did not sign in as a person
     * @throws dev.profilekeep.storage.StorageException.NotFound if the backup is gone
     */
    public Visit openOwn(ContainerRow container, KnownPoint point, Actor actor) throws IOException {
        boolean own = actor.isPerson()
                && !container.sid().isEmpty()
                && container.sid().equalsIgnoreCase(actor.id().strip());
        if (!own) {
            VisitRefusedException refused = new VisitRefusedException(
                    Why.NOT_AGREED, "it is another person's backup: a second person has to agree first");
            audit.refused(actor, Step.OPEN.act(), container.id(), "", refused);
            throw refused;
        }
        return open(container, point, actor, Permit.OWN);
    }

    /**
     * Opens a backup of another person's container, within the hour that two people agreed on.
     *
     * @throws VisitRefusedException if nobody agreed, or the hour is over
     */
    public Visit openAgreed(ContainerRow container, KnownPoint point, Actor actor) throws IOException {
        Optional<Visited> agreed = actor.isPerson() ? grants.open(container.id(), actor) : Optional.empty();
        if (agreed.isEmpty() || !agreed.get().sid().equalsIgnoreCase(container.sid())) {
            VisitRefusedException refused = new VisitRefusedException(
                    Why.NOT_AGREED, "it is another person's backup: a second person has to agree first");
            audit.refused(actor, Step.OPEN.act(), container.id(), "", refused);
            throw refused;
        }
        return open(container, point, actor, grants.permit(agreed.get()));
    }

    private Visit open(ContainerRow container, KnownPoint point, Actor actor, Permit permit) throws IOException {
        ContainerIdentity who =
                new ContainerIdentity(container.setId(), container.kind(), container.sid(), container.baseName());
        if (!point.identity().key().equals(who.key())) {
            throw new IllegalArgumentException("backup " + point.name() + " is none of container " + container.id());
        }
        permit.require();
        permit.count(Step.OPEN);
        Map<String, String> evidence = Map.of("backup", point.name(), "own", Boolean.toString(permit.own()));
        return audit.told(actor, Step.OPEN.act(), container.id(), permit.reason(), evidence, () -> {
            Repository repository = repositories.open(point.repositoryId());
            Visit.Source source = () -> SnapshotFiles.open(
                    repository, new SnapshotPoint(point.snapshot(), point.place()), threads.workers(), threads.count());
            Visit visit = new Visit(
                    source.open(),
                    source,
                    repository,
                    new Visit.Opening(container.id(), container.account(), point, actor, permit),
                    policy,
                    audit,
                    share,
                    threads,
                    open::remove);
            open.add(visit);
            return visit;
        });
    }

    /** How many are open. */
    int openCount() {
        return open.size();
    }

    @Override
    public void close() {
        sweeper.shutdownNow();
        for (Visit visit : List.copyOf(open)) {
            try {
                visit.close();
            } catch (IOException e) {
                LOG.debug("a backup that somebody looked into did not close: {}", e.getMessage());
            }
        }
        threads.close();
        try {
            share.close();
        } catch (IOException e) {
            LOG.debug("the restore share did not close: {}", e.getMessage());
        }
    }
}
