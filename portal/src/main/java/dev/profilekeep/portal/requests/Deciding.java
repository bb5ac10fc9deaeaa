package dev.profilekeep.portal.requests;

import dev.profilekeep.approval.Approvals;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.portal.access.Actors;
import dev.profilekeep.portal.access.Allowed;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.access.SaidReason;
import dev.profilekeep.request.Request;
import dev.profilekeep.request.RequestRefusedException;
import dev.profilekeep.request.RequestState;
import dev.profilekeep.request.Requests;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;

/** The steps that people take with a request: those of whoever decides, and those of whoever asked or owns. The contracts are at {@link RequestsService}, which also says who may call. */
final class Deciding {
    private final RequestDesk desk;
    private final SeenRequests seen;
    private final CurrentUser currentUser;

    Deciding(RequestDesk desk, SeenRequests seen, CurrentUser currentUser) {
        this.desk = desk;
        this.seen = seen;
        this.currentUser = currentUser;
    }

    boolean mayTakeBack() {
        Person person = currentUser.require();
        return person.has(Role.USER) || person.has(Role.HELPDESK) || person.has(Role.ADMINISTRATOR);
    }

    boolean mayDecide(Request request) {
        Person person = currentUser.require();
        return request.state().next().contains(RequestState.APPROVED)
                && (person.has(Role.HELPDESK) || person.has(Role.ADMINISTRATOR))
                && RequestRules.signedIn(person)
                && Approvals.apart(request.askerId(), Actors.of(person).id()) == Approvals.Apart.TWO
                && seen.within(Allowed.helps(person), request);
    }

    boolean isOwn(Request request) {
        Person person = currentUser.require();
        return RequestRules.signedIn(person)
                && (isAsker(request, person) || Requests.isOwner(request, Actors.of(person)));
    }

    boolean isAsker(Request request) {
        return isAsker(request, currentUser.require());
    }

    private static boolean isAsker(Request request, Person person) {
        return Approvals.apart(request.askerId(), Actors.of(person).id()) == Approvals.Apart.SAME;
    }

    Request askBack(long id, String question) {
        return decided(id, actor -> desk.askBack(id, actor, SaidReason.required(question)));
    }

    Request approve(long id, String reason) {
        return decided(id, actor -> desk.approve(id, actor, SaidReason.optional(reason)));
    }

    Request refuse(long id, String reason) {
        return decided(id, actor -> desk.refuse(id, actor, SaidReason.required(reason)));
    }

    Request answer(long id, String answer) {
        return own(id, actor -> desk.answer(id, actor, SaidReason.required(answer)));
    }

    Request withdraw(long id, String reason) {
        return own(id, actor -> desk.withdraw(id, actor, SaidReason.optional(reason)));
    }

    Request undo(long id, String reason) {
        return own(id, actor -> desk.undo(id, actor, SaidReason.optional(reason)));
    }

    private interface Step {
        Request take(Actor actor) throws RequestRefusedException;
    }

    private Request decided(long id, Step step) {
        Person person = currentUser.require();
        Actor actor = RequestRules.actor(person);
        Request request = seen.visible(id);
        if (!seen.within(Allowed.helps(person), request)) {
            throw new NotFoundException("request " + id);
        }
        return taken(step, actor);
    }

    private Request own(long id, Step step) {
        Actor actor = RequestRules.actor(currentUser.require());
        seen.visible(id);
        return taken(step, actor);
    }

    private static Request taken(Step step, Actor actor) {
        try {
            return step.take(actor);
        } catch (RequestRefusedException e) {
            throw RequestRules.notNow(e);
        }
    }
}
