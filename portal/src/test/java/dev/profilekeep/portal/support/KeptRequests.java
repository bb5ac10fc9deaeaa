package dev.profilekeep.portal.support;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.catalog.Catalog;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.config.DatabaseConfig;
import dev.profilekeep.config.RestorePolicy;
import dev.profilekeep.portal.requests.RequestDesk;
import dev.profilekeep.request.Note;
import dev.profilekeep.request.Request;
import dev.profilekeep.request.RequestFilter;
import dev.profilekeep.request.RequestKind;
import dev.profilekeep.request.RequestRefusedException;
import dev.profilekeep.request.RequestRunner;
import dev.profilekeep.request.RequestState;
import dev.profilekeep.request.RequestStep;
import dev.profilekeep.request.RequestTimes;
import dev.profilekeep.request.Requests;
import dev.profilekeep.request.Restorer;
import dev.profilekeep.request.Wish;
import dev.profilekeep.restore.MayReplace;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The engine's own requests, in a catalog of their own, about the containers of an estate in memory. */
public final class KeptRequests implements RequestDesk, AutoCloseable {
    public final Set<RequestKind> kinds = EnumSet.of(RequestKind.WHOLE, RequestKind.RESET, RequestKind.REBUILD_OFFICE);
    public volatile MayReplace mayReplace = new MayReplace.Yes();
    public volatile boolean handsOver;
    public volatile Optional<Note> holder = Optional.empty();
    public volatile Restorer.Result undone = new Restorer.Result.Done("", Note.NONE);
    public volatile Restorer.Result result = new Restorer.Result.Done("act-of-a-restore", Note.NONE);
    public volatile String lastMail = "";
    /** How often somebody had them counted. */
    public volatile int counts;

    private final Path folder;
    private final FakeEstate estate;
    private final Clock clock;
    private @Nullable Opened opened;

    /** Nothing is opened before something is asked. */
    public KeptRequests(Path folder, FakeEstate estate, Clock clock) {
        this.folder = folder;
        this.estate = estate;
        this.clock = clock;
    }

    private record Opened(Catalog catalog, Requests requests, RequestRunner runner) {}

    private Opened opened() {
        Opened now = opened;
        if (now == null) {
            Catalog catalog =
                    Catalog.open(new DatabaseConfig("jdbc:h2:file:" + folder.resolve("requests"), null, null));
            Requests requests = new Requests(
                    catalog.database(),
                    new AuditTrail(catalog.database(), clock),
                    (session, key, request, to, address, language, said) -> lastMail = address + " " + request.state(),
                    clock);
            now = new Opened(catalog, requests, new RequestRunner(requests, new Told(), clock, "node"));
            opened = now;
        }
        return now;
    }

    private Requests requests() {
        return opened().requests();
    }

    /** Does as it is told. */
    private final class Told implements Restorer {
        @Override
        public Set<RequestKind> kinds() {
            return kinds;
        }

        @Override
        public Optional<Note> heldBy(Request request) {
            return holder;
        }

        @Override
        public Result restore(Request request, Progress progress) {
            return result;
        }

        @Override
        public Result undo(Request request, Progress progress) {
            return undone;
        }
    }

    /** Lets what was agreed begin, and waits until it came somewhere. */
    public void tick() {
        List<Request> before = requests().list(RequestFilter.within(Reach.EVERYWHERE), 0, 100);
        opened().runner().tick();
        for (int i = 0; i < 250; i++) {
            List<Request> now = requests().list(RequestFilter.within(Reach.EVERYWHERE), 0, 100);
            boolean moving = now.stream().anyMatch(one -> one.state() == RequestState.RUNNING);
            if (!moving && !now.equals(before) && i > 3) {
                return;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public Set<RequestKind> kinds() {
        return kinds;
    }

    @Override
    public MayReplace mayReplace(String setId) {
        return mayReplace;
    }

    @Override
    public boolean handsOver() {
        return handsOver;
    }

    @Override
    public RestorePolicy.Within within() {
        return RestorePolicy.Within.STANDARD;
    }

    @Override
    public void met(String sid, String mail, Locale language) {
        requests().met(sid, mail, language);
    }

    @Override
    public List<Request> listAfter(RequestFilter filter, long after, int limit) {
        return within(filter)
                .filter(request -> request.id() > after)
                .sorted(Comparator.comparingLong(Request::id))
                .limit(limit)
                .toList();
    }

    @Override
    public Map<Long, RequestTimes> times(List<Request> requests) {
        return requests().times(requests);
    }

    @Override
    public Requests.Asked ask(
            ContainerRow container, Wish wish, Actor asker, String mail, Locale language, String reason)
            throws RequestRefusedException {
        return requests().ask(container, wish, asker, mail, language, reason);
    }

    @Override
    public Request askBack(long id, Actor decider, String question) throws RequestRefusedException {
        return requests().askBack(id, decider, question);
    }

    @Override
    public Request approve(long id, Actor decider, String reason) throws RequestRefusedException {
        return requests().approve(id, decider, reason);
    }

    @Override
    public Request refuse(long id, Actor decider, String reason) throws RequestRefusedException {
        return requests().refuse(id, decider, reason);
    }

    @Override
    public Request answer(long id, Actor asker, String answer) throws RequestRefusedException {
        return requests().answer(id, asker, answer);
    }

    @Override
    public Request withdraw(long id, Actor asker, String reason) throws RequestRefusedException {
        return requests().withdraw(id, asker, reason);
    }

    @Override
    public Request undo(long id, Actor asker, String reason) throws RequestRefusedException {
        return requests().undo(id, asker, reason);
    }

    @Override
    public Optional<Request> find(long id) {
        return requests().find(id);
    }

    @Override
    public List<RequestStep> steps(long id) {
        return requests().steps(id);
    }

    @Override
    public List<Request> list(RequestFilter filter, long offset, int limit) {
        return within(filter).skip(offset).limit(limit).toList();
    }

    @Override
    public long count(RequestFilter filter) {
        counts++;
        return within(filter).count();
    }

    /** The estate is not in this catalog: its containers say what is within reach. */
    private Stream<Request> within(RequestFilter filter) {
        RequestFilter all =
                new RequestFilter(filter.states(), filter.text(), Reach.EVERYWHERE, filter.order(), filter.sid());
        return requests().list(all, 0, 1_000).stream().filter(request -> estate.containers.stream()
                .map(ContainerDetail::row)
                .anyMatch(row ->
                        row.id() == request.containerId() && filter.reach().includes(row)));
    }

    @Override
    public void close() {
        if (opened != null) {
            opened.runner().close();
            opened.catalog().close();
        }
    }
}
