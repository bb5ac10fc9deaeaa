package dev.profilekeep.portal.backups;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;
import static dev.profilekeep.portal.access.Allowed.USER;

import dev.profilekeep.backup.decision.Decision;
import dev.profilekeep.backup.estate.AskedBackup;
import dev.profilekeep.backup.estate.BackupUnderWayException;
import dev.profilekeep.backup.points.BackupList;
import dev.profilekeep.backup.points.ContainerBackup;
import dev.profilekeep.backup.points.Decided;
import dev.profilekeep.backup.points.Holds;
import dev.profilekeep.backup.points.KeptBackups;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.backup.points.RepositoryMeasure;
import dev.profilekeep.backup.points.StoragePoint;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.portal.access.Actors;
import dev.profilekeep.portal.access.Allowed;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.access.NotNowException;
import dev.profilekeep.portal.access.NotNowException.Why;
import dev.profilekeep.portal.access.Placeless;
import dev.profilekeep.portal.access.SaidReason;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;

/** What can be brought back: of one's own containers, and of those within one's scope. What is in a backup is not told here. */
@Service
@KeepsToScope
public class BackupsService {
    private final BackupDesk desk;
    private final Estate estate;
    private final CurrentUser currentUser;
    private final Clock clock;

    public BackupsService(BackupDesk desk, Estate estate, CurrentUser currentUser, Clock clock) {
        this.desk = desk;
        this.estate = estate;
        this.currentUser = currentUser;
        this.clock = clock;
    }

    /**
     * The moments a container can go back to, the newest first; each moment once, whatever number of repositories has it.
     *
     * @throws NotFoundException if there is no such container, or it is not the person's to see
     */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<KnownPoint> points(long container) {
        return desk.points(estate.detail(container)
                .orElseThrow(() -> new NotFoundException("container " + container))
                .row());
    }

    /**
     * A moment of a container, by one of its backups: that one first, then those of the same moment in other repositories.
     *
     * @throws NotFoundException if there is none, or it is not the person's to see
     */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<KnownPoint> moment(long container, String repository, UUID snapshot, int place) {
        List<KnownPoint> all = points(container);
        KnownPoint named = all.stream()
                .filter(one -> one.is(repository, snapshot, place))
                .findFirst()
                .orElseThrow(() -> new NotFoundException("this backup of container " + container));
        return Stream.concat(
                        Stream.of(named),
                        all.stream().filter(one -> one.moment().equals(named.moment()) && !one.equals(named)))
                .toList();
    }

    /**
     * What the file server keeps of a container by itself, the latest first. The server is asked elsewhere than in this thread, and that fails with an {@link java.io.IOException} if it
     * does not answer.
     *
     * @throws NotFoundException if there is no such container, or it is not the person's to see
     */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public CompletableFuture<List<StoragePoint>> previousVersions(long container) {
        return desk.previousVersions(
                estate.detail(container).orElseThrow(() -> new NotFoundException("container " + container)));
    }

    /**
     * Since when a container could not be backed up; empty if it was at the last try, or was never tried.
     *
     * @throws NotFoundException if there is no such container, or it is not the person's to see
     */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public Optional<BackupGap> gap(long container) {
        return desk.gap(estate.detail(container)
                .orElseThrow(() -> new NotFoundException("container " + container))
                .row());
    }

    /** Where each repository lies, by its id, as people call that site; nothing of those whose site is not told. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public Map<String, String> places() {
        Map<String, String> sites = estate.siteNames();
        return desk.repositories().stream()
                .filter(one -> !one.siteId().isEmpty())
                .collect(Collectors.toMap(
                        RepositorySeen::id,
                        one -> sites.getOrDefault(one.siteId(), one.siteId()),
                        (one, other) -> one));
    }

    /**
     * Whether a container is being backed up because somebody asked for it; of what a job reads nothing is said.
     *
     * @throws NotFoundException if there is no such container, or it is not the person's to see
     */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean underWay(long container) {
        return desk.lastAsked(estate.detail(container)
                        .orElseThrow(() -> new NotFoundException("container " + container))
                        .row())
                .filter(asked -> asked.state() == AskedBackup.State.UNDER_WAY)
                .isPresent();
    }

    /** Whether the person has a container backed up when they ask: those who help, with it in scope. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean mayBackUpNow(ContainerRow container) {
        return Allowed.helps(currentUser.require()).includes(container);
    }

    /**
     * What speaks against backing a container up now; empty if nothing does.
     *
     * @throws NotFoundException if there is no such container, or the person does not help there
     */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public Optional<Why> againstBackup(long container) {
        return against(helped(container));
    }

    private Optional<Why> against(ContainerRow container) {
        return switch (desk.mayBackUp(container)) {
            case YES -> Optional.empty();
            case NO_REPOSITORY -> Optional.of(Why.BACKUP_NO_REPOSITORY);
            case NOT_THERE -> Optional.of(Why.BACKUP_NOT_THERE);
        };
    }

    /**
     * Begins to back a container up now, elsewhere than in this thread, beside a night that runs; audited.
     *
     * @return as it stands, under way
     * @throws NotFoundException as {@link #againstBackup}
     * @throws NotNowException if it is under way already, if something speaks against it, or if too many are asked for at once
     */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public AskedBackup backUpNow(long container) {
        ContainerRow row = helped(container);
        against(row).ifPresent(why -> {
            throw new NotNowException(
                    why,
                    why == Why.BACKUP_NO_REPOSITORY
                            ? "nothing of set '" + row.setId()
                                    + "' is backed up: name a repository for it in policies.backups"
                            : "the container has no copy where the people of its set work: look at it after the next"
                                    + " inventory",
                    null);
        });
        try {
            return desk.backUpNow(row, Actors.of(currentUser.require()));
        } catch (BackupUnderWayException e) {
            throw new NotNowException(
                    Why.BACKUP_UNDER_WAY, "the container is being backed up already: wait until that has ended", e);
        } catch (RejectedExecutionException e) {
            throw new NotNowException(
                    Why.BACKUP_TOO_MANY,
                    "too many containers are being backed up at once: try again in some minutes",
                    e);
        }
    }

    /**
     * How the backup stands that somebody asked for last, here or elsewhere; empty if nobody did. Why it failed names no place to who may not see addresses.
     *
     * @throws NotFoundException as {@link #againstBackup}
     */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public Optional<AskedBackup> lastAsked(long container) {
        Person person = currentUser.require();
        return desk.lastAsked(helped(container)).map(asked -> asked.saying(Placeless.of(person, asked.reason())));
    }

    /**
     * Hears of such a backup while it is read, and of its end, by the thread that reads; closing the answer ends that.
     *
     * @throws NotFoundException as {@link #againstBackup}
     */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public AutoCloseable follow(long container, Consumer<AskedBackup> listener) {
        Person person = currentUser.require();
        return desk.follow(
                helped(container), asked -> listener.accept(asked.saying(Placeless.of(person, asked.reason()))));
    }

    private ContainerRow helped(long container) {
        return estate.detail(container)
                .map(ContainerDetail::row)
                .filter(this::mayBackUpNow)
                .orElseThrow(() -> new NotFoundException("container " + container));
    }

    /** Whether the person decides what stays of a container's backups: an administrator with it in scope, who signed in. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean mayKeep(ContainerRow container) {
        Person person = currentUser.require();
        return person.has(Role.ADMINISTRATOR)
                && Actors.of(person).isPerson()
                && Allowed.administers(person).includes(container)
                && desk.keeps(container);
    }

    /**
     * What holds a container, as far as its repositories can be read.
     *
     * @throws NotFoundException if there is no such container, or it is not within the person's scope
     */
    @RolesAllowed(ADMINISTRATOR)
    public CompletableFuture<Holds> holds(long container) {
        return desk.holds(keepable(container));
    }

    /**
     * Keeps backups of a container whatever the rules say, or lets them go by them again, in each repository that can be reached; fails with an
     * {@link java.io.IOException} if none is concerned, and with a {@link NotNowException} if a hold or pin is to end where there is none for certain.
     *
     * @param reason must not be blank
     * @throws NotFoundException as {@link #holds}
     */
    @RolesAllowed(ADMINISTRATOR)
    public CompletableFuture<Decided> keep(long container, KeptBackups.Act act, String reason) {
        ContainerRow row = keepable(container);
        String why = SaidReason.required(reason);
        return desk.keep(row, act, Actors.of(currentUser.require()), why).thenApply(decided -> ended(act, decided));
    }

    /** Who ends what is not there means another container, or another backup. */
    private static Decided ended(KeptBackups.Act act, Decided decided) {
        if (!decided.already() || !decided.isEverywhere()) {
            return decided;
        }
        if (act instanceof KeptBackups.Act.Release) {
            throw new NotNowException(
                    Why.NOT_HELD, "its backups are not on hold in any repository: there is nothing to release", null);
        }
        if (act instanceof KeptBackups.Act.Unpin) {
            throw new NotNowException(
                    Why.NOT_PINNED,
                    "this backup is not pinned in any repository, so it goes by the rules already, unless the container"
                            + " is on hold",
                    null);
        }
        return decided;
    }

    /** What whoever decided is called, where that is known; else as the repository has it. */
    @RolesAllowed(ADMINISTRATOR)
    public String name(Decision decision) {
        Person person = currentUser.require();
        if (decision.who().equals(Actors.of(person).id())) {
            return person.displayName();
        }
        return estate.ofPeople(List.of(decision.who())).stream()
                .map(ContainerRow::account)
                .filter(account -> !account.isEmpty())
                .findFirst()
                .orElse(decision.who());
    }

    private ContainerRow keepable(long container) {
        return estate.detail(container)
                .map(ContainerDetail::row)
                .filter(this::mayKeep)
                .orElseThrow(() -> new NotFoundException("container " + container));
    }

    /** Whether anything is backed up here at all. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean configured() {
        return !desk.repositories().isEmpty();
    }

    /** Where backups lie; what is wrong with one names no place to who may not see addresses. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<RepositorySeen> repositories() {
        Person person = currentUser.require();
        return desk.repositories().stream()
                .map(one -> one.saying(Placeless.of(person, one.known().problem())))
                .toList();
    }

    /** Whether the person may see all of a repository, not only that it is there. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean mayOpen() {
        return Allowed.addresses(currentUser.require());
    }

    /**
     * All that is known of a repository, as of the end of its last jobs. Nobody is named; to who is held to a part of the estate, what a check found is told in numbers alone.
     *
     * @throws NotFoundException if none of that id is configured
     */
    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public RepositoryFacts repository(String id) {
        RepositoryFacts facts = desk.facts(id).orElseThrow(() -> new NotFoundException("repository " + id));
        return Allowed.everywhere(currentUser.require(), List.of(ADMINISTRATOR, AUDITOR))
                ? facts
                : facts.withoutSentences();
    }

    /**
     * How large a repository was, for all days that are kept, the newest first.
     *
     * @throws NotFoundException if none of that id is configured
     */
    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public List<RepositoryMeasure> nights(String id) {
        repository(id);
        return desk.nights(id);
    }

    /** A page of the containers that are backed up, or should be. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<ContainerBackup> list(BackupsQuery query, long offset, int limit) {
        return desk.list(filter(query), query.sort(), offset, limit);
    }

    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public long count(BackupsQuery query) {
        return desk.count(filter(query));
    }

    /** How many of all within scope have a backup that is young enough, an old one, or none. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public BackupList.Totals totals() {
        return desk.totals(filter(BackupsQuery.ALL));
    }

    /** How well somebody is protected, by the configuration. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public BackupList.Standing standing(ContainerBackup one) {
        if (one.newest() == null) {
            return BackupList.Standing.NONE;
        }
        return one.newest().isBefore(clock.instant().minus(desk.mostAge()))
                ? BackupList.Standing.OLD
                : BackupList.Standing.FRESH;
    }

    /** After how many days without a backup one is old. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public long mostDays() {
        return desk.mostAge().toDays();
    }

    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public Map<String, String> siteNames() {
        return estate.siteNames();
    }

    private BackupList.Filter filter(BackupsQuery query) {
        Reach reach = Allowed.reach(currentUser.require());
        Set<BackupList.Standing> standings = query.standings();
        return new BackupList.Filter(
                query.text(), desk.kinds(), standings, clock.instant().minus(desk.mostAge()), reach);
    }
}
