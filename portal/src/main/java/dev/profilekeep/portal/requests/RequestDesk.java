package dev.profilekeep.portal.requests;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.config.RestorePolicy;
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

/** Requests as the engine keeps them. It knows no roles and no scope: only the services of the features may hold it. Safe for several threads. */
public interface RequestDesk {
    /** What can be done here; nothing else is offered. */
    Set<RequestKind> kinds();

    /** Whether whole disks of a set may be replaced or put aside at all. */
    MayReplace mayReplace(String setId);

    /** Whether files are put where our account alone can open them, so that somebody hands them over. */
    boolean handsOver();

    /** How soon things are to happen, by the configuration. */
    RestorePolicy.Within within();

    /** Keeps where a person is told of what others ask for them; does nothing where no mail goes to people. */
    void met(String sid, String mail, Locale language);

    Requests.Asked ask(ContainerRow container, Wish wish, Actor asker, String mail, Locale language, String reason)
            throws RequestRefusedException;

    Request askBack(long id, Actor decider, String question) throws RequestRefusedException;

    Request approve(long id, Actor decider, String reason) throws RequestRefusedException;

    Request refuse(long id, Actor decider, String reason) throws RequestRefusedException;

    Request answer(long id, Actor asker, String answer) throws RequestRefusedException;

    Request withdraw(long id, Actor asker, String reason) throws RequestRefusedException;

    Request undo(long id, Actor asker, String reason) throws RequestRefusedException;

    Optional<Request> find(long id);

    List<RequestStep> steps(long id);

    List<Request> list(RequestFilter filter, long offset, int limit);

    long count(RequestFilter filter);

    /** Those with a greater number than {@code after}, the smallest first. */
    List<Request> listAfter(RequestFilter filter, long after, int limit);

    /** How long each kept whom waiting, by its number. */
    Map<Long, RequestTimes> times(List<Request> requests);
}
