package dev.profilekeep.replica;

import dev.profilekeep.config.SetConfig.Replication;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.DiskDifference;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.replica.SeenCopy.There;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares two copies of a container and says how they stand. Both are looked at; content is read only where that decides something: of a copy whose file is not any more in the state that was agreed,
 * and there only what may have changed. Nothing is written but maps of agreed states. Safe for several threads.
 */
public final class PairComparison {
    private static final Logger LOG = LoggerFactory.getLogger(PairComparison.class);

    private final ContentReader reader;
    private final MapArchive archive;
    private final SlicedFile.Slices slices;
    private final Clock clock;

    /** @param slices how long a file is held while it is read */
    public PairComparison(ContentReader reader, MapArchive archive, SlicedFile.Slices slices, Clock clock) {
        this.reader = reader;
        this.archive = archive;
        this.slices = slices;
        this.clock = clock;
    }

    /** How much is read. */
    public enum Depth {
        /** States and headers alone. */
        LOOK,
        /** What changed since both agreed. */
        CHANGED,
        /** All of both. */
        WHOLE
    }

    /**
     * What is to be compared.
     *
     * @param active null if the active site has no such copy that is known
     * @param further null if the other location has none that is known
     * @param activeAbsent what is known of the active copy, if it is null
     * @param furtherAbsent what is known of the other one, if it is null
     * @param known what the active copy said in one state of its file, by a backup; null if nobody knows
     */
    public record Order(
            Replication replication,
            @Nullable CopyAt active,
            @Nullable CopyAt further,
            @Nullable SeenCopy activeAbsent,
            @Nullable SeenCopy furtherAbsent,
            @Nullable Agreement last,
            Map<Sha256, Instant> earlierRoots,
            @Nullable KnownState known,
            boolean sessionAtActive) {}

    /** What a copy said, in the state in which it did. */
    public record KnownState(FileState state, SaidContent said) {}

    /**
     * What came of it.
     *
     * @param agreement to be kept from now on; null if they are not known to agree in what they are now, or the last one does not hold
     * @param active as it was seen last
     * @param whole both were read as a whole
     */
    public record Compared(
            Verdict verdict,
            @Nullable Agreement agreement,
            SeenCopy active,
            SeenCopy further,
            boolean whole,
            long bytesRead) {}

    /** @throws java.util.concurrent.CancellationException if {@code progress} says so */
    public Compared compare(Order order, Depth depth, Progress progress) throws IOException {
        try (PairReading reading = begin(order.last())) {
            return new Work(order, depth, progress, reading).run();
        }
    }

    private PairReading begin(@Nullable Agreement last) throws IOException {
        return PairReading.begin(reader, last == null ? Optional.empty() : archive.open(last.root()), slices, clock);
    }

    /**
     * In which files two copies differ, now: both are read, what is known to be agreed left out. Names are people's own; whoever asks shows them and keeps none.
     *
     * @param last null to read all
     * @throws IOException a sentence, if one of them is in use or cannot be read
     */
    public DiskDifference difference(CopyAt active, CopyAt further, @Nullable Agreement last, Progress progress)
            throws IOException {
        try (PairReading reading = begin(last)) {
            PairReading.Read one = reading.read(active, last == null ? null : last.active(), progress);
            PairReading.Read other = reading.read(further, last == null ? null : last.further(), progress);
            ContentMap first = one.map();
            ContentMap second = other.map();
            if (first != null && second != null && !first.rules().equals(second.rules())) {
                one = reading.readRaw(active, progress);
                other = reading.readRaw(further, progress);
            }
            require(one.seen());
            require(other.seen());
            return reading.difference(active, one, further, other);
        }
    }

    private static void require(SeenCopy seen) throws IOException {
        String why = seen instanceof SeenCopy.InUse used
                ? "is in use: " + used.how()
                : seen instanceof SeenCopy.Unreadable bad
                        ? "cannot be read: " + bad.why()
                        : seen instanceof SeenCopy.Silent silent
                                ? "cannot be reached: " + silent.why()
                                : seen instanceof SeenCopy.Absent
                                        ? "is not there"
                                        : seen instanceof SeenCopy.Several several
                                                ? "is one of several disks: " + String.join(", ", several.paths())
                                                : "";
        if (!why.isEmpty()) {
            throw new IOException("the copy at " + seen.locationId() + " " + why);
        }
    }

    private final class Work {
        private final Order order;
        private final Depth depth;
        private final Progress progress;
        private final PairReading reading;
        private SeenCopy active;
        private SeenCopy further;
        private @Nullable ContentMap mine;
        private @Nullable ContentMap theirs;

        Work(Order order, Depth depth, Progress progress, PairReading reading) throws IOException {
            this.order = order;
            this.depth = depth;
            this.progress = progress;
            this.reading = reading;
            this.active = seen(order.active(), order.activeAbsent());
            this.further = seen(order.further(), order.furtherAbsent());
        }

        private SeenCopy seen(@Nullable CopyAt copy, @Nullable SeenCopy absent) throws IOException {
            if (copy != null) {
                return reading.look(copy);
            }
            if (absent == null) {
                throw new IllegalArgumentException("nothing is known of a copy that is not there");
            }
            return absent;
        }

        Compared run() throws IOException {
            CopyAt one = order.active();
            CopyAt other = order.further();
            Verdict verdict = judge();
            // A second reading is worth its bytes only if nobody works with either.
            if (depth != Depth.LOOK
                    && one != null
                    && other != null
                    && active instanceof There here
                    && further instanceof There there
                    && verdict.word() != CopyWord.IN_USE) {
                read(one, here, other, there);
                verdict = judge();
            }
            Agreement agreement = agreement(verdict);
            return new Compared(
                    verdict,
                    agreement,
                    active,
                    further,
                    mine != null && theirs != null && (depth == Depth.WHOLE || order.last() == null),
                    reading.bytesRead());
        }

        private Verdict judge() {
            return CopyCourt.judge(new CopyCase(
                    order.replication(), active, further, order.last(), order.earlierRoots(), order.sessionAtActive()));
        }

        private void read(CopyAt one, There here, CopyAt other, There there) throws IOException {
            Agreement last = depth == Depth.WHOLE ? null : order.last();
            // Where a proof was found void, only a reading of both makes a new one.
            KnownState known = last == null ? null : order.known();
            boolean same = last != null && here.state().equals(last.active());
            if (known != null && known.state().equals(here.state())) {
                active = with(here, known.said());
            } else if (!same) {
                PairReading.Read read = reading.read(one, last == null ? null : last.active(), progress);
                active = read.seen();
                mine = read.map();
            }
            if (last == null || !there.state().equals(last.further())) {
                PairReading.Read read = reading.read(other, last == null ? null : last.further(), progress);
                further = read.seen();
                theirs = read.map();
            }
            alike(one, other);
            births(one, other);
        }

        /** Maps of different rules cannot be compared: then both are read as what they store. */
        private void alike(CopyAt one, CopyAt other) throws IOException {
            SaidContent first =
                    said(active, order.last() == null ? null : order.last().active());
            SaidContent second =
                    said(further, order.last() == null ? null : order.last().further());
            if (first == null || second == null || first.rules().equals(second.rules())) {
                return;
            }
            PairReading.Read read = reading.readRaw(one, progress);
            active = read.seen();
            mine = read.map();
            read = reading.readRaw(other, progress);
            further = read.seen();
            theirs = read.map();
        }

        private @Nullable SaidContent said(SeenCopy copy, @Nullable FileState then) {
            Agreement last = order.last();
            if (!(copy instanceof There there)) {
                return null;
            }
            return there.said() == null && last != null && there.state().equals(then)
                    ? new SaidContent(last.rules(), last.root(), false)
                    : there.said();
        }

        /** Asked only of two that differ. */
        private void births(CopyAt one, CopyAt other) throws IOException {
            if (active instanceof There here && further instanceof There there) {
                SaidContent first = here.said();
                SaidContent second = there.said();
                if (first == null && second == null || first != null && second != null && first.isSame(second)) {
                    return;
                }
                active = new There(
                        here.locationId(),
                        here.at(),
                        here.state(),
                        first,
                        reading.birth(one, here.state()).orElse(null));
                further = new There(
                        there.locationId(),
                        there.at(),
                        there.state(),
                        second,
                        reading.birth(other, there.state()).orElse(null));
            }
        }

        private @Nullable Agreement agreement(Verdict verdict) {
            Agreement last = order.last();
            if (active instanceof There here && further instanceof There there) {
                if (verdict.word() == CopyWord.PRESUMED_EQUAL && last != null) {
                    return new Agreement(
                            last.rules(), last.root(), here.state(), there.state(), last.provedAt(), earlier());
                }
                SaidContent said = here.said() == null ? there.said() : here.said();
                if (verdict.word() == CopyWord.EQUAL && said != null) {
                    keep(mine == null ? theirs : mine, said.root());
                    return new Agreement(said.rules(), said.root(), here.state(), there.state(), earlier(), earlier());
                }
            }
            return verdict.rule() == CopyRule.DIFFERS_AT_REST ? null : last;
        }

        /** What was written between the two looks is not in what was seen first. */
        private Instant earlier() {
            return active.at().isBefore(further.at()) ? active.at() : further.at();
        }

        private void keep(@Nullable ContentMap map, Sha256 root) {
            try {
                if (map != null && map.root().equals(root)) {
                    archive.keep(map, reading.nodes());
                }
            } catch (IOException e) {
                LOG.warn("A map is not kept, the next comparison reads all: {}", e.getMessage());
            }
        }
    }

    private static There with(There copy, SaidContent said) {
        return new There(copy.locationId(), copy.at(), copy.state(), said, copy.birth());
    }
}
