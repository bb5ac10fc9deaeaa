package dev.profilekeep.portal.requests;

import dev.profilekeep.approval.Approvals;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.lock.LockFilter;
import dev.profilekeep.lock.LockRow;
import dev.profilekeep.lock.LockVerdict;
import dev.profilekeep.portal.access.Actors;
import dev.profilekeep.portal.access.Allowed;
import dev.profilekeep.portal.backups.BackupDesk;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.portal.locks.LockDesk;
import dev.profilekeep.request.Request;
import dev.profilekeep.request.RequestFilter;
import dev.profilekeep.request.RequestKind;
import dev.profilekeep.request.RequestState;
import dev.profilekeep.request.RequestStep;
import dev.profilekeep.request.RequestTimes;
import dev.profilekeep.request.Wish;
import dev.profilekeep.restore.KeptFiles;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is told of single requests: how they came where they are, and what stands around them. The contracts are at {@link RequestsService}, which also says who may call. */
final class RequestDetails {
    private static final int OTHERS = 20;
    private static final int LOOKED_BACK = 50;

    private final RequestDesk desk;
    private final BackupDesk backups;
    private final LockDesk locks;
    private final Estate estate;
    private final SeenRequests seen;
    private final CurrentUser currentUser;

    RequestDetails(
            RequestDesk desk,
            BackupDesk backups,
            LockDesk locks,
            Estate estate,
            SeenRequests seen,
            CurrentUser currentUser) {
        this.desk = desk;
        this.backups = backups;
        this.locks = locks;
        this.estate = estate;
        this.seen = seen;
        this.currentUser = currentUser;
    }

    List<RequestStep> steps(long id) {
        return desk.steps(seen.visible(id).id());
    }

    String another(Request request) {
        Actor actor = Actors.of(currentUser.require());
        List<RequestStep> steps = steps(request.id());
        return steps.isEmpty() ? "" : another(steps.get(steps.size() - 1), actor);
    }

    private static String another(RequestStep step, Actor actor) {
        return step.isOfAPerson() && Approvals.apart(step.actorId(), actor.id()) != Approvals.Apart.SAME
                ? step.actorName()
                : "";
    }

    @Nullable
    Instant keptUntil(Request request) {
        return keptUntil(request, steps(request.id()));
    }

    private static @Nullable Instant keptUntil(Request request, List<RequestStep> steps) {
        if (request.act().isEmpty()) {
            return null;
        }
        return steps.stream()
                .filter(step -> step.state() == RequestState.DONE || step.state() == RequestState.FAILED)
                .findFirst()
                .map(step -> step.at().plus(KeptFiles.LEAST))
                .orElse(null);
    }

    @Nullable
    Instant lastReplaced(ContainerRow container) {
        if (container.sid().isEmpty()) {
            return null;
        }
        Person person = currentUser.require();
        Reach reach = Allowed.reach(person).orOwn(person.sid());
        return desk.list(RequestFilter.of(container.sid(), reach), 0, LOOKED_BACK).stream()
                .filter(one -> one.containerId() == container.id()
                        && one.wish().kind() != RequestKind.FILES
                        && !one.act().isEmpty())
                .map(Request::changedAt)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    List<RequestContext> contexts(List<Request> requests) {
        List<Request> helped =
                requests.stream().map(one -> seen.helped(one.id())).toList();
        Map<Long, RequestTimes> times = desk.times(helped);
        return helped.stream()
                .map(one -> context(one, Objects.requireNonNull(times.get(one.id()), "times of a request")))
                .toList();
    }

    private RequestContext context(Request request, RequestTimes times) {
        Optional<ContainerRow> row = seen.container(request);
        List<RequestStep> steps = desk.steps(request.id());
        Optional<LockRow> held = row.flatMap(one -> locks.find(one.id()));
        Optional<LockVerdict> verdict = held.map(LockRow::verdict);
        Instant seen = row.map(ContainerRow::lastSeen).orElse(null);
        return new RequestContext(
                request,
                steps,
                times,
                request.isUndoFailed() ? keptUntil(request, steps) : null,
                row.map(one -> verdict.map(LockVerdict::word)
                                .orElse(one.locked() || held.isPresent() ? LockFilter.NOT_JUDGED : "NOT_LOCKED"))
                        .orElse("NOT_KNOWN"),
                row.flatMap(one -> backups.points(one).stream()
                                .map(KnownPoint::moment)
                                .findFirst())
                        .orElse(null),
                row.map(ContainerRow::lastWritten).orElse(null),
                row.map(one -> bytes(request, one)).orElse(null),
                verdict.map(LockVerdict::at).orElse(seen),
                seen);
    }

    private @Nullable Long bytes(Request request, ContainerRow row) {
        Wish.Point wished = request.wish().point();
        return switch (request.wish().kind()) {
            case FILES -> null;
            case RESET, REBUILD_OFFICE -> row.fileSize();
            case WHOLE ->
                backups.points(row).stream()
                        .filter(one ->
                                wished != null && one.is(wished.repositoryId(), wished.snapshot(), wished.place()))
                        .findFirst()
                        .map(KnownPoint::fileBytes)
                        .orElse(null);
        };
    }

    RequestAround around(Request request) {
        Request helped = seen.helped(request.id());
        Optional<ContainerDetail> detail = estate.detail(helped.containerId());
        Reach reach = Allowed.reach(currentUser.require());
        List<Request> others = others(helped, reach, OTHERS + 1);
        return new RequestAround(
                detail.isPresent(),
                detail.map(ContainerDetail::findings).orElse(List.of()),
                detail.flatMap(one -> locks.find(one.row().id()))
                        .map(LockRow::verdict)
                        .orElse(null),
                detail.map(one -> backups.points(one.row()).stream()
                                .map(KnownPoint::moment)
                                .distinct()
                                .toList())
                        .orElse(List.of()),
                others.stream().limit(OTHERS).toList(),
                others.size() <= OTHERS
                        ? 0
                        : desk.count(RequestFilter.of(helped.sid(), reach))
                                - OTHERS
                                - (seen.within(reach, helped) ? 1 : 0));
    }

    /** What else was asked for about the same person; nothing where nobody knows who that is. */
    private List<Request> others(Request request, Reach reach, int limit) {
        return request.sid().isEmpty()
                ? List.of()
                : desk.list(RequestFilter.of(request.sid(), reach), 0, limit + 1).stream()
                        .filter(one -> one.id() != request.id())
                        .limit(limit)
                        .toList();
    }
}
