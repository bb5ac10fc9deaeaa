package dev.profilekeep.backup.points;

import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.repo.RepositorySetting;
import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.config.RepositoryConfig;
import dev.profilekeep.storage.StorageProvider;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The repositories of the configuration. Each is opened when it is first asked for, which takes about a second where a passphrase opens it, and stays open then.
 * Safe for several threads.
 */
public final class Repositories implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Repositories.class);

    private final List<RepositoryConfig> configured;
    private final Function<RepositoryConfig, StorageProvider> connector;
    private final RepositorySetting setting;
    private final Map<String, Opened> open = new HashMap<>();
    private boolean closed;

    private record Opened(StorageProvider storage, Repository repository) {}

    /** @param connector gives the storage of a repository's folder; must not touch the network yet */
    public Repositories(
            List<RepositoryConfig> configured,
            Function<RepositoryConfig, StorageProvider> connector,
            RepositorySetting setting) {
        this.configured = List.copyOf(configured);
        this.connector = connector;
        this.setting = setting;
    }

    public List<RepositoryConfig> configured() {
        return configured;
    }

    public Optional<RepositoryConfig> find(String id) {
        return configured.stream().filter(one -> one.id().equals(id)).findFirst();
    }

    /**
     * A repository; not to be closed.
     *
     * @throws IllegalArgumentException if none of that id is configured
     * @throws dev.profilekeep.backup.repo.RepositoryException if there is none in its folder (any more), or its secret does not open it
     * @throws IOException if its storage or its secret cannot be reached, or this is closed
     */
    public Repository open(String id) throws IOException {
        Repository repository = openOrKnown(id);
        repository.requireThere(); // what stood open for days may have lost its disk meanwhile
        return repository;
    }

    private synchronized Repository openOrKnown(String id) throws IOException {
        if (closed) {
            throw new IOException("ProfileKeep is being shut down");
        }
        Opened known = open.get(id);
        if (known != null) {
            return known.repository();
        }
        RepositoryConfig config =
                find(id).orElseThrow(() -> new IllegalArgumentException("there is no repository '" + id + "'"));
        StorageProvider storage = connector.apply(config);
        boolean opened = false;
        try {
            Repository repository = Repository.open(storage, secret(config), setting);
            open.put(id, new Opened(storage, repository));
            opened = true;
            return repository;
        } finally {
            if (!opened) {
                storage.close();
            }
        }
    }

    private static Secret secret(RepositoryConfig config) throws IOException {
        String text = config.secret().read();
        if (!config.key()) {
            return new Secret.Passphrase(text.toCharArray());
        }
        try {
            return Secret.KeyText.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IOException("the key in " + config.secret() + ": " + e.getMessage(), e);
        }
    }

    /** The storage of a repository that is open, for its free room; not to be closed. */
    public synchronized StorageProvider storage(String id) throws IOException {
        openOrKnown(id);
        Opened known = open.get(id);
        if (known == null) {
            throw new IOException("repository '" + id + "' is closed");
        }
        return known.storage();
    }

    @Override
    public synchronized void close() {
        closed = true;
        for (Opened one : open.values()) {
            one.repository().close();
            try {
                one.storage().close();
            } catch (IOException e) {
                LOG.debug("a repository's storage did not close: {}", e.getMessage());
            }
        }
        open.clear();
    }
}
