package dev.profilekeep.portal.readiness;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;

import dev.profilekeep.catalog.Reach;
import dev.profilekeep.portal.access.Allowed;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.access.Placeless;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.readiness.Check;
import dev.profilekeep.readiness.ReadinessDay;
import dev.profilekeep.readiness.ReadinessRun;
import dev.profilekeep.readiness.ReadyPerson;
import dev.profilekeep.readiness.SiteReadiness;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** Whether people could work at another site, within one's scope. The look at everybody is begun as any job. */
@Service
@KeepsToScope
public class ReadyService {
    private static final int DAYS = 30;

    private final ReadinessDesk desk;
    private final Estate estate;
    private final CurrentUser currentUser;

    public ReadyService(ReadinessDesk desk, Estate estate, CurrentUser currentUser) {
        this.desk = desk;
        this.estate = estate;
        this.currentUser = currentUser;
    }

    private Reach reach() {
        return Allowed.reach(currentUser.require());
    }

    /** Whether there is another site at all. */
    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public boolean hasSecondSite() {
        return desk.hasSecondSite();
    }

    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public Duration targetLoss() {
        return desk.targetLoss();
    }

    /** The look at everybody that was begun last; why it failed names no place to who may not see addresses. */
    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public Optional<ReadinessRun> latest() {
        Person person = currentUser.require();
        return desk.latest()
                .map(run -> new ReadinessRun(
                        run.id(),
                        run.startedBy(),
                        run.byPerson(),
                        run.startedAt(),
                        run.endedAt(),
                        run.phase(),
                        run.total(),
                        run.done(),
                        Placeless.of(person, run.reason())));
    }

    /** For every site that may be lost, and every site where its people would work; of the people within reach. */
    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public List<SiteReadiness> ifLost() {
        return desk.sites(reach()).stream()
                .filter(one -> !one.activeSite().equals(one.siteId()))
                .toList();
    }

    /** The last month, the oldest day first; empty for who is held to a part of the estate. */
    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public List<ReadinessDay> days() {
        return reach().isEverywhere()
                ? desk.days(DAYS).stream()
                        .filter(day -> !day.activeSite().equals(day.siteId()))
                        .toList()
                : List.of();
    }

    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public List<ReadyPerson> people(ReadyQuery query, long offset, int limit) {
        Person person = currentUser.require();
        return desk.people(query.filter(reach()), query.sort(), offset, limit).stream()
                .map(one -> placeless(one, person))
                .toList();
    }

    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public long count(ReadyQuery query) {
        return desk.count(query.filter(reach()));
    }

    /** The verdicts on the person of a container, that at the active site first; none if it is not theirs to see. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<ReadyPerson> of(long container) {
        Person person = currentUser.require();
        boolean seen = estate.detail(container)
                .filter(found -> Allowed.reach(person).includes(found.row()))
                .isPresent();
        return seen
                ? desk.of(container).stream().map(one -> placeless(one, person)).toList()
                : List.of();
    }

    /**
     * Looks at the person of a container now.
     *
     * @throws NotFoundException if there is none of that number, or it is not theirs to help with
     */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public List<ReadyPerson> lookAt(long container) {
        Person person = currentUser.require();
        if (estate.detail(container)
                .filter(found -> Allowed.helps(person).includes(found.row()))
                .isEmpty()) {
            throw new NotFoundException("container " + container);
        }
        return desk.lookAt(container).stream()
                .map(one -> placeless(one, person))
                .toList();
    }

    /** Whether the person begins a look at everybody: an administrator who is held to nothing, where there is another site. */
    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public boolean mayStart() {
        return desk.hasSecondSite() && Allowed.everywhere(currentUser.require(), List.of(ADMINISTRATOR));
    }

    /** Ids and names of sites. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public Map<String, String> siteNames() {
        return estate.siteNames();
    }

    /** What a server said may name a place. */
    private static ReadyPerson placeless(ReadyPerson one, Person person) {
        return new ReadyPerson(
                one.setId(),
                one.activeSite(),
                one.siteId(),
                one.containerId(),
                one.account(),
                one.sid(),
                one.word(),
                one.reason(),
                one.loss(),
                one.oneCopy(),
                one.diverged(),
                one.judgedAt(),
                one.asOf(),
                one.checks().stream()
                        .map(check -> new Check(
                                check.kind(),
                                check.result(),
                                check.fact(),
                                Placeless.of(person, check.value()),
                                check.source(),
                                check.at(),
                                check.old()))
                        .toList());
    }
}
