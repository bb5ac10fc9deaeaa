package dev.profilekeep.backup.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditRecord;
import dev.profilekeep.backup.decision.Decision;
import dev.profilekeep.backup.points.KeptBackups.Act;
import dev.profilekeep.backup.repo.Repositories;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.run.BackupProgress;
import dev.profilekeep.backup.run.BackupRun;
import dev.profilekeep.backup.run.BackupSource;
import dev.profilekeep.backup.seal.SealedKind;
import dev.profilekeep.backup.store.Draft;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.content.MapMaker;
import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptBackupsTest {
    private static final ContainerIdentity ANNA =
            new ContainerIdentity("pool", ContainerKind.PROFILE, Estate.ANNA, "Profile_anna");
    private static final Actor ADA = new Actor("corp:ada@example.com", "Ada", List.of("ADMINISTRATOR"), "");

    @TempDir
    Path folder;

    private final TreeMap<String, Repository> repositories = new TreeMap<>();
    private Estate estate;
    private RestorePoints points;
    private KeptBackups kept;
    private List<String> destinations = List.of();

    @BeforeEach
    void backUp() throws Exception {
        estate = new Estate(folder);
        estate.put("fra-profiles", Estate.ANNA + "_anna/Profile_anna.VHDX", "gpt-msr.vhdx");
        points = estate.engine().restorePoints();
        for (String id : List.of("main", "second")) {
            Repository repository = Repositories.create(MemoryStorage.likeWindows());
            repositories.put(id, repository);
            new BackupRun(
                            repository,
                            new ContentReader(Runnable::run, 1),
                            ChunkSizes.STANDARD,
                            SlicedFile.STANDARD,
                            estate.clock())
                    .run(
                            "test",
                            List.of(new BackupSource(
                                    estate.storage("fra-profiles"),
                                    "fra-profiles",
                                    StoragePath.of(Estate.ANNA + "_anna/Profile_anna.VHDX"),
                                    ANNA)),
                            MapMaker.Extent.CHANGED,
                            BackupProgress.NONE);
            points.refresh(id, repository);
        }
        kept = new KeptBackups(
                repositories::get, points, one -> destinations, estate.engine().audit());
    }

    @AfterEach
    void close() {
        estate.close();
        repositories.values().forEach(Repository::close);
    }

    private List<String> told(String act) {
        return estate.engine().audit().recent(100).stream()
                .map(AuditRecord::entry)
                .filter(entry -> entry.act().equals(act))
                .map(entry -> entry.evidence().get("repository") + " " + entry.outcome())
                .toList();
    }

    @Test
    void a_hold_is_set_and_released_in_every_repository_that_has_the_container() throws IOException {
        assertThat(kept.holds(ANNA).made()).isEmpty();
        kept.decide(7, ANNA, new Act.Hold(), ADA, "a court wants it");
        assertThat(kept.holds(ANNA).made()).hasSize(2).allSatisfy(hold -> {
            assertThat(hold.who()).isEqualTo(ADA.id());
            assertThat(hold.reason()).isEqualTo("a court wants it");
        });
        assertThat(points.of(ANNA.key()))
                .as("a hold is of the container, and pins none")
                .hasSize(2)
                .noneMatch(KnownPoint::pinned);
        assertThat(told("backup.hold"))
                .containsExactlyInAnyOrder("main begun", "main done", "second begun", "second done");

        kept.decide(7, ANNA, new Act.Hold(), ADA, "and once more");
        assertThat(kept.holds(ANNA).made()).extracting(Decision::reason).containsOnly("a court wants it");
        assertThat(told("backup.hold")).as("nothing new was decided").hasSize(4);

        assertThat(kept.decide(7, ANNA, new Act.Release(), ADA, "the court is done")
                        .already())
                .isFalse();
        assertThat(kept.decide(7, ANNA, new Act.Release(), ADA, "and once more").already())
                .isTrue();
        assertThat(kept.holds(ANNA)).isEqualTo(new Holds(List.of(), List.of(), List.of("main", "second"), List.of()));
        assertThat(points.of(ANNA.key())).noneMatch(KnownPoint::pinned);
        assertThat(told("backup.release")).hasSize(4);
    }

    @Test
    void a_hold_in_one_repository_alone_says_where_there_is_none_and_holding_again_adds_that() throws IOException {
        repositories.get("second").decisions().decide("corp:otto", "a court wants it", new Decision.Hold(ANNA.key()));
        assertThat(kept.holds(ANNA).isPartial()).isTrue();
        assertThat(kept.holds(ANNA).without()).containsExactly("main");

        kept.decide(7, ANNA, new Act.Hold(), ADA, "here too");
        assertThat(kept.holds(ANNA).isPartial()).isFalse();
        assertThat(kept.holds(ANNA).made()).extracting(Decision::who).containsExactly(ADA.id(), "corp:otto");
        assertThat(told("backup.hold")).containsExactlyInAnyOrder("main begun", "main done");
    }

    @Test
    void with_one_of_two_repositories_away_the_other_decides_and_each_answer_names_both() throws IOException {
        Set<String> away = new HashSet<>(Set.of("main"));
        KeptBackups half = new KeptBackups(
                id -> {
                    if (away.contains(id)) {
                        throw new IOException("no answer from " + id);
                    }
                    return repositories.get(id);
                },
                points,
                one -> destinations,
                estate.engine().audit());
        Unreached main = new Unreached("main", "no answer from main");

        assertThat(half.decide(7, ANNA, new Act.Hold(), ADA, "a court wants it"))
                .isEqualTo(new Decided(List.of("second"), List.of(main), false));
        Holds holds = half.holds(ANNA);
        assertThat(holds.in()).containsExactly("second");
        assertThat(holds.without()).isEmpty();
        assertThat(holds.unread()).containsExactly(main);
        assertThat(half.decide(7, ANNA, new Act.Pin(points.of(ANNA.key())), ADA, "the last one")
                        .missed())
                .containsExactly(main);

        away.clear();
        assertThat(half.holds(ANNA).without()).containsExactly("main");
        assertThat(half.decide(7, ANNA, new Act.Hold(), ADA, "the rest").isEverywhere())
                .isTrue();
        assertThat(half.holds(ANNA).in()).containsExactly("main", "second");

        away.addAll(List.of("main", "second"));
        assertThat(half.decide(7, ANNA, new Act.Release(), ADA, "the court is done")
                        .done())
                .isEmpty();
        away.clear();
        assertThat(half.holds(ANNA).in()).containsExactly("main", "second");
    }

    @Test
    void where_a_decision_cannot_be_read_nobody_says_that_there_is_no_hold() throws IOException {
        UUID id = UUID.randomUUID();
        try (Draft draft = repositories.get("second").files().begin(SealedKind.DECISION, id)) {
            draft.writer().write(ByteBuffer.wrap(new byte[50]));
            draft.publish();
        }
        Holds holds = kept.holds(ANNA);
        assertThat(holds.made()).isEmpty();
        assertThat(holds.without()).containsExactly("main");
        assertThat(holds.unread()).singleElement().satisfies(second -> {
            assertThat(second.repositoryId()).isEqualTo("second");
            assertThat(second.why()).contains("may be a hold", "decisions/" + id);
        });
        assertThat(kept.decide(7, ANNA, new Act.Release(), ADA, "if there is one")
                        .already())
                .as("it may be a hold")
                .isFalse();
        kept.decide(7, ANNA, new Act.Hold(), ADA, "a court wants it");
        assertThat(kept.holds(ANNA).in()).containsExactly("main", "second");
        assertThat(kept.holds(ANNA).unread()).isEmpty();
    }

    @Test
    void a_hold_may_come_before_the_first_backup() throws IOException {
        ContainerIdentity ben = new ContainerIdentity(ANNA.setId(), ANNA.kind(), "S-1-5-21-1-2-3-1999", "Profile_ben");
        assertThat(points.of(ben.key())).isEmpty();
        destinations = List.of("main");
        kept.decide(8, ben, new Act.Hold(), ADA, "a court wants it");
        assertThat(kept.holds(ben).made()).extracting(Decision::reason).containsExactly("a court wants it");
        assertThat(repositories.get("main").decisions().read().standing().isHeld(ben.key()))
                .isTrue();
        assertThat(told("backup.hold")).containsExactlyInAnyOrder("main begun", "main done");
        kept.decide(8, ben, new Act.Release(), ADA, "the court is done");
        assertThat(kept.holds(ben).made()).isEmpty();
    }

    @Test
    void what_is_backed_up_nowhere_is_not_held_in_silence() {
        ContainerIdentity ben = new ContainerIdentity(ANNA.setId(), ANNA.kind(), "S-1-5-21-1-2-3-1999", "Profile_ben");
        assertThatThrownBy(() -> kept.decide(8, ben, new Act.Hold(), ADA, "a court wants it"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("policies.backups");
    }

    @Test
    void a_moment_is_pinned_where_it_lies_and_unpinned_again() throws IOException {
        KnownPoint main = points.of(ANNA.key()).stream()
                .filter(point -> point.repositoryId().equals("main"))
                .findFirst()
                .orElseThrow();
        kept.decide(7, ANNA, new Act.Pin(List.of(main)), ADA, "the last before the move");
        assertThat(points.of(ANNA.key()).stream().filter(KnownPoint::pinned).map(KnownPoint::repositoryId))
                .containsExactly("main");
        assertThat(kept.holds(ANNA).made()).isEmpty();
        kept.decide(7, ANNA, new Act.Unpin(List.of(main)), ADA, "moved");
        assertThat(points.of(ANNA.key())).noneMatch(KnownPoint::pinned);
        assertThat(told("backup.pin")).containsExactlyInAnyOrder("main begun", "main done");
        assertThat(told("backup.unpin")).containsExactlyInAnyOrder("main begun", "main done");
    }

    @Test
    void what_was_noticed_as_rewritten_is_settled_by_the_release() throws IOException {
        kept.decide(7, ANNA, new Act.Hold(), ADA, "looked like an attack");
        estate.engine()
                .catalog()
                .database()
                .<RuntimeException>run(session -> session.update(
                        "INSERT INTO container_alarm (container_key, repository_id, at, why, rewritten_bytes,"
                                + " live_bytes, snapshot_id, before_at, held, settled_at) VALUES (?, 'main', ?, 'SHARE',"
                                + " 1, 2, '', NULL, TRUE, NULL)",
                        ANNA.key(),
                        estate.clock().instant()));
        kept.decide(7, ANNA, new Act.Release(), ADA, "it was the new mailbox");
        long open = estate.engine()
                .catalog()
                .database()
                .<Long, RuntimeException>call(
                        session -> session.number("SELECT COUNT(*) FROM container_alarm WHERE settled_at IS NULL"));
        assertThat(open).isZero();
    }

    @Test
    void without_a_reason_or_for_anothers_backup_nothing_is_decided() {
        assertThatThrownBy(() -> kept.decide(7, ANNA, new Act.Hold(), ADA, " ")).hasMessageContaining("reason");
        ContainerIdentity ben = new ContainerIdentity("pool", ContainerKind.PROFILE, Estate.BEN, "Profile_ben");
        assertThatThrownBy(() -> kept.decide(8, ben, new Act.Pin(points.of(ANNA.key())), ADA, "why"))
                .hasMessageContaining("another container");
        assertThat(told("backup.hold")).isEmpty();
        assertThat(told("backup.pin")).isEmpty();
    }
}
