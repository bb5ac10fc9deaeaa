package dev.profilekeep.lease;

import java.time.Duration;

/**
 * How long everything about a lease may take.
 *
 * @param take all copies are open within it, or none
 * @param settle how much longer it may take where a swap that was cut off has to be settled first
 * @param hold the longest a lease lives
 * @param yield how long a person's request waits for a job to let go
 * @param dead a holder silent for so long is dead; the clocks of nodes must agree within half of it
 * @param tick how often a holder looks whether its time is over and whether a person waits
 * @param call the longest a server may take over one message; then the lease is lost
 */
public record LeaseTimes(
        Duration take, Duration settle, Duration hold, Duration yield, Duration dead, Duration tick, Duration call) {
    /** Those of the product. */
    public static final LeaseTimes STANDARD = new LeaseTimes(
            Duration.ofSeconds(2),
            Duration.ofSeconds(8),
            Duration.ofSeconds(10),
            Duration.ofSeconds(2),
            Duration.ofSeconds(30),
            Duration.ofMillis(200),
            Duration.ofSeconds(3));

    public LeaseTimes {
        if (dead.compareTo(take.plus(settle).plus(hold).plus(call)) < 0) {
            throw new IllegalArgumentException(
                    "a living holder would be taken for dead: " + dead + " is less than it may need");
        }
    }

    /** With another longest life. */
    public LeaseTimes holding(Duration other) {
        return new LeaseTimes(take, settle, other, yield, dead, tick, call);
    }
}
