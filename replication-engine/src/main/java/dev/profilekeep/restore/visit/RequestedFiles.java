package dev.profilekeep.restore.visit;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditRecord;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.backup.points.RestorePoints;
import dev.profilekeep.config.RestorePolicy;
import dev.profilekeep.disk.DiskException;
import dev.profilekeep.request.Note;
import dev.profilekeep.request.Request;
import dev.profilekeep.request.RequestKind;
import dev.profilekeep.request.Restorer;
import dev.profilekeep.request.Wish;
import dev.profilekeep.restore.SnapshotPoint;
import dev.profilekeep.restore.files.ExportRefusedException;
import dev.profilekeep.restore.files.ExportResult;
import dev.profilekeep.restore.files.SnapshotEntry;
import dev.profilekeep.restore.files.SnapshotFiles;
import dev.profilekeep.restore.visit.Permit.Step;
import dev.profilekeep.storage.StorageException;
import java.io.EOFException;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the files that people asked for, and others agreed to, where their owner finds them. No container is touched, so nobody has to sign off. What is said of it names no file. Safe for
 * several threads.
 */
public final class RequestedFiles implements Restorer {
    private static final Logger LOG = LoggerFactory.getLogger(RequestedFiles.class);
    private static final Actor ITSELF = new Actor("restore requests", "ProfileKeep", List.of(), "");
    private static final int LOOKED_AT = 100;

    private final RestorePolicy policy;
    private final BackupVisits.Door repositories;
    private final RestorePoints points;
    private final boolean configured;
    private final RestoreShare share;
    private final AuditTrail trail;
    private final VisitAudit audit;

    /**
     * @param points where else a moment is
     * @param configured whether there is any repository
     */
    public RequestedFiles(
            RestorePolicy policy,
            BackupVisits.Door repositories,
            RestorePoints points,
            boolean configured,
            RestoreShare share,
            AuditTrail trail) {
        this.policy = policy;
        this.repositories = repositories;
        this.points = points;
        this.configured = configured;
        this.share = share;
        this.trail = trail;
        this.audit = new VisitAudit(trail);
    }

    /** Offered where there is a place to put files, and people may not take them there by themselves. */
    @Override
    public Set<RequestKind> kinds() {
        return configured && share.isThere() && !policy.ownFiles()
                ? EnumSet.of(RequestKind.FILES)
                : EnumSet.noneOf(RequestKind.class);
    }

    /** The place where they are put; never the container, which nobody has to sign off from. */
    @Override
    public Optional<Note> heldBy(Request request) {
        return share.heldBy(request.wish().amount().bytes());
    }

    @Override
    public Result restore(Request request, Progress progress) {
        Result said = new Result.Failed("", Note.of("backup.unknown"));
        boolean first = true;
        for (Wish.Point point : all(request)) {
            Result result = from(point, request, progress);
            if (result instanceof Result.Done done) {
                Note note = first ? Note.NONE : Note.of("files.instead");
                return new Result.Done(done.act(), note.and(done.note()), done.where());
            }
            // what may come to be by itself is worth more than what cannot
            said = first || result instanceof Result.Later ? result : said;
            first = false;
        }
        return said;
    }

    /** The wished backup first, then the same moment in other repositories. */
    private List<Wish.Point> all(Request request) {
        List<Wish.Point> all = new ArrayList<>();
        all.add(Objects.requireNonNull(request.wish().point(), "files of no backup"));
        points.of(request.containerKey()).stream()
                .filter(known -> known.moment().equals(request.wish().moment()))
                .map(RequestedFiles::point)
                .filter(known ->
                        all.stream().noneMatch(one -> one.repositoryId().equals(known.repositoryId())))
                .forEach(all::add);
        return all;
    }

    private static Wish.Point point(KnownPoint known) {
        return new Wish.Point(known.repositoryId(), known.snapshot(), known.place());
    }

    private Result from(Wish.Point point, Request request, Progress progress) {
        try (SnapshotFiles files = SnapshotFiles.open(
                repositories.open(point.repositoryId()),
                new SnapshotPoint(point.snapshot(), point.place()),
                Runnable::run,
                0)) {
            return put(files, request, progress);
        } catch (CancellationException e) {
            return new Result.Later(Note.of("files.stopped"));
        } catch (IOException | IllegalArgumentException e) {
            // its message may name files
            LOG.warn("request={} repository={} gave no files: {}", request.id(), point.repositoryId(), e.getClass());
            return why(e);
        }
    }

    private Result put(SnapshotFiles files, Request request, Progress progress) throws IOException {
        String folder = folder(request);
        if (begun(request)) {
            Optional<String> there = share.find(files, request.account(), folder);
            if (there.isPresent()) {
                return new Result.Done("", Note.of("files.there"), there.get());
            }
        }
        List<SnapshotEntry> chosen = new ArrayList<>();
        for (String path : request.wish().paths()) {
            files.find(path).ifPresent(chosen::add);
        }
        long gone = request.wish().paths().size() - chosen.size();
        Map<String, String> evidence = Map.of(
                "backup", files.point().snapshot() + "/" + files.point().container(),
                "chosen", Integer.toString(chosen.size()),
                "ticket", request.ticket());
        ExportResult put = audit.told(
                ITSELF,
                Step.EXPORT.act(),
                request.containerId(),
                request.grounds(),
                evidence,
                () -> share.put(
                        files, chosen, request.account(), folder, (done, total) -> progress.at("FILES", done, total)));
        long without = gone + put.skipped().size() + put.moreSkipped();
        return new Result.Done("", without == 0 ? Note.NONE : Note.of("files.without", without), put.where());
    }

    /** The same whichever process does it: what one that died had finished is found by it. */
    private static String folder(Request request) {
        Instant decided = request.decidedAt() == null ? request.askedAt() : request.decidedAt();
        return LocalDate.ofInstant(decided, ZoneOffset.UTC) + "-request-" + request.id();
    }

    /** Whether a process began it before. */
    private boolean begun(Request request) {
        AuditTrail.Query query = new AuditTrail.Query("", Step.EXPORT.act(), "container:" + request.containerId());
        return trail.find(query, 0, LOOKED_AT).stream().map(AuditRecord::entry).anyMatch(entry -> request.ticket()
                .equals(entry.evidence().get("ticket")));
    }

    private static Result why(Exception thrown) {
        if (thrown instanceof VisitRefusedException) {
            return new Result.Failed("", Note.of("share.none"));
        }
        if (thrown instanceof ExportRefusedException refused) {
            return switch (refused.why()) {
                case NOTHING -> new Result.Failed("", Note.of("files.nothing"));
                case TOO_MUCH -> new Result.Failed("", Note.of("files.tooMuch"));
                case NO_ROOM -> new Result.Later(Note.of("share.full"));
                case NOT_CLOSED -> new Result.Failed("", Note.of("share.open"));
            };
        }
        if (thrown instanceof StorageException.NotFound) {
            return new Result.Failed("", Note.of("backup.gone"));
        }
        if (thrown instanceof DiskException || thrown instanceof EOFException) {
            return new Result.Failed("", Note.of("backup.damaged"));
        }
        if (thrown instanceof IllegalArgumentException) {
            return new Result.Failed("", Note.of("backup.unconfigured"));
        }
        if (thrown instanceof StorageException.Denied) {
            return new Result.Later(Note.of("files.denied"));
        }
        return new Result.Later(Note.of("files.silent"));
    }

    /** Nothing was changed that could be taken back: what was put there stays until the server removes it. */
    @Override
    public Result undo(Request request, Progress progress) {
        return new Result.Failed("", Note.of("files.undo"));
    }
}
