package dev.profilekeep.portal.support;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.backup.decision.Decision;
import dev.profilekeep.backup.estate.AskedBackup;
import dev.profilekeep.backup.estate.BackupUnderWayException;
import dev.profilekeep.backup.estate.MayBackUp;
import dev.profilekeep.backup.points.BackupList;
import dev.profilekeep.backup.points.BackupList.Standing;
import dev.profilekeep.backup.points.ContainerBackup;
import dev.profilekeep.backup.points.Decided;
import dev.profilekeep.backup.points.Holds;
import dev.profilekeep.backup.points.KeptBackups;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.backup.points.RepositoryMeasure;
import dev.profilekeep.backup.points.StoragePoint;
import dev.profilekeep.backup.points.Unreached;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.portal.backups.BackupDesk;
import dev.profilekeep.portal.backups.BackupGap;
import dev.profilekeep.portal.backups.RepositoryFacts;
import dev.profilekeep.portal.backups.RepositorySeen;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Backups in memory, of the containers of an estate in memory. */
public final class FakeBackupDesk implements BackupDesk {
    /** All that is kept of repositories, by id. */
    public final Map<String, List<RepositoryMeasure>> nights = new HashMap<>();

    public final List<RepositorySeen> repositories = new ArrayList<>();
    /** By container: in use at every try since. */
    public final Map<Long, Instant> inUse = new HashMap<>();

    /** What the file server keeps of each container by itself. */
    public final List<StoragePoint> previous = new ArrayList<>();

    public boolean serverAway;
    /** How often a file server was asked what it keeps. */
    public int serverAsked;

    /** Moments of which a backup that is added is pinned. */
    public final Set<Instant> pinned = new HashSet<>();

    public final Map<String, RepositoryFacts> facts = new HashMap<>();
    private final Map<Long, List<KnownPoint>> points = new HashMap<>();
    private final FakeEstate estate;

    public FakeBackupDesk(FakeEstate estate) {
        this.estate = estate;
    }

    /** One repository, with a backup of Anna's profile (1) tonight and one of the night before; none of Ben's. */
    public static FakeBackupDesk standard(FakeEstate estate) {
        FakeBackupDesk desk = new FakeBackupDesk(estate);
        desk.repository("");
        desk.backedUp(1, Instant.parse("2026-03-02T01:14:00Z"), "main");
        desk.backedUp(1, Instant.parse("2026-03-01T01:12:00Z"), "main");
        return desk;
    }

    public void repository(String problem) {
        repositories.add(new RepositorySeen(
                "main",
                "Backups London",
                "lon",
                true,
                false,
                new BackupList.Known(
                        Samples.NOW.minusSeconds(60),
                        problem,
                        problem.isEmpty() ? null : Samples.NOW,
                        1,
                        2,
                        Samples.NOW,
                        Samples.NOW)));
    }

    /** Newer ones first. */
    public KnownPoint backedUp(long container, Instant moment, String repository) {
        ContainerRow row = estate.containers.stream()
                .map(ContainerDetail::row)
                .filter(one -> one.id() == container)
                .findFirst()
                .orElseThrow();
        KnownPoint point = new KnownPoint(
                repository,
                new UUID(moment.getEpochSecond(), container),
                0,
                new ContainerIdentity(row.setId(), row.kind(), row.sid(), row.baseName()),
                "fra-profiles",
                "path",
                moment,
                moment,
                false,
                moment.minusSeconds(600),
                5 * Samples.GB,
                pinned.contains(moment),
                Optional.empty());
        points.computeIfAbsent(container, id -> new ArrayList<>()).add(point);
        return point;
    }

    /** One that is really there. */
    public void put(long container, KnownPoint point) {
        points.computeIfAbsent(container, id -> new ArrayList<>()).add(0, point);
    }

    @Override
    public List<KnownPoint> points(ContainerRow container) {
        return List.copyOf(points.getOrDefault(container.id(), List.of()));
    }

    @Override
    public Optional<String> serverLocation(ContainerDetail container) {
        return repositories.isEmpty() || container.copies().isEmpty()
                ? Optional.empty()
                : Optional.of(container.copies().get(0).locationId());
    }

    /** What is on hold, and what was decided, each a line. */
    public final List<Decision> holds = new ArrayList<>();

    /** Repositories in which there is no hold, where another has one. */
    public final List<String> notHeld = new ArrayList<>();

    /** Repositories that are away, beside main. */
    public final List<Unreached> unreached = new ArrayList<>();

    public final List<String> decided = new ArrayList<>();

    @Override
    public CompletableFuture<Holds> holds(ContainerRow container) {
        if (serverAway) {
            return CompletableFuture.completedFuture(
                    new Holds(List.of(), List.of(), List.of(), List.of(new Unreached("main", "no answer"))));
        }
        return CompletableFuture.completedFuture(new Holds(
                holds,
                holds.stream().map(hold -> "main").toList(),
                holds.isEmpty() ? List.of("main") : notHeld,
                unreached));
    }

    @Override
    public CompletableFuture<Decided> keep(ContainerRow container, KeptBackups.Act act, Actor actor, String reason) {
        boolean already = act instanceof KeptBackups.Act.Release && holds.isEmpty()
                || act instanceof KeptBackups.Act.Unpin unpin
                        && unpin.points().stream().noneMatch(KnownPoint::pinned);
        decided.add(act.getClass().getSimpleName() + " " + container.id() + " " + actor.name() + ": " + reason);
        holds.clear();
        notHeld.clear();
        if (act instanceof KeptBackups.Act.Hold) {
            holds.add(new Decision(
                    new UUID(1, 1), Samples.NOW, Samples.NOW, actor.id(), reason, new Decision.Hold("key")));
        }
        return CompletableFuture.completedFuture(new Decided(List.of("main"), unreached, already));
    }

    public MayBackUp mayBackUp = MayBackUp.YES;
    /** What was asked to be backed up now, by container. */
    public final Map<Long, AskedBackup> asked = new HashMap<>();

    private final List<Consumer<AskedBackup>> following = new CopyOnWriteArrayList<>();

    /** Goes on with, or ends, what was asked for. */
    public void goOn(AskedBackup as) {
        asked.put(as.containerId(), as);
        following.forEach(one -> one.accept(as));
    }

    /** How many pages follow a backup. */
    public int followers() {
        return following.size();
    }

    public static AskedBackup asked(long container, AskedBackup.State state, long done, String reason) {
        boolean going = state == AskedBackup.State.UNDER_WAY;
        boolean inUse = state == AskedBackup.State.IN_USE;
        return new AskedBackup(
                container,
                "helge",
                Samples.NOW,
                going ? null : Samples.NOW,
                state,
                done,
                done == 0 ? 0 : 4 * Samples.GB,
                reason,
                state == AskedBackup.State.STORED ? Optional.of(new UUID(7, 7)) : Optional.empty(),
                inUse ? Samples.NOW.minusSeconds(7200) : null,
                inUse
                        ? List.of(
                                new AskedBackup.At("AVD-12", Samples.NOW.minusSeconds(10_800)),
                                new AskedBackup.At("AVD-13", null))
                        : List.of());
    }

    @Override
    public MayBackUp mayBackUp(ContainerRow container) {
        return mayBackUp;
    }

    @Override
    public AskedBackup backUpNow(ContainerRow container, Actor actor) throws BackupUnderWayException {
        AskedBackup before = asked.get(container.id());
        if (before != null && before.ended() == null) {
            throw new BackupUnderWayException(container.id());
        }
        AskedBackup begun = asked(container.id(), AskedBackup.State.UNDER_WAY, 0, "");
        asked.put(container.id(), begun);
        return begun;
    }

    @Override
    public Optional<AskedBackup> lastAsked(ContainerRow container) {
        return Optional.ofNullable(asked.get(container.id()));
    }

    @Override
    public AutoCloseable follow(ContainerRow container, Consumer<AskedBackup> listener) {
        Consumer<AskedBackup> mine = one -> {
            if (one.containerId() == container.id()) {
                listener.accept(one);
            }
        };
        following.add(mine);
        return () -> following.remove(mine);
    }

    @Override
    public boolean keeps(ContainerRow container) {
        return !repositories.isEmpty();
    }

    @Override
    public Optional<BackupGap> gap(ContainerRow container) {
        return Optional.ofNullable(inUse.get(container.id())).map(since -> new BackupGap(since, BackupGap.Why.IN_USE));
    }

    @Override
    public List<RepositorySeen> repositories() {
        return List.copyOf(repositories);
    }

    @Override
    public CompletableFuture<List<StoragePoint>> previousVersions(ContainerDetail container) {
        serverAsked++;
        return serverAway
                ? CompletableFuture.failedFuture(new IOException("no answer"))
                : CompletableFuture.completedFuture(List.copyOf(previous));
    }

    @Override
    public List<RepositoryMeasure> nights(String id) {
        return nights.getOrDefault(id, List.of());
    }

    @Override
    public Optional<RepositoryFacts> facts(String id) {
        return Optional.ofNullable(facts.get(id));
    }

    @Override
    public List<ContainerBackup> list(BackupList.Filter filter, BackupList.Sort sort, long offset, int limit) {
        return rows(filter).skip(offset).limit(limit).toList();
    }

    @Override
    public long count(BackupList.Filter filter) {
        return rows(filter).count();
    }

    @Override
    public BackupList.Totals totals(BackupList.Filter filter) {
        List<ContainerBackup> all = rows(filter).toList();
        return new BackupList.Totals(
                all.size(),
                all.stream()
                        .filter(one -> standing(one, filter) == Standing.NONE)
                        .count(),
                all.stream()
                        .filter(one -> standing(one, filter) == Standing.OLD)
                        .count());
    }

    private Stream<ContainerBackup> rows(BackupList.Filter filter) {
        return estate.containers.stream()
                .map(ContainerDetail::row)
                .filter(row -> filter.reach().includes(row))
                .filter(row -> filter.kinds().contains(row.kind()))
                .filter(row -> row.account().contains(filter.text()))
                .map(this::backup)
                .filter(one ->
                        filter.standings().isEmpty() || filter.standings().contains(standing(one, filter)))
                .sorted(Comparator.comparing((ContainerBackup one) ->
                        Optional.ofNullable(one.newest()).orElse(Instant.EPOCH)));
    }

    private static Standing standing(ContainerBackup one, BackupList.Filter filter) {
        Instant newest = one.newest();
        return newest == null ? Standing.NONE : newest.isBefore(filter.old()) ? Standing.OLD : Standing.FRESH;
    }

    private ContainerBackup backup(ContainerRow row) {
        List<KnownPoint> of = points(row);
        return new ContainerBackup(
                row.id(),
                row.setId(),
                row.kind(),
                row.sid(),
                row.account(),
                row.sites(),
                of.isEmpty() ? null : of.get(0).moment(),
                of.isEmpty() ? null : of.get(of.size() - 1).moment(),
                of.size(),
                inUse.get(row.id()),
                row.lastWritten());
    }

    @Override
    public Set<ContainerKind> kinds() {
        return Set.of(ContainerKind.PROFILE);
    }

    @Override
    public Duration mostAge() {
        return Duration.ofDays(3);
    }
}
