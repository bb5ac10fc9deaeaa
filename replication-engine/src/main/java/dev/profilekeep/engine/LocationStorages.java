package dev.profilekeep.engine;

import dev.profilekeep.config.BackupPolicy;
import dev.profilekeep.config.CredentialsConfig;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.RepositoryConfig;
import dev.profilekeep.config.RestorePolicy;
import dev.profilekeep.storage.Credentials;
import dev.profilekeep.storage.Encryption;
import dev.profilekeep.storage.Secret;
import dev.profilekeep.storage.StorageAddress;
import dev.profilekeep.storage.StorageOptions;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Makes the storage of a location from what the configuration says. */
final class LocationStorages {
    private final ProfileKeepConfig config;

    LocationStorages(ProfileKeepConfig config) {
        this.config = config;
    }

    /** Nothing is asked of the server yet. */
    StorageProvider connect(LocationConfig location) {
        StorageOptions.Builder options = StorageOptions.builder()
                .encryption(location.encryption())
                .maxParallel(Math.min(64, Math.max(1, location.limits().parallel())));
        String id = location.credentialsId();
        if (id == null) {
            // Nobody in particular has no key to sign with.
            options.credentials(Credentials.anonymous()).signingRequired(false);
        } else {
            options.credentials(credentials(config.credentials(id).orElseThrow()));
        }
        // Reading over SMB reconnects by itself; asking again on top of that would only make a dead server take longer.
        StorageProvider storage = Storages.connect(StorageAddress.parse(location.address()), options.build());
        return location.demo() ? new DemoStorage(storage) : storage;
    }

    /** The folder that files of backups are put into. Nothing is asked of the server yet. */
    StorageProvider connect(RestorePolicy.Share share) {
        return connect(share.address(), share.credentialsId(), share.encryption());
    }

    /** The folder of a repository. Nothing is asked of the server yet. */
    StorageProvider connect(RepositoryConfig repository) {
        return connect(repository.address(), repository.credentialsId(), repository.encryption());
    }

    /** The folder of restore tests. Nothing is asked of the server yet. */
    StorageProvider connect(BackupPolicy.TrialPlace place) {
        return connect(place.address(), place.credentialsId(), place.encryption());
    }

    private StorageProvider connect(String address, @Nullable String id, Encryption encryption) {
        StorageOptions.Builder options = StorageOptions.builder().encryption(encryption);
        if (id == null) {
            options.credentials(Credentials.anonymous()).signingRequired(false);
        } else {
            options.credentials(credentials(config.credentials(id).orElseThrow()));
        }
        return Storages.connect(StorageAddress.parse(address), options.build());
    }

    private static Credentials credentials(CredentialsConfig account) {
        try {
            Secret password = Secret.of(account.passwordFrom().read());
            return account.domain().isEmpty()
                    ? Credentials.of(account.username(), password)
                    : new Credentials(account.username(), account.domain(), password);
        } catch (IOException e) {
            throw new UncheckedIOException("credentials '" + account.id() + "': " + e.getMessage(), e);
        }
    }
}
