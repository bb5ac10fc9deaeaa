package dev.profilekeep.portal.requests;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.config.RestorePolicy;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.request.Request;
import dev.profilekeep.request.RequestFilter;
import dev.profilekeep.request.RequestKind;
import dev.profilekeep.request.RequestRefusedException;
import dev.profilekeep.request.RequestStep;
import dev.profilekeep.request.RequestTimes;
import dev.profilekeep.request.Requests;
import dev.profilekeep.request.Wish;
import dev.profilekeep.restore.MayReplace;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Requests by the engine. */
@Component
class EngineRequestDesk implements RequestDesk {
    private final Engine engine;

    EngineRequestDesk(Engine engine) {
        this.engine = engine;
    }

    @Override
    public Set<RequestKind> kinds() {
        return engine.requestRunner().kinds();
    }

    @Override
    public MayReplace mayReplace(String setId) {
        return engine.restores().mayReplace(setId);
    }

    @Override
    public boolean handsOver() {
        RestorePolicy.Share share = engine.config().restores().share();
        return share != null && share.isOfThisMachine();
    }

    @Override
    public RestorePolicy.Within within() {
        return engine.config().restores().within();
    }

    @Override
    public void met(String sid, String mail, Locale language) {
        if (engine.notifications().reachesPeople()) {
            engine.requests().met(sid, mail, language);
        }
    }

    @Override
    public Requests.Asked ask(
            ContainerRow container, Wish wish, Actor asker, String mail, Locale language, String reason)
            throws RequestRefusedException {
        return engine.requests().ask(container, wish, asker, mail, language, reason);
    }

    @Override
    public Request askBack(long id, Actor decider, String question) throws RequestRefusedException {
        return engine.requests().askBack(id, decider, question);
    }

    @Override
    public Request approve(long id, Actor decider, String reason) throws RequestRefusedException {
        return engine.requests().approve(id, decider, reason);
    }

    @Override
    public Request refuse(long id, Actor decider, String reason) throws RequestRefusedException {
        return engine.requests().refuse(id, decider, reason);
    }

    @Override
    public Request answer(long id, Actor asker, String answer) throws RequestRefusedException {
        return engine.requests().answer(id, asker, answer);
    }

    @Override
    public Request withdraw(long id, Actor asker, String reason) throws RequestRefusedException {
        return engine.requests().withdraw(id, asker, reason);
    }

    @Override
    public Request undo(long id, Actor asker, String reason) throws RequestRefusedException {
        return engine.requests().undo(id, asker, reason);
    }

    @Override
    public Optional<Request> find(long id) {
        return engine.requests().find(id);
    }

    @Override
    public List<RequestStep> steps(long id) {
        return engine.requests().steps(id);
    }

    @Override
    public List<Request> list(RequestFilter filter, long offset, int limit) {
        return engine.requests().list(filter, offset, limit);
    }

    @Override
    public long count(RequestFilter filter) {
        return engine.requests().count(filter);
    }

    @Override
    public List<Request> listAfter(RequestFilter filter, long after, int limit) {
        return engine.requests().listAfter(filter, after, limit);
    }

    @Override
    public Map<Long, RequestTimes> times(List<Request> requests) {
        return engine.requests().times(requests);
    }
}
