package dev.profilekeep.request;

import dev.profilekeep.catalog.Reach;
import java.util.Set;

/**
 * Which requests.
 *
 * @param states empty for all
 * @param text somewhere in the account, the asker's name or the SID, whatever the case; empty for all
 * @param reach to whose containers the asker is held
 */
public record RequestFilter(Set<RequestState> states, String text, Reach reach) {
    public RequestFilter {
        states = Set.copyOf(states);
        text = text.strip();
    }

    public static RequestFilter within(Reach reach) {
        return new RequestFilter(Set.of(), "", reach);
    }
}
