package dev.profilekeep.portal.locations;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;

import dev.profilekeep.audit.GivenReason;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.storage.LocationMode;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;

/** Where containers lie, and what may be written there. */
@Service
@KeepsToScope
public class LocationsService {
    private static final int LONGEST_REASON = 500;

    private final Estate estate;
    private final CurrentUser currentUser;

    public LocationsService(Estate estate, CurrentUser currentUser) {
        this.estate = estate;
        this.currentUser = currentUser;
    }

    /** All of them, with addresses. */
    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public List<Estate.Location> all() {
        return estate.locations();
    }

    /** What locations are called, by id; no addresses. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public Map<String, String> names() {
        return estate.locationNames();
    }

    /**
     * Changes what may be written at a location. The reason goes into the audit trail.
     *
     * @throws NotFoundException if there is no such location
     * @throws BadInputException if the reason is empty or longer than 500 characters
     */
    @RolesAllowed(ADMINISTRATOR)
    public Estate.Location changeMode(String locationId, LocationMode mode, String reason) {
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw new BadInputException(
                    "reason must say why the mode changes, in 1 to " + LONGEST_REASON + " characters", null);
        }
        GivenReason.fault(reason.strip()).ifPresent(fault -> {
            throw new BadInputException("reason " + fault, null);
        });
        location(locationId);
        estate.changeMode(locationId, mode, currentUser.require(), reason.strip());
        return location(locationId);
    }

    private Estate.Location location(String id) {
        return estate.locations().stream()
                .filter(location -> location.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new NotFoundException("location " + id));
    }
}
