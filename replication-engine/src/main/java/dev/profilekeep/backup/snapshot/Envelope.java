package dev.profilekeep.backup.snapshot;

import java.util.Arrays;

/**
 * What a container has around its disk: headers, parameters, where its blocks lay.
 *
 * @param version of how that is written, 0 if there is nothing
 */
public record Envelope(int version, byte[] bytes) {
    /** Nothing is known. */
    public static final Envelope NONE = new Envelope(0, new byte[0]);

    public Envelope {
        if (version < 0) {
            throw new IllegalArgumentException("no version: " + version);
        }
        bytes = bytes.clone();
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Envelope that && version == that.version && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * version + Arrays.hashCode(bytes);
    }
}
