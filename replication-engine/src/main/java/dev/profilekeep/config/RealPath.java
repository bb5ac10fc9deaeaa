package dev.profilekeep.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where local folders really lie. What is not there yet lies where its nearest folder that is there does. */
final class RealPath {
    private RealPath() {}

    /** As it would be if it were there, with the links of what is there followed. */
    static Path of(Path folder) {
        Path whole = folder.toAbsolutePath().normalize();
        for (Path there = whole; there != null; there = there.getParent()) {
            try {
                return there.toRealPath().resolve(there.relativize(whole)).normalize();
            } catch (IOException notThere) {
                // its parent may be
            }
        }
        return whole;
    }

    /** Whether both are one folder, by whatever names and mounts. */
    static boolean same(Path one, Path other) {
        try {
            return one.equals(other) || Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether {@code inner} lies below {@code outer}. */
    static boolean isInside(Path inner, Path outer) {
        for (Path above = inner.getParent(); above != null; above = above.getParent()) {
            if (same(above, outer)) {
                return true;
            }
        }
        return false;
    }
}
