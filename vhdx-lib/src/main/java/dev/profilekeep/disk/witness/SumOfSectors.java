package dev.profilekeep.disk.witness;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** Adds sectors up, in whatever order they come. Those of zeros add nothing. Safe for use by several threads. */
final class SumOfSectors {
    private final byte[] zeros;
    private final LongAdder sectors = new LongAdder();
    private final LongAdder sumA = new LongAdder();
    private final LongAdder sumB = new LongAdder();

    SumOfSectors(int sectorSize) {
        this.zeros = new byte[sectorSize];
    }

    /** @param from where in {@code bytes} the sector begins */
    void add(long sector, byte[] bytes, int from) {
        if (Arrays.equals(bytes, from, from + zeros.length, zeros, 0, zeros.length)) {
            return;
        }
        var castagnoli = new CRC32C();
        castagnoli.update(bytes, from, zeros.length);
        var plain = new CRC32();
        plain.update(bytes, from, zeros.length);
        long checks = castagnoli.getValue() << 32 | plain.getValue();
        sectors.increment();
        sumA.add(mixed(mixed(sector + 0x9e3779b97f4a7c15L) ^ checks));
        sumB.add(mixed(mixed(sector ^ 0xd1b54a32d192ed03L) + checks * 0xa0761d6478bd642fL));
    }

    /** Of what was added until now. */
    SectorSum sum(long counted, long bytesRead) {
        return new SectorSum(counted, sectors.sum(), sumA.sum(), sumB.sum(), bytesRead);
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014; variant 13). */
    private static long mixed(long value) {
        long z = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
