package dev.profilekeep.lock;

import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.CopyDetail;
import dev.profilekeep.catalog.CopyDetail.Presence;
import dev.profilekeep.config.LocationConfig;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.SetConfig;
import dev.profilekeep.container.ContainerNames;
import dev.profilekeep.container.FolderName;
import dev.profilekeep.site.ActiveNow;
import dev.profilekeep.storage.StoragePath;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Says where to look for a container: every location of its set that may hold its kind, the active site's first. */
final class Targets {
    private final ProfileKeepConfig config;
    private final ActiveNow active;
    private final Predicate<String> listed;
    private final Predicate<String> holds;

    /**
     * @param listed whether an inventory ever listed a location
     * @param holds whether the last one saw a copy there
     */
    Targets(ProfileKeepConfig config, ActiveNow active, Predicate<String> listed, Predicate<String> holds) {
        this.config = config;
        this.active = active;
        this.listed = listed;
        this.holds = holds;
    }

    List<Target> of(ContainerDetail container, SetConfig set) {
        List<LocationConfig> locations = new ArrayList<>();
        for (String id : set.locationIds()) {
            LocationConfig location = config.location(id).orElseThrow();
            if (location.kinds().contains(container.row().kind())) {
                boolean worked = active.isAt(set, location);
                locations.add(worked ? 0 : locations.size(), location);
            }
        }
        List<Target> targets = new ArrayList<>();
        for (LocationConfig location : locations) {
            List<CopyDetail> here = container.copies().stream()
                    .filter(copy -> copy.locationId().equals(location.id()))
                    .toList();
            List<CopyDetail> there = here.stream()
                    .filter(copy -> copy.presence() != Presence.GONE)
                    .toList();
            for (CopyDetail copy : there) {
                targets.add(new Target(location, copy.id(), List.of(copy.path()), true, true, true));
            }
            if (there.isEmpty()) {
                // One that went may be back, under either order of its folder's name.
                targets.add(new Target(
                        location,
                        here.isEmpty() ? 0 : here.get(0).id(),
                        likely(container, here),
                        false,
                        holds.test(location.id()),
                        !here.isEmpty() || listed.test(location.id())));
            }
        }
        return targets;
    }

    /** Where copies lay there, where those of other sites lie, and the same with the folder's name in the other order. */
    private static List<StoragePath> likely(ContainerDetail container, List<CopyDetail> here) {
        Set<StoragePath> paths = new LinkedHashSet<>();
        here.forEach(copy -> paths.add(copy.path()));
        for (CopyDetail copy : container.copies()) {
            paths.add(copy.path());
            StoragePath folder = copy.path().parent();
            if (folder == null || folder.equals(StoragePath.ROOT)) {
                continue;
            }
            if (ContainerNames.folder(folder.name()) instanceof FolderName.Person person) {
                StoragePath above = folder.parent();
                StoragePath base = above == null ? StoragePath.ROOT : above;
                paths.add(base.child(person.sid() + "_" + person.account())
                        .child(copy.path().name()));
                paths.add(base.child(person.account() + "_" + person.sid())
                        .child(copy.path().name()));
            }
        }
        return List.copyOf(paths);
    }
}
