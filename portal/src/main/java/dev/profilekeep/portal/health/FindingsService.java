package dev.profilekeep.portal.health;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;

import dev.profilekeep.findings.FindingFilter;
import dev.profilekeep.findings.FindingRow;
import dev.profilekeep.findings.FindingSort;
import dev.profilekeep.findings.HealthDay;
import dev.profilekeep.findings.HealthOverview;
import dev.profilekeep.findings.HealthReport;
import dev.profilekeep.findings.HealthService;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.users.UserImport;
import dev.profilekeep.users.UserListRefusedException;
import jakarta.annotation.security.RolesAllowed;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.stereotype.Service;

/** What is wrong, for those who help; administrators decide what can be lived with. */
@Service
public class FindingsService {
    private static final int LARGEST_PAGE = 1_000;
    private static final int LONGEST_HISTORY = 3_660;

    private final HealthDesk desk;
    private final Estate estate;
    private final CurrentUser currentUser;
    private final Clock clock;

    public FindingsService(HealthDesk desk, Estate estate, CurrentUser currentUser, Clock clock) {
        this.desk = desk;
        this.estate = estate;
        this.currentUser = currentUser;
        this.clock = clock;
    }

    /** @param limit at most 1,000 */
    @KeepsToScope
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public HealthReport report(FindingFilter filter, FindingSort sort, long offset, int limit) {
        return desk.report(filter, sort, offset, Math.min(limit, LARGEST_PAGE));
    }

    /** With what is new since the last inventory. */
    @KeepsToScope
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public HealthOverview overview() {
        return desk.overview();
    }

    /** The filter that a query means now, by the last inventory. */
    @KeepsToScope
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public FindingFilter meant(HealthQuery query) {
        return query.at(clock.instant(), desk.lastInventory());
    }

    /** @param limit at most 1,000 */
    @KeepsToScope
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<FindingRow> find(FindingFilter filter, FindingSort sort, long offset, int limit) {
        return desk.find(filter, sort, offset, Math.min(limit, LARGEST_PAGE));
    }

    @KeepsToScope
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public long count(FindingFilter filter) {
        return desk.count(filter);
    }

    /** One after the other, for the export. */
    @KeepsToScope
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public void forEach(FindingFilter filter, FindingSort sort, Consumer<FindingRow> action) {
        desk.forEach(filter, sort, action);
    }

    /** @throws NotFoundException if there is none of that id */
    @KeepsToScope
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public FindingRow finding(long id) {
        return desk.finding(id).orElseThrow(() -> new NotFoundException("finding " + id));
    }

    /**
     * How it was, day by day, oldest first.
     *
     * @param days so many back, today included
     * @throws BadInputException if these are fewer than 1 or more than ten years
     */
    @KeepsToScope
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<HealthDay> history(int days) {
        if (days < 1 || days > LONGEST_HISTORY) {
            throw new BadInputException("days must be 1 to " + LONGEST_HISTORY, null);
        }
        return desk.history(days);
    }

    /** What all sites are called, by id. */
    @KeepsToScope
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public Map<String, String> siteNames() {
        return estate.siteNames();
    }

    /** The sites of which the person may see findings. */
    @KeepsToScope
    @RolesAllowed({HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<Estate.Site> sites() {
        return estate.sites();
    }

    /**
     * Findings that count no more until a day: all of them or none.
     *
     * @param until at most {@link HealthService#LONGEST} from now
     * @throws BadInputException if one of them is not there any more, or reason or time will not do; says which
     */
    @KeepsToScope
    @RolesAllowed(ADMINISTRATOR)
    public void accept(Collection<Long> ids, Instant until, String reason) {
        try {
            desk.accept(ids, until, reason.strip(), currentUser.require());
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * They count again.
     *
     * @param reason may be empty
     * @throws BadInputException if one of them is not there any more, or not accepted; says which
     */
    @KeepsToScope
    @RolesAllowed(ADMINISTRATOR)
    public void withdraw(Collection<Long> ids, String reason) {
        if (ids.isEmpty() || ids.size() > HealthService.MOST) {
            throw new BadInputException("ids are 1 to " + HealthService.MOST + " findings", null);
        }
        try {
            desk.withdraw(ids, reason.strip(), currentUser.require());
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Takes a list of users in place of the one that the same source gave before.
     *
     * @throws BadInputException if it is not understood, is older than the one that is there, or names too few people
     */
    @RolesAllowed(ADMINISTRATOR)
    public UserImport importUsers(InputStream list, String source, Instant exportedAt, boolean force)
            throws IOException {
        try {
            return desk.importUsers(list, source, exportedAt, force, currentUser.require());
        } catch (UserListRefusedException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }
}
