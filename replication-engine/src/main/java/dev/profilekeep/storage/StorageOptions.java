package dev.profilekeep.storage;

import java.time.Duration;

/**
 * How a location is reached. Immutable; made by {@link #builder()} or a preset.
 *
 * @param credentials as whom
 * @param encryption of messages
 * @param signingRequired an unsigned answer is dropped. Waive it only for guests, who have no key to sign with
 * @param connectTimeout how long each step of connecting may take: socket, dialect, sign-in, share
 * @param responseTimeout how long the answer to one message may take; longer is "unreachable"
 * @param slowTimeout the same for what a healthy server may take long over: flush, server-side copy, growing a file
 * @param reconnectFor how long reading goes on trying to reach a server that was there a moment ago
 * @param idleAfter a connection unused for so long is asked whether it still lives before it is used
 * @param maxParallel messages under way at once for one large read or write, 1 to 64
 */
public record StorageOptions(
        Credentials credentials,
        Encryption encryption,
        boolean signingRequired,
        Duration connectTimeout,
        Duration responseTimeout,
        Duration slowTimeout,
        Duration reconnectFor,
        Duration idleAfter,
        int maxParallel) {

    public StorageOptions {
        positive("connectTimeout", connectTimeout);
        positive("responseTimeout", responseTimeout);
        positive("slowTimeout", slowTimeout);
        positive("idleAfter", idleAfter);
        if (reconnectFor.isNegative()) {
            throw new IllegalArgumentException("reconnectFor must not be negative: " + reconnectFor);
        }
        if (maxParallel < 1 || maxParallel > 64) {
            throw new IllegalArgumentException("maxParallel must be 1 to 64: " + maxParallel);
        }
    }

    private static void positive(String name, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + " must be longer than nothing: " + value);
        }
    }

    /** For a folder of this machine: nothing of the network applies. */
    public static StorageOptions local() {
        return builder().build();
    }

    /** Signed, encrypted where the server can, short timeouts: for the network of one site. */
    public static StorageOptions of(Credentials credentials) {
        return builder().credentials(credentials).build();
    }

    /** As {@link #of}, with timeouts for a line between sites. */
    public static StorageOptions acrossSites(Credentials credentials) {
        return builder()
                .credentials(credentials)
                .connectTimeout(Duration.ofSeconds(10))
                .responseTimeout(Duration.ofSeconds(30))
                .reconnectFor(Duration.ofSeconds(60))
                .maxParallel(16)
                .build();
    }

    public static Builder builder() {
        return new Builder();
    }

    public Builder toBuilder() {
        return new Builder()
                .credentials(credentials)
                .encryption(encryption)
                .signingRequired(signingRequired)
                .connectTimeout(connectTimeout)
                .responseTimeout(responseTimeout)
                .slowTimeout(slowTimeout)
                .reconnectFor(reconnectFor)
                .idleAfter(idleAfter)
                .maxParallel(maxParallel);
    }

    /** Starts from: anonymous, encryption preferred, signing required, 5 s to connect, 10 s to answer. */
    public static final class Builder {
        private Credentials credentials = Credentials.anonymous();
        private Encryption encryption = Encryption.PREFERRED;
        private boolean signingRequired = true;
        private Duration connectTimeout = Duration.ofSeconds(5);
        private Duration responseTimeout = Duration.ofSeconds(10);
        private Duration slowTimeout = Duration.ofSeconds(60);
        private Duration reconnectFor = Duration.ofSeconds(20);
        private Duration idleAfter = Duration.ofSeconds(30);
        private int maxParallel = 4;

        private Builder() {}

        public Builder credentials(Credentials value) {
            this.credentials = value;
            return this;
        }

        public Builder encryption(Encryption value) {
            this.encryption = value;
            return this;
        }

        public Builder signingRequired(boolean value) {
            this.signingRequired = value;
            return this;
        }

        public Builder connectTimeout(Duration value) {
            this.connectTimeout = value;
            return this;
        }

        public Builder responseTimeout(Duration value) {
            this.responseTimeout = value;
            return this;
        }

        public Builder slowTimeout(Duration value) {
            this.slowTimeout = value;
            return this;
        }

        public Builder reconnectFor(Duration value) {
            this.reconnectFor = value;
            return this;
        }

        public Builder idleAfter(Duration value) {
            this.idleAfter = value;
            return this;
        }

        public Builder maxParallel(int value) {
            this.maxParallel = value;
            return this;
        }

        public StorageOptions build() {
            return new StorageOptions(
                    credentials,
                    encryption,
                    signingRequired,
                    connectTimeout,
                    responseTimeout,
                    slowTimeout,
                    reconnectFor,
                    idleAfter,
                    maxParallel);
        }
    }
}
