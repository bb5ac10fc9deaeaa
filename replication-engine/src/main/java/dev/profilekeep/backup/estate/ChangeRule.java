package dev.profilekeep.backup.estate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether much of a container was rewritten at once, as encrypting software does, measured by what is usual for this very container. Pure.
 */
final class ChangeRule {
    /** What is usual is told by so many nights at least, beside the first backup. */
    static final int NIGHTS = 5;
    /** Less than that is nothing to worry about. */
    static final long BYTES = 64L << 20;
    /** So much of what there was, rewritten at once, is a jump… */
    static final double SHARE = 0.30;
    /** …if it is beyond the median by so many spreads (medians of the distances from it)… */
    static final double SPREADS = 6;
    /** …and so many times the median. */
    static final double TIMES = 2;
    /** So much is enough if what is new is noise. */
    static final double NOISE_SHARE = 0.10;
    /** What is left of noise when it is compressed, at least… */
    static final double NOISE = 0.97;
    /** …and of what is usual, at most. */
    static final double USUAL = 0.90;
    /** Of a night with less that is new nothing is told by how it compressed… */
    private static final long TELLING = 1L << 20;
    /** …and so many are to tell it. */
    private static final int TELLING_NIGHTS = 3;

    /** Why. */
    enum Why {
        /** More was rewritten than ever. */
        SHARE,
        /** What was rewritten is noise, and never was before. */
        CONTENT
    }

    record Jump(Why why, long rewritten) {}

    private ChangeRule() {}

    /**
     * @param nights the container's days, the oldest first; the last one is judged
     */
    static Optional<Jump> of(List<ChangeNight> nights) {
        if (nights.size() < NIGHTS + 2) { // the first backup has nothing before it
            return Optional.empty();
        }
        int last = nights.size() - 1;
        ChangeNight now = nights.get(last);
        long rewritten = now.rewritten(nights.get(last - 1));
        double share = now.share(nights.get(last - 1));
        if (rewritten <= BYTES) {
            return Optional.empty();
        }
        List<Double> shares = new ArrayList<>();
        List<Double> left = new ArrayList<>();
        for (int i = 1; i < last; i++) {
            shares.add(nights.get(i).share(nights.get(i - 1)));
            if (nights.get(i).fresh() >= TELLING) {
                left.add(nights.get(i).left());
            }
        }
        double usual = median(shares);
        double spread = median(shares.stream().map(one -> Math.abs(one - usual)).toList());
        if (share >= SHARE && share > usual + SPREADS * spread && share >= TIMES * usual) {
            return Optional.of(new Jump(Why.SHARE, rewritten));
        }
        boolean noise = now.left() >= NOISE && left.size() >= TELLING_NIGHTS && median(left) <= USUAL;
        return noise && share >= NOISE_SHARE ? Optional.of(new Jump(Why.CONTENT, rewritten)) : Optional.empty();
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
    }
}
