package dev.profilekeep.storage;

import org.jspecify.annotations.Nullable;

/**
 * A path inside a location: names separated by {@code /}, relative to the location's folder; the folder itself is {@link
 * #ROOT}. Names are kept exactly as the server gave them and are never interpreted: {@code .} and {@code ..} are refused.
 */
public record StoragePath(String value) implements Comparable<StoragePath> {
    /** The location's own folder. */
    public static final StoragePath ROOT = new StoragePath("");

    public StoragePath {
        if (!value.isEmpty()) {
            for (String name : value.split("/", -1)) {
                if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('\0') >= 0) {
                    throw new IllegalArgumentException("not a path inside a location: '" + value + "'");
                }
            }
        }
    }

    public static StoragePath of(String value) {
        return value.isEmpty() ? ROOT : new StoragePath(value);
    }

    public StoragePath child(String name) {
        if (name.indexOf('/') >= 0) {
            throw new IllegalArgumentException("not a name: '" + name + "'");
        }
        return new StoragePath(value.isEmpty() ? name : value + "/" + name);
    }

    /** The last name; empty for {@link #ROOT}. */
    public String name() {
        return value.substring(value.lastIndexOf('/') + 1);
    }

    /** The folder this is in; null for {@link #ROOT}. */
    public @Nullable StoragePath parent() {
        if (value.isEmpty()) {
            return null;
        }
        int slash = value.lastIndexOf('/');
        return slash < 0 ? ROOT : new StoragePath(value.substring(0, slash));
    }

    @Override
    public int compareTo(StoragePath other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.isEmpty() ? "/" : value;
    }
}
