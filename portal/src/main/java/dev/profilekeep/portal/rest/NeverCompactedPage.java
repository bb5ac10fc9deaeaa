package dev.profilekeep.portal.rest;

import dev.profilekeep.space.estate.NeverCompacted;
import dev.profilekeep.space.estate.NeverCompactedTotals;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Containers that FSLogix itself never makes smaller, as of the last inventory: the largest gain first. Sizes in bytes.
 *
 * @param reasons every one, of all that somebody may see; a container counts for each of its reasons
 * @param total so many containers, each once
 * @param reclaimableBytes of these
 */
record NeverCompactedPage(
        List<Container> containers, List<ByReason> reasons, long offset, int limit, long total, long reclaimableBytes) {
    /** @param reason FIXED, MBR, DIRTY, NOT_CLOSED, OLD_AGENT or HAD_CHANCE */
    record ByReason(String reason, long containers, long reclaimableBytes) {}

    /**
     * @param account empty if it is not known
     * @param site of the copy whose sizes these are
     * @param observations how often in a row this much could be given back
     * @param since the first of them; null if there was none
     */
    record Container(
            long container,
            String set,
            String kind,
            String sid,
            String account,
            String disk,
            String site,
            String location,
            long fileBytes,
            long reclaimableBytes,
            List<String> reasons,
            int observations,
            @Nullable Instant since) {
        static Container of(NeverCompacted one) {
            return new Container(
                    one.containerId(),
                    one.setId(),
                    one.kind().name(),
                    one.sid(),
                    one.account(),
                    one.baseName(),
                    one.siteId(),
                    one.locationId(),
                    one.fileSize(),
                    one.reclaimable(),
                    one.reasons().stream().sorted().map(Enum::name).toList(),
                    one.observations(),
                    one.since());
        }
    }

    static NeverCompactedPage of(List<NeverCompacted> page, NeverCompactedTotals totals, long offset, int limit) {
        return new NeverCompactedPage(
                page.stream().map(Container::of).toList(),
                Arrays.stream(NeverCompacted.Reason.values())
                        .map(reason -> {
                            NeverCompactedTotals.Sum sum = totals.of(reason);
                            return new ByReason(reason.name(), sum.containers(), sum.reclaimable());
                        })
                        .toList(),
                offset,
                limit,
                totals.all().containers(),
                totals.all().reclaimable());
    }
}
