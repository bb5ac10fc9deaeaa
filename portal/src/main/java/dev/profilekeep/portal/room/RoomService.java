package dev.profilekeep.portal.room;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;
import static dev.profilekeep.portal.access.Allowed.USER;

import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.portal.access.Allowed;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.portal.workers.Workers;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import jakarta.annotation.security.RolesAllowed;
import java.util.concurrent.RejectedExecutionException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

/** What takes the room: of one's own containers, and of those that one helps with. */
@Service
@KeepsToScope
public class RoomService {
    private final RoomDesk desk;
    private final Estate estate;
    private final CurrentUser currentUser;
    private final Workers workers;

    public RoomService(
            RoomDesk desk, Estate estate, CurrentUser currentUser, @Qualifier("roomWorkers") Workers workers) {
        this.desk = desk;
        this.estate = estate;
        this.currentUser = currentUser;
        this.workers = workers;
    }

    /** Whether the person may look into this container: it is their own, or they help with it. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean mayLook(ContainerRow container) {
        Person person = currentUser.require();
        boolean takesPart = person.has(Role.USER) || person.has(Role.HELPDESK) || person.has(Role.ADMINISTRATOR);
        return takesPart && Allowed.owns(person, container.sid())
                || Allowed.helps(person).includes(container);
    }

    /** Whether the person decides what is left out of profiles. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean mayExclude(ContainerRow container) {
        return Allowed.administers(currentUser.require()).includes(container);
    }

    /**
     * Begins to look into a container, elsewhere than in this thread.
     *
     * @throws NotFoundException if there is none of that number, or it is not the person's to look into
     */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR})
    public RoomLook look(long container) {
        ContainerDetail detail = estate.detail(container)
                .filter(found -> mayLook(found.row()))
                .orElseThrow(() -> new NotFoundException("container " + container));
        RoomLook look = new RoomLook();
        try {
            workers.executor().execute(() -> run(detail, look));
        } catch (RejectedExecutionException e) {
            look.answer().completeExceptionally(e);
        }
        return look;
    }

    private void run(ContainerDetail detail, RoomLook look) {
        if (look.answer().isDone()) {
            return; // cancelled while it waited for its turn
        }
        try {
            look.answer().complete(desk.look(detail, look::at));
        } catch (Throwable e) { // a page waits for the answer, whatever it is
            look.answer().completeExceptionally(e);
        }
    }
}
