package dev.profilekeep.content;

import java.io.IOException;

/** A content map, or a node of one, is not what was written. */
public final class MapDamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    public MapDamagedException(String message) {
        super(message);
    }
}
