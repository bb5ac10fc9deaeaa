package dev.profilekeep.portal.trouble;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;
import static dev.profilekeep.portal.access.Allowed.USER;

import dev.profilekeep.catalog.CopyDetail;
import dev.profilekeep.notify.Incident;
import dev.profilekeep.notify.IncidentKind;
import dev.profilekeep.portal.access.Allowed;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import jakarta.annotation.security.RolesAllowed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;

/**
 * Trouble at large for whom it concerns: people with a copy where nothing answers, and those who help them. Everybody else is not
 * told, as it would only worry them.
 */
@Service
@KeepsToScope
public class TroubleService {
    private final TroubleDesk desk;
    private final TroubleWatch watch;
    private final Estate estate;
    private final CurrentUser currentUser;

    public TroubleService(TroubleDesk desk, TroubleWatch watch, Estate estate, CurrentUser currentUser) {
        this.desk = desk;
        this.watch = watch;
        this.estate = estate;
        this.currentUser = currentUser;
    }

    /** What lasts and concerns the asker, the worst first. Costs nothing while nothing is wrong. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<Trouble> now() {
        List<Incident> open = watch.open();
        if (open.isEmpty()) {
            return List.of();
        }
        Person me = currentUser.require();
        Set<String> mine = places(me);
        List<Trouble> told = new ArrayList<>();
        for (Incident incident : open) {
            Optional<Trouble> trouble = helping(me, incident);
            if (trouble.isEmpty() && !Collections.disjoint(desk.locations(incident), mine)) {
                trouble = Optional.of(of(incident, false, 0));
            }
            trouble.ifPresent(told::add);
        }
        return List.copyOf(told);
    }

    /**
     * Tells when {@link #now()} may say something else than before, by a thread of its own.
     *
     * @return ends it
     */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public AutoCloseable subscribe(Runnable listener) {
        return watch.listen(listener);
    }

    private Optional<Trouble> helping(Person me, Incident incident) {
        // It keeps nobody from working today; Health and the pages of repositories say it to who cares for them.
        if (incident.kind() == IncidentKind.REPOSITORY_FINDING) {
            return Optional.empty();
        }
        if (!Allowed.everybodysContainers(me)) {
            return Optional.empty();
        }
        // A machine whose locks are all cleared concerns nobody any more; a site that is down, whoever comes.
        boolean anyway = Allowed.reach(me).isEverywhere() && incident.kind() != IncidentKind.HOST_LEFT_LOCKS;
        long people = incident.kind() == IncidentKind.HOST_LEFT_LOCKS
                ? desk.lockedBy(incident.facts().getOrDefault("host", ""))
                : desk.peopleAt(desk.locations(incident));
        // Who is held to a part of the estate hears of what concerns somebody there.
        return anyway || people > 0 ? Optional.of(of(incident, true, people)) : Optional.empty();
    }

    private Trouble of(Incident incident, boolean helps, long people) {
        String site = incident.siteId() == null ? "" : incident.siteId();
        String what =
                switch (incident.kind()) {
                    case SITE_DOWN -> "";
                    case LOCATION_DOWN -> incident.facts().getOrDefault("location", "");
                    case HOST_LEFT_LOCKS -> incident.facts().getOrDefault("host", "");
                    case REPOSITORY_FINDING -> incident.facts().getOrDefault("name", "");
                };
        return new Trouble(
                incident.kind(),
                site,
                site.isEmpty() ? "" : desk.siteName(site),
                what,
                incident.since(),
                helps,
                people,
                helps ? watch.cutOff().get(site) : null);
    }

    /** Ids of locations that keep something of the person's. */
    private Set<String> places(Person me) {
        String sid = me.sid();
        return sid == null || sid.isBlank()
                ? Set.of()
                : estate.ofPerson(sid).stream()
                        .flatMap(detail -> detail.copies().stream())
                        .filter(copy -> copy.presence() != CopyDetail.Presence.GONE)
                        .map(CopyDetail::locationId)
                        .collect(Collectors.toSet());
    }
}
