package dev.profilekeep.portal.files;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;
import static dev.profilekeep.portal.access.Allowed.USER;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.config.AddressRange;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.portal.access.Actors;
import dev.profilekeep.portal.access.Allowed;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.access.NotNowException;
import dev.profilekeep.portal.backups.BackupDesk;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.portal.workers.Workers;
import dev.profilekeep.restore.files.ExportResult;
import dev.profilekeep.restore.files.FileVersions;
import dev.profilekeep.restore.files.SnapshotEntry;
import dev.profilekeep.restore.files.SnapshotFiles;
import dev.profilekeep.restore.visit.Preview;
import dev.profilekeep.restore.visit.Visit;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import jakarta.annotation.security.RolesAllowed;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/**
 * Looking into backups, and taking files out. Who may is decided here each time, not when a page was opened: a page that stands open shows nothing to whoever signs in after. What
 * takes long is done elsewhere, and comes as a future.
 */
@Service
@KeepsToScope
public class FilesService {
    private final FilesDesk desk;
    private final BackupDesk backups;
    private final Estate estate;
    private final CurrentUser currentUser;
    private final Workers workers;

    public FilesService(
            FilesDesk desk,
            BackupDesk backups,
            Estate estate,
            CurrentUser currentUser,
            @Qualifier("filesWorkers") Workers workers) {
        this.desk = desk;
        this.backups = backups;
        this.estate = estate;
        this.currentUser = currentUser;
        this.workers = workers;
    }

    /** Whether the person can look into backups of this container, and there are any. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean offered(ContainerRow row) {
        Person person = currentUser.require();
        boolean takesPart = person.has(Role.USER) || person.has(Role.HELPDESK) || person.has(Role.ADMINISTRATOR);
        return takesPart && isOwn(row, person) && !backups.points(row).isEmpty();
    }

    /**
     * A container whose backups the person may look into.
     *
     * @throws NotFoundException if there is none of that number, or it is not the person's to see
     */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public ContainerRow container(long id) {
        return require(id);
    }

    /** Whether it is the person's own. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public boolean isOwn(ContainerRow row) {
        return isOwn(row, currentUser.require());
    }

    /** The moments that can be looked into, the newest first, each once. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public List<KnownPoint> points(long id) {
        return once(backups.points(require(id)));
    }

    private static List<KnownPoint> once(List<KnownPoint> points) {
        Map<Instant, KnownPoint> once = new LinkedHashMap<>();
        points.forEach(point -> once.putIfAbsent(point.moment(), point));
        return List.copyOf(once.values());
    }

    /** Opens a backup; whoever gets it closes it. It may be there when nobody waits for it any more. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public CompletableFuture<Visit> opening(long id, KnownPoint point) {
        ContainerRow row = require(id);
        if (!backups.points(row).contains(point)) {
            throw new NotFoundException("this backup of container " + id);
        }
        Actor actor = Actors.of(currentUser.require());
        boolean own = isOwn(row, currentUser.require());
        return later(() -> own ? desk.openOwn(row, point, actor) : desk.openAgreed(row, point, actor));
    }

    /** The outermost folder. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public CompletableFuture<SnapshotEntry> root(Visit visit) {
        Visit mine = mine(visit);
        return later(mine::root);
    }

    /** What is in a folder. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public CompletableFuture<List<SnapshotEntry>> listing(Visit visit, SnapshotEntry folder) {
        Visit mine = mine(visit);
        return later(() -> mine.list(folder));
    }

    /** What has these letters in its name, in a folder and below. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public CompletableFuture<SnapshotFiles.Found> searching(Visit visit, SnapshotEntry folder, String part) {
        Visit mine = mine(visit);
        return later(() -> mine.search(folder, part));
    }

    /** A file or folder by its path; empty if there is none. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public CompletableFuture<Optional<SnapshotEntry>> finding(Visit visit, String path) {
        Visit mine = mine(visit);
        return later(() -> mine.find(path));
    }

    /** What can be shown of a file. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public CompletableFuture<Preview> previewing(Visit visit, SnapshotEntry file) {
        Visit mine = mine(visit);
        return later(() -> mine.preview(file));
    }

    /** Each content that a file had. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public CompletableFuture<FileVersions> versions(Visit visit, SnapshotEntry file) {
        Visit mine = mine(visit);
        List<KnownPoint> points = backups.points(require(visit.container()));
        return later(() -> mine.versions(file, points));
    }

    /** What taking these out would take out. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public CompletableFuture<ExportResult> counting(Visit visit, List<SnapshotEntry> chosen) {
        Visit mine = mine(visit);
        List<SnapshotEntry> these = List.copyOf(chosen);
        return later(() -> mine.count(these));
    }

    /** What asking for these comes to, counted; nothing is asked yet. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public CompletableFuture<Visit.Wished> wishing(Visit visit, List<SnapshotEntry> chosen) {
        Visit mine = mine(visit);
        List<SnapshotEntry> these = List.copyOf(chosen);
        return later(() -> mine.wish(these));
    }

    /**
     * As {@link #wishing(Visit, List)}, of a backup that is opened for that alone; one's own.
     *
     * @param paths as the backup has them, names between "/"
     * @throws NotFoundException if it is not the person's own, or none of its backups
     */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public CompletableFuture<Visit.Wished> wishing(long id, KnownPoint point, List<String> paths) {
        ContainerRow row = require(id);
        Person person = currentUser.require();
        if (!isOwn(row, person) || !backups.points(row).contains(point)) {
            throw new NotFoundException("this backup of container " + id);
        }
        Actor actor = Actors.of(person);
        List<String> these = List.copyOf(paths);
        return later(() -> {
            try (Visit visit = desk.openOwn(row, point, actor)) {
                List<SnapshotEntry> chosen = new ArrayList<>();
                for (String path : these) {
                    chosen.add(visit.find(path)
                            .orElseThrow(() -> new BadInputException(
                                    "paths: number " + (chosen.size() + 1) + " is not in this backup", null)));
                }
                return visit.wish(chosen);
            }
        });
    }

    /**
     * Puts them where their owner finds them.
     *
     * @param progress told of bytes, by another thread
     */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public CompletableFuture<ExportResult> putting(Visit visit, List<SnapshotEntry> chosen, Progress progress) {
        Visit mine = mine(visit);
        List<SnapshotEntry> these = List.copyOf(chosen);
        return later(() -> mine.put(these, progress));
    }

    /** Whether the person's browser may fetch files, from where it is now. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public boolean mayDownload(Visit visit) {
        return mine(visit).mayDownload(here());
    }

    /**
     * Writes them as a ZIP; takes as long as the browser takes.
     *
     * @throws NotNowException with nothing written, or with what is no ZIP
     */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public void download(Visit visit, List<SnapshotEntry> chosen, OutputStream to) {
        try {
            mine(visit).download(chosen, here(), to, Progress.NONE);
        } catch (IOException e) {
            throw FilesTrouble.of(e);
        }
    }

    /** Where the browser is; null if nobody knows. */
    private @Nullable InetAddress here() {
        return AddressRange.address(Actors.of(currentUser.require()).address());
    }

    /** A visit is whose it was opened for, as long as they may. */
    private Visit mine(Visit visit) {
        Person person = currentUser.require();
        if (!visit.actorId().equals(Actors.of(person).id())) {
            throw new NotFoundException("this backup");
        }
        if (!visit.own() && isOver(visit.container(), person)) {
            throw new NotNowException(
                    NotNowException.Why.FILES_OVER, "the hour for container " + visit.container() + " is over", null);
        }
        require(visit.container());
        return visit;
    }

    /** Whether the person helps there, and only the hour is missing: to everybody else there is no such backup. */
    private boolean isOver(long id, Person person) {
        return estate.detail(id)
                .map(ContainerDetail::row)
                .filter(row -> Allowed.helps(person).includes(row) && !isAgreed(row, person))
                .isPresent();
    }

    private ContainerRow require(long id) {
        Person person = currentUser.require();
        return estate.detail(id)
                .map(ContainerDetail::row)
                .filter(row -> isOwn(row, person) || isAgreed(row, person))
                .orElseThrow(() -> new NotFoundException("container " + id));
    }

    /** Of those whom the person helps: for the hour that two people agreed on. */
    private boolean isAgreed(ContainerRow row, Person person) {
        return Allowed.helps(person).includes(row)
                && Actors.of(person).isPerson()
                && desk.grants().open(row.id(), Actors.of(person)).isPresent();
    }

    /** By a SID that is certain: one that a single administrator gave opens nobody's files. */
    private static boolean isOwn(ContainerRow row, Person person) {
        return Allowed.owns(person, row.sid())
                && Actors.of(person).id().equalsIgnoreCase(row.sid())
                && Actors.of(person).isPerson();
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    private <T> CompletableFuture<T> later(Work<T> work) {
        try {
            return CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return work.run();
                        } catch (IOException e) {
                            throw FilesTrouble.of(e);
                        }
                    },
                    workers.executor());
        } catch (RejectedExecutionException e) {
            throw new NotNowException(
                    NotNowException.Why.TOO_MUCH, "too much is being looked at already; try again in a minute", e);
        }
    }
}
