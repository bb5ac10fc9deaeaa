package dev.profilekeep.content;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Tells two maps of the same rules apart, entry by entry. Stateless. */
public final class MapDifference {
    private MapDifference() {}

    /** Receives what differs, in the order of the disk. */
    @FunctionalInterface
    public interface Sink {
        /**
         * One of the two has this chunk, or both have different ones that begin at the same place.
         *
         * @param first null if only the second has one there; zeros and what does not count are not told apart
         * @param second null if only the first has one there
         */
        void differs(@Nullable MapEntry first, @Nullable MapEntry second) throws IOException;
    }

    /** Walks over two maps; nothing follows from it if they have different {@link ContentMap#rules()}. */
    public static void walk(EntryCursor first, EntryCursor second, Sink sink) throws IOException {
        MapEntry a = first.next();
        MapEntry b = second.next();
        while (a != null || b != null) {
            if (b == null || a != null && a.diskOffset() < b.diskOffset()) {
                sink.differs(a, null);
                a = first.next();
            } else if (a == null || b.diskOffset() < a.diskOffset()) {
                sink.differs(null, b);
                b = second.next();
            } else {
                if (!a.digest().equals(b.digest()) || !a.pieces().equals(b.pieces())) {
                    sink.differs(a, b);
                }
                a = first.next();
                b = second.next();
            }
        }
    }
}
