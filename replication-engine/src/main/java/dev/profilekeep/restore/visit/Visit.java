package dev.profilekeep.restore.visit;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.config.RestorePolicy;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.request.Wish;
import dev.profilekeep.restore.SnapshotPoint;
import dev.profilekeep.restore.files.ExportLimits;
import dev.profilekeep.restore.files.ExportResult;
import dev.profilekeep.restore.files.FileExport;
import dev.profilekeep.restore.files.FileVersions;
import dev.profilekeep.restore.files.SnapshotEntry;
import dev.profilekeep.restore.files.SnapshotFiles;
import dev.profilekeep.restore.visit.Permit.Step;
import dev.profilekeep.restore.visit.VisitRefusedException.Why;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One backup of a container, open for one person. Each question asks anew whether they still may. Closed once, it ends when what is under way has ended. While nobody asks anything it
 * rests: nothing of the repository is open then, and the next question opens it again. Safe for several threads.
 */
public final class Visit implements Closeable {
    private static final int MOST_FOUND = 500;

    private final Source source;
    private final Repository repository;
    private final KnownPoint point;
    private final long container;
    private final String account;
    private final Actor actor;
    private final Permit permit;
    private final RestorePolicy policy;
    private final VisitAudit audit;
    private final RestoreShare share;
    private final VisitThreads threads;
    private final Consumer<Visit> gone;
    private int atWork;
    private boolean closed;
    /** Null while it rests. Guarded by this, with the two above. */
    private @Nullable SnapshotFiles open;

    private long lastAsked = System.nanoTime();

    /** Opens what is looked into. */
    @FunctionalInterface
    interface Source {
        SnapshotFiles open() throws IOException;
    }

    /** @param gone told when nothing of it is open any more */
    Visit(
            SnapshotFiles files,
            Source source,
            Repository repository,
            Opening opening,
            RestorePolicy policy,
            VisitAudit audit,
            RestoreShare share,
            VisitThreads threads,
            Consumer<Visit> gone) {
        this.open = files;
        this.source = source;
        this.repository = repository;
        this.point = opening.point();
        this.container = opening.container();
        this.account = opening.account();
        this.actor = opening.actor();
        this.permit = opening.permit();
        this.policy = policy;
        this.audit = audit;
        this.share = share;
        this.threads = threads;
        this.gone = gone;
    }

    /** What is opened, for whom. */
    record Opening(long container, String account, KnownPoint point, Actor actor, Permit permit) {}

    public KnownPoint point() {
        return point;
    }

    public long container() {
        return container;
    }

    /** Whose eyes it is for, as the audit knows them. */
    public String actorId() {
        return actor.id();
    }

    /** Whether it is the backup of whoever looks. */
    public boolean own() {
        return permit.own();
    }

    /** Whether content may be shown, and put where its owner finds it. */
    public boolean mayTake() {
        return !permit.own() || policy.ownFiles();
    }

    /** Whether there is a place to put files. */
    public boolean hasShare() {
        return share.isThere();
    }

    /** What people call the place where files are put; empty if it has no name, or is not there. */
    public String shareName() {
        RestorePolicy.Share there = policy.share();
        return there == null ? "" : there.name();
    }

    /** Whether files are put into a folder of this machine, which our account alone can open. */
    public boolean shareOfThisMachine() {
        RestorePolicy.Share there = policy.share();
        return there != null && there.isOfThisMachine();
    }

    /** Whether a browser at this address may fetch files; null if it is not known. */
    public boolean mayDownload(@Nullable InetAddress from) {
        boolean allowed =
                permit.own() ? policy.download().users() : policy.download().helpdesk();
        return mayTake() && allowed && policy.download().from(from);
    }

    /** The outermost folder. */
    public SnapshotEntry root() throws IOException {
        return inside(SnapshotFiles::root);
    }

    /** What is in a folder, in the order of the volume. */
    public List<SnapshotEntry> list(SnapshotEntry folder) throws IOException {
        return inside(files -> files.list(folder));
    }

    /** What has these letters in its name, in a folder or below; at most 500. */
    public SnapshotFiles.Found search(SnapshotEntry folder, String part) throws IOException {
        return inside(files -> files.search(folder, part, MOST_FOUND));
    }

    /** A file by its path, as a version of another moment names it; empty if there is none. */
    public Optional<SnapshotEntry> find(String path) throws IOException {
        return inside(files -> files.find(path));
    }

    /** What can be shown of a file. */
    public Preview preview(SnapshotEntry file) throws IOException {
        if (!file.isReadable()) {
            return new Preview.None(Preview.Why.UNREADABLE);
        }
        return inside(files -> {
            requireTaking(Step.PREVIEW);
            return step(
                    Step.PREVIEW,
                    Map.of("bytes", Long.toString(file.size())),
                    () -> PreviewReader.read(files.content(file)));
        });
    }

    /**
     * Each content that a file had, in all the backups.
     *
     * @param points of this container, the newest first; those of other repositories are passed over
     */
    public FileVersions versions(SnapshotEntry file, List<KnownPoint> points) throws IOException {
        List<SnapshotPoint> known = points.stream()
                .filter(one -> one.repositoryId().equals(point.repositoryId())
                        && one.identity().equals(point.identity()))
                .map(one -> new SnapshotPoint(one.snapshot(), one.place()))
                .toList();
        return inside(files -> step(
                Step.VERSIONS,
                Map.of("backups", Integer.toString(known.size())),
                () -> FileVersions.of(repository, known, file.path(), threads.workers(), 0)));
    }

    /**
     * What taking these out would take out; nothing is written.
     *
     * @throws dev.profilekeep.restore.files.ExportRefusedException if it is nothing, or too much
     */
    public ExportResult count(List<SnapshotEntry> chosen) throws IOException {
        return inside(files -> FileExport.count(files, chosen, ExportLimits.STANDARD));
    }

    /**
     * What asking for these comes to, counted; nothing is asked or written.
     *
     * @throws VisitRefusedException if it is another's backup, or more is chosen than one request can name
     * @throws dev.profilekeep.restore.files.ExportRefusedException as {@link #count}
     */
    public Wished wish(List<SnapshotEntry> chosen) throws IOException {
        if (!permit.own()) {
            throw new VisitRefusedException(Why.NOT_AGREED, "files are asked for by the person whose they are");
        }
        List<String> paths = chosen.stream().map(SnapshotEntry::path).toList();
        if (!Wish.fits(paths)) {
            throw new VisitRefusedException(
                    Why.TOO_MANY,
                    "at most " + Wish.MOST_PATHS
                            + " files and folders can be chosen for one request: choose folders instead of what is in them");
        }
        ExportResult counted = count(chosen);
        return new Wished(
                Wish.files(point, paths, new Wish.Amount(counted.files(), counted.folders(), counted.bytes())),
                counted.skipped().size() + counted.moreSkipped());
    }

    /**
     * What asking comes to.
     *
     * @param without how many of what was chosen cannot be taken out, and are not counted
     */
    public record Wished(Wish wish, long without) {}

    /**
     * Puts them where their owner finds them.
     *
     * @return what was put, and where, as people reach it
     * @throws dev.profilekeep.restore.files.ExportRefusedException as {@link #count}, or if there is no room
     */
    public ExportResult put(List<SnapshotEntry> chosen, Progress progress) throws IOException {
        return inside(files -> {
            requireTaking(Step.EXPORT);
            if (!share.isThere()) {
                throw refused(Step.EXPORT, Why.NO_SHARE, "there is no restore share");
            }
            return step(Step.EXPORT, chosen(chosen), () -> share.put(files, chosen, account, progress));
        });
    }

    /**
     * Writes them as a ZIP.
     *
     * @param from where the browser is; null if that is not known
     * @param to stays the caller's to close; if this ends with an exception, what was written is no ZIP
     */
    public ExportResult download(
            List<SnapshotEntry> chosen, @Nullable InetAddress from, OutputStream to, Progress progress)
            throws IOException {
        return inside(files -> {
            requireTaking(Step.DOWNLOAD);
            if (!mayDownload(from)) {
                throw refused(Step.DOWNLOAD, Why.NO_DOWNLOAD, "browsers fetch no files here, or not from this network");
            }
            return step(
                    Step.DOWNLOAD,
                    chosen(chosen),
                    () -> FileExport.zip(files, chosen, ExportLimits.STANDARD, to, progress));
        });
    }

    private static Map<String, String> chosen(List<SnapshotEntry> chosen) {
        return Map.of("chosen", Integer.toString(chosen.size()));
    }

    private void requireTaking(Step step) throws VisitRefusedException {
        if (!mayTake()) {
            throw refused(step, Why.NEEDS_A_YES, "files are taken out here only after somebody agreed");
        }
    }

    private VisitRefusedException refused(Step step, Why why, String message) {
        VisitRefusedException refused = new VisitRefusedException(why, message);
        audit.refused(actor, step.act(), container, permit.reason(), refused);
        return refused;
    }

    private <T> T step(Step step, Map<String, String> evidence, VisitAudit.Act<T> act) throws IOException {
        permit.count(step);
        Map<String, String> all = new TreeMap<>(evidence);
        all.put("backup", point.name());
        all.put("own", Boolean.toString(permit.own()));
        return audit.told(actor, step.act(), container, permit.reason(), all, act);
    }

    private interface Question<T> {
        T of(SnapshotFiles files) throws IOException;
    }

    private <T> T inside(Question<T> question) throws IOException {
        enter();
        try {
            permit.require();
            return question.of(files());
        } finally {
            leave();
        }
    }

    private synchronized void enter() throws VisitRefusedException {
        if (closed) {
            throw new VisitRefusedException(Why.CLOSED, "this backup was closed: open it again");
        }
        atWork++;
    }

    /** Of somebody who has entered. */
    private synchronized SnapshotFiles files() throws IOException {
        SnapshotFiles files = open;
        if (files == null) {
            files = source.open();
            open = files;
        }
        return files;
    }

    /** Lets go of the repository if nothing was asked for so long. The same when it rests already. */
    void rest(Duration idle) throws IOException {
        SnapshotFiles files;
        synchronized (this) {
            if (atWork > 0 || System.nanoTime() - lastAsked < idle.toNanos()) {
                return;
            }
            files = open;
            open = null;
        }
        if (files != null) {
            files.close();
        }
    }

    synchronized boolean rests() {
        return open == null;
    }

    private void leave() throws IOException {
        boolean last;
        synchronized (this) {
            atWork--;
            lastAsked = System.nanoTime();
            last = closed && atWork == 0;
        }
        if (last) {
            end();
        }
    }

    /** What is under way, such as a download, goes on to its end. */
    @Override
    public void close() throws IOException {
        boolean last;
        synchronized (this) {
            last = !closed && atWork == 0;
            closed = true;
        }
        if (last) {
            end();
        }
    }

    private void end() throws IOException {
        gone.accept(this);
        rest(Duration.ZERO);
    }
}
