package dev.profilekeep.disk.testing;

/** How much of what takes long is done: {@code -Dtests.soak=N} multiplies the number of random cases by N. */
public final class Soak {
    private Soak() {}

    public static int times(int count) {
        return count * Math.max(1, Integer.getInteger("tests.soak", 1));
    }

    public static boolean asked() {
        return Integer.getInteger("tests.soak", 1) > 1;
    }
}
