package dev.profilekeep.portal.profiles;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;
import static dev.profilekeep.portal.access.Allowed.USER;

import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.ContainerTotals;
import dev.profilekeep.catalog.Unread;
import dev.profilekeep.portal.access.Allowed;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.security.CurrentUser;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.stereotype.Service;

/** Everybody's containers for those who help; one container for its owner too. */
@Service
@KeepsToScope
public class ProfilesService {
    private static final int LARGEST_PAGE = 1_000;

    private final Estate estate;
    private final CurrentUser currentUser;

    public ProfilesService(Estate estate, CurrentUser currentUser) {
        this.estate = estate;
        this.currentUser = currentUser;
    }

    /** @param limit at most 1,000 */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<ContainerRow> find(ProfilesQuery query, long offset, int limit) {
        return estate.find(query.filter(), query.sort(), offset, Math.min(limit, LARGEST_PAGE));
    }

    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public long count(ProfilesQuery query) {
        return estate.count(query.filter());
    }

    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public ContainerTotals totals(ProfilesQuery query) {
        return estate.totals(query.filter());
    }

    /** One after the other, for the export. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public void forEach(ProfilesQuery query, Consumer<ContainerRow> action) {
        estate.forEach(query.filter(), query.sort(), action);
    }

    /** What the last inventory could not read, of all locations. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<Unread> unread() {
        return estate.unread();
    }

    /** What all sites are called, by id: no secret to anybody who is signed in. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public Map<String, String> siteNames() {
        return estate.siteNames();
    }

    /** The sites of which the person may see containers of others. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<Estate.Site> sites() {
        return estate.sites();
    }

    /** Whether a lock file beside a copy of it says that somebody works with it, or is only left over. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean lockFilesCount(ContainerDetail container) {
        return estate.lockFilesCount(container.row().setId());
    }

    /**
     * One container: anybody's for those who help, one's own for everybody.
     *
     * @throws NotFoundException if there is none, or it is somebody else's
     */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public ContainerDetail detail(long id) {
        var person = currentUser.require();
        return estate.detail(id)
                .filter(found -> Allowed.sees(person, found.row())
                        || Allowed.owns(person, found.row().sid()))
                .orElseThrow(() -> new NotFoundException("container " + id));
    }
}
