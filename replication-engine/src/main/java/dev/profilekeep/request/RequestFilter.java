package dev.profilekeep.request;

import dev.profilekeep.catalog.Reach;
import java.util.Set;

/**
 * Which requests.
 *
 * @param states empty for all
 * @param text somewhere in the account, the asker's name or the SID, whatever the case; empty for all
 * @param reach to whose containers the asker is held
 * @param sid of whose containers alone, whatever the case; empty for all
 */
public record RequestFilter(Set<RequestState> states, String text, Reach reach, Order order, String sid) {
    /** Which come first. */
    public enum Order {
        /** What waits for a decision, the longest waiting first; what is over last, the newest first. */
        QUEUE,
        NEWEST,
        OLDEST
    }

    /** Of whomever. */
    public RequestFilter(Set<RequestState> states, String text, Reach reach, Order order) {
        this(states, text, reach, order, "");
    }

    /** As the queue is. */
    public RequestFilter(Set<RequestState> states, String text, Reach reach) {
        this(states, text, reach, Order.QUEUE);
    }

    public RequestFilter {
        states = Set.copyOf(states);
        text = text.strip();
    }

    public static RequestFilter within(Reach reach) {
        return new RequestFilter(Set.of(), "", reach);
    }

    /**
     * All about one person's containers, the newest first.
     *
     * @param sid not blank: those of whom nobody knows who they are have nothing in common
     */
    public static RequestFilter of(String sid, Reach reach) {
        if (sid.isBlank()) {
            throw new IllegalArgumentException("sid must name a person");
        }
        return new RequestFilter(Set.of(), "", reach, Order.NEWEST, sid);
    }
}
