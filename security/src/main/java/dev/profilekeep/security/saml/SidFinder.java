package dev.profilekeep.security.saml;

import dev.profilekeep.security.PersonSid;
import dev.profilekeep.security.SidDirectory;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SID of somebody who signs in: what their identity provider said; else what an administrator said; else what follows from
 * their object id. Never from a name: names are given again to other people. What is no {@linkplain PersonSid person's} counts as
 * if it had not been said.
 */
final class SidFinder {
    private static final Logger LOG = LoggerFactory.getLogger(SidFinder.class);

    private final SidDirectory directory;

    SidFinder(SidDirectory directory) {
        this.directory = directory;
    }

    /**
     * A SID.
     *
     * @param unconfirmed whether it is the word of one administrator alone
     */
    record Found(String sid, boolean unconfirmed) {}

    /**
     * @param said the values of the SID's attribute
     * @param objectIds the values of the object id's attribute
     */
    Optional<Found> find(
            List<String> said, List<String> objectIds, String provider, String subject, String displayName) {
        Optional<String> sid = one(said, Sids::parse, "SID", provider, subject);
        if (sid.isPresent()) {
            return sid.map(SidFinder::said);
        }
        Optional<Found> found = directory
                .sidOf(provider, subject)
                .flatMap(given -> PersonSid.of(given.sid()).map(one -> new Found(one, !given.confirmed())))
                .or(() -> one(objectIds, Sids::fromObjectId, "object id", provider, subject)
                        .map(SidFinder::said));
        if (found.isEmpty()) {
            directory.without(provider, subject, displayName);
        }
        return found;
    }

    private static Found said(String sid) {
        return new Found(sid, false);
    }

    private static Optional<String> one(
            List<String> values,
            Function<String, Optional<String>> reader,
            String what,
            String provider,
            String subject) {
        Set<String> sids = values.stream().map(reader).flatMap(Optional::stream).collect(Collectors.toSet());
        if (sids.size() == 1) {
            String sid = sids.iterator().next();
            Optional<String> person = PersonSid.of(sid);
            if (person.isEmpty()) {
                LOG.warn(
                        "identity provider {} sent {} as the {} of {}, which is no person's but a group's or a well-known"
                                + " one: it counts as none; send objectSid",
                        provider,
                        sid,
                        what,
                        subject);
            }
            return person;
        }
        if (!values.isEmpty()) {
            LOG.warn(
                    "identity provider {} sent {} values for the {} of {}, of which {} differ and can be read: exactly"
                            + " one is needed",
                    provider,
                    values.size(),
                    what,
                    subject,
                    sids.size());
        }
        return Optional.empty();
    }
}
