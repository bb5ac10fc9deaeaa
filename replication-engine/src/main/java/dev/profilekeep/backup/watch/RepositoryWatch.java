package dev.profilekeep.backup.watch;

import dev.profilekeep.backup.points.Repositories;
import dev.profilekeep.backup.points.RestorePoints;
import dev.profilekeep.backup.repo.KeyInfo;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.seal.KeySlot;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.config.RepositoryConfig;
import dev.profilekeep.findings.FindingBook;
import dev.profilekeep.health.RepositoryFinding;
import dev.profilekeep.health.RepositoryRules;
import dev.profilekeep.storage.Volume;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the repositories of the configuration, keeps what it saw in the catalog, and tells what is wrong with them. Of one that does
 * not answer, what was seen before still holds, and that it does not answer is told too. Safe for several threads.
 */
public final class RepositoryWatch {
    private static final Logger LOG = LoggerFactory.getLogger(RepositoryWatch.class);

    private final ProfileKeepConfig config;
    private final Database database;
    private final Repositories repositories;
    private final RestorePoints points;
    private final SeenRepositories seen;
    private final RepositoryRules rules;
    private final FindingBook book;
    private final Clock clock;
    private volatile Supplier<Optional<TestTimes>> testTimes = Optional::empty;

    public RepositoryWatch(
            ProfileKeepConfig config, Database database, Repositories repositories, RestorePoints points, Clock clock) {
        this.config = config;
        this.database = database;
        this.repositories = repositories;
        this.points = points;
        this.seen = new SeenRepositories(config);
        this.rules = new RepositoryRules(config.inventory().health());
        this.book = new FindingBook((location, set) -> "", config.inventory().zone());
        this.clock = clock;
    }

    /** What tells when restore tests begin, instead of the file, as long as it tells anything. */
    public void testTimes(Supplier<Optional<TestTimes>> inForce) {
        testTimes = inForce;
    }

    /** Looks at each, and judges all. What fails is logged: it is no failure of the job that it follows. */
    public void look() {
        try {
            config.repositories().forEach(this::look);
            judge();
        } catch (RuntimeException e) {
            LOG.warn("the repositories could not be judged: {}", e.getMessage(), e);
        }
    }

    private void look(RepositoryConfig one) {
        try {
            Repository repository = repositories.open(one.id());
            repository.requireThere();
            repository.snapshots().list();
            List<KeyInfo> recovery = repository.keys().list().stream()
                    .filter(key -> key.kind() == KeySlot.Kind.RECOVERY)
                    .toList();
            Instant proved = recovery.stream()
                    .map(key -> key.proved().orElse(key.created()))
                    .max(Comparator.naturalOrder())
                    .orElse(null);
            Optional<Volume> room = repositories.storage(one.id()).volume();
            points.readable(one.id());
            Instant now = clock.instant();
            database.<RuntimeException>run(session -> {
                seen.keys(session, one.id(), recovery.size(), proved, now);
                if (room.isPresent()) {
                    seen.room(session, one.id(), room.get(), now);
                }
            });
        } catch (IOException e) {
            points.unreadable(one.id(), String.valueOf(e.getMessage()));
        }
    }

    /** Judges all of them by what the catalog knows. */
    private void judge() {
        Instant now = clock.instant();
        TestTimes times = testTimes
                .get()
                .orElseGet(() -> new TestTimes(
                        config.backups().restoreTest(), config.backups().zone()));
        database.<RuntimeException>run(session -> {
            book.begin(session);
            List<RepositoryFinding> found = new ArrayList<>();
            for (RepositoryConfig one : config.repositories()) {
                found.addAll(rules.of(seen.facts(session, one, times, now), now));
            }
            book.repositories(session, found, now);
        });
    }
}
