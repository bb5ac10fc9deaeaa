package dev.profilekeep.portal.sids;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;

import dev.profilekeep.approval.Approvals;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.GivenReason;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.portal.access.Actors;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.ForbiddenException;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.access.NotNowException;
import dev.profilekeep.portal.access.NotNowException.Why;
import dev.profilekeep.portal.access.ServicePrincipal;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.PersonSid;
import dev.profilekeep.security.Role;
import jakarta.annotation.security.RolesAllowed;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** Gives a SID to people whose identity provider says none. It decides whose containers are theirs: each change is audited. */
@Service
public class AccountsService {
    private static final Logger LOG = LoggerFactory.getLogger(AccountsService.class);
    private static final String GIVE = "account.sid.give";
    private static final String CONFIRM = "account.sid.confirm";
    private static final String TAKE = "account.sid.take";
    private static final String CHANGED =
            "that SID is not waiting for a second administrator here any more; see the list";
    private static final int LONGEST = 1_000;
    private static final int LARGEST_PAGE = 500;

    private final SidMappings mappings;
    private final Estate estate;
    private final CurrentUser currentUser;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    public AccountsService(SidMappings mappings, Estate estate, CurrentUser currentUser) {
        this.mappings = mappings;
        this.estate = estate;
        this.currentUser = currentUser;
    }

    /** Those who wait for a SID first. */
    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public List<SidMapping> all() {
        return mappings.all();
    }

    /**
     * A part of the list.
     *
     * @param people those who wait for a SID first
     * @param total how many there are in all
     */
    public record Found(List<SidMapping> people, long total) {}

    /**
     * Those of whom name, sign-in or SID contains every word.
     *
     * @param waiting only those who wait for a SID
     */
    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public Found search(String text, boolean waiting, int limit) {
        return new Found(mappings.search(text, waiting, Math.min(limit, LARGEST_PAGE)), mappings.count(text, waiting));
    }

    /** The identity providers of the configuration, of those who came, and of the asker's own sign-in. */
    @RolesAllowed(ADMINISTRATOR)
    public List<String> identityProviders() {
        Set<String> known = new LinkedHashSet<>();
        known.add(currentUser.require().identityProvider());
        known.addAll(estate.identityProviders());
        mappings.all().forEach(one -> known.add(one.identityProvider()));
        return List.copyOf(known);
    }

    /**
     * What somebody would get with a SID, so that a wrong one is seen before it is given.
     *
     * @param people names of those who have it already
     * @param containers their containers
     */
    public record Owner(List<String> people, List<ContainerRow> containers) {}

    /** Empty for what is no person's SID. */
    @RolesAllowed(ADMINISTRATOR)
    public Optional<Owner> owner(String sid) {
        return PersonSid.of(sid)
                .map(clean -> new Owner(
                        mappings.having(clean).stream()
                                .map(SidMapping::displayName)
                                .toList(),
                        estate.ofPerson(clean).stream()
                                .map(ContainerDetail::row)
                                .toList()));
    }

    /**
     * Gives somebody a SID; it counts from their next sign-in on. Until another administrator confirms it, it opens what it owns and
     * does not tell who acts: else one administrator could make two of themselves.
     *
     * @param reason goes into the audit trail
     * @throws BadInputException if it is no person's SID, or a value is missing
     * @throws ForbiddenException if a service account asks
     */
    @RolesAllowed(ADMINISTRATOR)
    public SidMapping give(String identityProvider, String subject, String sid, String reason) {
        Person by = notAProgram();
        String clean = PersonSid.of(sid)
                .orElseThrow(() -> new BadInputException(
                        "sid must be that of a person, like S-1-5-21-1004336348-1177238915-682003330-1104", null));
        requireKnown(identityProvider, subject);
        act(
                GIVE,
                identityProvider,
                subject,
                reason,
                Map.of("sid", clean),
                () -> mappings.map(
                        identityProvider,
                        subject,
                        clean,
                        by.displayName(),
                        Actors.of(by).id()));
        return mappings.find(identityProvider, subject).orElseThrow(() -> new NotFoundException("account " + subject));
    }

    private SidMapping known(String identityProvider, String subject) {
        boolean possible = identityProvider.indexOf(0) < 0 && subject.indexOf(0) < 0;
        return (possible ? mappings.find(identityProvider, subject) : Optional.<SidMapping>empty())
                .orElseThrow(() -> new BadInputException(
                        "subject: nobody of that name came from there or was given a SID; see the list", null));
    }

    /** A name that nobody can have would be given a SID without a word, and help nobody. */
    private void requireKnown(String identityProvider, String subject) {
        requireText("identityProvider", identityProvider, 64);
        requireText("subject", subject, LONGEST);
        if (!identityProviders().contains(identityProvider)) {
            throw new BadInputException(
                    "there is no identity provider \"" + identityProvider + "\"; there "
                            + (identityProviders().size() == 1 ? "is " : "are ")
                            + String.join(", ", identityProviders()),
                    null);
        }
    }

    /** As a sign-in says it: no control characters, and none that hide or turn others. */
    private static void requireText(String field, String text, int longest) {
        boolean unseen = text.codePoints()
                .anyMatch(c -> Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.SURROGATE);
        if (text.isBlank() || text.length() > longest || unseen) {
            throw new BadInputException(
                    field + " must be as the person's sign-in says it: 1 to " + longest
                            + " characters, none of them invisible",
                    null);
        }
    }

    /** Whether the person could confirm it. */
    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public boolean mayConfirm(SidMapping one) {
        Person person = currentUser.require();
        return person.has(Role.ADMINISTRATOR)
                && one.unconfirmed()
                && against(one, person).isEmpty();
    }

    /**
     * Confirms a SID that another administrator gave: from the next sign-in on it tells who acts, too.
     *
     * @param sid as it stands
     * @throws BadInputException if there is no such account, or no reason
     * @throws NotNowException if another SID stands there, it is confirmed, or whoever asks is not another person than who gave it, or
     *     that cannot be told
     * @throws ForbiddenException if a service account asks
     */
    @RolesAllowed(ADMINISTRATOR)
    public SidMapping confirm(String identityProvider, String subject, String sid, String reason) {
        Person by = notAProgram();
        SidMapping known = known(identityProvider, subject);
        String giver = mappings.giver(identityProvider, subject);
        String clean = sid.strip().toUpperCase(Locale.ROOT);
        if (!clean.equals(known.sid()) || known.confirmed()) {
            throw new NotNowException(Why.MOVED_ON, CHANGED, null);
        }
        against(known, by).ifPresent(why -> {
            throw new NotNowException(why.why(), why.sentence(), null);
        });
        act(CONFIRM, identityProvider, subject, reason, Map.of("sid", clean, "givenBy", giver), () -> {
            if (!mappings.confirm(
                    identityProvider,
                    subject,
                    clean,
                    giver,
                    by.displayName(),
                    Actors.of(by).id())) {
                throw new NotNowException(Why.MOVED_ON, CHANGED, null);
            }
        });
        return mappings.find(identityProvider, subject).orElseThrow(() -> new NotFoundException("account " + subject));
    }

    private record Against(Why why, String sentence) {
        static Optional<Against> of(Why why, String sentence) {
            return Optional.of(new Against(why, sentence));
        }
    }

    /**
     * Why this person cannot confirm it; empty if they can. It makes somebody of the account who can agree with others, so neither its
     * owner nor who gave it can be the one: not by another way in either.
     */
    private Optional<Against> against(SidMapping one, Person person) {
        String giver = mappings.giver(one.identityProvider(), one.subject());
        Actor actor = Actors.of(person);
        if (!actor.isPerson()) {
            return Against.of(Why.NOT_A_PERSON, "only people who signed in to the portal confirm a SID");
        }
        Approvals.Apart fromTheOwner = Approvals.apart(
                one.identityProvider() + ":" + one.subject(), person.identityProvider() + ":" + person.subject());
        if (fromTheOwner == Approvals.Apart.SAME
                || Approvals.apart(String.valueOf(one.sid()), actor.id()) == Approvals.Apart.SAME) {
            return Against.of(Why.OWN_SID, "nobody confirms their own SID: another administrator has to");
        }
        if (!new Actor(giver, "", List.of(), "").isPerson()) {
            return Against.of(
                    Why.GIVER_NOT_KNOWN,
                    "it is not known which person gave this SID: let an administrator who signed in give it"
                            + " again, and another confirm it");
        }
        Approvals.Apart fromTheGiver = Approvals.apart(giver, actor.id());
        if (fromTheGiver == Approvals.Apart.SAME) {
            return Against.of(Why.GAVE_IT, "whoever gave a SID cannot confirm it: another administrator has to");
        }
        if (fromTheOwner == Approvals.Apart.CANNOT_TELL) {
            return Against.of(
                    Why.NOT_APART_FROM_OWNER,
                    "it cannot be told that you are another person than the one whose account it is, since you signed in"
                            + " at " + person.identityProvider() + " and they do at " + one.identityProvider()
                            + ": an administrator who signs in there has to confirm it");
        }
        return fromTheGiver == Approvals.Apart.TWO
                ? Optional.empty()
                : Against.of(
                        Why.NOT_APART_FROM_GIVER,
                        "it cannot be told that you are another person than whoever gave this SID, since you do not"
                                + " both have a SID of your own of one kind and came by different ways");
    }

    private Person notAProgram() {
        Person person = currentUser.require();
        if (ServicePrincipal.is(person)) {
            throw ForbiddenException.sidsNotForServiceAccounts();
        }
        return person;
    }

    /**
     * Takes it away again; who is signed in keeps it until they sign out.
     *
     * @throws BadInputException if there is no such account, or no reason
     */
    @RolesAllowed(ADMINISTRATOR)
    public void take(String identityProvider, String subject, String reason) {
        SidMapping known = known(identityProvider, subject);
        String sid = known.sid();
        act(
                TAKE,
                identityProvider,
                subject,
                reason,
                sid == null ? Map.of() : Map.of("sid", sid),
                () -> mappings.remove(identityProvider, subject));
    }

    private void act(
            String act, String provider, String subject, String reason, Map<String, String> evidence, Runnable deed) {
        String why = reason.strip();
        if (why.isEmpty() || why.length() > GivenReason.LONGEST) {
            throw new BadInputException("reason must say why, in 1 to " + GivenReason.LONGEST + " characters", null);
        }
        GivenReason.fault(why).ifPresent(fault -> {
            throw new BadInputException("reason " + fault, null);
        });
        Person by = currentUser.require();
        Map<String, String> known = new TreeMap<>(evidence);
        known.put("act", UUID.randomUUID().toString());
        String whom = "account:" + provider + ":" + subject;
        estate.audit(by, act, whom, why, known, "begun");
        try {
            deed.run();
        } catch (RuntimeException e) {
            estate.audit(by, act, whom, why, known, "failed: " + e.getClass().getSimpleName());
            throw e;
        }
        estate.audit(by, act, whom, why, known, "done");
        tell();
    }

    /** Has {@code changed} called, on whichever thread, when somebody's SID was given, confirmed or taken, until closed. */
    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public AutoCloseable subscribe(Runnable changed) {
        Runnable listener = () -> changed.run(); // its own, so that closing one ends no other
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** One that fails keeps nobody else from hearing, and what was done stays done. */
    private void tell() {
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                LOG.debug("a listener to accounts failed", e);
            }
        }
    }
}
