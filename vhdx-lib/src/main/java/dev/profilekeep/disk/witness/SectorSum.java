package dev.profilekeep.disk.witness;

/**
 * What the sectors of a disk that count come to, whatever container they lie in and in whatever order they were read. Two
 * disks of one size and one sector size are taken to hold the same if their sums are the {@linkplain #sameAs same}; that
 * holds against any accident, but not against somebody who wants it to be wrong.
 *
 * @param counted sectors that count, those included that are not stored
 * @param sectors those of them that are not all zeros
 * @param sumA over these, of a mix of number and two checksums of each, modulo 2^64
 * @param sumB as {@code sumA}, of another mix
 * @param bytesRead bytes that the witness read itself since nobody else had; no part of the comparison
 */
public record SectorSum(long counted, long sectors, long sumA, long sumB, long bytesRead) {
    /** Whether both were made of the same sectors with the same bytes. */
    public boolean sameAs(SectorSum other) {
        return counted == other.counted && sectors == other.sectors && sumA == other.sumA && sumB == other.sumB;
    }
}
