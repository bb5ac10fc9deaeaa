package dev.profilekeep.portal.rest;

import dev.profilekeep.portal.access.BadInputException;
import java.io.IOException;
import java.util.List;
import java.util.function.LongFunction;

/** Lists by pages, and tables that are written page by page. */
final class Pages {
    static final int USUAL = 100;
    static final int LARGEST = 1_000;

    private Pages() {}

    /** @throws BadInputException if there is no such page */
    static void require(long offset, int limit) {
        if (offset < 0 || limit < 1 || limit > LARGEST) {
            throw new BadInputException("offset must not be negative, limit must be 1 to " + LARGEST, null);
        }
    }

    /** Writes a row. */
    interface Row<T> {
        void write(T row) throws IOException;
    }

    /**
     * Writes all rows.
     *
     * @param first the first page, asked for before anything was written, so that a refusal is still an answer of its own
     * @param next the page from an offset on, of {@link #LARGEST} rows
     */
    static <T> void write(List<T> first, LongFunction<List<T>> next, Row<? super T> row) throws IOException {
        List<T> page = first;
        for (long offset = 0; !page.isEmpty(); page = next.apply(offset)) {
            for (T each : page) {
                row.write(each);
            }
            offset += page.size();
        }
    }
}
