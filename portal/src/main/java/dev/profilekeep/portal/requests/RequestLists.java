package dev.profilekeep.portal.requests;

import dev.profilekeep.catalog.Reach;
import dev.profilekeep.portal.access.Allowed;
import dev.profilekeep.portal.requests.RequestsQuery.Sort;
import dev.profilekeep.request.Request;
import dev.profilekeep.request.RequestFilter;
import dev.profilekeep.request.RequestTimes;
import dev.profilekeep.security.CurrentUser;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The person's own requests, and the queue of whoever helps, as far as they reach. The contracts are at {@link RequestsService}, which also says who may call. */
final class RequestLists {
    /** More than ever are open at once. */
    private static final int MOST_DUE = 2_000;

    private static final Duration NOT_DUE = Duration.ofDays(36_500);

    private final RequestDesk desk;
    private final CurrentUser currentUser;

    RequestLists(RequestDesk desk, CurrentUser currentUser) {
        this.desk = desk;
        this.currentUser = currentUser;
    }

    List<Request> mine(int limit) {
        String sid = currentUser.require().sid();
        if (sid == null || sid.isBlank()) {
            return List.of();
        }
        return desk.list(RequestFilter.within(Reach.NOWHERE.orOwn(sid)), 0, limit);
    }

    List<Request> list(RequestsQuery query, long offset, int limit) {
        return query.sort() == Sort.DUE ? due(filter(query), offset, limit) : desk.list(filter(query), offset, limit);
    }

    /** What is open comes first in the queue: of those, whatever has the least time left; all others as they are there. */
    private List<Request> due(RequestFilter filter, long offset, int limit) {
        if (offset >= MOST_DUE) {
            return desk.list(filter, offset, limit);
        }
        List<Request> all = desk.list(filter, 0, MOST_DUE);
        Map<Long, RequestTimes> times =
                desk.times(all.stream().filter(one -> !one.state().isOver()).toList());
        return all.stream()
                .sorted(Comparator.comparing(one -> left(times.get(one.id()))))
                .skip(offset)
                .limit(limit)
                .toList();
    }

    private Duration left(@Nullable RequestTimes times) {
        Duration limit = times == null ? null : times.limit(desk.within());
        Duration now = times == null ? null : times.now();
        return limit == null || now == null ? NOT_DUE : limit.minus(now);
    }

    List<Request> listAfter(RequestsQuery query, long after, int limit) {
        return desk.listAfter(filter(query), after, limit);
    }

    long count(RequestsQuery query) {
        return desk.count(filter(query));
    }

    private RequestFilter filter(RequestsQuery query) {
        return new RequestFilter(
                query.states(), query.text(), Allowed.reach(currentUser.require()), order(query.sort()));
    }

    private static RequestFilter.Order order(Sort sort) {
        return switch (sort) {
            case QUEUE, DUE -> RequestFilter.Order.QUEUE;
            case NEWEST -> RequestFilter.Order.NEWEST;
            case OLDEST -> RequestFilter.Order.OLDEST;
        };
    }
}
