package dev.profilekeep.storage;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Storage that did not do what was asked. The message names what was asked of which path, and what the server answered; it
 * holds no secret. {@link #retryable()} tells whether the same call may succeed a moment later.
 */
public abstract sealed class StorageException extends IOException {
    private static final long serialVersionUID = 1L;

    StorageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The same call may succeed a moment later. */
    public abstract boolean retryable();

    /** There is nothing of that name. */
    public static final class NotFound extends StorageException {
        private static final long serialVersionUID = 1L;

        public NotFound(String message, @Nullable Throwable cause) {
            super(message, cause);
        }

        @Override
        public boolean retryable() {
            return false;
        }
    }

    /** The name is taken. */
    public static final class Exists extends StorageException {
        private static final long serialVersionUID = 1L;

        public Exists(String message, @Nullable Throwable cause) {
            super(message, cause);
        }

        @Override
        public boolean retryable() {
            return false;
        }
    }

    /** Somebody holds it: a sharing violation or a lock. */
    public static final class Busy extends StorageException {
        private static final long serialVersionUID = 1L;

        public Busy(String message, @Nullable Throwable cause) {
            super(message, cause);
        }

        @Override
        public boolean retryable() {
            return true;
        }
    }

    /** We may not: rights at the server, or the mode of the location. */
    public static final class Denied extends StorageException {
        private static final long serialVersionUID = 1L;

        public Denied(String message, @Nullable Throwable cause) {
            super(message, cause);
        }

        @Override
        public boolean retryable() {
            return false;
        }
    }

    /** No room or quota left. */
    public static final class Full extends StorageException {
        private static final long serialVersionUID = 1L;

        public Full(String message, @Nullable Throwable cause) {
            super(message, cause);
        }

        @Override
        public boolean retryable() {
            return false;
        }
    }

    /** The server cannot be reached or did not answer in time. After a write the outcome is unknown: look before deciding. */
    public static final class Unreachable extends StorageException {
        private static final long serialVersionUID = 1L;

        public Unreachable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }

        @Override
        public boolean retryable() {
            return true;
        }
    }

    /** The server answered with something else; the message has its status. */
    public static final class Failed extends StorageException {
        private static final long serialVersionUID = 1L;

        public Failed(String message, @Nullable Throwable cause) {
            super(message, cause);
        }

        @Override
        public boolean retryable() {
            return false;
        }
    }
}
