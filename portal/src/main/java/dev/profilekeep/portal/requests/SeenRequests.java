package dev.profilekeep.portal.requests;

import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.portal.access.Allowed;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.request.Request;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import java.util.Optional;

/** Which requests are whose to see. */
final class SeenRequests {
    private final RequestDesk desk;
    private final Estate estate;
    private final CurrentUser currentUser;

    SeenRequests(RequestDesk desk, Estate estate, CurrentUser currentUser) {
        this.desk = desk;
        this.estate = estate;
        this.currentUser = currentUser;
    }

    /** @throws NotFoundException if there is none, or it is about nothing that is the person's to see */
    Request visible(long id) {
        Person person = currentUser.require();
        return desk.find(id)
                .filter(request -> Allowed.owns(person, request.sid()) || within(Allowed.reach(person), request))
                .orElseThrow(() -> new NotFoundException("request " + id));
    }

    /** @throws NotFoundException as {@link #visible}, and for one that is the person's own alone */
    Request helped(long id) {
        Request request = visible(id);
        if (!asHelper(request)) {
            throw new NotFoundException("request " + id);
        }
        return request;
    }

    /** Whether the person sees the container as one who helps. */
    boolean asHelper(Request request) {
        return within(Allowed.reach(currentUser.require()), request);
    }

    /** Of a container that nothing is known of any more, as its set has another name, only whoever is held to nothing can tell. */
    boolean within(Reach reach, Request request) {
        return reach.isEverywhere()
                || container(request).filter(reach::includes).isPresent();
    }

    Optional<ContainerRow> container(Request request) {
        return estate.detail(request.containerId()).map(ContainerDetail::row);
    }
}
