package dev.profilekeep.engine;

import dev.profilekeep.findings.FindingFilter;
import dev.profilekeep.findings.FindingRow;
import dev.profilekeep.findings.FindingSort;
import dev.profilekeep.findings.HealthService;
import dev.profilekeep.health.RepositoryFindingCode;
import dev.profilekeep.notify.RepositoryTroubles;
import java.util.List;
import java.util.stream.Stream;

/** What is known of repositories, for who is told of it. */
record RepositoryNews(HealthService health) {
    private static final int MOST = 500;

    /** What is wrong with them now, without what somebody accepted. */
    List<RepositoryTroubles.Told> wrong() {
        FindingFilter open = FindingFilter.OPEN.about(FindingFilter.About.REPOSITORIES);
        return health.list(open, FindingSort.WORST_FIRST, 0, MOST).stream()
                .flatMap(RepositoryNews::told)
                .toList();
    }

    private static Stream<RepositoryTroubles.Told> told(FindingRow row) {
        String repository = row.repositoryId();
        return repository == null || !(row.code() instanceof RepositoryFindingCode code)
                ? Stream.empty()
                : Stream.of(new RepositoryTroubles.Told(
                        repository,
                        row.facts().getOrDefault("name", repository),
                        row.siteId(),
                        code,
                        row.facts().getOrDefault("reason", ""),
                        row.firstSeen()));
    }
}
