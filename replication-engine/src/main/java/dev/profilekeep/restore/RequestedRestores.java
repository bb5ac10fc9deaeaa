package dev.profilekeep.restore;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditRecord;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.backup.points.RestorePoints;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.repo.RepositoryException;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.lock.JudgedLock;
import dev.profilekeep.lock.LockService;
import dev.profilekeep.lock.LockVerdict;
import dev.profilekeep.request.Note;
import dev.profilekeep.request.Request;
import dev.profilekeep.request.RequestKind;
import dev.profilekeep.request.Restorer;
import dev.profilekeep.request.Wish;
import dev.profilekeep.storage.Initiator;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Does what people asked for and others agreed to. It is people's act: a location's mode has to allow those. Safe for several threads. */
public final class RequestedRestores implements Restorer {
    private final Restores restores;
    private final Door repositories;
    private final boolean configured;
    private final Function<String, Optional<String>> repositoryOfSet;
    private final LockService locks;
    private final AuditTrail audit;
    private final WishedSources sources;

    /** Opens repositories by their ids; they are not to be closed. */
    @FunctionalInterface
    public interface Door {
        /** @throws IllegalArgumentException if none of that id is configured */
        Repository open(String id) throws IOException;
    }

    /**
     * @param configured whether there is any repository to restore from, and to keep what is in place before going back
     * @param points where else a moment is
     * @param repositoryOfSet the id of the repository that keeps the containers of a set; empty if none does
     */
    public RequestedRestores(
            Restores restores,
            Door repositories,
            RestorePoints points,
            boolean configured,
            Function<String, Optional<String>> repositoryOfSet,
            LockService locks,
            AuditTrail audit) {
        this.restores = restores;
        this.repositories = repositories;
        this.configured = configured;
        this.repositoryOfSet = repositoryOfSet;
        this.locks = locks;
        this.audit = audit;
        this.sources = new WishedSources(restores, repositories, points, repositoryOfSet);
    }

    @Override
    public Set<RequestKind> kinds() {
        return configured
                ? EnumSet.of(RequestKind.WHOLE, RequestKind.RESET, RequestKind.REBUILD_OFFICE)
                : EnumSet.noneOf(RequestKind.class);
    }

    @Override
    public Optional<Note> heldBy(Request request) {
        Optional<LockVerdict> verdict;
        try {
            verdict = locks.look(request.containerId(), Reach.EVERYWHERE, place -> {})
                    .verdict();
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // its set is not configured any more: the plan says so, and changes nothing
        }
        return verdict.map(lock -> Note.lock(
                locks.words(Locale.ENGLISH, ZoneOffset.UTC).sentence(lock),
                new JudgedLock(request.containerId(), lock)));
    }

    @Override
    public Result restore(Request request, Progress progress) {
        String ticket = request.ticket();
        try {
            return switch (request.wish().kind()) {
                case WHOLE -> whole(request, ticket, progress);
                case RESET, REBUILD_OFFICE -> firstAid(request, ticket);
                case FILES ->
                    new Result.Failed("", Note.of("kind.here", request.wish().kind()));
            };
        } catch (CancellationException e) {
            return new Result.Later(Note.of("stopped"));
        } catch (IllegalArgumentException e) {
            return new Result.Failed("", Note.of("told", String.valueOf(e.getMessage())));
        } catch (IOException e) {
            return refused(e);
        }
    }

    private Result whole(Request request, String ticket, Progress progress) throws IOException {
        Optional<Result> before = cutOff(request, RestoreRun.ACT, ticket);
        if (before.isPresent()) {
            return before.get();
        }
        List<Wish.Point> all = sources.of(request);
        if (all.isEmpty()) {
            try {
                all = List.of(sources.keep(request, passing(progress)));
            } catch (RefusedException e) {
                return result(Refusals.outcome(e.refusal()));
            }
        }
        return firstOf(all, request, ticket, progress);
    }

    /** The same moment, from the first repository that gives it. What another one says counts if none does. */
    private Result firstOf(List<Wish.Point> all, Request request, String ticket, Progress progress) throws IOException {
        List<Note> notes = new ArrayList<>();
        @Nullable Result first = null;
        for (Wish.Point point : all) {
            RestoreOutcome outcome;
            try {
                RestoreSource source = sources.open(point);
                outcome = whole(source, request, ticket, progress);
                if (outcome instanceof RestoreOutcome.Restored
                        && !request.wish().serverLocation().isEmpty()) {
                    notes.add(sources.unclosed(source));
                }
            } catch (IOException | IllegalArgumentException e) {
                if (all.size() == 1) {
                    throw e;
                }
                first = better(first, refused(e));
                notes.add(instead(point, String.valueOf(e.getMessage())));
                continue;
            }
            Result result = result(outcome);
            if (!(outcome instanceof RestoreOutcome.Refused refused)
                    || !refused.refusal().isOfBackup()) {
                return first == null && notes.isEmpty() ? result : with(notes, result);
            }
            first = better(first, result);
            notes.add(instead(point, refused.refusal().sentence()));
        }
        return Objects.requireNonNull(first, "a request that goes back to nothing");
    }

    /** What does not become better by itself ends the request; anything else is tried again. */
    private static Result refused(Exception e) {
        String why = String.valueOf(e.getMessage());
        if (e instanceof RepositoryException.WrongKey) {
            return new Result.Failed("", Note.of("repository.key", why));
        }
        if (e instanceof RepositoryException.TooNew || e instanceof RepositoryException.Damaged) {
            return new Result.Failed("", Note.of("repository.unreadable", why));
        }
        return new Result.Later(Note.of("later", why));
    }

    /** What may come to be by itself is worth more than what was said first. */
    private static Result better(@Nullable Result first, Result next) {
        return first == null || (first instanceof Result.Failed && next instanceof Result.Later) ? next : first;
    }

    private RestoreOutcome whole(RestoreSource source, Request request, String ticket, Progress progress) {
        RestorePlan plan =
                restores.plan(source, request.containerId(), Initiator.PERSON, Reach.EVERYWHERE, passing(progress));
        return restores.run(plan, source, asked(request, ticket), passing(progress));
    }

    private static Note instead(Wish.Point point, String why) {
        return Note.of("instead", point.repositoryId(), why);
    }

    private static Result with(List<Note> notes, Result result) {
        Note told = together(notes);
        return result instanceof Result.Done done && !told.isEmpty()
                ? new Result.Done(done.act(), told.and(done.note()))
                : result;
    }

    private static Note together(List<Note> notes) {
        return notes.stream().reduce(Note.NONE, Note::and);
    }

    private Result firstAid(Request request, String ticket) throws IOException {
        Optional<Result> before = cutOff(request, FirstAid.ACT, ticket);
        if (before.isPresent()) {
            return before.get();
        }
        FirstAidPlan plan = restores.planFirstAid(request.containerId(), Initiator.PERSON, Reach.EVERYWHERE);
        if (plan.kind() != null && !request.wish().kind().fits(plan.kind())) {
            return new Result.Failed("", Note.of("kind.wrong", request.wish().kind(), plan.kind()));
        }
        return result(restores.firstAid(plan, asked(request, ticket)));
    }

    @Override
    public Result undo(Request request, Progress progress) {
        String ticket = "going back from restore request " + request.id();
        try {
            Optional<Result> before = cutOff(request, UndoRun.ACT, ticket);
            if (before.isPresent()) {
                return before.get();
            }
            Optional<Undoable> undoable = restores.kept(request.containerId(), Reach.EVERYWHERE).stream()
                    .filter(kept -> isOf(kept, request.act()))
                    .findFirst();
            if (undoable.isEmpty()) {
                return new Result.Failed("", Note.of("kept.gone"));
            }
            Wish.Point point = request.wish().point();
            String id = point == null ? repositoryOfSet.apply(request.setId()).orElse("") : point.repositoryId();
            UndoPlan plan = restores.planUndo(undoable.get(), Initiator.PERSON, Reach.EVERYWHERE);
            Repository repository = id.isEmpty() || !plan.writtenSince() ? null : repositories.open(id);
            return result(restores.undo(plan, repository, asked(request, ticket), passing(progress)));
        } catch (CancellationException e) {
            return new Result.Later(Note.of("stopped"));
        } catch (IllegalArgumentException e) {
            return new Result.Failed("", Note.of("told", String.valueOf(e.getMessage())));
        } catch (IOException e) {
            return refused(e);
        }
    }

    /** What an act for the same request did whose process did not come to say so; empty if none changed anything. */
    private Optional<Result> cutOff(Request request, String name, String ticket) throws IOException {
        List<String> acts =
                audit.find(new AuditTrail.Query("", name, "container:" + request.containerId()), 0, 100).stream()
                        .map(AuditRecord::entry)
                        .filter(entry -> ticket.equals(entry.evidence().get("ticket")))
                        .filter(entry -> !entry.outcome().startsWith("refused"))
                        .map(entry -> entry.evidence().getOrDefault("act", ""))
                        .filter(act -> !act.isEmpty())
                        .distinct()
                        .toList();
        if (acts.isEmpty()) {
            return Optional.empty();
        }
        for (Undoable kept : restores.kept(request.containerId(), Reach.EVERYWHERE)) {
            for (String act : acts) {
                if (isOf(kept, act)) {
                    return Optional.of(new Result.Done(
                            act, Note.of("kept.found", kept.files().size())));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isOf(Undoable kept, String act) {
        return act.length() >= RestoreRun.SHORT
                && kept.purpose().endsWith("(" + act.substring(0, RestoreRun.SHORT) + ")");
    }

    private static RestoreRequest asked(Request request, String ticket) {
        return new RestoreRequest(
                new Actor("restore requests", "ProfileKeep", List.of(), ""),
                request.grounds(),
                ticket,
                Reach.EVERYWHERE,
                Initiator.PERSON);
    }

    private static RestoreProgress passing(Progress progress) {
        return (phase, done, total) -> progress.at(phase.name(), done, total);
    }

    private static Result result(RestoreOutcome outcome) {
        if (outcome instanceof RestoreOutcome.Restored restored) {
            return new Result.Done(restored.act(), together(restored.notes()));
        }
        if (outcome instanceof RestoreOutcome.Partly partly) {
            return new Result.Failed(partly.act(), partly.note());
        }
        if (outcome instanceof RestoreOutcome.WaitsForLock waits) {
            return new Result.Held(waits.refusal().note());
        }
        if (outcome instanceof RestoreOutcome.Refused refused) {
            RestoreRefusal refusal = refused.refusal();
            return switch (refusal.why()) {
                case LOCKED -> new Result.Held(refusal.note());
                case UNREACHABLE, HELD_BY_US, NOT_TOLD, CHANGED, NO_ROOM -> new Result.Later(refusal.note());
                default -> new Result.Failed("", refusal.note());
            };
        }
        return new Result.Later(Note.of("stopped"));
    }
}
