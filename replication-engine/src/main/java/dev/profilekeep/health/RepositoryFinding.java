package dev.profilekeep.health;

import java.util.Map;

/**
 * Something wrong with a backup repository, as a value.
 *
 * @param siteId where it lies
 * @param facts what it rests on, by the names given at the code
 */
public record RepositoryFinding(
        RepositoryFindingCode code, String repository, String siteId, Map<String, String> facts) {
    public RepositoryFinding {
        facts = Map.copyOf(facts);
    }
}
