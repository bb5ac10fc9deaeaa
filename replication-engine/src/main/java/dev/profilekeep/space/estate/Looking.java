package dev.profilekeep.space.estate;

import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.CopyDetail;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.image.VirtualDisk;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.site.ActiveNow;
import dev.profilekeep.space.SpaceUse;
import dev.profilekeep.space.estate.SpaceLook.State;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.EOFException;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks into one container, by its metadata alone and without being in anybody's way. */
record Looking(
        ProfileKeepConfig config,
        BiFunction<String, Initiator, StorageProvider> storages,
        Supplier<ActiveNow> active,
        Clock clock) {
    /** FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS, [MS-FSCC] 2.6: the content lies in slower storage. */
    private static final int RECALL_ON_DATA_ACCESS = 0x400000;

    SpaceLook look(ContainerDetail container, Progress progress) throws IOException {
        Optional<CopyDetail> found = copy(container);
        if (found.isEmpty()) {
            return ended(State.NO_COPY, "", null);
        }
        CopyDetail copy = found.get();
        StorageProvider storage = storages.apply(copy.locationId(), Initiator.PERSON);
        try (SlicedFile file = new SlicedFile(storage, copy.path(), SlicedFile.STANDARD)) {
            if (file.opened().has(StoredFile.OFFLINE) || file.opened().has(RECALL_ON_DATA_ACCESS)) {
                return ended(State.SLOW_STORAGE, copy.siteId(), null);
            }
            return read(file, copy.siteId(), progress);
        } catch (StorageException.NotFound e) {
            return ended(State.NO_COPY, copy.siteId(), null);
        } catch (StorageException.Busy | SlicedFile.MovedException e) {
            return ended(State.IN_USE, copy.siteId(), null);
        }
    }

    /** Whatever was read while somebody wrote is not told. */
    private SpaceLook read(SlicedFile file, String siteId, Progress progress) throws IOException {
        @Nullable SpaceUse use = null;
        try {
            VirtualDisk disk = Containers.open(file);
            if (!disk.hasParent()) {
                use = SpaceUse.of(disk, progress);
            }
        } catch (DiskException | EOFException e) {
            use = null; // told below, unless somebody wrote meanwhile
        }
        if (SlicedFile.moved(file.opened(), file.now())) {
            return ended(State.IN_USE, siteId, null);
        }
        return ended(use == null ? State.UNREADABLE : State.READ, siteId, use);
    }

    private SpaceLook ended(State state, String siteId, @Nullable SpaceUse use) {
        return new SpaceLook(state, siteId, clock.instant(), use);
    }

    /** The one at the site where its people work; another where that has none. */
    private Optional<CopyDetail> copy(ContainerDetail container) {
        String site =
                config.set(container.row().setId()).map(active.get()::siteOf).orElse("");
        return container.copies().stream()
                .filter(one -> one.presence() != CopyDetail.Presence.GONE)
                .filter(one -> config.location(one.locationId()).isPresent())
                .reduce((one, other) ->
                        one.siteId().equals(site) || !other.siteId().equals(site) ? one : other);
    }
}
