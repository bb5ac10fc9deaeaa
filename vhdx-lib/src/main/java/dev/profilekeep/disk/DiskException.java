package dev.profilekeep.disk;

import java.io.IOException;

/**
 * A disk that cannot be read as asked. The message says what broke, where, and against which rule; a caller can show it to
 * an administrator as it stands. The kinds: {@link CorruptDiskException} (bytes break a rule), {@link
 * UnsupportedDiskException} (valid, but not ours to read or write), {@link DirtyLogException} (replay first), {@link
 * WitnessException} (the second opinion abstains).
 */
public abstract class DiskException extends IOException {
    private static final long serialVersionUID = 1L;

    DiskException(String message) {
        super(message);
    }
}
