package dev.profilekeep.disk.image;

import dev.profilekeep.disk.io.ByteView;
import java.io.IOException;

/** A table in a file, seen page by page. */
public interface TablePages {
    /** The page that holds {@code at}, an offset from the start of the table and inside it. */
    ByteView pageOf(long at) throws IOException;

    /** Where {@code at} lies inside its page. */
    int inPage(long at);
}
