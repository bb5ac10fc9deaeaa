package dev.profilekeep.disk.testing;

import dev.profilekeep.disk.io.WritableBlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Remembers each write, change of size and flush, and shows what a loss of power could have left at any of these moments:
 * all that came before the last flush, and of what came after it any part: none, all, any choice of the writes, and one of
 * them torn between two sectors.
 */
public final class CrashDevice implements WritableBlockDevice {
    private sealed interface Step permits Write, Resize, Flush {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Write(long offset, byte[] bytes) implements Step {}

    private record Resize(long size) implements Step {}

    private record Flush() implements Step {}

    /** Looks at what a crash left. */
    @FunctionalInterface
    public interface Look {
        /** @param steps how many steps had been begun when the power was lost */
        void at(int steps, SparseMemoryDevice left) throws Exception;
    }

    private final SparseMemoryDevice before;
    private final SparseMemoryDevice now;
    private final List<Step> steps = new ArrayList<>();

    /** @param start what was there, durable; not changed */
    public CrashDevice(SparseMemoryDevice start) {
        this.before = start.copy();
        this.now = start.copy();
    }

    /** Steps until now: to be kept by a test beside what it expects. */
    public synchronized int steps() {
        return steps.size();
    }

    public synchronized long flushes() {
        return steps.stream().filter(step -> step instanceof Flush).count();
    }

    /** What is there if no crash comes. */
    public SparseMemoryDevice whole() {
        return now.copy();
    }

    /**
     * Shows what crashes leave: at each flush before it and after it, none, all, and {@code choices} random ones of what was
     * not durable.
     */
    public void crashEverywhere(Random random, int choices, Look look) throws Exception {
        SparseMemoryDevice durable = before.copy();
        List<Step> loose = new ArrayList<>();
        look.at(0, durable.copy());
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (!(step instanceof Flush)) {
                loose.add(step);
                if (i + 1 < steps.size()) {
                    continue;
                }
            }
            look.at(i, durable.copy());
            for (int choice = 0; choice < choices; choice++) {
                look.at(i, some(durable, loose, random));
            }
            loose.forEach(each -> apply(durable, each));
            loose.clear();
            look.at(i + 1, durable.copy());
        }
    }

    private static SparseMemoryDevice some(SparseMemoryDevice durable, List<Step> loose, Random random) {
        SparseMemoryDevice left = durable.copy();
        // Half of the crashes come in the middle: what had not been begun is not there.
        int begun = random.nextBoolean() ? loose.size() : random.nextInt(loose.size() + 1);
        int torn = begun == 0 ? -1 : random.nextInt(begun);
        for (int i = 0; i < begun; i++) {
            Step step = loose.get(i);
            if (i == torn && step instanceof Write write) {
                tear(left, write, random);
            } else if (random.nextBoolean()) {
                apply(left, step);
            }
        }
        return left;
    }

    private static void tear(SparseMemoryDevice left, Write write, Random random) {
        int sector = random.nextBoolean() ? 512 : 4096;
        boolean prefix = random.nextBoolean();
        int end = random.nextInt(write.bytes().length + 1);
        for (int at = 0; at < write.bytes().length; at += sector) {
            if (prefix ? at < end : random.nextBoolean()) {
                int count = Math.min(sector, write.bytes().length - at);
                left.write(write.offset() + at, ByteBuffer.wrap(write.bytes(), at, count));
            }
        }
    }

    private static void apply(SparseMemoryDevice device, Step step) {
        if (step instanceof Write write) {
            device.write(write.offset(), ByteBuffer.wrap(write.bytes()));
        } else if (step instanceof Resize resize) {
            device.resize(resize.size());
        }
    }

    @Override
    public long size() {
        return now.size();
    }

    @Override
    public synchronized void readFully(long offset, ByteBuffer target) throws IOException {
        now.readFully(offset, target);
    }

    @Override
    public synchronized void write(long offset, ByteBuffer source) {
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        var write = new Write(offset, bytes);
        steps.add(write);
        apply(now, write);
    }

    @Override
    public synchronized void flush() {
        steps.add(new Flush());
    }

    @Override
    public synchronized void resize(long size) {
        var resize = new Resize(size);
        steps.add(resize);
        apply(now, resize);
    }

    @Override
    public void close() {}
}
