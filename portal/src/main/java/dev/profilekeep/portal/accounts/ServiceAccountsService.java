package dev.profilekeep.portal.accounts;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;

import dev.profilekeep.account.AccountRole;
import dev.profilekeep.account.NewAccount;
import dev.profilekeep.account.ServiceAccount;
import dev.profilekeep.account.ServiceAccounts;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.portal.access.Actors;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.ForbiddenException;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.access.ServicePrincipal;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Service;

/** Service accounts: seen by administrators, made and revoked by those of them who are people, or by the command line. */
@Service
public class ServiceAccountsService {
    private final ServiceAccounts accounts;
    private final ProfileKeepConfig config;
    private final CurrentUser currentUser;
    private final Clock clock;

    public ServiceAccountsService(Engine engine, CurrentUser currentUser, Clock clock) {
        this.accounts = engine.serviceAccounts();
        this.config = engine.config();
        this.currentUser = currentUser;
        this.clock = clock;
    }

    /** All that there ever were, newest first. */
    @RolesAllowed(ADMINISTRATOR)
    public List<ServiceAccount> all() {
        return accounts.all();
    }

    /** By which states are told. */
    @RolesAllowed(ADMINISTRATOR)
    public Instant now() {
        return clock.instant();
    }

    /** The sites to which an account can be held, names by id. */
    @RolesAllowed(ADMINISTRATOR)
    public Map<String, String> sites() {
        Map<String, String> sites = new LinkedHashMap<>();
        config.sites().forEach(site -> sites.put(site.id(), site.name()));
        return sites;
    }

    /** The sets to which an account can be held, names by id. */
    @RolesAllowed(ADMINISTRATOR)
    public Map<String, String> sets() {
        Map<String, String> sets = new LinkedHashMap<>();
        config.sets().forEach(set -> sets.put(set.id(), set.name()));
        return sets;
    }

    /**
     * Makes an account; its token is in the answer and nowhere else.
     *
     * @throws BadInputException if something of it cannot be
     * @throws ForbiddenException if a service account asks
     */
    @RolesAllowed(ADMINISTRATOR)
    public ServiceAccounts.Made create(
            String name, AccountRole role, Set<String> sites, Set<String> sets, int days, String reason) {
        Person by = onlyPeople();
        try {
            return accounts.create(new NewAccount(name, role, sites, sets, days, reason), Actors.of(by));
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Refuses an account's token from now on, for good.
     *
     * @throws NotFoundException if there is none
     * @throws BadInputException if the reason cannot be
     * @throws ForbiddenException if a service account asks
     */
    @RolesAllowed(ADMINISTRATOR)
    public ServiceAccount revoke(String id, String reason) {
        Person by = onlyPeople();
        try {
            return accounts.revoke(id, Actors.of(by), reason)
                    .orElseThrow(() -> new NotFoundException("service account " + id));
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }

    private Person onlyPeople() {
        Person person = currentUser.require();
        if (ServicePrincipal.is(person)) {
            throw ForbiddenException.notForServiceAccounts();
        }
        return person;
    }
}
