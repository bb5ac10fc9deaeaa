package dev.profilekeep.backup.points;

import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.CopyDetail;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.site.ActiveNow;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * What file servers keep of containers by themselves. They are asked each time, and nothing of it is kept here: it goes when they decide so. Safe for several threads.
 */
public final class PreviousVersions {
    /** Moments that a file server is asked for, the latest ones: each costs a question. */
    public static final int MOST = 40;

    private final ProfileKeepConfig config;
    private final BiFunction<String, Initiator, StorageProvider> storages;
    private final Supplier<ActiveNow> active;

    /**
     * @param storages gives a location's storage, guarded; shared and not to be closed
     * @param active where people work, asked anew each time
     */
    public PreviousVersions(
            ProfileKeepConfig config,
            BiFunction<String, Initiator, StorageProvider> storages,
            Supplier<ActiveNow> active) {
        this.config = config;
        this.storages = storages;
        this.active = active;
    }

    /**
     * The versions of the copy at the site where its people work, the latest first; none if its storage keeps none, or does not tell.
     *
     * @throws IOException if the storage does not answer
     */
    public List<StoragePoint> of(ContainerDetail container) throws IOException {
        Optional<CopyDetail> copy = copy(container);
        if (copy.isEmpty()) {
            return List.of();
        }
        return StoragePoint.of(
                storages.apply(copy.get().locationId(), Initiator.PERSON),
                copy.get().path(),
                MOST);
    }

    /** The location whose server is asked; empty if the container has no copy at the site where its people work. */
    public Optional<String> location(ContainerDetail container) {
        return copy(container).map(CopyDetail::locationId);
    }

    private Optional<CopyDetail> copy(ContainerDetail container) {
        return config.sets().stream()
                .filter(set -> set.id().equals(container.row().setId()))
                .findFirst()
                .flatMap(set -> container.copies().stream()
                        .filter(one -> one.siteId().equals(active.get().siteOf(set)))
                        .filter(one -> config.location(one.locationId()).isPresent())
                        .findFirst());
    }
}
