package dev.profilekeep.engine;

import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.notify.Notifications;
import dev.profilekeep.notify.RequestMail;
import dev.profilekeep.request.Request;
import dev.profilekeep.request.RequestKind;
import dev.profilekeep.request.RequestNews;
import dev.profilekeep.request.RequestState;
import dev.profilekeep.request.Requests;
import dev.profilekeep.restore.visit.Visited;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;

/**
 * Has people told by mail what became of their requests, and who looks into their backups.
 *
 * @param handedOver whether files are put where our account alone can open them, so that somebody hands them over
 */
record PeopleNews(Notifications notifications, boolean handedOver) {
    /** As {@link RequestNews#tell}. */
    void ofRequest(
            Session session,
            String key,
            Request request,
            RequestNews.To to,
            String address,
            Locale language,
            String said)
            throws SQLException {
        RequestMail mail = new RequestMail(
                word(request, to),
                about(request),
                RequestMail.To.valueOf(to.name()),
                request.account().isEmpty() ? request.sid() : request.account(),
                request.askerName(),
                request.deciderName(),
                request.wish().moment(),
                said,
                request.where());
        notifications.tellOfRequest(session, key, mail, address, language);
    }

    private String word(Request request, RequestNews.To to) {
        if (request.isUndoFailed()) {
            return "UNDO_FAILED";
        }
        if (handedOver
                && to == RequestNews.To.ASKER
                && request.wish().kind() == RequestKind.FILES
                && request.state() == RequestState.DONE) {
            return "HANDED";
        }
        return request.isMadeAnew() ? "MADE_ANEW" : request.state().name();
    }

    private static RequestMail.About about(Request request) {
        RequestKind kind = request.wish().kind();
        if (kind == RequestKind.FILES) {
            return RequestMail.About.FILES;
        }
        if (kind.isFirstAid()) {
            return RequestMail.About.FIRST_AID;
        }
        return request.containerKind() == ContainerKind.ODFC ? RequestMail.About.OFFICE : RequestMail.About.WHOLE;
    }

    /** As {@link dev.profilekeep.restore.visit.VisitNews#tell}; to the owner, where an address of theirs is known. */
    void ofVisit(Session session, Visited visited) throws SQLException {
        Optional<Requests.Address> owner = Requests.addressOf(session, visited.sid());
        if (owner.isPresent()) {
            notifications.tellOfVisit(
                    session,
                    "visit-" + visited.id(),
                    owner.get().mail(),
                    owner.get().language(),
                    visited.visitorName(),
                    visited.reason());
        }
    }
}
