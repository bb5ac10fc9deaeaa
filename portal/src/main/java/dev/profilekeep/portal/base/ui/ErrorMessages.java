package dev.profilekeep.portal.base.ui;

import dev.profilekeep.batch.run.AlreadyRunningException;
import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.access.NotNowException;
import dev.profilekeep.portal.text.Incidents;
import dev.profilekeep.portal.web.CatalogAway;
import dev.profilekeep.text.Visible;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;

/**
 * What an exception is to the person in front: what happened and what to do next. The unexpected gets an id that stands in
 * the log; nobody is ever shown a stack trace, a path of the server or the words of a library.
 */
public final class ErrorMessages {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorMessages.class);

    private ErrorMessages() {}

    /**
     * @param key of the text
     * @param incident the id in the log; empty if there is nothing to look up
     * @param detail what the text is told, if it has a place for it: a sentence of ours
     */
    public record Message(String key, String incident, String detail) {
        Message(String key, String incident) {
            this(key, incident, "");
        }

        public String in(Words words) {
            String text = detail.isEmpty() ? words.get(key) : words.get(key, detail);
            return incident.isEmpty() ? text : text + " " + words.get("error.id", incident);
        }
    }

    /** The message for {@code thrown}; what nobody expected is logged here, once. */
    public static Message of(Throwable thrown) {
        Throwable cause = root(thrown);
        if (cause instanceof NotFoundException) {
            return new Message("error.notFound.text", "");
        }
        if (cause instanceof AccessDeniedException || cause instanceof AuthenticationException) {
            return new Message("error.notAllowed", "");
        }
        if (cause instanceof AlreadyRunningException) {
            return new Message("error.running", "");
        }
        if (cause instanceof NotNowException notNow) {
            boolean says = notNow.why() == NotNowException.Why.FAILOVER;
            return new Message(
                    "notNow." + notNow.why().name(),
                    "",
                    says ? Visible.isolated(String.valueOf(notNow.getMessage())) : "");
        }
        if (cause instanceof BadInputException) {
            return new Message("error.input", "");
        }
        String incident = Incidents.next();
        LOG.error("incident={}", incident, thrown);
        boolean catalog = cause instanceof CatalogException || CatalogAway.isBehind(thrown);
        return new Message(catalog ? "error.catalog" : "error.unexpected.text", incident);
    }

    /** The first of ours below what frameworks wrap around it. */
    private static Throwable root(Throwable thrown) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (at instanceof NotFoundException
                    || at instanceof AccessDeniedException
                    || at instanceof AuthenticationException
                    || at instanceof AlreadyRunningException
                    || at instanceof NotNowException
                    || at instanceof BadInputException
                    || at instanceof CatalogException) {
                return at;
            }
        }
        return thrown;
    }
}
