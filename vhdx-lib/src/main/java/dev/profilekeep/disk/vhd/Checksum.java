package dev.profilekeep.disk.vhd;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.io.ByteView;

/** The checksum of footer and dynamic header: the complement of the sum of all bytes but its own four. */
final class Checksum {
    private Checksum() {}

    static void verify(ByteView structure, int field) throws CorruptDiskException {
        long sum = 0;
        for (int i = 0; i < structure.length(); i++) {
            if (i < field || i >= field + 4) {
                sum += structure.u8(i);
            }
        }
        long computed = ~sum & 0xffffffffL;
        long stored = structure.u32be(field);
        if (stored != computed) {
            throw structure.corrupt(field, "checksum is 0x%08x, the bytes give 0x%08x".formatted(stored, computed));
        }
    }
}
