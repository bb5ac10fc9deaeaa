package dev.profilekeep.backup.care;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.backup.decision.Decision;
import dev.profilekeep.backup.repo.Repositories;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.retention.MadeNights;
import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.config.BackupPolicy;
import dev.profilekeep.config.RetentionRule;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.storage.MemoryStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MaintenanceTest {
    private final MemoryStorage memory = MemoryStorage.likeWindows();
    private final List<AuditEntry> told = new ArrayList<>();
    private Repository repository;

    @BeforeEach
    void fourNights() throws Exception {
        repository = Repositories.create(memory);
        for (int i = 0; i < 4; i++) {
            MadeNights.night(repository, memory, "Profile_Anna");
        }
    }

    @AfterEach
    void close() {
        repository.close();
    }

    private static BackupPolicy keepingTwo() {
        BackupPolicy standard = BackupPolicy.standard(ZoneOffset.UTC);
        return new BackupPolicy(
                standard.repositoryId(),
                standard.repositoryOfSet(),
                standard.copyTo(),
                standard.kinds(),
                Map.of(ContainerKind.PROFILE, new RetentionRule(2, 0, 0, 0, 0)),
                standard.cron(),
                standard.zone(),
                standard.until(),
                standard.maintenance(),
                standard.restoreTest(),
                standard.restoreTestTo(),
                standard.shardSize(),
                standard.parallel(),
                standard.fullEveryDays(),
                standard.readAllWithinDays(),
                standard.warnAfterDays());
    }

    private List<Decision> decisions() {
        try {
            return repository.decisions().read().decisions();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void what_goes_by_the_rules_is_in_the_audit_before_it_is_decided_and_once() throws Exception {
        Maintenance maintenance = new Maintenance(keepingTwo(), (actor, entry) -> {
            assertThat(decisions()).as("nothing is decided yet").isEmpty();
            told.add(entry);
            return null;
        });
        maintenance.run(7, "main", repository, Progress.NONE);
        assertThat(told).singleElement().satisfies(entry -> {
            assertThat(entry.act()).isEqualTo("backup.forget");
            assertThat(entry.subject()).isEqualTo("repository:main");
            assertThat(entry.evidence())
                    .containsEntry("run", "7")
                    .containsEntry("backups", "2")
                    .containsEntry("takesEffectAfterDays", "14");
            assertThat(entry.evidence().get("which")).startsWith("Profile_Anna S-1-5-21-1: 2, from ");
        });
        new Maintenance(keepingTwo(), (actor, entry) -> {
                    throw new AssertionError("it is decided already: " + entry);
                })
                .run(8, "main", repository, Progress.NONE);
    }

    @Test
    void without_an_entry_nothing_is_decided() throws Exception {
        Maintenance maintenance = new Maintenance(keepingTwo(), (actor, entry) -> {
            throw new CatalogException("planned: the catalog is away", null);
        });
        assertThatThrownBy(() -> maintenance.run(7, "main", repository, Progress.NONE))
                .isInstanceOf(CatalogException.class);
        assertThat(decisions()).isEmpty();
    }
}
