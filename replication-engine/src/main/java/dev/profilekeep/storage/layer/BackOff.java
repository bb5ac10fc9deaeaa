package dev.profilekeep.storage.layer;

/**
 * How much may be read of a location whose server answers slowly: half of what was read when that was seen, again and again, and half as much more after each probe that is well, until
 * it is twice what it had been. Then nothing is held back. Operations are per second. Not safe for several threads.
 */
final class BackOff {
    /** So much is always read, or nothing would ever tell that the server is well again. */
    static final double LEAST = 10;

    private static final double MORE = 1.5;

    private double before;
    private double allowed = Double.POSITIVE_INFINITY;

    /** @return {@link Double#POSITIVE_INFINITY} while nothing is held back */
    double allowed() {
        return allowed;
    }

    boolean slowed() {
        return !Double.isInfinite(allowed);
    }

    /** @param reading how much was read lately */
    void slow(double reading) {
        if (!slowed()) {
            before = Math.max(LEAST, reading);
            allowed = before;
        }
        allowed = Math.max(LEAST, allowed / 2);
    }

    void well() {
        allowed *= MORE;
        if (slowed() && allowed >= 2 * before) {
            allowed = Double.POSITIVE_INFINITY;
        }
    }
}
