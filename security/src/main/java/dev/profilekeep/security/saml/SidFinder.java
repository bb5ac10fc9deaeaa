package dev.profilekeep.security.saml;

import dev.profilekeep.security.PersonSid;
import dev.profilekeep.security.SidDirectory;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
     * What came of it.
     *
     * @param sid null if there is none
     * @param unconfirmed whether it is the word of one administrator alone
     * @param unsure whether nobody could tell if one was given, which would come before this one
     */
    record Found(@Nullable String sid, boolean unconfirmed, boolean unsure) {}

    /**
     * @param said the values of the SID's attribute
     * @param objectIds the values of the object id's attribute
     */
    Found find(List<String> said, List<String> objectIds, String provider, String subject, String displayName) {
        Optional<String> sid = one(said, Sids::parse, "SID", provider, subject);
        if (sid.isPresent()) {
            return new Found(sid.get(), false, false);
        }
        boolean unsure = false;
        try {
            Optional<Found> given = directory.sidOf(provider, subject).flatMap(one -> PersonSid.of(one.sid())
                    .map(clean -> new Found(clean, !one.confirmed(), false)));
            if (given.isPresent()) {
                return given.get();
            }
        } catch (SidDirectory.UnreadableException e) {
            LOG.warn("which SID was given to {} at {} cannot be told: {}", subject, provider, e.getMessage());
            unsure = true;
        }
        Optional<String> computed = one(objectIds, Sids::fromObjectId, "object id", provider, subject);
        if (computed.isEmpty() && !unsure) {
            directory.without(provider, subject, displayName);
        }
        return new Found(computed.orElse(null), false, unsure);
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
