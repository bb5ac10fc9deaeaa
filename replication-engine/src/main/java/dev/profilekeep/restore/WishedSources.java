package dev.profilekeep.restore;

import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.backup.points.RestorePoints;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.backup.snapshot.SnapshotHead;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.request.Note;
import dev.profilekeep.request.Request;
import dev.profilekeep.request.Wish;
import dev.profilekeep.restore.RestoreRefusal.Why;
import dev.profilekeep.storage.Initiator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Where what a request goes back to lies: the backup that was chosen, the same moment in other repositories, or what a file server keeps. */
final class WishedSources {
    private final Restores restores;
    private final RequestedRestores.Door repositories;
    private final RestorePoints points;
    private final Function<String, Optional<String>> repositoryOfSet;

    WishedSources(
            Restores restores,
            RequestedRestores.Door repositories,
            RestorePoints points,
            Function<String, Optional<String>> repositoryOfSet) {
        this.restores = restores;
        this.repositories = repositories;
        this.points = points;
        this.repositoryOfSet = repositoryOfSet;
    }

    /** All that have it, the wished one first; none if it is in no repository yet. */
    List<Wish.Point> of(Request request) {
        Wish wish = request.wish();
        List<Wish.Point> all = new ArrayList<>();
        Wish.Point wished = wish.point();
        if (wished != null) {
            all.add(wished);
        }
        points.of(request.containerKey()).stream()
                .filter(point -> point.moment().equals(wish.moment()))
                .filter(point -> wished != null || point.ofStorage())
                .map(WishedSources::point)
                .filter(point ->
                        all.stream().noneMatch(one -> one.repositoryId().equals(point.repositoryId())))
                .forEach(all::add);
        return all;
    }

    private static Wish.Point point(KnownPoint known) {
        return new Wish.Point(known.repositoryId(), known.snapshot(), known.place());
    }

    RestoreSource open(Wish.Point point) throws IOException {
        return new RestoreSource(
                repositories.open(point.repositoryId()), new SnapshotPoint(point.snapshot(), point.place()));
    }

    /**
     * Takes what a file server keeps into the repository of the container's set.
     *
     * @throws RefusedException if it does not keep it any more, it cannot be read, or no repository is configured for the set
     */
    Wish.Point keep(Request request, RestoreProgress progress) throws IOException, RefusedException {
        String id = repositoryOfSet
                .apply(request.setId())
                .orElseThrow(() -> new RefusedException(
                        Why.NOT_BACKED_UP,
                        "no repository is configured for the set " + request.setId()
                                + ", and what a file server kept is restored through one: name one in the"
                                + " configuration"));
        Repository repository = repositories.open(id);
        SnapshotHead head = restores.keepVersion(
                request.containerId(),
                request.wish().serverLocation(),
                Objects.requireNonNull(request.wish().moment()),
                repository,
                Initiator.PERSON,
                Reach.EVERYWHERE,
                progress);
        try (OpenSnapshot snapshot = repository.snapshots().open(head.id())) {
            points.add(id, snapshot);
        }
        return new Wish.Point(id, head.id(), 0);
    }

    /** Why all that is stored counts in a backup; empty if its volume was closed. */
    Note unclosed(RestoreSource source) throws IOException {
        try (OpenSnapshot snapshot =
                source.repository().snapshots().open(source.point().snapshot())) {
            List<String> reasons = snapshot.map(source.point().container()).rawReasons();
            return reasons.isEmpty() ? Note.NONE : Note.of("unclosed", String.join("; ", reasons));
        }
    }
}
