package dev.profilekeep.notify;

import dev.profilekeep.health.RepositoryFindingCode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What is wrong with backup repositories: one incident for each finding, as long as it is there and nobody accepted it. */
public final class RepositoryTroubles implements TroubleSource {
    private final Supplier<List<Told>> findings;

    /** @param findings those that are there and not accepted */
    public RepositoryTroubles(Supplier<List<Told>> findings) {
        this.findings = findings;
    }

    /**
     * A finding.
     *
     * @param name of the repository
     * @param reason what its storage or a test said; empty if nothing did
     */
    public record Told(
            String repositoryId,
            String name,
            String siteId,
            RepositoryFindingCode code,
            String reason,
            Instant since) {}

    @Override
    public String name() {
        return "repositories";
    }

    @Override
    public Optional<List<Trouble>> now() {
        return Optional.of(
                findings.get().stream().map(RepositoryTroubles::trouble).toList());
    }

    private static Trouble trouble(Told told) {
        Map<String, String> facts = new TreeMap<>(Map.of(
                "repository", told.repositoryId(),
                "name", told.name(),
                "finding", told.code().name()));
        if (!told.reason().isEmpty()) {
            facts.put("reason", told.reason());
        }
        return new Trouble(
                told.repositoryId() + " " + told.code(),
                IncidentKind.REPOSITORY_FINDING,
                told.code().severity(),
                told.siteId(),
                facts,
                told.since());
    }
}
