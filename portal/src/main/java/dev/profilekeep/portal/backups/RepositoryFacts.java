package dev.profilekeep.portal.backups;

import dev.profilekeep.backup.care.CareResult;
import dev.profilekeep.backup.care.CareService.FoundWrong;
import dev.profilekeep.backup.care.RestoreEvidence;
import dev.profilekeep.backup.points.RepositoryMeasure;
import dev.profilekeep.backup.repo.KeyInfo;
import dev.profilekeep.config.RetentionRule;
import dev.profilekeep.container.ContainerKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a repository, as of the end of its last jobs.
 *
 * @param nights how large it was, the newest day first
 * @param keys who can open it
 * @param check the last one; null if there was none yet
 * @param partsRead how many parts of its data were read within {@code readAllWithinDays}, of as many
 * @param wrong what the last check found, the worst first
 * @param tests what was seen when backups were restored for a trial, the newest first
 * @param keep how long backups of a kind stay; a kind that is not in it keeps all
 * @param kinds what is backed up
 */
public record RepositoryFacts(
        RepositorySeen seen,
        List<RepositoryMeasure> nights,
        List<KeyInfo> keys,
        @Nullable CareResult check,
        int partsRead,
        int readAllWithinDays,
        List<FoundWrong> wrong,
        List<RestoreEvidence> tests,
        Map<ContainerKind, RetentionRule> keep,
        List<ContainerKind> kinds) {
    public RepositoryFacts {
        nights = List.copyOf(nights);
        keys = List.copyOf(keys);
        wrong = List.copyOf(wrong);
        tests = List.copyOf(tests);
        keep = Map.copyOf(keep);
        kinds = List.copyOf(kinds);
    }

    /** How large it is; empty if it was never measured. */
    public Optional<RepositoryMeasure> last() {
        return nights.stream().findFirst();
    }

    /** Without sentences that may speak of somebody beyond a scope. */
    RepositoryFacts withoutSentences() {
        return new RepositoryFacts(
                seen, nights, keys, check, partsRead, readAllWithinDays, List.of(), tests, keep, kinds);
    }
}
