package dev.profilekeep.portal.help;

import dev.profilekeep.catalog.ContainerRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who calls, as a search finds them.
 *
 * @param key what stands behind {@code /help/}: the SID, a container's number where there is none, or the letters of somebody of
 *     whom no container is known
 * @param account may be empty
 * @param sid may be empty
 * @param containers none only for somebody found by their letters
 * @param host the machine through which they were found; empty if it was not by a machine
 * @param signedIn who reads letters out, if no container of theirs is known; else null
 */
public record Caller(
        String key,
        String account,
        String sid,
        List<ContainerRow> containers,
        String host,
        @Nullable SignedIn signedIn) {
    public Caller {
        containers = List.copyOf(containers);
    }

    /** Somebody with containers. */
    public Caller(String key, String account, String sid, List<ContainerRow> containers, String host) {
        this(key, account, sid, containers, host, null);
    }

    /** Somebody of whom no container is known. */
    static Caller without(SignedIn signedIn) {
        String key = signedIn.letters().isEmpty() ? signedIn.subject() : signedIn.letters();
        return new Caller(key, signedIn.name(), signedIn.sid(), List.of(), "", signedIn);
    }

    /** Whether something seemed to lock one of the containers when it was last looked at. */
    public boolean locked() {
        return containers.stream().anyMatch(ContainerRow::locked);
    }
}
