package dev.profilekeep.compact.estate;

import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.Containers;
import dev.profilekeep.catalog.CopyDetail;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.compact.Refusal.Why;
import dev.profilekeep.compact.estate.Candidate.Copy;
import dev.profilekeep.compact.estate.CompactionItem.Waits;
import dev.profilekeep.config.CompactionPolicy;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.config.SetConfig.Replication;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.disk.info.DiskInfo;
import dev.profilekeep.disk.info.Subformat;
import dev.profilekeep.site.ActiveNow;
import dev.profilekeep.space.estate.NeverCompacted;
import dev.profilekeep.space.estate.Space;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds in the catalog which containers are worth a look, without asking any server. One that was in use when the inventory came by is looked at all the same: people have gone home since.
 */
final class Candidates {
    private static final String OPT_IN =
            "this set uses Cloud Cache: hosts carry blocks between the copies by their place, so another layout from"
                    + " outside would mix them, and nobody opted in for it (compaction: {cloudCache: true},"
                    + " docs/compaction.md); ";

    static final String CLOUD_CACHE =
            OPT_IN + "FSLogix' own compaction makes such disks smaller at sign-out, where it is switched on";
    /** Containers whose disks are in memory in the same moment: what is known of a large one takes a while of JSON. */
    private static final int AT_ONCE = 200;

    /** So long a container is left alone whose larger disk somebody put back. */
    private static final Duration PUT_BACK = Duration.ofDays(30);

    /** So long copies that differed are not read again, if none of them changed meanwhile. */
    private static final Duration DIFFERING = Duration.ofDays(7);

    private static final String DIFFER =
            "its copies were found not to agree, and none of them has changed since: a sign-in and sign-out brings them"
                    + " together; a week after it was found they are looked at again";

    private static final String REPLICA =
            "the storage carries its other copies, which are never touched, and would carry"
                    + " a whole new file there: the storage's own replication is to be asked first";

    private final ProfileKeepConfig config;
    private final Database database;
    private final Containers containers;
    private final Clock clock;

    Candidates(ProfileKeepConfig config, Database database, Containers containers, Clock clock) {
        this.config = config;
        this.database = database;
        this.containers = containers;
        this.clock = clock;
    }

    /** @param locationIds only containers whose first copy lies at one of these; empty for all */
    List<Candidate> find(List<String> locationIds, long runId) {
        Known known = new Known(
                waited(runId), agents(), putBack(), differing(), never(locationIds), ActiveNow.of(database, config));
        List<Candidate> all = new ArrayList<>();
        for (SetConfig set : config.sets()) {
            if (!config.compaction().isEnabled(set.id())) {
                continue;
            }
            List<Long> ids = idsOf(set);
            for (int from = 0; from < ids.size(); from += AT_ONCE) {
                List<Long> some = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
                Map<Long, ContainerDetail> found = containers.withDisks(some);
                some.stream()
                        .map(found::get)
                        .filter(Objects::nonNull)
                        .flatMap(one -> candidate(set, one, known).stream())
                        .filter(one -> locationIds.isEmpty()
                                || locationIds.contains(one.lead().locationId()))
                        .forEach(all::add);
            }
        }
        return all;
    }

    /**
     * What is known of all containers, asked for once.
     *
     * @param waited those whose turn did not come
     * @param putBack when somebody last put the larger disk of a container back, if that is not long ago
     * @param differing as it was when its copies were found not to agree, not long ago
     * @param never why FSLogix itself never makes one smaller
     */
    private record Known(
            Set<Long> waited,
            Agents agents,
            Map<Long, Instant> putBack,
            Map<Long, Set<Copied>> differing,
            Map<Long, Set<NeverCompacted.Reason>> never,
            ActiveNow active) {}

    /** Asked only of sets that are left to FSLogix: of no other it would be told. */
    private Map<Long, Set<NeverCompacted.Reason>> never(List<String> locationIds) {
        Set<String> left = config.sets().stream()
                .filter(set -> config.compaction().isEnabled(set.id()) && isLeftToFslogix(set))
                .filter(set ->
                        locationIds.isEmpty() || set.locationIds().stream().anyMatch(locationIds::contains))
                .map(SetConfig::id)
                .collect(Collectors.toSet());
        return Space.neverCompactedReasons(database, left);
    }

    /** Versions of FSLogix on the hosts that people used last, as hosts report them. */
    private record Agents(Map<String, String> bySid, Map<String, String> byAccount) {
        /** Empty if nobody told it. */
        String of(ContainerDetail container) {
            String sid = container.row().sid();
            return sid.isEmpty()
                    ? byAccount.getOrDefault(container.row().account().toLowerCase(Locale.ROOT), "")
                    : bySid.getOrDefault(sid, "");
        }
    }

    private Agents agents() {
        Agents agents = new Agents(new HashMap<>(), new HashMap<>());
        database.<RuntimeException>run(session -> session.each(
                "SELECT s.sid, s.account_key, h.fslogix_version FROM host_session s JOIN session_host h ON h.host_key ="
                        + " s.host_key WHERE h.fslogix_version <> '' ORDER BY COALESCE(s.since, s.seen_at), s.id",
                row -> {
                    agents.bySid().put(row.text("sid"), row.text("fslogix_version"));
                    agents.byAccount().put(row.text("account_key"), row.text("fslogix_version"));
                }));
        return agents;
    }

    /** A copy in one state, as far as the catalog knows it. */
    private record Copied(String locationId, long bytes, long written) {}

    /** That they differ is found by reading all of them: it is not done again as long as none of them changes. */
    private Map<Long, Set<Copied>> differing() {
        Map<Long, Set<Copied>> found = new HashMap<>();
        database.<RuntimeException>run(session -> session.each(
                "SELECT i.container_id, i.location_id, i.bytes_before, i.written FROM compaction_item i JOIN (SELECT"
                        + " container_id, MAX(run_id) AS run_id FROM compaction_item WHERE began_at > ? GROUP BY"
                        + " container_id) newest ON newest.container_id = i.container_id AND newest.run_id = i.run_id"
                        + " WHERE i.why = 'copies-differ'",
                row -> found.computeIfAbsent(row.number("container_id"), id -> new HashSet<>())
                        .add(new Copied(row.text("location_id"), row.number("bytes_before"), row.number("written"))),
                clock.instant().minus(DIFFERING)));
        return found;
    }

    private static boolean isAsItWas(List<Copy> copies, Set<Copied> then) {
        return copies.stream()
                .map(copy -> new Copied(copy.locationId(), copy.bytes(), copy.written()))
                .collect(Collectors.toSet())
                .equals(then);
    }

    private Map<Long, Instant> putBack() {
        Instant after = clock.instant().minus(PUT_BACK);
        return database.<Map<Long, Instant>, RuntimeException>call(session -> ItemRows.putBackSince(session, after));
    }

    private List<Long> idsOf(SetConfig set) {
        return database.<List<Long>, RuntimeException>call(session -> session.list(
                "SELECT id FROM container WHERE set_id = ? AND gone_since IS NULL ORDER BY id",
                row -> row.number("id"),
                set.id()));
    }

    /** Those whose turn did not come in the last run that was about them and was to change anything: a run for another location says nothing of them. */
    private Set<Long> waited(long runId) {
        return database.<Set<Long>, RuntimeException>call(session -> new HashSet<>(session.list(
                "SELECT DISTINCT i.container_id FROM compaction_item i JOIN (SELECT own.container_id, MAX(own.run_id) AS"
                        + " run_id FROM compaction_item own JOIN compaction_run r ON r.id = own.run_id WHERE r.id < ? AND"
                        + " NOT r.plan_only GROUP BY own.container_id) newest ON newest.container_id = i.container_id AND"
                        + " newest.run_id = i.run_id WHERE i.why IN ('in-use', 'locked', 'window', 'unreachable') OR"
                        + " i.step IN ('WAITING', 'LOOKED')",
                row -> row.number("container_id"),
                runId)));
    }

    private Optional<Candidate> candidate(SetConfig set, ContainerDetail container, Known known) {
        List<CopyDetail> present = container.copies().stream()
                .filter(copy -> copy.presence() != CopyDetail.Presence.GONE
                        && copy.file() != null
                        && set.locationIds().contains(copy.locationId()))
                .sorted(Comparator.comparing((CopyDetail copy) ->
                                !copy.siteId().equals(known.active().siteOf(set)))
                        .thenComparing(copy -> set.locationIds().indexOf(copy.locationId())))
                .toList();
        if (present.isEmpty()) {
            return Optional.empty();
        }
        List<Copy> copies = new ArrayList<>();
        Set<String> once = new HashSet<>();
        for (CopyDetail copy : present) {
            if (once.add(copy.locationId())) {
                copies.add(copy(copy));
            }
        }
        Instant putBack = known.putBack().get(container.row().id());
        return Optional.of(new Candidate(
                container.row().id(),
                set.id(),
                container.row().account(),
                known.agents().of(container),
                known.waited().contains(container.row().id()),
                ruledOut(
                        set,
                        present,
                        putBack,
                        isAsItWas(
                                copies,
                                known.differing().getOrDefault(container.row().id(), Set.of())),
                        known.never().getOrDefault(container.row().id(), Set.of())),
                copies));
    }

    private static Copy copy(CopyDetail copy) {
        DiskInfo info = copy.info();
        long block = info == null ? 0 : info.blockSizeBytes();
        return new Copy(
                copy.locationId(),
                copy.path(),
                copy.file() == null ? 0 : copy.file().size(),
                (int) Math.min(Integer.MAX_VALUE, block),
                copy.file() == null ? 0 : copy.file().lastWriteTime());
    }

    private Reason ruledOut(
            SetConfig set,
            List<CopyDetail> present,
            @Nullable Instant putBack,
            boolean differ,
            Set<NeverCompacted.Reason> never) {
        if (isLeftToFslogix(set)) {
            return new Reason(Waits.CLOUD_CACHE, leftToFslogix(never));
        }
        if (putBack != null) {
            return putBack(putBack);
        }
        return differ ? new Reason(Waits.COPIES_DIFFER, DIFFER) : ruledOut(set, present);
    }

    private boolean isLeftToFslogix(SetConfig set) {
        return set.replication() == Replication.CLOUD_CACHE
                && !config.compaction().isUnderCloudCache(set.id());
    }

    /** Whether FSLogix does it, as far as that is known. */
    private static String leftToFslogix(Set<NeverCompacted.Reason> never) {
        if (never.isEmpty()) {
            return CLOUD_CACHE;
        }
        return OPT_IN + "FSLogix' own compaction, at sign-out, does not make this one smaller: "
                + never.stream().sorted().map(Candidates::words).collect(Collectors.joining("; "));
    }

    private static String words(NeverCompacted.Reason reason) {
        return switch (reason) {
            case FIXED -> "it is no dynamic disk";
            case MBR -> "its partition table is of the old kind";
            case DIRTY -> "its volume asks for a check";
            case NOT_CLOSED -> "its volume was not closed properly";
            case OLD_AGENT -> "its person's hosts have an FSLogix from before it could";
            case HAD_CHANCE -> "it had its chance for two weeks, and nothing was done";
        };
    }

    /** Whoever went back had a reason, which another night would not know. */
    private static Reason putBack(Instant at) {
        return new Reason(
                Waits.PUT_BACK,
                "somebody put the larger disk back on "
                        + LocalDate.ofInstant(at, ZoneOffset.UTC)
                        + ": it is left alone until "
                        + LocalDate.ofInstant(at.plus(PUT_BACK), ZoneOffset.UTC));
    }

    private Reason ruledOut(SetConfig set, List<CopyDetail> present) {
        if (set.replication() == Replication.STORAGE && isAtSeveral(set, present)) {
            return new Reason(Waits.STORAGE_REPLICA, REPLICA);
        }
        if (!config.compaction().isDynamic(set.id()) && present.stream().allMatch(copy -> is(copy, Subformat.FIXED))) {
            return Reason.of(Why.FIXED, "it is a fixed disk, which stores every block by intention");
        }
        if (present.stream().anyMatch(copy -> is(copy, Subformat.DIFFERENCING))) {
            return Reason.of(Why.DIFFERENCE_DISK, "it is a difference disk, which rests on its parent");
        }
        if (present.stream().noneMatch(this::mayGain)) {
            return Reason.of(
                    Why.GAIN_TOO_SMALL, "by what the inventory read, less could be gained than is worth the work");
        }
        return Reason.NONE;
    }

    /** By the configuration: that nobody saw the other copy lately does not say that the storage carries none. */
    private boolean isAtSeveral(SetConfig set, List<CopyDetail> present) {
        Set<ContainerKind> kinds = present.stream()
                .map(copy -> config.location(copy.locationId()))
                .flatMap(Optional::stream)
                .flatMap(location -> location.kinds().stream())
                .collect(Collectors.toSet());
        return present.size() > 1
                || set.locationIds().stream()
                                .map(config::location)
                                .flatMap(Optional::stream)
                                .filter(location -> location.kinds().stream().anyMatch(kinds::contains))
                                .count()
                        > 1;
    }

    private static boolean is(CopyDetail copy, Subformat form) {
        DiskInfo info = copy.info();
        return info != null && info.subformat() == form;
    }

    /** No layout frees more than what is stored and not in use; of what was not understood, a look tells why. */
    private boolean mayGain(CopyDetail copy) {
        Long most = mostToGain(copy.info());
        if (most == null || copy.file() == null) {
            return true;
        }
        CompactionPolicy policy = config.compaction();
        return most >= policy.minimumBytes()
                && most * 100.0
                        >= (double) policy.minimumPercent() * copy.file().size();
    }

    private static @Nullable Long mostToGain(@Nullable DiskInfo info) {
        if (info == null
                || info.subformat() != Subformat.DYNAMIC
                || info.partitions().stream().noneMatch(one -> one.usedBytes() != null && one.problem() == null)) {
            return null;
        }
        return info.fileSizeBytes() - info.allocatedBlocks() * info.blockSizeBytes() + info.reclaimableBytes();
    }
}
