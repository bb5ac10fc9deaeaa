package dev.profilekeep.replicate;

import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.convert.DraftDisk;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.witness.SectorWitness;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Writes to a draft what differs, and no more: what is there is read and compared in pieces of 4 KiB of the disk. Remembers what it wrote by digests, so that a second reader can be asked for
 * it. One thread.
 */
final class Patch {
    private static final int GRAIN = 4096;
    /** What is compared at a time. */
    private static final int MOST = 1 << 20;

    private record Written(long offset, int length, Sha256 digest) {}

    private final Bandwidth bandwidth;
    private final List<Written> written = new ArrayList<>();
    private long sent;

    Patch(Bandwidth bandwidth) {
        this.bandwidth = bandwidth;
    }

    /** Bytes of content that were written. */
    long sent() {
        return sent;
    }

    /** @param bytes what is to be at {@code offset} of the disk */
    void put(DraftDisk draft, long offset, ByteBuffer bytes) throws IOException {
        byte[] wanted = new byte[Math.min(MOST, bytes.remaining())];
        long at = offset;
        while (bytes.hasRemaining()) {
            int count = Math.min(wanted.length, bytes.remaining());
            bytes.get(wanted, 0, count);
            ByteBuffer there = ByteBuffer.allocate(count);
            draft.disk().readFully(at, there);
            compare(draft, at, wanted, there.array(), count);
            at += count;
        }
    }

    private void compare(DraftDisk draft, long offset, byte[] wanted, byte[] there, int count) throws IOException {
        int begun = -1;
        for (int from = 0; from < count; ) {
            int end = (int) Math.min(count, ((offset + from) / GRAIN + 1) * GRAIN - offset);
            boolean same = Arrays.equals(wanted, from, end, there, from, end);
            if (same && begun >= 0) {
                write(draft, offset, wanted, begun, from);
                begun = -1;
            } else if (!same && begun < 0) {
                begun = from;
            }
            from = end;
        }
        if (begun >= 0) {
            write(draft, offset, wanted, begun, count);
        }
    }

    private void write(DraftDisk draft, long offset, byte[] bytes, int from, int to) throws IOException {
        bandwidth.take(to - from);
        draft.write(offset + from, ByteBuffer.wrap(bytes, from, to - from));
        written.add(new Written(offset + from, to - from, Sha256.of(ByteBuffer.wrap(bytes, from, to - from))));
        sent += to - from;
    }

    /**
     * Reads again what was written, from where a reader that shares no code with the first finds it in the file. No place may have been written twice since they were {@link #found}.
     *
     * @return a sentence about the first place where something else lies; empty if there is none
     */
    Optional<String> firstNotFound(SectorWitness witness, BlockDevice file) throws IOException {
        for (Written one : written) {
            if (!find(witness, file, one).equals(one.digest())) {
                return Optional.of(
                        "the second reader does not find what was written at byte " + one.offset() + " of the disk");
            }
        }
        return Optional.empty();
    }

    /** Forgets what was written, when it was found: what is written from now on may be written over it. */
    void found() {
        written.clear();
    }

    private static Sha256 find(SectorWitness witness, BlockDevice file, Written one) throws IOException {
        int sector = witness.sectorSize();
        long first = one.offset() / sector;
        int before = (int) (one.offset() % sector);
        ByteBuffer bytes = ByteBuffer.allocate((before + one.length() + sector - 1) / sector * sector);
        for (int at = 0; at < bytes.capacity(); ) {
            long place = witness.placeOf(first + at / sector);
            int end = at + sector;
            while (place >= 0 && end < bytes.capacity() && witness.placeOf(first + end / sector) == place + end - at) {
                end += sector;
            }
            if (place >= 0) {
                file.readFully(place, bytes.slice(at, end - at));
            }
            at = end;
        }
        return Sha256.of(bytes.slice(before, one.length()));
    }
}
