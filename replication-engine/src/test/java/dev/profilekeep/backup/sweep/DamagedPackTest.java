package dev.profilekeep.backup.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.backup.check.CheckExtent;
import dev.profilekeep.backup.check.Problem;
import dev.profilekeep.backup.check.ProblemKind;
import dev.profilekeep.backup.check.RepositoryCheck;
import dev.profilekeep.backup.chunk.WriteSession;
import dev.profilekeep.backup.index.IndexEntry;
import dev.profilekeep.backup.live.MergedIndex;
import dev.profilekeep.backup.pack.ChunkCodec;
import dev.profilekeep.backup.pack.PackReader;
import dev.profilekeep.backup.repo.Repositories;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.store.RepositoryFiles;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A prune relies on nothing that it could not read. */
class DamagedPackTest {
    private final MemoryStorage memory = MemoryStorage.likeWindows();
    private final Nights nights = new Nights();
    private UUID monday;
    private Set<UUID> older;

    @BeforeEach
    void oneNight() throws IOException {
        try (Repository repository = Repositories.create(memory)) {
            monday = nights.backUp(repository, Nights.disk(0), null);
            older = packs(repository);
        }
    }

    private static Set<UUID> packs(Repository repository) throws IOException {
        return new HashSet<>(repository.files().list(SealedKind.PACK));
    }

    /** Stores all chunks once more, in newer packs that a newer index lists. */
    private Set<UUID> again() throws IOException {
        return again(older, new byte[0]);
    }

    /** @param garbage that nobody needs, in the same index; none if it is empty */
    private Set<UUID> again(Set<UUID> what, byte[] garbage) throws IOException {
        memory.later(Duration.ofHours(1));
        try (Repository repository = Repositories.open(memory)) {
            Set<UUID> before = packs(repository);
            try (WriteSession session = repository.begin("prune");
                    MergedIndex index = MergedIndex.open(repository.files())) {
                for (UUID pack : what) { // what lay together lies together
                    List<IndexEntry> all = new ArrayList<>();
                    index.forEach((number, entry) -> {
                        if (entry.pack().equals(pack)) {
                            all.add(entry);
                        }
                    });
                    for (IndexEntry entry : all) {
                        session.put(
                                entry.id(),
                                ChunkCodec.encode(repository.chunks().get(entry.id())));
                    }
                    if (garbage.length == 0) {
                        session.flush();
                    }
                }
                if (garbage.length > 0) { // a pack of its own, as it is of another sort
                    session.put(session.name(Sha256.of(garbage)), ChunkCodec.encode(garbage), WriteSession.Sort.NODES);
                    session.flush();
                }
            }
            Set<UUID> newer = packs(repository);
            newer.removeAll(before);
            assertThat(newer).isNotEmpty();
            return newer;
        }
    }

    enum Damage {
        EMPTY {
            @Override
            void doTo(OpenFile file) throws IOException {
                file.resize(0);
            }
        },
        CUT {
            @Override
            void doTo(OpenFile file) throws IOException {
                file.resize(file.size() / 2 + 7);
            }
        },
        FIRST_RECORD {
            @Override
            void doTo(OpenFile file) throws IOException {
                flip(file, 40);
            }
        },
        MIDDLE {
            @Override
            void doTo(OpenFile file) throws IOException {
                for (long at = 32 + 16_400 + 100; at < file.size() - 16_400; at += 16_400) {
                    flip(file, at);
                }
            }
        };

        abstract void doTo(OpenFile file) throws IOException;

        static void flip(OpenFile file, long at) throws IOException {
            ByteBuffer one = ByteBuffer.allocate(1);
            file.readFully(at, one);
            file.writeFully(at, ByteBuffer.wrap(new byte[] {(byte) ~one.get(0)}));
        }
    }

    private static StoragePath path(UUID pack) {
        return StoragePath.of("packs/" + pack.toString().substring(0, 2) + "/" + pack);
    }

    private void damage(Set<UUID> packs, Damage damage) throws IOException {
        for (UUID pack : packs) {
            try (OpenFile file = memory.openForWriting(path(pack), Sharing.ALL)) {
                damage.doTo(file);
            }
        }
    }

    private PruneOutcome prune(SafetyMargins margins) throws IOException {
        try (Repository repository = Repositories.open(memory)) {
            return new PruneRun(repository, margins, repository.decisions()::now).run(Progress.NONE);
        }
    }

    /** To its end, and until the trash is empty. */
    private PruneOutcome.Ended pruneForGood(SafetyMargins margins) throws IOException {
        PruneOutcome outcome = prune(margins);
        for (int run = 0; run < 3 && outcome instanceof PruneOutcome.Waiting; run++) {
            memory.later(Duration.ofHours(2));
            outcome = prune(margins);
        }
        assertThat(outcome).isInstanceOf(PruneOutcome.Ended.class);
        memory.later(Duration.ofDays(8));
        prune(margins);
        return (PruneOutcome.Ended) outcome;
    }

    private void requireMonday() throws IOException {
        try (Repository repository = Repositories.open(memory)) {
            nights.requireSame(repository, monday);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_damaged_pack_is_never_chosen_over_an_older_one_that_is_sound(Damage damage) throws IOException {
        damage(again(), damage);
        pruneForGood(SafetyMargins.STANDARD);
        requireMonday();
    }

    @Test
    void an_index_that_a_prune_makes_leads_to_the_place_that_can_be_read() throws Exception {
        Set<UUID> sound = again(older, garbage());
        Set<UUID> newest = again(older, garbage());
        damage(ofContent(older), Damage.MIDDLE);
        damage(ofContent(newest), Damage.MIDDLE);
        PruneOutcome.Ended ended = pruneForGood(SafetyMargins.STANDARD);
        assertThat(ended.packs()).as("the garbage of both, at least").isGreaterThan(1);
        try (Repository repository = Repositories.open(memory)) {
            assertThat(packs(repository)).containsAnyElementsOf(sound);
        }
        requireMonday();
        pruneForGood(SafetyMargins.STANDARD);
        requireMonday();
    }

    private static byte[] garbage() {
        byte[] chunk = new byte[8 << 20];
        Repositories.RANDOM.nextBytes(chunk);
        return chunk;
    }

    @Test
    void a_sector_that_cannot_be_read_ends_no_prune() throws Exception {
        Set<UUID> bad = ofContent(again());
        FaultyStorage storage = new FaultyStorage(memory);
        try (Repository repository = Repositories.open(storage)) {
            storage.fail(
                    (verb, path) ->
                            verb.equals("file.readFully") && bad.stream().anyMatch(pack -> path.equals(path(pack))),
                    4,
                    Integer.MAX_VALUE,
                    new StorageException.Failed("planned: a bad sector", null));
            PruneOutcome outcome =
                    new PruneRun(repository, SafetyMargins.STANDARD, repository.decisions()::now).run(Progress.NONE);
            for (int run = 0; run < 3 && outcome instanceof PruneOutcome.Waiting; run++) {
                memory.later(Duration.ofHours(2));
                outcome = new PruneRun(repository, SafetyMargins.STANDARD, repository.decisions()::now)
                        .run(Progress.NONE);
            }
            assertThat(outcome).isInstanceOf(PruneOutcome.Ended.class);
        }
        requireMonday();
    }

    @Test
    void packs_that_somebody_exchanged_are_not_relied_on() throws IOException {
        List<UUID> newer = new ArrayList<>(ofContent(again()));
        newer.addAll(others());
        assertThat(newer).hasSizeGreaterThan(1);
        StoragePath aside = StoragePath.of("packs/aside");
        memory.rename(path(newer.get(0)), aside);
        memory.rename(path(newer.get(1)), path(newer.get(0)));
        memory.rename(aside, path(newer.get(1)));
        pruneForGood(SafetyMargins.STANDARD);
        requireMonday();
    }

    /** A pack as large, of which nothing is known here. */
    private Set<UUID> others() throws IOException {
        try (Repository repository = Repositories.open(memory)) {
            Set<UUID> before = packs(repository);
            try (WriteSession session = repository.begin("night")) {
                byte[] chunk = new byte[8 << 20];
                Repositories.RANDOM.nextBytes(chunk);
                Repositories.put(session, chunk);
                session.flush();
            }
            Set<UUID> others = packs(repository);
            others.removeAll(before);
            return others;
        }
    }

    @Test
    void two_that_are_sound_need_no_third_and_the_older_one_goes() throws IOException {
        Set<UUID> newer = again();
        PruneOutcome.Ended ended = pruneForGood(SafetyMargins.STANDARD);
        assertThat(ended.packs()).isEqualTo(older.size());
        try (Repository repository = Repositories.open(memory)) {
            assertThat(packs(repository)).isEqualTo(newer);
        }
        requireMonday();
    }

    @Test
    void where_both_are_damaged_both_stay() throws IOException {
        Set<UUID> newer = again();
        Set<UUID> content = ofContent(older);
        Set<UUID> newerContent = ofContent(newer);
        damage(newer, Damage.EMPTY);
        damage(content, Damage.FIRST_RECORD);
        pruneForGood(SafetyMargins.STANDARD);
        try (Repository repository = Repositories.open(memory)) {
            assertThat(packs(repository)).containsAll(content).containsAll(newerContent);
        }
    }

    @Test
    void a_pack_that_is_missed_stays_listed_until_somebody_puts_it_back() throws IOException {
        byte[] garbage = new byte[1000];
        new Random(3).nextBytes(garbage);
        Set<UUID> content = ofContent(older);
        Set<UUID> newer = again(content, garbage);
        Set<UUID> needed = ofContent(newer);
        MemoryStorage apart = MemoryStorage.likeWindows();
        Nights.copy(memory, StoragePath.ROOT, apart);
        for (Set<UUID> packs : List.of(content, needed)) {
            for (UUID pack : packs) {
                memory.delete(path(pack));
            }
        }
        pruneForGood(SafetyMargins.STANDARD);
        for (UUID pack : content) {
            Nights.copyFile(apart, path(pack), memory);
        }
        requireMonday();
        pruneForGood(SafetyMargins.STANDARD); // now nobody needs the others
        nights.requireWhole(memory);
    }

    @Test
    void a_pack_that_is_not_there_and_that_nobody_needs_leaves_the_indexes() throws IOException {
        Set<UUID> content = ofContent(older);
        Set<UUID> newer = again();
        for (UUID pack : content) {
            memory.delete(path(pack));
        }
        try (Repository repository = Repositories.open(memory)) {
            assertThat(new PrunePlanner(repository, SafetyMargins.STANDARD)
                            .plan(Progress.NONE)
                            .absent())
                    .isEqualTo(content);
            assertThat(missing(repository)).hasSameSizeAs(content);
        }
        pruneForGood(SafetyMargins.STANDARD);
        try (Repository repository = Repositories.open(memory)) {
            assertThat(missing(repository)).isEmpty();
            assertThat(packs(repository)).containsAll(newer);
        }
        requireMonday();
    }

    private static List<Problem> missing(Repository repository) throws IOException {
        return new RepositoryCheck(repository)
                .run(CheckExtent.STRUCTURE, Progress.NONE).problems().stream()
                        .filter(problem -> problem.kind() == ProblemKind.PACK_MISSING)
                        .toList();
    }

    /** Those that hold more than the nodes of one map. */
    private Set<UUID> ofContent(Set<UUID> packs) throws IOException {
        Set<UUID> content = new HashSet<>();
        try (Repository repository = Repositories.open(memory)) {
            for (UUID pack : packs) {
                try (RepositoryFiles.Opened opened = repository.files().open(SealedKind.PACK, pack)) {
                    if (new PackReader(pack, opened.reader()).entries().size() > 1) {
                        content.add(pack);
                    }
                }
            }
        }
        assertThat(content).isNotEmpty();
        return content;
    }

    @Test
    void a_pack_that_no_index_lists_stays_as_long_as_what_it_has_can_be_had_nowhere_else() throws IOException {
        Set<UUID> content = ofContent(older);
        Set<UUID> newer = again();
        try (Repository repository = Repositories.open(memory)) {
            for (RepositoryFiles.Listed index : repository.files().listed(SealedKind.INDEX)) {
                try (MergedIndex all = MergedIndex.open(repository.files())) {
                    boolean lists = all.parts().stream()
                            .filter(part -> part.id().equals(index.id()))
                            .anyMatch(part -> older.containsAll(part.reader().packs()));
                    if (lists) {
                        memory.delete(index.file().path());
                    }
                }
            }
        }
        memory.later(Duration.ofDays(2));
        SafetyMargins margins = SafetyMargins.STANDARD;
        try (Repository repository = Repositories.open(memory)) {
            assertThat(new PrunePlanner(repository, margins).plan(Progress.NONE).unneeded())
                    .as("the newer ones are sound")
                    .containsExactlyInAnyOrderElementsOf(older);
        }
        assertThat(prune(margins)).as("it marks them").isInstanceOf(PruneOutcome.Waiting.class);
        damage(ofContent(newer), Damage.MIDDLE);
        pruneForGood(margins);
        try (Repository repository = Repositories.open(memory)) {
            assertThat(packs(repository)).containsAll(content);
        }
    }

    @Test
    void a_sparse_pack_that_cannot_be_read_stays_and_the_prune_goes_on() throws IOException {
        try (Repository repository = Repositories.open(memory)) {
            nights.backUp(repository, Nights.disk(1), null);
            Nights.forget(repository, monday);
        }
        memory.later(Duration.ofHours(2));
        SafetyMargins thorough = new SafetyMargins(
                SafetyMargins.STANDARD.dead(),
                SafetyMargins.STANDARD.grace(),
                SafetyMargins.STANDARD.trash(),
                SafetyMargins.STANDARD.unlisted(),
                1.0);
        Set<UUID> sparse = new HashSet<>();
        Set<UUID> unneeded;
        try (Repository repository = Repositories.open(memory)) {
            PruneEstimate estimate = new PrunePlanner(repository, thorough).plan(Progress.NONE);
            sparse.addAll(ofContent(estimate.sparse()));
            unneeded = estimate.unneeded();
        }
        damage(sparse, Damage.MIDDLE);
        pruneForGood(thorough);
        try (Repository repository = Repositories.open(memory)) {
            assertThat(packs(repository)).containsAll(sparse).doesNotContainAnyElementsOf(unneeded);
        }
    }

    @Test
    void a_backup_stores_again_what_lay_in_a_pack_that_is_empty_now() throws IOException {
        damage(older, Damage.EMPTY);
        UUID tuesday;
        try (Repository repository = Repositories.open(memory)) {
            tuesday = nights.backUp(repository, Nights.disk(0), null);
        }
        try (Repository repository = Repositories.open(memory)) {
            nights.requireSame(repository, tuesday);
        }
    }
}
