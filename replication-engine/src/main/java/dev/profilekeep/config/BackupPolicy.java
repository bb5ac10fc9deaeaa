package dev.profilekeep.config;

import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.storage.Encryption;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is backed up, when, and how long it is kept.
 *
 * @param repositoryId where backups go, of sets that name no other; null if nothing is backed up by itself
 * @param repositoryOfSet sets that name another one
 * @param copyTo repositories that get a copy of every snapshot
 * @param kinds that are backed up
 * @param keep how long, by kind; a kind that has no rule keeps all
 * @param cron when the nightly backup begins, Quartz syntax
 * @param until when it begins no further container, in {@code zone}; null if it has no end
 * @param maintenance when what no rule keeps is forgotten and its room given back, Quartz syntax
 * @param restoreTest when three containers are restored for a trial, Quartz syntax
 * @param restoreTestTo where they are restored; null for the data directory
 * @param shardSize containers in one snapshot, 1 to 200
 * @param parallel shards that one process backs up in the same moment
 * @param fullEveryDays every container is read as a whole within so many days
 * @param readAllWithinDays what is stored is read as a whole within so many days
 * @param warnAfterDays no backup for so long is critical
 */
public record BackupPolicy(
        @Nullable String repositoryId,
        Map<String, String> repositoryOfSet,
        List<String> copyTo,
        Set<ContainerKind> kinds,
        Map<ContainerKind, RetentionRule> keep,
        String cron,
        ZoneId zone,
        @Nullable LocalTime until,
        String maintenance,
        String restoreTest,
        @Nullable TrialPlace restoreTestTo,
        int shardSize,
        int parallel,
        int fullEveryDays,
        int readAllWithinDays,
        int warnAfterDays) {

    public static final int MAX_SHARD = 200;

    /**
     * A folder in which containers are restored for a trial, and which holds nothing of them afterwards.
     *
     * @param address as {@code StorageAddress} reads it; a local path is absolute here
     * @param credentialsId null for a local folder or an anonymous share
     */
    public record TrialPlace(String address, @Nullable String credentialsId, Encryption encryption) {}

    public BackupPolicy {
        repositoryOfSet = Map.copyOf(repositoryOfSet);
        copyTo = List.copyOf(copyTo);
        kinds = Set.copyOf(kinds);
        keep = Map.copyOf(keep);
    }

    /** What holds where the file says nothing: profiles are backed up as soon as there is a repository, Office containers are not. */
    public static BackupPolicy standard(ZoneId zone) {
        return new BackupPolicy(
                null,
                Map.of(),
                List.of(),
                Set.of(ContainerKind.PROFILE),
                Map.of(ContainerKind.PROFILE, RetentionRule.PROFILE),
                "0 0 1 * * ?",
                zone,
                LocalTime.of(6, 0),
                "0 0 12 ? * SUN",
                "0 0 11 ? 1,4,7,10 SAT#1",
                null,
                MAX_SHARD,
                1,
                30,
                30,
                3);
    }

    /** Where the containers of a set are backed up to; empty if they are not. */
    public Optional<String> repositoryOf(String setId) {
        return Optional.ofNullable(repositoryOfSet.getOrDefault(setId, repositoryId == null ? "" : repositoryId))
                .filter(id -> !id.isEmpty());
    }

    /** Where backups of a container go, the copies last; none if it is not backed up by itself. */
    public List<String> destinations(ContainerIdentity container) {
        if (!kinds.contains(container.kind())) {
            return List.of();
        }
        return repositoryOf(container.setId()).stream()
                .flatMap(id -> Stream.concat(Stream.of(id), copyTo.stream()))
                .distinct()
                .toList();
    }

    /** How long snapshots of a kind are kept; empty if all are. */
    public Optional<RetentionRule> keep(ContainerKind kind) {
        return Optional.ofNullable(keep.get(kind));
    }
}
