package dev.profilekeep.catalog;

import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.health.ContainerState;
import dev.profilekeep.health.FindingCode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which containers are asked for; empty sets and texts do not narrow.
 *
 * @param text part of account name, SID or disk name, in any case, without accents or as German writes them; several words must
 *     all match
 * @param sites ids of sites: containers with a copy there
 * @param sid exactly this person's; null for everybody's
 * @param reach to which containers whoever asks is held, whatever they ask for
 */
public record ContainerFilter(
        String text,
        Set<String> sites,
        Set<ContainerKind> kinds,
        Set<ContainerState> states,
        Set<FindingCode> findings,
        @Nullable String sid,
        Reach reach) {

    public static final ContainerFilter ALL = new ContainerFilter("", Set.of(), Set.of(), Set.of(), Set.of(), null);

    public ContainerFilter {
        sites = Set.copyOf(sites);
        kinds = Set.copyOf(kinds);
        states = Set.copyOf(states);
        findings = Set.copyOf(findings);
    }

    /** For somebody who is held to nothing. */
    public ContainerFilter(
            String text,
            Set<String> sites,
            Set<ContainerKind> kinds,
            Set<ContainerState> states,
            Set<FindingCode> findings,
            @Nullable String sid) {
        this(text, sites, kinds, states, findings, sid, Reach.EVERYWHERE);
    }

    /** The same for somebody who is held to {@code to}. */
    public ContainerFilter within(Reach to) {
        return new ContainerFilter(text, sites, kinds, states, findings, sid, to);
    }
}
