package dev.profilekeep.compact.estate;

import dev.profilekeep.compact.estate.WorkRows.Work;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.lease.CutOffSwaps;
import dev.profilekeep.lease.Kept;
import dev.profilekeep.lease.SafeReplace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What acts that were cut off left at locations: each location is settled once, however many containers are asked for. For one use by one thread. */
final class LeftBehind {
    private static final Logger LOG = LoggerFactory.getLogger(LeftBehind.class);

    private final ProfileKeepConfig config;
    private final SafeReplace swaps;
    private final CutOffSwaps cutOff;
    private final Set<String> settled = new HashSet<>();

    LeftBehind(ProfileKeepConfig config, SafeReplace swaps, CutOffSwaps cutOff) {
        this.config = config;
        this.swaps = swaps;
        this.cutOff = cutOff;
    }

    /** Finishes or takes back what was cut off at a location, and removes unfinished files that nobody works on. Whether nothing is open there any more. */
    boolean settle(String location) {
        // where something was open it may be somebody's who is at it: it is asked again
        return settled.contains(location) || isSettled(location) && settled.add(location);
    }

    private boolean isSettled(String location) {
        try {
            return config.location(location).isPresent()
                    && cutOff.settle(location).isEmpty();
        } catch (IOException | RuntimeException e) {
            LOG.warn("location={} what was cut off there is settled later: {}", location, e.getMessage());
            return false;
        }
    }

    /** The old files that an act on a container left, which tell what became of it; empty if that is not known yet. */
    Optional<List<Kept>> of(Work work) {
        List<Kept> found = new ArrayList<>();
        for (String location : work.copies()) {
            if (!settle(location)) {
                return Optional.empty();
            }
            try {
                for (Kept one : swaps.keptOf(location, work.containerId())) {
                    if (one.purpose().equals(work.purpose()) && !one.conflict()) {
                        found.add(one);
                    }
                }
            } catch (IOException e) {
                LOG.warn("container={} what became of it is asked for again: {}", work.containerId(), e.getMessage());
                return Optional.empty();
            }
        }
        return Optional.of(found);
    }
}
