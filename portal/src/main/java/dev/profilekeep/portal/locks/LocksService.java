package dev.profilekeep.portal.locks;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;
import static dev.profilekeep.portal.access.Allowed.USER;

import dev.profilekeep.audit.Act;
import dev.profilekeep.audit.GivenReason;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.lock.ClearOutcome;
import dev.profilekeep.lock.ClearPlan;
import dev.profilekeep.lock.ClearRequest;
import dev.profilekeep.lock.JudgeProgress;
import dev.profilekeep.lock.LockFilter;
import dev.profilekeep.lock.LockGroup;
import dev.profilekeep.lock.LockRow;
import dev.profilekeep.lock.LockVerdict;
import dev.profilekeep.lock.LockWords;
import dev.profilekeep.lock.Look;
import dev.profilekeep.lock.PlaceSeen;
import dev.profilekeep.lock.Refusal;
import dev.profilekeep.portal.access.Actors;
import dev.profilekeep.portal.access.Allowed;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.access.NotNowException;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.portal.workers.Workers;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import jakarta.annotation.security.RolesAllowed;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/**
 * Locks: read by those who help; cleared by their owner and the helpdesk where they are proved stale, and by two administrators
 * where they are not; never where they are in use. What the engine refuses whoever calls, it refuses here too; this adds who may.
 */
@Service
@KeepsToScope
public class LocksService {
    private static final Logger LOG = LoggerFactory.getLogger(LocksService.class);
    private static final int LARGEST_PAGE = 1_000;
    private static final int MOST_AT_ONCE = 1_000;
    private static final String JUDGE = "lock.judge";

    private final LockDesk desk;
    private final Estate estate;
    private final CurrentUser currentUser;
    private final Workers workers;
    private final LockListeners listeners = new LockListeners();
    private final AtomicReference<@Nullable Judging> judging = new AtomicReference<>();
    private final AtomicBoolean stopAsked = new AtomicBoolean();
    /** For whom all locks are to be looked at once more when the run under way has ended. */
    private final AtomicReference<@Nullable Person> anew = new AtomicReference<>();

    /** A run over locks. @param reach of whoever started it */
    private record Judging(JudgeProgress progress, Reach reach) {}

    public LocksService(
            LockDesk desk, Estate estate, CurrentUser currentUser, @Qualifier("lockWorkers") Workers workers) {
        this.desk = desk;
        this.estate = estate;
        this.currentUser = currentUser;
        this.workers = workers;
    }

    /** As judged last. @param limit at most 1,000 */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<LockRow> list(LocksQuery query, long offset, int limit) {
        return desk.list(query.filter().within(reach()), query.sort(), offset, Math.min(limit, LARGEST_PAGE));
    }

    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public long count(LockFilter filter) {
        return desk.count(filter.within(reach()));
    }

    /** By the machine that holds them, the most first. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<LockGroup> groups() {
        return desk.groups(reach());
    }

    /**
     * What keeps these people out, as far as the asker may see it, by the last look at each. A lock file that is left over where the
     * open disk is the lock keeps nobody out.
     */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<LockRow> keepOut(Set<String> sids) {
        if (sids.isEmpty()) {
            return List.of();
        }
        LockFilter theirs = new LockFilter(Set.of(), "", Set.of(), "", sids).within(reach());
        List<LockRow> all = new ArrayList<>();
        List<LockRow> page;
        do {
            page = desk.list(theirs, LocksQuery.USUAL_SORT, all.size(), LARGEST_PAGE);
            all.addAll(page);
        } while (page.size() == LARGEST_PAGE);
        return all.stream().filter(row -> !isLeftOver(row)).toList();
    }

    private boolean isLeftOver(LockRow row) {
        return row.verdict() instanceof LockVerdict.Stale stale
                && stale.remedy() == LockVerdict.Remedy.REMOVE_LOCK_FILES
                && !estate.lockFilesCount(row.setId());
    }

    /** Verdicts in words. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public LockWords words(Locale locale, ZoneId zone) {
        return desk.words(locale, zone);
    }

    /**
     * A container that the person may see.
     *
     * @throws NotFoundException if there is none, or it is somebody else's
     */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public ContainerDetail container(long id) {
        return visible(currentUser.require(), id).orElseThrow(() -> new NotFoundException("container " + id));
    }

    /** Its lock as judged last; empty if nothing was found to lock it. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public Optional<LockRow> find(long id) {
        container(id);
        return desk.find(id);
    }

    /** Whether the person may have a look taken at this container, and its lock cleared if it is proved stale. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean mayAct(ContainerDetail container) {
        return mayAct(currentUser.require(), container);
    }

    /**
     * Looks at one container now, and waits for it: three seconds at most, and what the catalog takes.
     *
     * @throws NotFoundException if there is none, or it is not the person's to look at
     */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public Look look(long id) {
        requireMayAct(id);
        return desk.look(id, acts(currentUser.require()), place -> {});
    }

    /** As {@link #look}, elsewhere; {@code each} is told there what a location answers, as it comes. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public CompletableFuture<Look> looking(long id, Consumer<PlaceSeen> each) {
        requireMayAct(id);
        Reach reach = acts(currentUser.require());
        return later(() -> desk.look(id, reach, each));
    }

    /** The dry run: what clearing these would do. Containers that are not the person's are as if there were none. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public ClearPlan plan(Collection<Long> ids) {
        Person person = currentUser.require();
        return plan(person, allowed(person, ids), ids);
    }

    /** As {@link #plan}, elsewhere. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public CompletableFuture<ClearPlan> planning(Collection<Long> ids) {
        Person person = currentUser.require();
        Map<Long, ContainerRow> allowed = allowed(person, ids);
        return later(() -> plan(person, allowed, ids));
    }

    /**
     * Clears what somebody saw in a plan, after a new one: what is not as it was then is refused.
     *
     * @param basis of the rows of that plan as it was shown, by container
     * @param each told of each row as it ends
     * @throws BadInputException if there is no reason, or it cannot be kept
     */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public List<ClearOutcome> clear(
            Map<Long, String> basis, String reason, String ticket, Consumer<ClearOutcome> each) {
        Person person = currentUser.require();
        ClearRequest request = request(person, reason, ticket);
        ClearPlan plan = plan(person, allowed(person, basis.keySet()), basis.keySet());
        return clear(plan.expecting(basis), request, each);
    }

    /** Clears what a plan of this service says, elsewhere; {@code each} is told there. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public CompletableFuture<List<ClearOutcome>> clearing(
            ClearPlan plan, String reason, String ticket, Consumer<ClearOutcome> each) {
        Person person = currentUser.require();
        ClearRequest request = request(person, reason, ticket);
        List<Long> ids = plan.rows().stream().map(ClearPlan.Row::containerId).toList();
        ClearPlan limited = limited(person, plan, allowed(person, ids));
        return later(() -> clear(limited.expecting(plan.shown()), request, each));
    }

    /** How far the run over locks is; empty if none is under way, or it goes beyond what the person may see. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public Optional<JudgeProgress> judging() {
        Judging now = judging.get();
        return now != null && reach().covers(now.reach()) ? Optional.of(now.progress()) : Optional.empty();
    }

    /** Starts a look at every lock that the person may look at, unless one is under way; listeners hear how far it is. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public void judgeAll() {
        start(currentUser.require());
    }

    /** As {@link #judgeAll}, after something that a run under way may not have known: then another follows it. */
    void judgeAnew() {
        anew.set(currentUser.require());
        startAnew();
    }

    private void startAnew() {
        Person person = anew.getAndSet(null);
        while (person != null && !start(person)) {
            anew.compareAndSet(null, person);
            person = judging.get() == null ? anew.getAndSet(null) : null; // or it ended just now
        }
    }

    /** @return false if a run is under way */
    private boolean start(Person person) {
        Reach reach = Allowed.helps(person);
        JudgeProgress none = new JudgeProgress(desk.count(LockFilter.ALL.within(reach)), 0, 0, 0, 0, 0, 0);
        if (!judging.compareAndSet(null, new Judging(none, reach))) {
            return false;
        }
        stopAsked.set(false);
        listeners.tell(new LockNews(none));
        boolean begun = false;
        try {
            Map<String, String> act = Act.inOneWithItsEntry(Map.of());
            estate.audit(person, JUDGE, "locks", "", act, "begun");
            CompletableFuture<JudgeProgress> run;
            try {
                run = later(() -> desk.judgeAll(reach, stopAsked::get, progress -> {
                    judging.set(new Judging(progress, reach));
                    listeners.tell(new LockNews(progress));
                }));
            } catch (NotNowException e) {
                ended(person, act, "refused: " + e.getMessage());
                throw e;
            }
            begun = true;
            run.whenComplete((progress, thrown) -> {
                try {
                    ended(person, act, progress, thrown);
                } finally {
                    judged();
                }
            });
        } finally {
            if (!begun) {
                judging.set(null);
                listeners.tell(LockNews.CHANGED);
            }
        }
        return true;
    }

    private void ended(
            Person person, Map<String, String> act, @Nullable JudgeProgress came, @Nullable Throwable thrown) {
        if (came == null) {
            Throwable why =
                    thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
            ended(person, act, "failed: " + (why == null ? "it ended without a word" : why));
            return;
        }
        Map<String, String> all = new TreeMap<>(act);
        all.put("total", Long.toString(came.total()));
        all.put("live", Long.toString(came.live()));
        all.put("stale", Long.toString(came.stale()));
        all.put("unproved", Long.toString(came.unproved()));
        all.put("free", Long.toString(came.free()));
        all.put("failed", Long.toString(came.failed()));
        boolean whole = came.done() >= came.total();
        ended(person, all, whole ? "done" : "failed: it was stopped after " + came.done() + " of " + came.total());
    }

    /** What was looked at counts, whether the audit can be told of the end or not. */
    private void ended(Person person, Map<String, String> evidence, String outcome) {
        try {
            estate.audit(person, JUDGE, "locks", "", evidence, outcome);
        } catch (RuntimeException e) {
            LOG.error("{} ended ({}), but the audit trail could not be told so", JUDGE, outcome, e);
        }
    }

    private void judged() {
        judging.set(null);
        listeners.tell(LockNews.CHANGED);
        try {
            startAnew();
        } catch (RuntimeException e) {
            LOG.warn("locks are not looked at again, though something was declared meanwhile: {}", e.toString());
        }
    }

    /** Asks the run over locks to end, if the person may look at all of them. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public void stopJudging() {
        Judging now = judging.get();
        if (now != null && Allowed.helps(currentUser.require()).covers(now.reach())) {
            stopAsked.set(true);
        }
    }

    /** Tells that something changed, on whichever thread changed it, until closed. How far a run is, is told of those one may see. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public AutoCloseable subscribe(Consumer<LockNews> listener) {
        Reach reach = reach();
        return listeners.add(news -> {
            Judging now = judging.get();
            if (news.judging() == null || now != null && reach.covers(now.reach())) {
                listener.accept(news);
            }
        });
    }

    /** Has the locks of one machine looked at elsewhere, as something else is known of it now. */
    void lookAgain(String host) {
        Reach reach = Allowed.helps(currentUser.require());
        LockFilter its = new LockFilter(Set.of(), host, Set.of(), "", null).within(reach);
        List<Long> ids = desk.list(its, LocksQuery.ALL.sort(), 0, MOST_AT_ONCE).stream()
                .map(LockRow::containerId)
                .toList();
        changed();
        if (ids.isEmpty()) {
            return;
        }
        try {
            later(() -> desk.plan(ids, reach)).whenComplete((plan, thrown) -> changed());
        } catch (NotNowException e) {
            LOG.debug("host={} its locks are looked at later", host);
        }
    }

    void changed() {
        listeners.tell(LockNews.CHANGED);
    }

    private List<ClearOutcome> clear(ClearPlan plan, ClearRequest request, Consumer<ClearOutcome> each) {
        try {
            return desk.clear(plan, request, each);
        } finally {
            changed();
        }
    }

    private ClearPlan plan(Person person, Map<Long, ContainerRow> allowed, Collection<Long> asked) {
        ClearPlan made = desk.plan(allowed.keySet(), acts(person));
        Map<Long, ClearPlan.Row> rows = new HashMap<>();
        made.rows().forEach(row -> rows.put(row.containerId(), row));
        List<ClearPlan.Row> all = new LinkedHashSet<>(asked)
                .stream().map(id -> rows.getOrDefault(id, unknown(id))).toList();
        return limited(person, new ClearPlan(made.madeAt(), all), allowed);
    }

    /** Rows that the person may not have done are refused. */
    private static ClearPlan limited(Person person, ClearPlan plan, Map<Long, ContainerRow> allowed) {
        Reach administers = Allowed.administers(person);
        List<ClearPlan.Row> rows = new ArrayList<>();
        for (ClearPlan.Row row : plan.rows()) {
            ContainerRow container = allowed.get(row.containerId());
            if (container == null) {
                rows.add(unknown(row.containerId()));
            } else if (row.refusal() == null && row.needsApproval() && !administers.includes(container)) {
                rows.add(refused(
                        row,
                        new Refusal(
                                Refusal.Why.NEEDS_APPROVAL,
                                "it is not proved that nobody uses it: only two administrators can clear it")));
            } else {
                rows.add(row);
            }
        }
        return new ClearPlan(plan.madeAt(), rows);
    }

    private static ClearPlan.Row refused(ClearPlan.Row row, Refusal refusal) {
        return new ClearPlan.Row(
                row.containerId(),
                row.sid(),
                row.account(),
                row.verdict(),
                row.removals(),
                row.closings(),
                row.holding(),
                row.basis(),
                row.needsApproval(),
                refusal);
    }

    private static ClearPlan.Row unknown(long id) {
        return new ClearPlan.Row(
                id,
                "",
                "",
                null,
                List.of(),
                List.of(),
                List.of(),
                "",
                false,
                new Refusal(Refusal.Why.UNKNOWN, "container " + id + " does not exist, or it is not yours to free"));
    }

    /** Those that the person may act on, in the order given. */
    private Map<Long, ContainerRow> allowed(Person person, Collection<Long> ids) {
        if (ids.isEmpty() || ids.size() > MOST_AT_ONCE) {
            throw new BadInputException("containers must be 1 to " + MOST_AT_ONCE + " ids of containers", null);
        }
        Map<Long, ContainerRow> allowed = new LinkedHashMap<>();
        for (Long id : ids) {
            estate.detail(id).filter(found -> mayAct(person, found)).ifPresent(found -> allowed.put(id, found.row()));
        }
        return allowed;
    }

    private void requireMayAct(long id) {
        Person person = currentUser.require();
        if (visible(person, id).filter(found -> mayAct(person, found)).isEmpty()) {
            throw new NotFoundException("container " + id);
        }
    }

    private static boolean mayAct(Person person, ContainerDetail container) {
        return acts(person).includes(container.row());
    }

    /** Where the person may act: where they help, and on their own. Who only reads acts nowhere. */
    private static Reach acts(Person person) {
        boolean own = person.has(Role.USER) || person.has(Role.HELPDESK) || person.has(Role.ADMINISTRATOR);
        return Allowed.helps(person).orOwn(own ? person.sid() : null);
    }

    private Reach reach() {
        return Allowed.reach(currentUser.require());
    }

    private Optional<ContainerDetail> visible(Person person, long id) {
        return estate.detail(id)
                .filter(found -> Allowed.sees(person, found.row())
                        || Allowed.owns(person, found.row().sid()));
    }

    private static ClearRequest request(Person person, String reason, String ticket) {
        String why = reason.strip();
        if (why.isEmpty()) {
            throw new BadInputException("reason must say why the lock is cleared", null);
        }
        GivenReason.fault(why).ifPresent(fault -> {
            throw new BadInputException("reason " + fault, null);
        });
        GivenReason.fault(ticket.strip()).ifPresent(fault -> {
            throw new BadInputException("ticket " + fault, null);
        });
        return new ClearRequest(Actors.of(person), why, ticket.strip(), acts(person));
    }

    private <T> CompletableFuture<T> later(Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, workers.executor());
        } catch (RejectedExecutionException e) {
            throw new NotNowException(
                    NotNowException.Why.TOO_MUCH, "too much is being looked at already; try again in a minute", e);
        }
    }
}
