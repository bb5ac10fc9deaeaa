package dev.profilekeep.findings;

import dev.profilekeep.catalog.Reach;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.health.FindingKind;
import dev.profilekeep.health.Severity;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which findings are asked for; empty sets and texts do not narrow.
 *
 * @param text part of account name, SID or disk name, in any case; several words must all match; leaves findings of locations
 *     and repositories out
 * @param sites ids of sites
 * @param since those that are {@link Status#OPEN} since then at the earliest, or {@link Status#RESOLVED} since then; null for all
 * @param before those that are {@link Status#OPEN} since before then, or {@link Status#RESOLVED} before then; null for all
 * @param container id of the one container that is asked for; null for all, for locations and for repositories
 * @param reach to which containers, and locations of theirs, whoever asks is held
 */
public record FindingFilter(
        String text,
        Set<String> sites,
        Set<ContainerKind> kinds,
        Set<FindingKind> codes,
        Set<Severity> severities,
        About about,
        Status status,
        Accepted accepted,
        @Nullable Instant since,
        @Nullable Instant before,
        @Nullable Long container,
        Reach reach) {
    /** What a finding is about. */
    public enum About {
        CONTAINERS,
        LOCATIONS,
        REPOSITORIES,
        ANYTHING
    }

    /** Whether it is still there. */
    public enum Status {
        OPEN,
        RESOLVED
    }

    /** Whether those that somebody accepted are shown. */
    public enum Accepted {
        HIDDEN,
        SHOWN,
        ONLY
    }

    /** All that is there now and nobody accepted. */
    public static final FindingFilter OPEN = new FindingFilter(
            "",
            Set.of(),
            Set.of(),
            Set.of(),
            Set.of(),
            About.ANYTHING,
            Status.OPEN,
            Accepted.HIDDEN,
            null,
            null,
            null,
            Reach.EVERYWHERE);

    public FindingFilter {
        sites = Set.copyOf(sites);
        kinds = Set.copyOf(kinds);
        codes = Set.copyOf(codes);
        severities = Set.copyOf(severities);
    }

    public FindingFilter text(String words) {
        return new FindingFilter(
                words, sites, kinds, codes, severities, about, status, accepted, since, before, container, reach);
    }

    public FindingFilter sites(Set<String> ids) {
        return new FindingFilter(
                text, ids, kinds, codes, severities, about, status, accepted, since, before, container, reach);
    }

    public FindingFilter kinds(Set<ContainerKind> some) {
        return new FindingFilter(
                text, sites, some, codes, severities, about, status, accepted, since, before, container, reach);
    }

    public FindingFilter codes(Set<? extends FindingKind> some) {
        return new FindingFilter(
                text,
                sites,
                kinds,
                Set.copyOf(some),
                severities,
                about,
                status,
                accepted,
                since,
                before,
                container,
                reach);
    }

    public FindingFilter severities(Set<Severity> some) {
        return new FindingFilter(
                text, sites, kinds, codes, some, about, status, accepted, since, before, container, reach);
    }

    public FindingFilter about(About what) {
        return new FindingFilter(
                text, sites, kinds, codes, severities, what, status, accepted, since, before, container, reach);
    }

    public FindingFilter status(Status which) {
        return new FindingFilter(
                text, sites, kinds, codes, severities, about, which, accepted, since, before, container, reach);
    }

    public FindingFilter accepted(Accepted which) {
        return new FindingFilter(
                text, sites, kinds, codes, severities, about, status, which, since, before, container, reach);
    }

    public FindingFilter since(@Nullable Instant time) {
        return new FindingFilter(
                text, sites, kinds, codes, severities, about, status, accepted, time, before, container, reach);
    }

    public FindingFilter container(@Nullable Long id) {
        return new FindingFilter(
                text, sites, kinds, codes, severities, about, status, accepted, since, before, id, reach);
    }

    public FindingFilter before(@Nullable Instant time) {
        return new FindingFilter(
                text, sites, kinds, codes, severities, about, status, accepted, since, time, container, reach);
    }

    /** The same for somebody who is held to {@code to}. */
    public FindingFilter within(Reach to) {
        return new FindingFilter(
                text, sites, kinds, codes, severities, about, status, accepted, since, before, container, to);
    }
}
