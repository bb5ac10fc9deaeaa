package dev.profilekeep.disk.image;

import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.ByteRange;
import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A table in a file, read page by page; a few pages are kept, so that a table of any size takes bounded memory and a walk
 * through it few reads. Safe for use by several threads: one reads a page at a time, the others wait for it.
 */
public final class PagedTable implements TablePages {
    private static final int PAGES_KEPT = 4;

    private final String structure;
    private final BlockDevice file;
    private final ByteRange range;
    private final int pageBytes;
    /** Guarded by itself; in order of use. */
    private final Map<Long, ByteView> pages = new LinkedHashMap<>(8, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, ByteView> eldest) {
            return size() > PAGES_KEPT;
        }
    };

    /**
     * @param structure name of the table for messages
     * @param range where the table lies in {@code file}
     * @param pageBytes how much to read at a time; a multiple of the entry size
     */
    public PagedTable(String structure, BlockDevice file, ByteRange range, int pageBytes) {
        this.structure = structure;
        this.file = file;
        this.range = range;
        this.pageBytes = pageBytes;
    }

    @Override
    public ByteView pageOf(long at) throws IOException {
        long number = at / pageBytes;
        synchronized (pages) {
            ByteView page = pages.get(number);
            if (page == null) {
                long from = number * pageBytes;
                int length = (int) Math.min(pageBytes, range.length() - from);
                page = ByteView.read(structure, file, range.start() + from, length);
                pages.put(number, page);
            }
            return page;
        }
    }

    @Override
    public int inPage(long at) {
        return (int) (at % pageBytes);
    }
}
