package dev.profilekeep.portal.myprofile;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;
import static dev.profilekeep.portal.access.Allowed.USER;

import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import jakarta.annotation.security.RolesAllowed;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** A person's own containers, found by SID alone. */
@Service
@KeepsToScope
public class MyProfileService {
    private final Estate estate;
    private final CurrentUser currentUser;

    public MyProfileService(Estate estate, CurrentUser currentUser) {
        this.estate = estate;
        this.currentUser = currentUser;
    }

    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public Person me() {
        return currentUser.require();
    }

    /** The profile before the Office cache; none if the sign-in said no SID. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<ContainerDetail> myContainers() {
        String sid = currentUser.require().sid();
        if (sid == null || sid.isBlank()) {
            return List.of();
        }
        return estate.ofPerson(sid).stream()
                .sorted(Comparator.comparing(
                                (ContainerDetail detail) -> detail.row().kind())
                        .thenComparing(detail -> detail.row().setId())
                        .thenComparing(detail -> detail.row().id()))
                .toList();
    }

    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public Map<String, String> siteNames() {
        return estate.siteNames();
    }

    /** When the last complete inventory ended: before the first, nothing can be said of anybody. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public Optional<Instant> lastInventory() {
        return estate.lastInventory();
    }
}
