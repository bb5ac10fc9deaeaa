package dev.profilekeep.backup.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.profilekeep.backup.chunk.WriteSession;
import dev.profilekeep.backup.decision.Decision;
import dev.profilekeep.backup.index.IndexEntry;
import dev.profilekeep.backup.pack.PackReader;
import dev.profilekeep.backup.prune.PrunePlan;
import dev.profilekeep.backup.prune.PrunePlans;
import dev.profilekeep.backup.repo.Disks;
import dev.profilekeep.backup.repo.KeyInfo;
import dev.profilekeep.backup.repo.Repositories;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.seal.KeySlot;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.backup.snapshot.OpenSnapshot;
import dev.profilekeep.backup.store.PlainFiles;
import dev.profilekeep.backup.store.RepositoryFiles;
import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.MapMaker;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.ntfs.NtfsFile;
import dev.profilekeep.disk.ntfs.Surgery;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.LocationMode;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.layer.GuardedStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryCheckTest {
    private final MemoryStorage memory = MemoryStorage.likeWindows();
    private final Random random = new Random(17);
    private final Surgery first = new Surgery();
    private final Surgery second = new Surgery();
    private Repository repository;
    private UUID monday;
    private UUID tuesday;

    RepositoryCheckTest() throws IOException {
        NtfsFile file = second.plain(0);
        int at = second.contentAt(file.number(), 0);
        second.bytes().put(at, (byte) ~second.bytes().get(at));
        second.record(file.number(), record -> record.put(8, (byte) (record.get(8) + 1)));
    }

    @BeforeEach
    void twoDays() throws IOException {
        repository = Repositories.create(memory);
        ContentMap known;
        try (WriteSession session = repository.begin("monday")) {
            known = Disks.make(session, first.device(), null).map();
            monday = Disks.publish(repository, session, known).id();
        }
        try (WriteSession session = repository.begin("tuesday")) {
            tuesday = Disks.publish(
                            repository,
                            session,
                            Disks.make(session, second.device(), known).map())
                    .id();
        }
        repository.close();
        repository = Repositories.open(memory);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    private CheckReport check(CheckExtent extent) throws IOException {
        repository.close();
        repository = Repositories.open(memory); // nothing at hand of what was read before
        return new RepositoryCheck(repository).run(extent, Progress.NONE);
    }

    private void flip(StoragePath path, long at) throws IOException {
        try (OpenFile file = memory.openForWriting(path, Sharing.ALL)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            file.readFully(at, one);
            one.put(0, (byte) (one.get(0) ^ 1 << random.nextInt(8))).flip();
            file.writeFully(at, one);
        }
    }

    private static Set<UUID> days(Problem problem) {
        Set<UUID> days = new HashSet<>();
        problem.affected().forEach(affected -> days.addAll(affected.snapshots().values()));
        return days;
    }

    private List<RepositoryFiles.Listed> listed(SealedKind kind) throws IOException {
        return repository.files().listed(kind);
    }

    private int chunksOf(UUID pack) throws IOException {
        try (RepositoryFiles.Opened opened = repository.files().open(SealedKind.PACK, pack)) {
            return new PackReader(pack, opened.reader()).entries().size();
        }
    }

    /** The pack of monday's content: the one with the most chunks. */
    private UUID contentPack() throws IOException {
        UUID most = monday;
        int chunks = 0;
        for (UUID pack : repository.files().list(SealedKind.PACK)) {
            int count = chunksOf(pack);
            if (count > chunks) {
                most = pack;
                chunks = count;
            }
        }
        return most;
    }

    @Test
    void what_is_as_it_was_written_is_clean() throws IOException {
        List<Integer> read = new ArrayList<>();
        for (CheckExtent extent : List.of(
                CheckExtent.STRUCTURE,
                CheckExtent.DATA,
                CheckExtent.sample(0, 3),
                CheckExtent.sample(1, 3),
                CheckExtent.sample(2, 3))) {
            CheckReport report = check(extent);
            assertThat(report.problems()).as("%s", extent).isEmpty();
            assertThat(report.isClean()).isTrue();
            assertThat(report.totals().snapshots()).isEqualTo(2);
            assertThat(report.totals().maps()).isEqualTo(2);
            assertThat(report.totals().packs()).isEqualTo(4);
            read.add(Math.toIntExact(report.totals().packsRead()));
        }
        assertThat(read).startsWith(0, 4);
        assertThat(read.get(2) + read.get(3) + read.get(4))
                .as("each in one sample")
                .isEqualTo(4);
        assertThat(repository.writers().list()).isEmpty();
        assertThat(repository.files().drafts()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_bit_that_was_flipped_anywhere_is_found_and_its_file_named(SealedKind kind) throws IOException {
        new PrunePlans(repository.files())
                .publish(new PrunePlan(UUID.randomUUID(), Repositories.NOW, Set.of(UUID.randomUUID())));
        repository.decisions().decide("test", "", new Decision.Hold("a".repeat(32)));
        for (RepositoryFiles.Listed file : listed(kind)) {
            for (int round = 0; round < 4; round++) {
                StoragePath path = file.file().path();
                long at = random.nextInt((int) file.file().size());
                byte[] before = bytes(path);
                flip(path, at);
                CheckReport report = check(CheckExtent.DATA);
                assertThat(report.isClean()).as("byte %d of %s", at, path).isFalse();
                assertThat(report.problems()).as("byte %d of %s", at, path).anyMatch(problem -> problem.where()
                        .equals(path.value()));
                write(path, before);
            }
        }
        assertThat(check(CheckExtent.DATA).isClean()).isTrue();
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
            file.writeFully(0, ByteBuffer.wrap(bytes));
        }
    }

    @Test
    void a_damaged_key_is_named() throws IOException {
        flip(memory.list(StoragePath.of("keys")).get(0).path(), 5);
        assertThat(new RepositoryCheck(repository)
                        .run(CheckExtent.STRUCTURE, Progress.NONE)
                        .problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.kind()).isEqualTo(ProblemKind.KEY));
    }

    @Test
    void each_key_that_nobody_can_tell_from_a_damaged_one_is_named() throws IOException {
        for (int i = 0; i < 2; i++) {
            repository.keys().add(Secret.KeyText.create(Repositories.RANDOM), KeySlot.Kind.RECOVERY, "safe");
        }
        Set<String> places = new HashSet<>();
        for (KeyInfo key : repository.keys().list()) {
            if (key.kind() == KeySlot.Kind.RECOVERY) {
                StoragePath path = StoragePath.of("keys/" + key.id());
                String said = new String(bytes(path), StandardCharsets.UTF_8);
                String without = said.replaceAll(",\\s*\"tag\" : \"[^\"]*\"", "")
                        .replaceAll("\"sealed\" : \"....", "\"sealed\" : \"AAAA");
                new PlainFiles(memory).replace(path, without.getBytes(StandardCharsets.UTF_8));
                places.add(path.value());
            }
        }
        CheckReport report = check(CheckExtent.STRUCTURE);
        assertThat(report.isClean()).isFalse();
        assertThat(report.problems()).extracting(Problem::where).containsExactlyInAnyOrderElementsOf(places);
        assertThat(report.problems()).extracting(Problem::kind).containsOnly(ProblemKind.KEY_UNKNOWN);
    }

    @Test
    void a_missing_pack_is_told_with_all_who_need_it_and_on_which_days() throws IOException {
        UUID pack = contentPack();
        repository.files().remove(SealedKind.PACK, pack);
        for (CheckExtent extent : List.of(CheckExtent.STRUCTURE, CheckExtent.DATA)) {
            CheckReport report = check(extent);
            assertThat(report.problems()).singleElement().satisfies(problem -> {
                assertThat(problem.kind()).isEqualTo(ProblemKind.PACK_MISSING);
                assertThat(problem.where()).endsWith(pack.toString());
                assertThat(problem.severity()).isEqualTo(Problem.Severity.LOSS);
                assertThat(days(problem)).containsExactlyInAnyOrder(monday, tuesday);
                assertThat(problem.affected().get(0).container().baseName()).isEqualTo("Profile_Ada");
                assertThat(problem.next()).contains("Profile_Ada").contains("full backup");
            });
        }
    }

    @Test
    void what_only_tuesday_needs_concerns_tuesday_alone() throws IOException {
        UUID last = null;
        long latest = Long.MIN_VALUE;
        for (RepositoryFiles.Listed pack : listed(SealedKind.PACK)) {
            if (pack.file().lastWriteTime() > latest) {
                latest = pack.file().lastWriteTime();
                last = pack.id();
            }
        }
        repository.files().remove(SealedKind.PACK, last);
        assertThat(check(CheckExtent.STRUCTURE).problems())
                .singleElement()
                .satisfies(problem -> assertThat(days(problem)).containsExactly(tuesday));
    }

    @Test
    void who_was_forgotten_misses_nothing() throws IOException {
        repository.files().remove(SealedKind.PACK, contentPack());
        for (UUID day : List.of(monday, tuesday)) {
            repository.decisions().decide("test", "", new Decision.Forget(day, Set.of(), Duration.ZERO));
        }
        assertThat(check(CheckExtent.DATA).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.affected()).isEmpty());
    }

    @Test
    void lost_indexes_are_made_anew_from_the_packs() throws IOException {
        List<RepositoryFiles.Listed> indexes = listed(SealedKind.INDEX);
        flip(indexes.get(0).file().path(), 100);
        repository.files().remove(SealedKind.INDEX, indexes.get(1).id());
        CheckReport report = check(CheckExtent.STRUCTURE);
        assertThat(report.problems()).extracting(Problem::kind).contains(ProblemKind.INDEX, ProblemKind.PACK_UNLISTED);
        assertThat(report.problems().get(0).next()).contains("indexes are made anew");
        assertThat(report.isClean()).isFalse();
        RepositoryRepair repair = new RepositoryRepair(repository);
        assertThat(repair.plan(report)).hasSize(2);
        RepositoryRepair.Repaired repaired = repair.run(report);
        assertThat(repaired.packsListed()).isEqualTo(4);
        assertThat(repaired.indexesRemoved()).isEqualTo(1);
        assertThat(check(CheckExtent.DATA).problems()).isEmpty();
    }

    @Test
    void after_a_repair_a_full_backup_stores_what_was_lost_and_only_the_days_before_miss_it() throws IOException {
        UUID pack = contentPack();
        repository.files().remove(SealedKind.PACK, pack);
        CheckReport report = check(CheckExtent.STRUCTURE);
        RepositoryRepair.Repaired repaired = new RepositoryRepair(repository).run(report);
        assertThat(repaired.indexesReplaced()).isEqualTo(1);
        UUID wednesday = backUpFully();
        CheckReport after = check(CheckExtent.DATA);
        assertThat(after.problems()).isNotEmpty().allSatisfy(problem -> {
            assertThat(problem.kind()).as("bundles of the days before").isEqualTo(ProblemKind.CHUNK_MISSING);
            assertThat(days(problem)).doesNotContain(wednesday);
        });
        try (OpenSnapshot snapshot = repository.snapshots().open(wednesday)) {
            Disks.assertSame(repository, snapshot.map(0), second.device());
        }
    }

    private UUID backUpFully() throws IOException {
        try (WriteSession session = repository.begin("wednesday");
                OpenSnapshot snapshot = repository.snapshots().open(tuesday)) {
            ContentMap map = Disks.make(session, second.device(), snapshot.map(0), MapMaker.Extent.FULL)
                    .map();
            return Disks.publish(repository, session, map).id();
        }
    }

    @Test
    void any_chunk_that_is_damaged_is_healed_as_far_as_the_disk_still_has_it() throws IOException {
        for (int round = 0; round < 6; round++) {
            List<RepositoryFiles.Listed> packs = listed(SealedKind.PACK);
            RepositoryFiles.Listed pack = packs.get(random.nextInt(packs.size()));
            flip(pack.file().path(), random.nextInt((int) pack.file().size()));
            CheckReport report = check(CheckExtent.DATA);
            assertThat(report.isClean()).isFalse();
            new RepositoryRepair(repository).run(report);
            UUID day = backUpFully();
            assertThat(check(CheckExtent.DATA).problems()).as("%s", pack).noneMatch(problem -> days(problem)
                    .contains(day));
        }
    }

    @Test
    void samples_read_all_of_it_after_as_many_runs() throws IOException {
        List<RepositoryFiles.Listed> packs = listed(SealedKind.PACK);
        for (RepositoryFiles.Listed pack : packs) {
            flip(pack.file().path(), pack.file().size() / 2);
        }
        Set<String> found = new HashSet<>();
        for (int part = 0; part < 5; part++) {
            check(CheckExtent.sample(part, 5)).problems().forEach(problem -> found.add(problem.where()));
        }
        for (RepositoryFiles.Listed pack : packs) {
            assertThat(found).contains(pack.file().path().value());
        }
    }

    @Test
    void what_is_dated_ahead_is_told_and_is_no_loss() throws IOException {
        memory.later(Duration.ofDays(-30));
        CheckReport report = check(CheckExtent.STRUCTURE);
        assertThat(report.isClean()).isTrue();
        assertThat(report.problems())
                .extracting(Problem::where)
                .containsExactlyInAnyOrder("snapshots/" + monday, "snapshots/" + tuesday);
        assertThat(report.problems())
                .allMatch(problem -> problem.kind() == ProblemKind.SNAPSHOT_AHEAD)
                .allMatch(problem -> problem.what().contains("ahead of the storage's clock: 20"));
        memory.later(Duration.ofDays(30));
        assertThat(check(CheckExtent.STRUCTURE).problems()).isEmpty();
    }

    @Test
    void what_dead_writers_left_is_dropped_and_what_lives_stays() throws IOException {
        var dead = repository.writers().begin("dead");
        memory.create(StoragePath.of("drafts/pack-" + UUID.randomUUID()), Sharing.ALL)
                .close();
        memory.create(StoragePath.of("drafts/of somebody else"), Sharing.ALL).close();
        memory.later(FilesCheck.LEFT.plusMinutes(1));
        memory.create(StoragePath.of("drafts/pack-" + UUID.randomUUID()), Sharing.ALL)
                .close();
        CheckReport report = check(CheckExtent.STRUCTURE);
        assertThat(report.isClean()).isTrue();
        assertThat(report.problems())
                .extracting(Problem::kind)
                .containsExactlyInAnyOrder(ProblemKind.WRITER_DEAD, ProblemKind.DRAFT);
        RepositoryRepair.Repaired repaired = new RepositoryRepair(repository).run(report);
        assertThat(repaired.writersRemoved()).isEqualTo(1);
        assertThat(repaired.draftsRemoved()).isEqualTo(1);
        assertThat(Repositories.files(memory, "drafts")).hasSize(2);
        assertThatThrownBy(dead::requireCounted).hasMessageContaining("was removed");
    }

    @Test
    void nothing_is_repaired_during_a_prune() throws IOException {
        new PrunePlans(repository.files()).publish(new PrunePlan(UUID.randomUUID(), Repositories.NOW, Set.of()));
        CheckReport report = check(CheckExtent.STRUCTURE);
        assertThatThrownBy(() -> new RepositoryRepair(repository).run(report)).hasMessageContaining("under way");
    }

    @Test
    void a_check_can_be_ended() {
        assertThatThrownBy(() -> new RepositoryCheck(repository).run(CheckExtent.DATA, (done, total) -> false))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void entries_that_lie_beyond_their_pack_are_missing() throws IOException {
        UUID pack = contentPack();
        StoragePath path = null;
        for (RepositoryFiles.Listed each : listed(SealedKind.PACK)) {
            if (each.id().equals(pack)) {
                path = each.file().path();
            }
        }
        try (OpenFile file = memory.openForWriting(path, Sharing.ALL)) {
            file.resize(file.size() / 2);
        }
        assertThat(check(CheckExtent.STRUCTURE).problems()).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(ProblemKind.PACK);
            assertThat(days(problem)).hasSize(2);
        });
    }

    @Test
    void no_pack_is_called_needless_while_nobody_knows_what_is_needed() throws IOException {
        for (RepositoryFiles.Listed index : listed(SealedKind.INDEX)) {
            repository.files().remove(SealedKind.INDEX, index.id());
        }
        CheckReport report = check(CheckExtent.STRUCTURE);
        assertThat(report.problems()).hasSizeGreaterThanOrEqualTo(4).allSatisfy(problem -> {
            assertThat(problem.severity()).isNotEqualTo(Problem.Severity.HARMLESS);
            assertThat(problem.next()).doesNotContain("Nothing needs it");
        });
        assertThat(report.problems())
                .filteredOn(problem -> problem.kind() == ProblemKind.PACK_UNKNOWN)
                .isNotEmpty()
                .allMatch(problem -> problem.next().contains("which lists it"));
        assertThat(new RepositoryRepair(repository).run(report).packsListed()).isEqualTo(4);
        assertThat(check(CheckExtent.DATA).problems()).isEmpty();
    }

    @Test
    void a_chunk_that_cannot_be_read_and_lies_elsewhere_since_is_harmless_and_nothing_to_repair() throws IOException {
        UUID pack = contentPack();
        IndexEntry named = null;
        try (RepositoryFiles.Opened opened = repository.files().open(SealedKind.PACK, pack)) {
            PackReader reader = new PackReader(pack, opened.reader());
            for (IndexEntry entry : reader.entries()) {
                byte[] bytes = reader.chunk(entry);
                boolean name = repository.chunks().name(Sha256.of(bytes)).equals(entry.id());
                named = name && (named == null || entry.length() > named.length()) ? entry : named;
            }
        }
        assertThat(named).isNotNull();
        long inside = named.offset() + named.length() / 2;
        flip(
                StoragePath.of(PacksCheck.where(pack)),
                32 + inside + 16 * (inside / 16_384)); // docs/formats/repository.md
        CheckReport report = check(CheckExtent.DATA);
        assertThat(report.problems()).extracting(Problem::kind).contains(ProblemKind.CHUNK);
        new RepositoryRepair(repository).run(report);
        backUpFully();
        for (UUID day : List.of(monday, tuesday)) { // their bundles in that record are lost for good
            repository.decisions().decide("test", "", new Decision.Forget(day, Set.of(), Duration.ZERO));
        }
        CheckReport after = check(CheckExtent.DATA);
        assertThat(after.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(ProblemKind.CHUNK_SUPERSEDED);
            assertThat(problem.where()).endsWith(pack.toString());
        });
        assertThat(after.isClean()).isTrue();
        assertThat(new RepositoryRepair(repository).plan(after)).isEmpty();
    }

    /** A bad cable is enough for a pack to be unreadable once. */
    @Test
    void what_a_repair_took_out_of_the_indexes_is_listed_again_once_it_can_be_read() throws IOException {
        RepositoryFiles.Listed pack = listed(SealedKind.PACK).stream()
                .max(Comparator.comparingLong(each -> each.file().size()))
                .orElseThrow();
        random.setSeed(17);
        flip(pack.file().path(), pack.file().size() / 2);
        new RepositoryRepair(repository).run(check(CheckExtent.DATA));
        assertThat(check(CheckExtent.STRUCTURE).isClean()).isFalse();
        random.setSeed(17); // the same bits again
        flip(pack.file().path(), pack.file().size() / 2);

        CheckReport report = check(CheckExtent.STRUCTURE);
        assertThat(new RepositoryRepair(repository).plan(report))
                .anyMatch(step -> step.contains("lie whole in their packs"));
        new RepositoryRepair(repository).run(report);

        assertThat(check(CheckExtent.DATA).problems()).isEmpty();
    }

    @Test
    void where_nothing_may_be_written_it_is_checked_all_the_same() throws IOException {
        repository.close();
        repository =
                Repositories.open(new GuardedStorage(memory, () -> LocationMode.OBSERVE, Initiator.PERSON, "backups"));
        assertThat(new RepositoryCheck(repository)
                        .run(CheckExtent.DATA, Progress.NONE)
                        .problems())
                .isEmpty();
        assertThat(repository.decisions().nowForReading()).isNotNull();
    }

    private void exchange(UUID one, UUID other) throws IOException {
        StoragePath between = StoragePath.of("between");
        memory.rename(StoragePath.of(PacksCheck.where(one)), between);
        memory.rename(StoragePath.of(PacksCheck.where(other)), StoragePath.of(PacksCheck.where(one)));
        memory.rename(between, StoragePath.of(PacksCheck.where(other)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void packs_that_somebody_exchanged_are_told_as_such_and_put_right_by_names_or_by_one_repair(boolean byNames)
            throws IOException {
        UUID one = contentPack();
        UUID other = listed(SealedKind.PACK).stream()
                .map(RepositoryFiles.Listed::id)
                .filter(pack -> !pack.equals(one))
                .findFirst()
                .orElseThrow();
        exchange(one, other);
        CheckReport report = check(CheckExtent.DATA);
        assertThat(report.problems())
                .extracting(Problem::kind, Problem::where, Problem::what)
                .containsExactlyInAnyOrder(
                        tuple(
                                ProblemKind.PACK_MISNAMED,
                                PacksCheck.where(one),
                                "what lies in it is what the indexes know as " + PacksCheck.where(other)),
                        tuple(
                                ProblemKind.PACK_MISNAMED,
                                PacksCheck.where(other),
                                "what lies in it is what the indexes know as " + PacksCheck.where(one)));
        assertThat(report.problems())
                .allSatisfy(problem -> assertThat(problem.next()).contains("its own name back", "repair"));
        if (byNames) {
            exchange(one, other);
        } else {
            RepositoryRepair repair = new RepositoryRepair(repository);
            assertThat(repair.plan(report)).singleElement().asString().contains("2 packs", "names of others");
            assertThat(repair.run(report).packsListed()).isEqualTo(2);
            assertThat(repository.decisions().read().decisions())
                    .as("nothing is given up")
                    .isEmpty();
        }
        assertThat(check(CheckExtent.DATA).problems()).isEmpty();
    }

    @Test
    void a_pack_that_was_laid_over_another_is_told_and_what_that_had_is_missing_after_a_repair() throws IOException {
        UUID one = contentPack();
        UUID other = listed(SealedKind.PACK).stream()
                .map(RepositoryFiles.Listed::id)
                .filter(pack -> !pack.equals(one))
                .findFirst()
                .orElseThrow();
        memory.delete(StoragePath.of(PacksCheck.where(other)));
        memory.rename(StoragePath.of(PacksCheck.where(one)), StoragePath.of(PacksCheck.where(other)));
        CheckReport report = check(CheckExtent.DATA);
        assertThat(report.problems())
                .extracting(Problem::kind)
                .contains(ProblemKind.PACK_MISNAMED, ProblemKind.PACK_MISSING);
        new RepositoryRepair(repository).run(report);
        assertThat(check(CheckExtent.DATA).problems())
                .extracting(Problem::kind)
                .isNotEmpty()
                .doesNotContain(ProblemKind.PACK_MISNAMED, ProblemKind.PACK_MISSING);
    }
}
