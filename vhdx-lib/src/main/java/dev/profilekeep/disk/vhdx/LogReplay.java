package dev.profilekeep.disk.vhdx;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the active sequence of a log and makes a plan of it, [MS-VHDX] 2.3.3. The log is read as a whole, at once. Each
 * place of the log is judged once, and the bytes that go through a checksum are bounded: a crafted log costs no more than a
 * real one.
 */
final class LogReplay {
    /** Entries that may overlap in a crafted log; a real one is covered once. */
    private static final int CHECKSUM_BUDGET = 16;

    private final VhdxHeader header;
    private final byte[] ring;
    /** The entry at each place already looked at; null for "none there". */
    private final Map<Integer, @Nullable LogEntry> judged = new HashMap<>();

    private long budget;

    private LogReplay(VhdxHeader header, byte[] ring) {
        this.header = header;
        this.ring = ring;
        this.budget = (long) CHECKSUM_BUDGET * ring.length;
    }

    /** Entries that follow each other, and where each begins. */
    private record Sequence(List<LogEntry> entries, List<Integer> places, int head) {
        boolean isEmpty() {
            return entries.isEmpty();
        }

        LogEntry newest() {
            return entries.get(entries.size() - 1);
        }

        /** Index of the entry that the newest one names as the oldest; -1 if it is not in the sequence. */
        int oldest() {
            return isEmpty() ? -1 : places.indexOf(newest().tail());
        }
    }

    /**
     * @param header a header that names a log
     * @throws CorruptDiskException if there is no complete sequence, or the file is shorter than it was
     */
    static ReplayPlan plan(BlockDevice file, long fileSize, VhdxHeader header) throws IOException {
        long length = header.log().length();
        if (length > Layout.MAX_LOG) {
            throw new UnsupportedDiskException("VHDX log of " + length + " bytes (at most " + Layout.MAX_LOG + ")");
        }
        byte[] ring =
                ByteView.read("log", file, header.log().start(), (int) length).copy();
        Sequence active = new LogReplay(header, ring).active();
        long flushed = active.newest().flushedFileOffset();
        if (fileSize < flushed) {
            throw new CorruptDiskException(
                    "log",
                    header.log().start(),
                    "the file has " + fileSize + " bytes, but had at least " + flushed
                            + " when the log was written: it was cut short");
        }
        List<LogEntry> entries =
                active.entries().subList(active.oldest(), active.entries().size());
        var writes = new ArrayList<ReplayPlan.Write>();
        entries.forEach(entry -> writes.addAll(entry.writes()));
        return new ReplayPlan(writes, entries.size(), active.newest().lastFileOffset());
    }

    private Sequence active() throws CorruptDiskException {
        Sequence best = new Sequence(List.of(), List.of(), 0);
        for (int tail = 0; tail < ring.length; ) {
            Sequence sequence = from(tail);
            if (sequence.oldest() < 0) {
                tail += Layout.LOG_SECTOR;
                continue;
            }
            if (best.isEmpty()
                    || Long.compareUnsigned(
                                    sequence.newest().sequenceNumber(),
                                    best.newest().sequenceNumber())
                            > 0) {
                best = sequence;
            }
            if (sequence.head() <= tail) {
                break;
            }
            tail = sequence.head();
        }
        if (best.isEmpty()) {
            throw new CorruptDiskException(
                    "log",
                    header.log().start(),
                    "the header names log " + header.logGuid() + ", but the log holds no complete sequence of it");
        }
        return best;
    }

    private Sequence from(int tail) throws CorruptDiskException {
        var entries = new ArrayList<LogEntry>();
        var places = new ArrayList<Integer>();
        int head = tail;
        long covered = 0;
        while (true) {
            LogEntry entry = at(head);
            if (entry == null || covered + entry.length() > ring.length) {
                break;
            }
            if (!entries.isEmpty()
                    && entry.sequenceNumber() != entries.get(entries.size() - 1).sequenceNumber() + 1) {
                break;
            }
            entries.add(entry);
            places.add(head);
            covered += entry.length();
            head = (int) (((long) head + entry.length()) % ring.length);
        }
        return new Sequence(entries, places, head);
    }

    private @Nullable LogEntry at(int place) throws CorruptDiskException {
        if (!judged.containsKey(place)) {
            judged.put(place, judge(place));
        }
        return judged.get(place);
    }

    private @Nullable LogEntry judge(int place) throws CorruptDiskException {
        long origin = header.log().start() + place;
        try {
            ByteView sector = ByteView.of("log entry", origin, ringBytes(place, Layout.LOG_SECTOR));
            int length = LogEntry.lengthOf(sector, header.logGuid(), ring.length);
            budget -= length;
            if (budget < 0) {
                throw new LogTooTangled();
            }
            return LogEntry.parse(ByteView.of("log entry", origin, ringBytes(place, length)), header.log());
        } catch (CorruptDiskException notAnEntry) {
            return null;
        } catch (LogTooTangled e) {
            throw new CorruptDiskException("log", origin, "its entries overlap each other too often to be real");
        }
    }

    private static final class LogTooTangled extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private byte[] ringBytes(int place, int length) {
        byte[] bytes = new byte[length];
        int first = Math.min(length, ring.length - place);
        System.arraycopy(ring, place, bytes, 0, first);
        System.arraycopy(ring, 0, bytes, first, length - first);
        return bytes;
    }
}
