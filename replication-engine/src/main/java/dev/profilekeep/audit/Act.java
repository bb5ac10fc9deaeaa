package dev.profilekeep.audit;

import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells an act from its beginning to its end: one entry before it, without which it is not done, and one after it with how it
 * ended. An act whose second entry is missing was cut off: its outcome is unknown. An act that is done in one transaction with
 * its entry has that one alone: there is no outcome that could be unknown.
 */
public final class Act {
    private static final Logger LOG = LoggerFactory.getLogger(Act.class);

    private Act() {}

    /** Appends one entry on the act; {@link AuditSink} with the actor, the act and its subject filled in. */
    @FunctionalInterface
    public interface Teller {
        /** @throws dev.profilekeep.catalog.CatalogException if it could not be appended */
        void tell(Map<String, String> evidence, String outcome);
    }

    /** What is done. */
    @FunctionalInterface
    public interface Deed<T, E extends Exception> {
        T run() throws E;
    }

    /**
     * @param evidence what is known before; told in both entries, with an id of this act as {@code act}, which joins the two
     * @param came what the result adds to the evidence, such as the id of the run that was started
     * @param refusal an error's reason if it means that the act was turned down; empty if the act failed
     * @return what the deed returned. An error in telling of the end is logged and hides neither result nor error of the deed
     */
    public static <T, E extends Exception> T told(
            Teller teller,
            Map<String, String> evidence,
            Deed<T, E> deed,
            Function<T, Map<String, String>> came,
            Function<Exception, String> refusal)
            throws E {
        Map<String, String> known = withId(evidence);
        teller.tell(known, "begun");
        T result;
        try {
            result = deed.run();
        } catch (Exception e) {
            String refused = refusal.apply(e);
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            tellEnd(teller, known, refused.isEmpty() ? "failed: " + reason : "refused: " + refused);
            throw e;
        }
        Map<String, String> all = new TreeMap<>(known);
        all.putAll(came.apply(result));
        tellEnd(teller, all, "done");
        return result;
    }

    /** The evidence of an act that stands or falls with its only entry: with an id of the act, as every act has one. */
    public static Map<String, String> inOneWithItsEntry(Map<String, String> evidence) {
        return withId(evidence);
    }

    private static Map<String, String> withId(Map<String, String> evidence) {
        Map<String, String> known = new TreeMap<>(evidence);
        known.put("act", UUID.randomUUID().toString());
        return known;
    }

    private static void tellEnd(Teller teller, Map<String, String> evidence, String outcome) {
        try {
            teller.tell(evidence, outcome);
        } catch (RuntimeException e) {
            LOG.error("an act ended ({}), but the audit trail could not be told so; evidence={}", outcome, evidence, e);
        }
    }
}
