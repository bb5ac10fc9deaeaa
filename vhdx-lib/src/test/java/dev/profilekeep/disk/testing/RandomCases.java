package dev.profilekeep.disk.testing;

import java.util.Random;
import java.util.SplittableRandom;

/**
 * Runs a test on random cases. A failure says with which seed it comes again: {@code -Dtests.seed=N}; without one, or with a
 * blank one, each run has its own.
 */
public final class RandomCases {
    /** One case; all its randomness comes from {@code random}. */
    @FunctionalInterface
    public interface Case {
        void run(Random random) throws Exception;
    }

    private RandomCases() {}

    public static void run(int count, Case test) {
        String given = System.getProperty("tests.seed", "").trim();
        long seed = given.isEmpty() ? new Random().nextLong() : Long.parseLong(given);
        for (int i = 0; i < count; i++) {
            // The first case of a run is the one that the seed names, so that a failure is repeated at once.
            long caseSeed = seed + i;
            try {
                // Random's first numbers are nearly the same for neighbouring seeds, so the seed is mixed first.
                test.run(new Random(new SplittableRandom(caseSeed).nextLong()));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("case failed, repeat it with -Dtests.seed=" + caseSeed + ": " + e, e);
            }
        }
    }
}
