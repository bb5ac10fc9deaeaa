package dev.profilekeep.backup.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.backup.check.CheckExtent;
import dev.profilekeep.backup.check.CheckReport;
import dev.profilekeep.backup.check.RepositoryCheck;
import dev.profilekeep.backup.check.RepositoryRepair;
import dev.profilekeep.backup.chunk.WriteSession;
import dev.profilekeep.backup.decision.Decisions;
import dev.profilekeep.backup.prune.GivingUp;
import dev.profilekeep.backup.repo.Repositories;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.writer.Writers;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.storage.ConnectionTerms;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.layer.LayeredStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a prune wrote down for those who come later cannot be read. */
class DamagedPlanTest {
    private final MemoryStorage memory = MemoryStorage.likeWindows();
    private final Nights nights = new Nights();
    private Repository repository;
    private UUID monday;

    @BeforeEach
    void aPruneThatWaits() throws IOException {
        repository = Repositories.create(memory);
        monday = nights.backUp(repository, Nights.disk(0), null);
        Nights.forget(repository, monday);
        memory.later(Decisions.SETTLING.plusMinutes(1));
        assertThat(prune()).isInstanceOf(PruneOutcome.Waiting.class);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    private PruneOutcome prune() throws IOException {
        return prune(repository);
    }

    private static PruneOutcome prune(Repository in) throws IOException {
        return new PruneRun(in, SafetyMargins.STANDARD, in.decisions()::now).run(Progress.NONE);
    }

    private StoragePath only(String folder) throws IOException {
        assertThat(Repositories.files(memory, folder)).hasSize(1);
        return StoragePath.of(Repositories.files(memory, folder).get(0));
    }

    private byte[] bytes(StoragePath path) throws IOException {
        try (OpenFile file = memory.openForReading(path, Sharing.ALL)) {
            ByteBuffer all = ByteBuffer.allocate((int) file.size());
            file.readFully(0, all);
            return all.array();
        }
    }

    private void write(StoragePath path, byte[] bytes) throws IOException {
        try (OpenFile file = memory.openForWriting(path, Sharing.ALL)) {
            file.resize(bytes.length);
            file.writeFully(0, ByteBuffer.wrap(bytes));
        }
    }

    /** @param how long it is then; as long as before if something else is wrong with it */
    private void damage(StoragePath path, int how) throws IOException {
        byte[] bytes = bytes(path);
        bytes[bytes.length - 20] ^= 1;
        write(path, how < 0 ? bytes : Arrays.copyOf(bytes, how));
    }

    private void grace() {
        memory.later(SafetyMargins.STANDARD.grace().plusMinutes(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 20, 100})
    void a_night_goes_on_and_is_whole_whatever_that_plan_had_marked(int how) throws IOException {
        StoragePath plan = only("prunes");
        byte[] before = bytes(plan);
        damage(plan, how);
        UUID tuesday;
        UUID wednesday;
        try (Repository elsewhere = Repositories.open(memory);
                WriteSession session = elsewhere.begin("night")) {
            write(plan, before); // as from a copy, so that the prune acts on it after all
            for (int quarter = 0; quarter < 5; quarter++) {
                memory.later(Duration.ofMinutes(15));
                session.writer().requireCounted();
            }
            assertThat(prune()).isInstanceOf(PruneOutcome.Ended.class);
            tuesday = nights.backUp(elsewhere, session, Nights.disk(0), null);
            wednesday = nights.backUp(elsewhere, session, Nights.disk(1), tuesday);
        }
        assertThat(nights.requireWhole(memory)).containsExactlyInAnyOrder(tuesday, wednesday);
    }

    @Test
    void the_next_prune_gives_it_up_and_begins_anew() throws IOException {
        StoragePath plan = only("prunes");
        damage(plan, 0);
        UUID tuesday = nights.backUp(repository, Nights.disk(1), null);
        grace();
        assertThat(prune()).as("it marks anew").isInstanceOf(PruneOutcome.Waiting.class);
        assertThat(only("prunes")).isNotEqualTo(plan);
        assertThat(Repositories.files(memory, "waits")).hasSize(1);
        grace();
        PruneOutcome.Ended ended = (PruneOutcome.Ended) prune();
        assertThat(ended.packs()).isPositive();
        assertThat(Repositories.files(memory, "prunes")).isEmpty();
        assertThat(Repositories.files(memory, "waits")).isEmpty();
        assertThat(nights.requireWhole(memory)).containsExactly(tuesday);
    }

    @Test
    void a_repair_gives_it_up_and_nothing_is_wrong_then() throws IOException {
        StoragePath plan = only("prunes");
        damage(plan, -1);
        CheckReport report = new RepositoryCheck(repository).run(CheckExtent.STRUCTURE, Progress.NONE);
        assertThat(report.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.where()).isEqualTo(plan.value());
            assertThat(problem.next()).contains("Repair the repository");
        });
        RepositoryRepair repair = new RepositoryRepair(repository);
        assertThat(repair.plan(report)).singleElement().asString().contains("nothing is removed");
        assertThat(repair.run(report).plansGivenUp()).isEqualTo(1);
        assertThat(new RepositoryCheck(repository)
                        .run(CheckExtent.STRUCTURE, Progress.NONE)
                        .isClean())
                .isTrue();
        UUID tuesday = nights.backUp(repository, Nights.disk(0), null);
        assertThat(nights.requireWhole(memory)).containsExactly(tuesday);
    }

    @Test
    void nobody_gives_it_up_under_a_prune_that_lives_and_one_that_is_dead_learns_of_it() throws IOException {
        CheckReport report;
        try (Repository elsewhere = Repositories.open(memory);
                WriteSession sweeping = elsewhere.begin(GivingUp.PRUNE)) {
            damage(only("prunes"), 0);
            report = new RepositoryCheck(repository).run(CheckExtent.STRUCTURE, Progress.NONE);
            assertThatThrownBy(() -> new RepositoryRepair(repository).run(report))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another prune on node-1");
            assertThat(Repositories.files(memory, "prunes")).hasSize(1);
            memory.later(SafetyMargins.STANDARD.dead().plusMinutes(1));
            assertThat(new RepositoryRepair(repository).run(report).plansGivenUp())
                    .isEqualTo(1);
            assertThatThrownBy(() -> sweeping.writer().requireCounted()).hasMessageContaining("was removed");
        }
    }

    @Test
    void a_prune_that_begins_while_a_repair_looks_for_others_is_not_taken_for_dead() throws IOException {
        damage(only("prunes"), 0);
        CheckReport report = new RepositoryCheck(repository).run(CheckExtent.STRUCTURE, Progress.NONE);
        UUID[] began = new UUID[1];
        Looked looked = new Looked(
                memory,
                () -> began[0] =
                        repository.begin(GivingUp.PRUNE).writer().file().id());
        try (Repository repairs = Repositories.open(looked)) {
            looked.armed = true;
            assertThat(new RepositoryRepair(repairs).run(report).plansGivenUp()).isEqualTo(1);
        }
        assertThat(Repositories.files(memory, "writers")).containsExactly("writers/" + began[0]);
    }

    /** Something happens once the writers were listed. */
    private static final class Looked extends LayeredStorage {
        private final Frozen.Meanwhile then;
        private boolean armed;

        Looked(StorageProvider below, Frozen.Meanwhile then) {
            super(below);
            this.then = then;
        }

        @Override
        public StorageProvider onOwnConnection() {
            throw new UnsupportedOperationException("nobody asks for it here");
        }

        @Override
        public StorageProvider onOwnConnection(ConnectionTerms terms) {
            throw new UnsupportedOperationException("nobody asks for it here");
        }

        @Override
        public void list(StoragePath folder, Consumer<? super StoredFile> each) throws IOException {
            super.list(folder, each);
            if (armed && folder.value().equals("writers")) {
                armed = false;
                then.happens();
            }
        }
    }

    @Test
    void a_prune_that_was_about_to_sweep_when_its_plan_was_given_up_removes_nothing() throws IOException {
        grace();
        UUID[] tuesday = new UUID[1];
        Frozen slow = new Frozen(memory, "writers", () -> {
            damage(only("prunes"), 0);
            CheckReport report = new RepositoryCheck(repository).run(CheckExtent.STRUCTURE, Progress.NONE);
            assertThat(new RepositoryRepair(repository).run(report).plansGivenUp())
                    .isEqualTo(1);
            tuesday[0] = nights.backUp(repository, Nights.disk(0), null);
        });
        try (Repository sweeps = Repositories.open(slow)) {
            PruneOutcome outcome = prune(sweeps);
            assertThat(outcome).isInstanceOf(PruneOutcome.Waiting.class);
            assertThat(((PruneOutcome.Waiting) outcome).why()).contains("run it again");
        }
        assertThat(new Trash(repository, SafetyMargins.STANDARD).list()).isEmpty();
        assertThat(nights.requireWhole(memory)).isEqualTo(Set.of(tuesday[0]));
    }

    @Test
    void nothing_is_put_back_from_the_trash_until_it_is_given_up_and_the_message_says_how() throws IOException {
        damage(only("prunes"), 0);
        assertThatThrownBy(() -> new Trash(repository, SafetyMargins.STANDARD).restore())
                .hasMessageContaining("check --repair")
                .hasMessageContaining("prunes/");
    }

    @Test
    void a_prune_that_cannot_read_for_whom_it_waits_looks_anew() throws IOException {
        try (Repository elsewhere = Repositories.open(memory)) {
            elsewhere.begin("night"); // its process dies
            StoragePath wait = only("waits");
            damage(wait, 0);
            grace();
            assertThat(((PruneOutcome.Waiting) prune()).why()).contains("night on node-1");
            assertThat(only("waits")).isNotEqualTo(wait);
            memory.later(SafetyMargins.STANDARD.dead());
            assertThat(((PruneOutcome.Waiting) prune()).why()).contains("for dead");
            String second = Repositories.files(memory, "waits").stream()
                    .filter(file -> {
                        try {
                            return memory.stat(StoragePath.of(file)).lastWriteTime() == last();
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    })
                    .findFirst()
                    .orElseThrow();
            grace();
            damage(StoragePath.of(second), 100);
            assertThat(prune()).as("the second wait is not forgotten").isInstanceOf(PruneOutcome.Waiting.class);
            grace();
            assertThat(prune()).isInstanceOf(PruneOutcome.Ended.class);
            assertThat(Repositories.files(memory, "waits")).isEmpty();
        }
    }

    private long last() throws IOException {
        long last = 0;
        for (String file : Repositories.files(memory, "waits")) {
            last = Math.max(last, memory.stat(StoragePath.of(file)).lastWriteTime());
        }
        return last;
    }

    @Test
    void what_was_written_down_for_a_plan_that_is_gone_goes_with_the_next_prune() throws IOException {
        damage(only("prunes"), 0);
        CheckReport report = new RepositoryCheck(repository).run(CheckExtent.STRUCTURE, Progress.NONE);
        new RepositoryRepair(repository).run(report);
        StoragePath wait = only("waits");
        memory.later(Writers.LEASE);
        prune();
        assertThat(only("waits")).isNotEqualTo(wait);
    }
}
