package dev.profilekeep.content;

import java.io.IOException;

/** Keeps the nodes of maps. Safe for several threads that read. */
public interface NodeStore {
    /** The most bytes of a node. */
    int LARGEST = 8 << 20;

    /** @param node at least one byte, at most {@link #LARGEST} */
    Place add(byte[] node) throws IOException;

    /** @throws MapDamagedException if there is no such node */
    byte[] get(Place place) throws IOException;
}
