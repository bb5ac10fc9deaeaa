package dev.profilekeep.backup.points;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.backup.decision.Decision;
import dev.profilekeep.backup.decision.Decisions;
import dev.profilekeep.backup.decision.Standing;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.container.ContainerIdentity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Keeps backups of a container whatever the rules say, and lets them go by the rules again, in every repository that has some of it. Each decision is in the audit before it is made.
 * What somebody may do by role is for the caller to check before. Safe for several threads.
 */
public final class KeptBackups {
    private final Door repositories;
    private final RestorePoints points;
    private final Function<ContainerIdentity, List<String>> destinations;
    private final AuditTrail audit;

    /** Opens repositories by their ids; they are not to be closed. */
    @FunctionalInterface
    public interface Door {
        /** @throws IllegalArgumentException if none of that id is configured */
        Repository open(String id) throws IOException;
    }

    /** @param destinations where backups of a container go by the configuration, whether there are any yet or not */
    public KeptBackups(
            Door repositories,
            RestorePoints points,
            Function<ContainerIdentity, List<String>> destinations,
            AuditTrail audit) {
        this.repositories = repositories;
        this.destinations = destinations;
        this.points = points;
        this.audit = audit;
    }

    /** What can be decided. */
    public sealed interface Act {
        /** No backup of the container goes until it is released. */
        record Hold() implements Act {}

        /** Ends all its holds. */
        record Release() implements Act {}

        /** A moment stays. @param points of it, one for each repository */
        record Pin(List<KnownPoint> points) implements Act {
            public Pin {
                points = List.copyOf(points);
            }
        }

        /** Ends all pins of a moment. @param points as above */
        record Unpin(List<KnownPoint> points) implements Act {
            public Unpin {
                points = List.copyOf(points);
            }
        }
    }

    /**
     * What holds a container, repository by repository. Reads what was decided; a repository that cannot be read is named, and so is one without a hold in which a decision cannot be read.
     */
    public Holds holds(ContainerIdentity container) {
        List<Decision> made = new ArrayList<>();
        List<String> in = new ArrayList<>();
        List<String> without = new ArrayList<>();
        List<Unreached> unread = new ArrayList<>();
        for (String id : repositoriesOf(container)) {
            try {
                Decisions.All all = repositories.open(id).decisions().read();
                Optional<Decision> hold = all.standing().hold(container.key());
                hold.ifPresent(made::add);
                if (hold.isPresent()) {
                    in.add(id);
                } else if (all.damaged().isEmpty()) {
                    without.add(id);
                } else {
                    unread.add(new Unreached(id, damaged(all)));
                }
            } catch (IOException | IllegalArgumentException e) {
                unread.add(new Unreached(id, String.valueOf(e.getMessage())));
            }
        }
        return new Holds(made, in, without, unread);
    }

    private static String damaged(Decisions.All all) {
        return "a decision there cannot be read, and may be a hold: "
                + all.damaged().get(0).why().getMessage();
    }

    /**
     * Decides, in each repository that it concerns. What is so already stays as it was decided.
     *
     * @param containerId for the audit
     * @param reason for whoever looks at it in a year; must not be blank
     * @return where it is so now, and which repositories could not be asked: no one of them keeps another from it
     * @throws IOException if there is no repository that it concerns
     */
    public Decided decide(long containerId, ContainerIdentity container, Act act, Actor actor, String reason)
            throws IOException {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("a decision about backups needs a reason");
        }
        Everywhere everywhere = new Everywhere();
        if (act instanceof Act.Pin pin) {
            for (KnownPoint point : own(container, pin.points())) {
                everywhere.in(
                        point.repositoryId(),
                        id -> decide(containerId, container, id, "backup.pin", Optional.of(point), actor, reason));
            }
        } else if (act instanceof Act.Unpin unpin) {
            for (KnownPoint point : own(container, unpin.points())) {
                everywhere.in(
                        point.repositoryId(),
                        id -> decide(containerId, container, id, "backup.unpin", Optional.of(point), actor, reason));
            }
        } else {
            String name = act instanceof Act.Hold ? "backup.hold" : "backup.release";
            List<String> ids = repositoriesOf(container);
            if (ids.isEmpty()) {
                throw new IOException("container " + containerId
                        + " is in no repository, and none is meant for it: name one for its set in policies.backups");
            }
            for (String each : ids) {
                everywhere.in(each, id -> decide(containerId, container, id, name, Optional.empty(), actor, reason));
            }
        }
        return everywhere.decided();
    }

    /** One repository after the other; one that is away is kept in mind. */
    private static final class Everywhere {
        private final Set<String> done = new LinkedHashSet<>();
        private final Map<String, Unreached> missed = new LinkedHashMap<>();

        private boolean already = true;

        private interface Step {
            /** @return whether it was so before */
            boolean in(String repositoryId) throws IOException;
        }

        void in(String id, Step step) {
            try {
                already &= step.in(id);
                done.add(id);
            } catch (IOException | IllegalArgumentException e) {
                missed.putIfAbsent(id, new Unreached(id, String.valueOf(e.getMessage())));
            }
        }

        /** Where a part of it was missed, it is not done. */
        Decided decided() {
            return new Decided(
                    done.stream().filter(id -> !missed.containsKey(id)).toList(),
                    List.copyOf(missed.values()),
                    already);
        }
    }

    private static List<KnownPoint> own(ContainerIdentity container, List<KnownPoint> points) {
        points.stream()
                .filter(point -> !point.identity().key().equals(container.key()))
                .findFirst()
                .ifPresent(point -> {
                    throw new IllegalArgumentException("backup " + point.name() + " is of another container");
                });
        return points;
    }

    /** Also where its backups will go: a hold may come before the first of them. */
    private List<String> repositoriesOf(ContainerIdentity container) {
        return Stream.concat(
                        points.of(container.key()).stream().map(KnownPoint::repositoryId),
                        destinations.apply(container).stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** @return whether it was so before, for certain: what cannot be read may say otherwise */
    private boolean decide(
            long containerId,
            ContainerIdentity container,
            String repositoryId,
            String name,
            Optional<KnownPoint> point,
            Actor actor,
            String reason)
            throws IOException {
        Repository repository = repositories.open(repositoryId);
        Decisions.All all = repository.decisions().read();
        Standing standing = all.standing();
        Optional<Decision.Act> wanted = wanted(name, container.key(), point, standing);
        if (wanted.isPresent()) {
            Map<String, String> evidence = new TreeMap<>();
            evidence.put("repository", repositoryId);
            point.ifPresent(one -> {
                evidence.put("backup", one.snapshot() + " " + one.place());
                evidence.put("moment", one.moment().toString());
            });
            String subject = "container:" + containerId;
            audit.append(actor, new AuditEntry(name, subject, reason, evidence, "begun"));
            try {
                repository.decisions().decide(actor.id(), reason.strip(), wanted.get());
            } catch (IOException e) {
                audit.append(actor, new AuditEntry(name, subject, reason, evidence, "failed: " + e.getMessage()));
                throw e;
            }
            audit.append(actor, new AuditEntry(name, subject, reason, evidence, "done"));
        }
        points.decided(repositoryId, repository);
        return wanted.isEmpty() && all.damaged().isEmpty();
    }

    /** Empty if it is so already. */
    private static Optional<Decision.Act> wanted(
            String name, String key, Optional<KnownPoint> point, Standing standing) {
        return switch (name) {
            case "backup.hold" -> standing.isHeld(key) ? Optional.empty() : Optional.of(new Decision.Hold(key));
            case "backup.release" -> standing.isHeld(key) ? Optional.of(new Decision.Release(key)) : Optional.empty();
            case "backup.pin" ->
                point.filter(one -> !standing.isPinned(one.snapshot(), key))
                        .map(one -> new Decision.Pin(one.snapshot(), key));
            default ->
                point.filter(one -> standing.isPinned(one.snapshot(), key))
                        .map(one -> new Decision.Unpin(one.snapshot(), key));
        };
    }
}
