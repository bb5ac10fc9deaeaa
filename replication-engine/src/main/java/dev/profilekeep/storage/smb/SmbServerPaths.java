package dev.profilekeep.storage.smb;

import dev.profilekeep.storage.StoragePath;
import org.jspecify.annotations.Nullable;

/**
 * Where a location lies in the words of its server, which names open files so: {@code D:\shares\profiles\site a} on Windows;
 * Samba writes its own paths alike, {@code C:\srv\profiles}. Compared without regard to case.
 *
 * @param base the location's folder, without a backslash at its end
 */
record SmbServerPaths(String base) {
    /** @param share where the server says the share lies */
    static SmbServerPaths of(String share, StoragePath folder) {
        String base = normal(share);
        return new SmbServerPaths(
                folder.equals(StoragePath.ROOT)
                        ? base
                        : base + "\\" + folder.value().replace('/', '\\'));
    }

    private static String normal(String path) {
        String one = path.replace('/', '\\');
        if (one.startsWith("\\\\?\\")) {
            one = one.substring(4);
        }
        while (one.endsWith("\\") || one.endsWith("\\.")) {
            one = one.substring(0, one.lastIndexOf('\\'));
        }
        return one;
    }

    /** The server's words for a path of the location. */
    String of(StoragePath path) {
        return path.equals(StoragePath.ROOT) ? base : base + "\\" + path.value().replace('/', '\\');
    }

    /**
     * The location's path for the server's; null if it lies outside.
     *
     * @throws IllegalArgumentException if it lies inside and is no path
     */
    @Nullable
    StoragePath inside(String serverPath) {
        String path = normal(serverPath);
        if (!path.regionMatches(true, 0, base, 0, base.length())) {
            return null;
        }
        if (path.length() == base.length()) {
            return StoragePath.ROOT;
        }
        return path.charAt(base.length()) == '\\'
                ? StoragePath.of(path.substring(base.length() + 1).replace('\\', '/'))
                : null;
    }

    /** Whether {@code path} is {@code folder} or below it, without regard to case. */
    static boolean isUnder(StoragePath path, StoragePath folder) {
        String below = folder.value();
        return below.isEmpty()
                || path.value().equalsIgnoreCase(below)
                || path.value().regionMatches(true, 0, below + "/", 0, below.length() + 1);
    }
}
