package dev.profilekeep.restore;

import static dev.profilekeep.restore.RestoredEstate.ANNAS;
import static dev.profilekeep.restore.RestoredEstate.DISK;
import static dev.profilekeep.restore.RestoredEstate.FRA;
import static dev.profilekeep.restore.RestoredEstate.LON;
import static dev.profilekeep.restore.RestoredEstate.TODAY;
import static dev.profilekeep.restore.RestoredEstate.YESTERDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.atIndex;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.backup.copy.CopyPlanner;
import dev.profilekeep.backup.copy.CopyRun;
import dev.profilekeep.backup.copy.CopySelection;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.backup.repo.Repositories;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.repo.RepositorySetting;
import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.request.Request;
import dev.profilekeep.request.RequestKind;
import dev.profilekeep.request.RequestRefusedException;
import dev.profilekeep.request.RequestRunner;
import dev.profilekeep.request.RequestState;
import dev.profilekeep.request.Requests;
import dev.profilekeep.request.Restorer;
import dev.profilekeep.request.Wish;
import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.Volume;
import dev.profilekeep.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From asking to yesterday's disk in its place, with real images and a real repository. */
class RequestedRestoresTest {
    private static final Actor ANNA = new Actor(Estate.ANNA, "Anna", List.of("USER"), "");
    private static final Actor HELGE = new Actor(Estate.BEN, "Helge", List.of("HELPDESK"), "");

    @TempDir
    Path folder;

    private RestoredEstate estate;
    private Requests requests;
    private RequestedRestores restorer;
    private RequestedRestores.Door door = id -> estate.repository;
    private RequestRunner runner;

    @BeforeEach
    void open() throws Exception {
        estate = RestoredEstate.standard(folder);
        open(estate);
    }

    private void open(RestoredEstate estate) {
        requests = estate.engine().requests();
        restorer = new RequestedRestores(
                estate.restores(),
                id -> door.open(id),
                estate.engine().restorePoints(),
                true,
                set -> java.util.Optional.of("main"),
                estate.engine().locks(),
                estate.engine().audit());
        runner = new RequestRunner(requests, restorer, estate.estate.clock(), "node");
    }

    @AfterEach
    void close() {
        runner.close();
        estate.close();
    }

    private long agreed() throws Exception {
        Wish.Point point = new Wish.Point("main", estate.point().snapshot(), 0);
        long id = requests.ask(
                        estate.engine()
                                .containers()
                                .detail(estate.anna())
                                .orElseThrow()
                                .row(),
                        new Wish(RequestKind.WHOLE, point, Instant.parse("2022-06-20T01:14:00Z"), List.of()),
                        ANNA,
                        "",
                        Locale.ENGLISH,
                        "my documents are gone")
                .request()
                .id();
        requests.approve(id, HELGE, "");
        return id;
    }

    private Request after(long id, RequestState... ends) throws InterruptedException {
        for (int i = 0; i < 600; i++) {
            estate.estate.clock().forward(Duration.ofSeconds(61));
            runner.tick();
            TimeUnit.MILLISECONDS.sleep(50);
            Request now = requests.find(id).orElseThrow();
            if (List.of(ends).contains(now.state())) {
                return now;
            }
        }
        throw new AssertionError(requests.find(id) + " " + requests.steps(id));
    }

    private static dev.profilekeep.content.Sha256 of(String image) throws IOException {
        return RestoredEstate.content(Fixtures.ownImage(image));
    }

    @Test
    void what_was_agreed_is_in_place_at_every_site_and_can_be_taken_back() throws Exception {
        long id = agreed();
        Request done = after(id, RequestState.DONE, RequestState.FAILED);
        assertThat(done.state()).as(done.note().english()).isEqualTo(RequestState.DONE);
        assertThat(estate.content(FRA)).isEqualTo(of(YESTERDAY));
        assertThat(estate.content(LON)).isEqualTo(of(YESTERDAY));
        assertThat(estate.audit(RestoreRun.ACT)).last().satisfies(entry -> {
            assertThat(entry.entry().reason()).isEqualTo("asked by Anna, agreed by Helge: my documents are gone");
            assertThat(entry.entry().evidence()).containsEntry("ticket", "restore request " + id);
        });

        requests.undo(id, ANNA, "");
        Request undone = after(id, RequestState.UNDONE, RequestState.DONE);
        assertThat(undone.state()).as(undone.note().english()).isEqualTo(RequestState.UNDONE);
        assertThat(estate.content(FRA)).isEqualTo(of(TODAY));
        assertThat(estate.content(LON)).isEqualTo(of(TODAY));
    }

    @Test
    void what_was_made_anew_where_nothing_was_is_not_offered_to_be_taken_back() throws Exception {
        estate.estate.storage(FRA).delete(DISK);
        estate.estate.storage(LON).delete(DISK);
        estate.inventory();
        long id = agreed();
        Request done = after(id, RequestState.DONE, RequestState.FAILED);
        assertThat(done.note().english()).startsWith("it was made anew at");
        assertThat(estate.content(FRA)).isEqualTo(of(YESTERDAY));
        assertThat(done.isMadeAnew()).isTrue();
        assertThat(done.isUndoable()).isFalse();
        assertThatThrownBy(() -> requests.undo(id, ANNA, "it was the wrong day"))
                .isInstanceOfSatisfying(RequestRefusedException.class, refused -> assertThat(refused.why())
                        .isEqualTo(RequestRefusedException.Why.NOTHING_BEFORE))
                .hasMessageContaining("ask for another moment");
        assertThat(requests.find(id).orElseThrow().state()).isEqualTo(RequestState.DONE);
    }

    @Test
    void it_waits_as_long_as_somebody_has_the_disk_open() throws Exception {
        long id = agreed();
        try (OpenFile held = estate.estate.storage(FRA).openForReading(DISK, Sharing.NONE)) {
            assertThat(held.size()).isPositive();
            Request waits = after(id, RequestState.WAITING);
            assertThat(waits.note().english()).isNotBlank();
        }
        assertThat(estate.content(FRA)).isEqualTo(of(TODAY));
        assertThat(after(id, RequestState.DONE).note().english()).isEmpty();
        assertThat(estate.content(FRA)).isEqualTo(of(YESTERDAY));
    }

    @Test
    void what_a_dead_process_had_done_is_found_and_not_done_again() throws Exception {
        long id = agreed();
        Request request = requests.find(id).orElseThrow();
        estate.estate.clock().forward(Duration.ofSeconds(61));
        Restorer.Result first = restorer.restore(request, (phase, done, total) -> true);
        assertThat(first).isInstanceOf(Restorer.Result.Done.class);
        estate.estate.put(FRA, ANNAS, TODAY); // she signed in meanwhile and wrote
        estate.estate.clock().forward(Duration.ofSeconds(61));
        Restorer.Result again = restorer.restore(request, (phase, done, total) -> true);
        assertThat(again).isInstanceOfSatisfying(Restorer.Result.Done.class, done -> assertThat(done.act())
                .isEqualTo(((Restorer.Result.Done) first).act()));
        assertThat(estate.content(FRA)).as("what she wrote since stays").isEqualTo(of(TODAY));
        assertThat(estate.audit(RestoreRun.ACT)).hasSize(2);
    }

    @Test
    void a_backup_that_is_gone_is_said_and_nothing_is_changed() throws Exception {
        Wish.Point gone = new Wish.Point("main", new java.util.UUID(4, 2), 0);
        long id = requests.ask(
                        estate.engine()
                                .containers()
                                .detail(estate.anna())
                                .orElseThrow()
                                .row(),
                        new Wish(RequestKind.WHOLE, gone, Instant.EPOCH, List.of()),
                        ANNA,
                        "",
                        Locale.ENGLISH,
                        "why")
                .request()
                .id();
        requests.approve(id, HELGE, "");
        Request failed = after(id, RequestState.FAILED, RequestState.DONE);
        assertThat(failed.state()).isEqualTo(RequestState.FAILED);
        assertThat(failed.note().english()).contains("is not in the repository any more");
        assertThat(failed.isUndoable()).isFalse();
        assertThat(estate.content(FRA)).isEqualTo(of(TODAY));
    }

    /** The same backup in a second repository; both are known. */
    private Repository copied() throws Exception {
        Repository second = Repositories.create(MemoryStorage.likeWindows());
        new CopyRun(estate.repository, second, Runnable::run, 1)
                .run(new CopyPlanner(estate.repository, second).plan(CopySelection.ALL), Progress.NONE);
        estate.engine().restorePoints().refresh("main", estate.repository);
        estate.engine().restorePoints().refresh("second", second);
        return second;
    }

    private long agreedOn(String repository) throws Exception {
        ContainerRow anna = row(ContainerKind.PROFILE);
        KnownPoint point = estate
                .engine()
                .restorePoints()
                .of(new ContainerIdentity(anna.setId(), anna.kind(), anna.sid(), anna.baseName()).key())
                .stream()
                .filter(one -> one.repositoryId().equals(repository))
                .findFirst()
                .orElseThrow();
        long id = requests.ask(anna, Wish.whole(point), ANNA, "", Locale.ENGLISH, "all is gone")
                .request()
                .id();
        requests.approve(id, HELGE, "");
        return id;
    }

    @Test
    void a_repository_that_does_not_open_gives_way_to_the_copy_in_the_second_one_and_that_is_said() throws Exception {
        try (Repository second = copied()) {
            door = id -> {
                if (id.equals("main")) {
                    throw new IOException("the share of main does not answer");
                }
                return second;
            };
            Request done = after(agreedOn("main"), RequestState.DONE, RequestState.FAILED);
            assertThat(done.state()).as(done.note().english()).isEqualTo(RequestState.DONE);
            assertThat(done.note().english())
                    .contains("a copy in another repository was used")
                    .contains("'main'")
                    .contains("the share of main does not answer");
            assertThat(estate.content(FRA)).isEqualTo(of(YESTERDAY));
            assertThat(estate.audit(RestoreRun.ACT)).last().satisfies(entry -> assertThat(
                            entry.entry().evidence())
                    .containsEntry("repository", second.id().toString()));
        }
    }

    @Test
    void a_damaged_backup_gives_way_to_its_copy_and_if_that_is_damaged_too_nothing_is_changed() throws Exception {
        try (Repository second = copied()) {
            estate.damage();
            door = id -> id.equals("main") ? estate.repository : second;
            Request done = after(agreedOn("main"), RequestState.DONE, RequestState.FAILED);
            assertThat(done.state()).as(done.note().english()).isEqualTo(RequestState.DONE);
            assertThat(done.note().english()).contains("'main' could not give it");
            assertThat(estate.content(FRA)).isEqualTo(of(YESTERDAY));
            assertThat(estate.content(LON)).isEqualTo(of(YESTERDAY));

            estate.estate.put(FRA, ANNAS, TODAY);
            estate.inventory();
            door = id -> estate.repository;
            Request failed = after(agreedOn("main"), RequestState.DONE, RequestState.FAILED);
            assertThat(failed.state()).isEqualTo(RequestState.FAILED);
            assertThat(estate.content(FRA)).isEqualTo(of(TODAY));
        }
    }

    private ContainerRow row(ContainerKind kind) {
        return estate
                .engine()
                .containers()
                .find(ContainerFilter.ALL, new ContainerSort(ContainerSort.Column.ACCOUNT, false), 0, 10)
                .stream()
                .filter(one -> one.kind() == kind && one.sid().equals(Estate.ANNA))
                .findFirst()
                .orElseThrow();
    }

    private long agreed(ContainerRow container, RequestKind kind) throws Exception {
        long id = requests.ask(container, Wish.firstAid(kind), ANNA, "", Locale.ENGLISH, "it does not start any more")
                .request()
                .id();
        requests.approve(id, HELGE, "");
        return id;
    }

    private boolean isThere(String location, StoragePath path) throws IOException {
        try {
            estate.estate.storage(location).stat(path);
            return true;
        } catch (StorageException.NotFound e) {
            return false;
        }
    }

    @Test
    void a_fresh_profile_is_begun_and_the_old_one_comes_back_with_what_was_made_since_backed_up() throws Exception {
        long id = agreed(row(ContainerKind.PROFILE), RequestKind.RESET);
        Request done = after(id, RequestState.DONE, RequestState.FAILED);
        assertThat(done.state()).as(done.note().english()).isEqualTo(RequestState.DONE);
        assertThat(isThere(FRA, DISK)).isFalse();
        assertThat(isThere(LON, DISK)).isFalse();
        assertThat(estate.audit(FirstAid.ACT)).last().satisfies(entry -> assertThat(
                        entry.entry().evidence())
                .containsEntry("ticket", "restore request " + id));

        estate.estate.put(FRA, ANNAS, "gpt-4kn.vhdx"); // she signed in: FSLogix made a new one
        estate.inventory();
        int before = estate.repository.snapshots().list().size();
        requests.undo(id, ANNA, "");
        Request undone = after(id, RequestState.UNDONE, RequestState.DONE);
        assertThat(undone.state()).as(undone.note().english()).isEqualTo(RequestState.UNDONE);
        assertThat(estate.content(FRA)).isEqualTo(of(TODAY));
        assertThat(estate.content(LON)).isEqualTo(of(TODAY));
        assertThat(estate.repository.snapshots().list())
                .as("what she did in the new one is backed up")
                .hasSize(before + 1);
    }

    @Test
    void a_fresh_profile_that_nobody_used_goes_back_without_any_backup() throws Exception {
        long id = agreed(row(ContainerKind.PROFILE), RequestKind.RESET);
        assertThat(after(id, RequestState.DONE, RequestState.FAILED).state()).isEqualTo(RequestState.DONE);
        estate.inventory();
        requests.undo(id, ANNA, "");
        Request undone = after(id, RequestState.UNDONE, RequestState.DONE);
        assertThat(undone.state()).as(undone.note().english()).isEqualTo(RequestState.UNDONE);
        assertThat(estate.content(FRA)).isEqualTo(of(TODAY));
    }

    @Test
    void making_office_data_new_leaves_the_profile_where_it_is() throws Exception {
        StoragePath office = StoragePath.of(Estate.ANNA + "_anna/ODFC_anna.VHDX");
        estate.estate.put(FRA, office.value(), YESTERDAY);
        estate.inventory();
        long id = agreed(row(ContainerKind.ODFC), RequestKind.REBUILD_OFFICE);
        Request done = after(id, RequestState.DONE, RequestState.FAILED);
        assertThat(done.state()).as(done.note().english()).isEqualTo(RequestState.DONE);
        assertThat(isThere(FRA, office)).isFalse();
        assertThat(estate.content(FRA)).isEqualTo(of(TODAY));
        assertThat(estate.content(LON)).isEqualTo(of(TODAY));
    }

    @Test
    void first_aid_waits_as_long_as_somebody_has_a_copy_open() throws Exception {
        long id = agreed(row(ContainerKind.PROFILE), RequestKind.RESET);
        try (OpenFile held = estate.estate.storage(LON).openForReading(DISK, Sharing.NONE)) {
            assertThat(held.size()).isPositive();
            assertThat(after(id, RequestState.WAITING).note().english()).isNotBlank();
        }
        assertThat(estate.content(FRA)).isEqualTo(of(TODAY));
        assertThat(after(id, RequestState.DONE, RequestState.FAILED).state()).isEqualTo(RequestState.DONE);
    }

    @Test
    void first_aid_of_a_process_that_died_is_found_and_the_new_disk_is_left_alone() throws Exception {
        long id = agreed(row(ContainerKind.PROFILE), RequestKind.RESET);
        Request request = requests.find(id).orElseThrow();
        estate.estate.clock().forward(Duration.ofSeconds(61));
        Restorer.Result first = restorer.restore(request, (phase, done, total) -> true);
        assertThat(first).isInstanceOf(Restorer.Result.Done.class);
        estate.estate.put(FRA, ANNAS, "gpt-4kn.vhdx"); // a new one is there, and is not put aside as well
        estate.estate.clock().forward(Duration.ofSeconds(61));
        Restorer.Result again = restorer.restore(request, (phase, done, total) -> true);
        assertThat(again).isInstanceOfSatisfying(Restorer.Result.Done.class, done -> assertThat(done.act())
                .isEqualTo(((Restorer.Result.Done) first).act()));
        assertThat(estate.content(FRA)).isEqualTo(of("gpt-4kn.vhdx"));
    }

    @Test
    void a_secret_that_does_not_open_the_repository_ends_the_request_with_what_to_do() throws Exception {
        Path place = Files.createDirectory(folder.resolve("locked"));
        try (var storage = new LocalStorage(place)) {
            Repositories.create(storage).close();
            door = id -> Repository.open(
                    storage,
                    Secret.KeyText.create(new SecureRandom()),
                    RepositorySetting.standard(estate.estate.clock(), "test"));
            Request failed = after(agreed(), RequestState.DONE, RequestState.FAILED);
            assertThat(failed.state()).isEqualTo(RequestState.FAILED);
            assertThat(failed.note().english())
                    .contains("does not open it", "nothing was changed", "passphraseFrom", "ask again");
        }
        assertThat(estate.content(FRA)).isEqualTo(of(TODAY));
    }

    @Test
    void what_is_tried_in_vain_ends_after_two_weeks_with_the_last_reason() throws Exception {
        door = id -> {
            throw new IOException("the share does not answer");
        };
        long id = agreed();
        assertThat(after(id, RequestState.DELAYED).note().english()).contains("does not answer");
        estate.estate.clock().forward(Duration.ofDays(15));
        Request failed = after(id, RequestState.DONE, RequestState.FAILED);
        assertThat(failed.state()).isEqualTo(RequestState.FAILED);
        assertThat(failed.note().english()).contains("14 days", "does not answer");
    }

    @Test
    void too_little_room_is_waited_for() throws Exception {
        estate.estate.storage(LON).volume(new Volume(1L << 40, 1000));
        long id = agreed();
        assertThat(after(id, RequestState.DELAYED, RequestState.FAILED).state()).isEqualTo(RequestState.DELAYED);
        assertThat(requests.find(id).orElseThrow().note().english()).contains(LON, "make room");
        estate.estate.storage(LON).volume(new Volume(1L << 40, 1L << 39));
        assertThat(after(id, RequestState.DONE, RequestState.FAILED).state()).isEqualTo(RequestState.DONE);
        assertThat(estate.content(LON)).isEqualTo(of(YESTERDAY));
    }

    @Test
    void going_back_waits_for_room_in_the_repository_that_keeps_what_was_made_since() throws Exception {
        long id = agreed();
        after(id, RequestState.DONE);
        estate.estate.put(FRA, ANNAS, "gpt-4kn.vhdx"); // she worked with it
        estate.estate.put(LON, ANNAS, "gpt-4kn.vhdx");
        estate.inventory();
        FaultyStorage full = new FaultyStorage(estate.backups);
        full.fail(
                (verb, path) -> verb.equals("file.writeFully") && path.value().startsWith("drafts/"),
                0,
                1,
                new StorageException.Full("planned: write drafts/pack: nothing is free", null));
        try (Repository repository = Repositories.open(full)) {
            door = which -> repository;
            requests.undo(id, ANNA, "");
            Request undone = after(id, RequestState.UNDONE, RequestState.FAILED);
            assertThat(undone.state()).as(undone.note().english()).isEqualTo(RequestState.UNDONE);
            assertThat(estate.content(FRA)).isEqualTo(of(TODAY));
            assertThat(estate.audit(UndoRun.ACT))
                    .extracting(entry -> entry.entry().outcome())
                    .satisfies(
                            first -> assertThat(first)
                                    .startsWith("refused: ")
                                    .contains("the repository of backups", "make room"),
                            atIndex(0))
                    .last()
                    .isEqualTo("done");
        }
    }

    @Test
    void of_a_set_that_has_another_name_by_now_it_is_said_and_nothing_is_changed() throws Exception {
        long id = agreed();
        estate.estate.setCalled("pool-2");
        runner.close();
        estate.estate.reopen();
        open(estate);
        Request failed = after(id, RequestState.FAILED, RequestState.DONE);
        assertThat(failed.state()).isEqualTo(RequestState.FAILED);
        assertThat(failed.note().english()).contains("the set pool is not configured any more");
        assertThat(estate.content(FRA)).isEqualTo(of(TODAY));
    }
}
