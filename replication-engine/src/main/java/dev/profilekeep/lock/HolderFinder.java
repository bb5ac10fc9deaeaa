package dev.profilekeep.lock;

import dev.profilekeep.lock.PlaceSeen.Client;
import dev.profilekeep.lock.PlaceSeen.Handle;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Says who holds a lock, as far as the evidence tells. Stateless. */
final class HolderFinder {
    private HolderFinder() {}

    static Holder find(LockEvidence evidence) {
        LockEvidence.Ours ours = evidence.ours();
        if (ours != null) {
            return new Holder(ours.node(), "ProfileKeep", ours.since());
        }
        List<PlaceSeen> places = LockCourt.places(evidence);
        boolean open = places.stream()
                .anyMatch(place -> place.probe() == PlaceSeen.Probe.HELD
                        || place.handles() != null && !place.handles().isEmpty());
        // In standard mode the lock is the handle: a file that was left over does not say since when.
        Instant since = open && !evidence.cloudCache()
                ? null
                : places.stream()
                        .flatMap(PlaceSeen::lockWrites)
                        .map(Written::last)
                        .min(Instant::compareTo)
                        .orElse(null);
        List<Handle> handles = places.stream()
                .map(PlaceSeen::handles)
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .toList();
        if (!handles.isEmpty()) {
            Handle handle = handles.get(0);
            List<Client> clients = handle.sessions();
            boolean one = clients.stream()
                            .map(client -> Suspects.key(client.machine()))
                            .distinct()
                            .count()
                    == 1;
            Instant began = one ? clients.get(0).began() : null;
            return new Holder(
                    one ? named(evidence, clients.get(0).machine()) : "",
                    handle.account(),
                    since == null ? began : since);
        }
        List<HostSeen> working = Suspects.all(evidence).stream()
                .filter(host -> host.session() == HostSeen.Known.YES)
                .toList();
        List<HostSeen> suspects = working.isEmpty() ? evidence.suspects() : working;
        if (suspects.size() != 1) {
            return new Holder("", "", since);
        }
        HostSeen host = suspects.get(0);
        if (evidence.cloudCache() && !host.made() && host.session() != HostSeen.Known.YES) {
            return new Holder("", "", since);
        }
        return new Holder(host.name(), "", since == null ? host.sessionSince() : since);
    }

    private static String named(LockEvidence evidence, String machine) {
        return Suspects.named(evidence, machine).map(HostSeen::name).orElse(machine.replace("\\", ""));
    }
}
