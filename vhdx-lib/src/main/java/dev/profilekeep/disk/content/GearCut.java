package dev.profilekeep.disk.content;

/**
 * Says where to cut bytes whose structure nobody knows, by the bytes themselves: what is inserted or removed moves the cuts
 * around it and no others. Each byte shifts a sum of random numbers, one for each value of a byte ("gear" hash: Xia and others,
 * "Ddelta", 2014), and a cut is where the upper bits of the sum are zeros; only the last 64 bytes matter. Immutable.
 */
final class GearCut {
    /** Bytes that a cut depends on. */
    static final int WINDOW = 64;

    /** The first numbers of SplitMix64 from the seed 0; they may never change, or every cut would. */
    private static final long[] GEAR = new long[256];

    static {
        long state = 0;
        for (int i = 0; i < GEAR.length; i++) {
            state += 0x9e3779b97f4a7c15L;
            long mixed = (state ^ state >>> 30) * 0xbf58476d1ce4e5b9L;
            mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
            GEAR[i] = mixed ^ mixed >>> 31;
        }
    }

    private final int min;
    private final int max;
    private final int shift;

    GearCut(ChunkSizes sizes) {
        this.min = sizes.cutMin();
        this.max = sizes.cutMax();
        this.shift = Long.SIZE - Integer.numberOfTrailingZeros(sizes.cutAverage());
    }

    /**
     * How many bytes of {@code bytes}, from {@code from} on, make a chunk; -1 if the cut lies behind {@code to}. The answer
     * does not depend on how much is there behind the cut.
     */
    int next(byte[] bytes, int from, int to) {
        int end = Math.min(to, from + max);
        long sum = 0;
        int at = from + min - WINDOW;
        for (int warm = Math.min(end, from + min); at < warm; at++) {
            sum = (sum << 1) + GEAR[bytes[at] & 0xff];
        }
        for (; at < end; at++) {
            if (sum >>> shift == 0) {
                return at - from;
            }
            sum = (sum << 1) + GEAR[bytes[at] & 0xff];
        }
        // A cut behind the last byte that is there does not need the next one.
        return end - from == max || end - from >= min && sum >>> shift == 0 ? end - from : -1;
    }
}
