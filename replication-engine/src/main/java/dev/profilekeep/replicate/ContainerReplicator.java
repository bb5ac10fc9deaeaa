package dev.profilekeep.replicate;

import dev.profilekeep.compact.CompactionProgress;
import dev.profilekeep.compact.CopyContent;
import dev.profilekeep.compact.Refusal;
import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.info.DiskInspector;
import dev.profilekeep.lease.CopySeen;
import dev.profilekeep.lease.LeaseRefused;
import dev.profilekeep.lease.LeaseRefusedException;
import dev.profilekeep.lease.SafeReplacePlan;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Brings one copy of a container to what the active site's says: plan, then run. Safe for several threads, with a container each. */
public final class ContainerReplicator {
    static final String PURPOSE = "bring a copy up to date";

    private final Means means;

    public ContainerReplicator(Means means) {
        this.means = means;
    }

    /** What would be done. Reads names, headers and dates alone; writes nothing but the outcome of a swap that was cut off before. */
    public ReplicationPlan plan(Pair pair) {
        try {
            return planned(pair);
        } catch (IOException e) {
            return ReplicationPlan.refused(pair, Reasons.of(e), String.valueOf(e.getMessage()));
        }
    }

    private ReplicationPlan planned(Pair pair) throws IOException {
        requireOpen(means.gate(), pair);
        StorageProvider source = means.storage(pair.from());
        StorageProvider target = means.storage(pair.to());
        CopySeen now = seen(source, pair.source())
                .orElseThrow(() -> new RefusedException(
                        Reason.SOURCE_GONE, "there is no " + pair.source() + " at " + pair.from() + " any more"));
        requireFree(means, pair.from(), pair.source());
        Optional<CopySeen> there = seen(target, pair.target());
        Agreement agreed = agreed(pair, now, there.orElse(null));
        if (there.isEmpty()) {
            if (agreed != null) {
                throw new RefusedException(
                        Reason.VANISHED,
                        "there was a copy at " + pair.to() + ", as of " + agreed.at()
                                + ", and it is gone: find out who removed it before it is made anew");
            }
            requireNothing(target, pair);
            return plan(
                    pair,
                    Way.FIRST_COPY,
                    now,
                    null,
                    null,
                    List.of(
                            "read all of the copy at " + pair.from(),
                            "make a file of the same bytes at " + pair.to()
                                    + ", prove its content and give it its name"));
        }
        requireFree(means, pair.to(), pair.target());
        if (agreed == null) {
            return plan(
                    pair,
                    Way.COMPARE,
                    now,
                    null,
                    null,
                    List.of("both copies are there and never agreed: read both whole" + " and compare; write nothing"));
        }
        boolean sourceSame = now.equals(agreed.source());
        boolean targetSame =
                agreed.target().ofContent().differsFrom(there.get()).isEmpty();
        if (sourceSame && targetSame) {
            return plan(pair, Way.NOTHING, now, null, agreed, List.of("neither copy changed since " + agreed.at()));
        }
        SafeReplacePlan swap =
                means.swaps().plan(pair.containerId(), pair.to(), pair.target(), PURPOSE, means.initiator());
        List<String> sentences = new ArrayList<>();
        if (!targetSame) {
            sentences.add("the copy at " + pair.to()
                    + " is not the file that it was: read all of it, and give up if it says something else than at "
                    + agreed.at());
        }
        sentences.add("read what changed at " + pair.from() + " since " + agreed.at()
                + "; end here if it is the layout alone");
        sentences.add("have the server of " + pair.to() + " copy the old copy"
                + (means.settings().copyFromHere()
                        ? ", or copy it from here where it cannot"
                        : "; give up if it cannot"));
        sentences.add("write what changed into that, and prove that it says what the copy at " + pair.from() + " says");
        sentences.addAll(swap.sentences());
        return plan(pair, Way.CHANGES, now, swap, agreed, sentences);
    }

    private static ReplicationPlan plan(
            Pair pair,
            Way way,
            CopySeen source,
            @Nullable SafeReplacePlan swap,
            @Nullable Agreement agreed,
            List<String> sentences) {
        return new ReplicationPlan(pair, way, Reason.NONE, source, swap, agreed, sentences);
    }

    /** A swap that came to its end without being recorded is recorded now; also one from before people moved to the other site. */
    private @Nullable Agreement agreed(Pair pair, CopySeen source, @Nullable CopySeen there) {
        Agreement came = came(means.book().intended(pair.containerId(), pair.from(), pair.to()), there);
        if (came == null) {
            Agreement back = came(means.book().intended(pair.containerId(), pair.to(), pair.from()), source);
            came = back == null ? null : back.turned();
        }
        if (came == null) {
            return means.book().of(pair.containerId(), pair.from(), pair.to()).orElse(null);
        }
        means.book().record(came);
        return came;
    }

    /** @param there the copy that was to take the new file, as it is now */
    private static @Nullable Agreement came(Optional<Agreement> intended, @Nullable CopySeen there) {
        if (there == null || intended.isEmpty()) {
            return null;
        }
        Agreement one = intended.get();
        return one.target().ofContent().differsFrom(there).isEmpty()
                ? one.in(one.source(), there.ofContent(), one.at())
                : null;
    }

    static void requireOpen(WriteGate gate, Pair pair) throws IOException {
        Optional<String> closed = gate.against(pair);
        if (closed.isPresent()) {
            throw new RefusedException(Reason.NOT_ACTIVE, closed.get());
        }
    }

    /** @return empty if there is no such file */
    static Optional<CopySeen> seen(StorageProvider storage, StoragePath path) throws IOException {
        try (OpenFile file = storage.openForReading(path, Sharing.ALL)) {
            return Optional.of(seen(file));
        } catch (StorageException.NotFound e) {
            return Optional.empty();
        }
    }

    static CopySeen seen(OpenFile file) throws IOException {
        String stamp;
        try {
            stamp = DiskInspector.stamp(file);
        } catch (DiskException | EOFException e) {
            stamp = "";
        }
        return CopySeen.of(file.stat(), stamp);
    }

    static void requireFree(Means means, String location, StoragePath path) throws IOException {
        Optional<Refusal> beside = content(means, location, path).beside();
        if (beside.isPresent()) {
            throw new RefusedException(
                    Reasons.of(beside.get().why()),
                    "at " + location + ": " + beside.get().sentence());
        }
    }

    static CopyContent content(Means means, String location, StoragePath path) {
        return new CopyContent(
                means.storage(location),
                path,
                means.slices(),
                means.reader(),
                means.clock(),
                0,
                true,
                CompactionProgress.NONE);
    }

    /** The location answers, and where the copy should lie there is no other disk: a folder that lists as empty is one that was listed. */
    private static void requireNothing(StorageProvider target, Pair pair) throws IOException {
        target.list(StoragePath.ROOT, each -> {});
        StoragePath parent = pair.target().parent();
        StoragePath folder = parent == null ? StoragePath.ROOT : parent;
        boolean isOnePersons = !folder.equals(StoragePath.ROOT);
        try {
            for (StoredFile file : target.list(folder)) {
                String name = file.name().toLowerCase(Locale.ROOT);
                if (name.endsWith(".vhd") || name.endsWith(".vhdx")) {
                    String wanted = pair.target().name().toLowerCase(Locale.ROOT);
                    if (stem(name).equals(stem(wanted))
                            || isOnePersons && kind(name).equals(kind(wanted))) {
                        throw new RefusedException(
                                Reason.OTHERS_THERE,
                                "at " + pair.to() + " another disk (" + file.name()
                                        + ") lies where the copy should: a person decides which one counts");
                    }
                }
            }
        } catch (StorageException.NotFound e) {
            // not even its folder is there
        }
    }

    private static String stem(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }

    /** FSLogix begins the names of one kind of disk alike. */
    private static String kind(String name) {
        int end = name.indexOf('_');
        return end < 0 ? name : name.substring(0, end);
    }

    /**
     * Does it. What a killed run has left at the target is removed or settled when the location is next recovered, or by the lease of this one; a draft is never taken up again, but
     * begun anew.
     *
     * @param stop asked often; heeded until names change hands
     */
    public ReplicationOutcome run(ReplicationPlan plan, BooleanSupplier stop) {
        if (plan.way() == Way.REFUSED) {
            return ReplicationOutcome.left(plan.reason(), plan.sentences().get(0));
        }
        if (plan.way() == Way.NOTHING) {
            return new ReplicationOutcome(
                    ReplicationOutcome.Word.UNCHANGED,
                    Reason.NONE,
                    plan.sentences().get(0),
                    Counts.NONE);
        }
        CarryRun run = new CarryRun(means, plan, stop);
        try {
            return run.run();
        } catch (CancellationException e) {
            return left(run, Reason.STOPPED, "it was stopped before anything was changed");
        } catch (LeaseRefusedException e) {
            boolean used = e.reason() instanceof LeaseRefused.InUse
                    || e.reason() instanceof LeaseRefused.Changed
                    || e.reason() instanceof LeaseRefused.HeldByUs;
            return left(
                    run, used ? Reason.IN_USE : Reason.UNREACHABLE, e.reason().sentence());
        } catch (IOException e) {
            return left(run, Reasons.of(e), String.valueOf(e.getMessage()));
        }
    }

    private static ReplicationOutcome left(CarryRun run, Reason reason, String sentence) {
        ReplicationOutcome left = ReplicationOutcome.left(reason, sentence);
        return new ReplicationOutcome(left.word(), reason, sentence, run.counts());
    }
}
