package dev.profilekeep.storage;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A password or key. It never shows itself: {@link #toString()} and {@link #hashCode()} are the same for all, comparing takes
 * the same time wherever two differ, and none can be serialised. Safe for several threads.
 */
public final class Secret {
    private final char[] value;

    private Secret(char[] value) {
        this.value = value;
    }

    /** Keeps a copy; the caller may wipe its own. */
    public static Secret of(char[] value) {
        return new Secret(value.clone());
    }

    public static Secret of(String value) {
        return new Secret(value.toCharArray());
    }

    public boolean isEmpty() {
        return value.length == 0;
    }

    /** Gives a copy of the characters to {@code use} and wipes that copy afterwards. */
    public <T> T use(Function<char[], T> use) {
        char[] copy = value.clone();
        try {
            return use.apply(copy);
        } finally {
            Arrays.fill(copy, '\0');
        }
    }

    /** In a time that tells the length of {@code other} and nothing else. */
    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof Secret secret)) {
            return false;
        }
        char[] theirs = secret.value;
        int difference = theirs.length ^ value.length;
        for (int i = 0; i < theirs.length; i++) {
            difference |= theirs[i] ^ (value.length == 0 ? '\0' : value[i % value.length]);
        }
        return difference == 0;
    }

    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return "***";
    }

    @SuppressWarnings("UnusedVariable") // the signature is the serialisation protocol's
    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
        throw new NotSerializableException("a secret is never serialised");
    }
}
