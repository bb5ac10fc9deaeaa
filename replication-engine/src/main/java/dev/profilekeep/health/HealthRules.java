package dev.profilekeep.health;

import dev.profilekeep.config.InventoryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is worth a word about a container. Pure: the same facts give the same findings. */
public final class HealthRules {
    private final InventoryPolicy policy;

    public HealthRules(InventoryPolicy policy) {
        this.policy = policy;
    }

    /** What one copy shows by itself. */
    public List<Finding> ofCopy(CopyFacts copy) {
        List<Finding> findings = new ArrayList<>();
        String at = copy.locationId();
        if (copy.unreadable() && copy.damaged()) {
            findings.add(new Finding(FindingCode.DAMAGED, at, Map.of("rule", copy.reason())));
        } else if (copy.unreadable()) {
            findings.add(new Finding(FindingCode.UNREADABLE, at, Map.of("reason", copy.reason())));
        } else if (!copy.damage().isEmpty()) {
            findings.add(new Finding(FindingCode.DAMAGED, at, Map.of("rule", copy.damage())));
        }
        CopyFacts.Lock lock = copy.lock();
        if (copy.held()) {
            findings.add(new Finding(FindingCode.IN_USE, at, Map.of("reason", copy.reason())));
        } else if (lock != null) {
            Map<String, String> facts = Map.of(
                    "lock", lock.name(),
                    "lockBytes", Long.toString(lock.bytes()),
                    "lockWritten", lock.lastWritten().toString());
            findings.add(new Finding(FindingCode.IN_USE, at, facts));
        }
        if (!copy.differences().isEmpty() || copy.differenceDisk()) {
            String names = copy.differenceDisk() ? "the disk itself" : String.join(", ", copy.differences());
            findings.add(new Finding(FindingCode.DIFFERENCE_DISK, at, Map.of("names", names)));
        }
        if (copy.everRead()) {
            ofContent(copy, findings);
        }
        return findings;
    }

    private void ofContent(CopyFacts copy, List<Finding> findings) {
        String at = copy.locationId();
        if (copy.dirty()) {
            findings.add(new Finding(FindingCode.VOLUME_DIRTY, at, Map.of()));
        }
        if (copy.logOpen() && !copy.held()) {
            findings.add(new Finding(FindingCode.LOG_NOT_REPLAYED, at, Map.of()));
        }
        if (copy.noFileSystem() && copy.damage().isEmpty()) {
            findings.add(new Finding(FindingCode.NO_FILE_SYSTEM, at, Map.of()));
        }
        if (copy.used() >= 0 && copy.free() >= 0 && copy.used() + copy.free() > 0) {
            fullness(copy.used(), copy.free()).ifPresent(code -> {
                long percent = percent(copy.used(), copy.used() + copy.free());
                findings.add(new Finding(
                        code,
                        at,
                        Map.of("freeBytes", Long.toString(copy.free()), "percentUsed", Long.toString(percent))));
            });
        }
        if (copy.reclaimable() >= policy.bloatedMinBytes()
                && percent(copy.reclaimable(), Math.max(1, copy.fileSize())) >= policy.bloatedPercent()) {
            findings.add(new Finding(
                    FindingCode.BLOATED, at, Map.of("reclaimableBytes", Long.toString(copy.reclaimable()))));
        }
    }

    /** A small volume has little left even when it is empty, so what is left counts only where much is in use. */
    private Optional<FindingCode> fullness(long used, long free) {
        double percent = 100.0 * used / (used + free);
        boolean nearly = percent >= policy.nearlyFullPercent();
        if (percent >= policy.health().fullPercent()
                || nearly && free < policy.health().fullFreeBytes()) {
            return Optional.of(FindingCode.FULL);
        }
        return nearly && free < policy.nearlyFullFreeBytes() ? Optional.of(FindingCode.NEARLY_FULL) : Optional.empty();
    }

    /** What the container as a whole shows; {@code lastWritten} is that of its newest copy. */
    public List<Finding> ofContainer(String sid, Instant lastWritten, Instant now) {
        List<Finding> findings = new ArrayList<>();
        long days = Duration.between(lastWritten, now).toDays();
        if (days >= policy.notUsedAfterDays()) {
            findings.add(new Finding(FindingCode.NOT_USED, null, Map.of("days", Long.toString(days))));
        }
        if (sid.isEmpty()) {
            findings.add(new Finding(FindingCode.NO_SID, null, Map.of()));
        }
        return findings;
    }

    /** @param everRead at least one copy's disk was read, now or before */
    public static ContainerState state(Collection<Finding> findings, boolean everRead) {
        boolean warn = false;
        boolean inUse = false;
        for (Finding finding : findings) {
            if (finding.code().severity() == Severity.CRITICAL) {
                return ContainerState.PROBLEM;
            }
            warn |= finding.code().severity() == Severity.WARN;
            inUse |= finding.code() == FindingCode.IN_USE;
        }
        if (warn) {
            return ContainerState.ATTENTION;
        }
        if (!everRead) {
            return ContainerState.UNKNOWN;
        }
        return inUse ? ContainerState.IN_USE : ContainerState.HEALTHY;
    }

    private static long percent(long part, long whole) {
        return Math.round(100.0 * part / whole);
    }
}
