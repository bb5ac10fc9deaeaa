package dev.profilekeep.backup.live;

import java.util.Arrays;

/** Numbers that were added, some 12 to 24 bytes of memory for each. One thread. */
public final class LongSet {
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private long[] slots = new long[64];
    private boolean zero;
    private int size;

    /** @return whether it was not there */
    public boolean add(long value) {
        if (value == 0) {
            boolean added = !zero;
            zero = true;
            size += added ? 1 : 0;
            return added;
        }
        int slot = slot(slots, value);
        if (slots[slot] == value) {
            return false;
        }
        slots[slot] = value;
        size++;
        if (size * 3L > slots.length * 2L) {
            grow();
        }
        return true;
    }

    public boolean contains(long value) {
        return value == 0 ? zero : slots[slot(slots, value)] == value;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** Where it is, or belongs. */
    private static int slot(long[] slots, long value) {
        int mask = slots.length - 1;
        int slot = (int) ((value * SPREAD) >>> 32) & mask;
        while (slots[slot] != 0 && slots[slot] != value) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        long[] larger = new long[Math.multiplyExact(slots.length, 2)];
        Arrays.stream(slots).filter(value -> value != 0).forEach(value -> larger[slot(larger, value)] = value);
        slots = larger;
    }
}
