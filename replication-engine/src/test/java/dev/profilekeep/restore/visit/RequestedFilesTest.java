package dev.profilekeep.restore.visit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditRecord;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.backup.points.RestorePoints;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.config.RestorePolicy;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.health.ContainerState;
import dev.profilekeep.request.Note;
import dev.profilekeep.request.Request;
import dev.profilekeep.request.RequestKind;
import dev.profilekeep.request.RequestRefusedException;
import dev.profilekeep.request.RequestRunner;
import dev.profilekeep.request.RequestState;
import dev.profilekeep.request.Requests;
import dev.profilekeep.request.Restorer.Result;
import dev.profilekeep.request.RestorerByKind;
import dev.profilekeep.request.Wish;
import dev.profilekeep.restore.files.SnapshotEntry;
import dev.profilekeep.storage.Encryption;
import dev.profilekeep.storage.FaultyStorage;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import dev.profilekeep.storage.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that people asked for and others agreed to, from a real repository into a share; with real requests and a real audit trail. */
class RequestedFilesTest {
    private static final String SID = "S-1-5-21-1-2-3-1104";
    private static final Actor ANNA = new Actor(SID, "Anna", List.of("USER"), "");
    private static final Actor HELGE = new Actor("S-1-5-21-1-2-3-1131", "Helge", List.of("HELPDESK"), "");
    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");
    private static final StoragePath HOME = StoragePath.of("anna-1104");
    private static final ContainerRow ROW = new ContainerRow(
            7,
            "office",
            ContainerKind.PROFILE,
            SID,
            "anna",
            "Profile_anna",
            ContainerState.HEALTHY,
            List.of(),
            List.of("fra"),
            false,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    private static final RestorePolicy.Share SHARE =
            new RestorePolicy.Share("", "smb://files/restored", null, Encryption.PREFERRED, null);

    @TempDir
    static Path folder;

    private static VisitedBackup backup;

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final List<String> mails = new ArrayList<>();
    private StorageProvider share;
    private BackupVisits.Door door = id -> backup.repository();
    private BackupVisits visits;
    private RestorePoints points;
    private Requests requests;
    private RequestedFiles restorer;

    @BeforeAll
    static void backUp() throws IOException {
        backup = new VisitedBackup(folder, ROW, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @BeforeEach
    void open() {
        backup.forget();
        share = backup.share;
        visits = backup.visits(policy(false, SHARE));
        points = new RestorePoints(backup.catalog.database(), clock);
        requests = new Requests(
                backup.catalog.database(),
                backup.audit,
                (session, key, request, to, address, language, said) ->
                        mails.add(address + " " + request.state() + " " + request.where()),
                clock);
        restorer = restorer(policy(false, SHARE));
    }

    private RequestedFiles restorer(RestorePolicy policy) {
        return new RequestedFiles(
                policy,
                id -> door.open(id),
                points,
                true,
                new RestoreShare(policy.share(), where -> share, clock),
                backup.audit);
    }

    @AfterEach
    void close() {
        visits.close();
        backup.catalog.database().<RuntimeException>run(session -> {
            session.update("DELETE FROM restore_request");
            session.update("DELETE FROM restore_request_step");
        });
    }

    @AfterAll
    static void end() {
        backup.close();
    }

    private static RestorePolicy policy(boolean own, RestorePolicy.Share share) {
        return new RestorePolicy(
                own, new RestorePolicy.Download(false, false, List.of()), share, RestorePolicy.Within.STANDARD);
    }

    private Wish wish(String... paths) throws IOException {
        try (Visit visit = visits.openOwn(ROW, backup.point(), ANNA)) {
            List<SnapshotEntry> chosen = new ArrayList<>();
            for (String path : paths) {
                chosen.add(visit.find(path).orElseThrow());
            }
            return visit.wish(chosen).wish();
        }
    }

    private Request agreed(Wish wish) throws RequestRefusedException {
        long id = requests.ask(ROW, wish, ANNA, "anna@example.com", Locale.ENGLISH, "I deleted them")
                .request()
                .id();
        return requests.approve(id, HELGE, "");
    }

    private Result done(Request request) {
        return restorer.restore(request, (phase, at, of) -> true);
    }

    private List<String> names(StoragePath where) throws IOException {
        return share.list(where).stream().map(StoredFile::name).sorted().toList();
    }

    @Test
    void what_was_agreed_lies_in_a_folder_of_the_persons_own_and_they_are_told_where() throws Exception {
        Wish wish = wish("deep/level 0", "size 100");
        assertThat(wish.amount().files()).isPositive();
        assertThat(wish.amount().bytes()).isGreaterThanOrEqualTo(100);
        Request asked = agreed(wish);
        assertThat(asked.wish()).as("as it is kept").isEqualTo(wish);
        try (RequestRunner runner = new RequestRunner(
                requests, new RestorerByKind(restorer, restorer(policy(true, null))), clock, "node")) {
            runner.tick();
            for (int i = 0;
                    i < 500 && !requests.find(asked.id()).orElseThrow().state().isOver();
                    i++) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
        }

        Request done = requests.find(asked.id()).orElseThrow();
        assertThat(done.state()).as(done.note().english()).isEqualTo(RequestState.DONE);
        String name = "2026-03-02-request-" + asked.id();
        assertThat(done.where()).isEqualTo("\\\\files\\restored\\anna-1104\\" + name);
        assertThat(done.isUndoable()).isFalse();
        assertThat(names(HOME)).containsExactly(name);
        assertThat(names(HOME.child(name))).containsExactly("level 0", "size 100");
        assertThat(share.stat(HOME.child(name).child("size 100")).size()).isEqualTo(100);
        assertThat(mails).last().isEqualTo("anna@example.com DONE " + done.where());
        assertThat(backup.told()).endsWith("files.export begun", "files.export done");
        assertThat(backup.entries()).last().satisfies(record -> {
            assertThat(record.entry().reason()).isEqualTo("asked by Anna, agreed by Helge: I deleted them");
            assertThat(record.entry().evidence())
                    .containsEntry("ticket", "restore request " + asked.id())
                    .containsEntry("files", Long.toString(wish.amount().files()));
        });
        for (AuditRecord record : backup.audit.recent(50)) {
            assertThat(record.entry().toString()).doesNotContain("level 0").doesNotContain("size 100");
        }
    }

    @Test
    void what_a_dead_process_had_put_there_is_found_and_not_put_again() throws Exception {
        Request request = agreed(wish("size 100"));
        Result first = done(request);
        Result again = done(request);
        assertThat(again).isInstanceOfSatisfying(Result.Done.class, done -> assertThat(done.where())
                .isEqualTo(((Result.Done) first).where())
                .isNotEmpty());
        assertThat(names(HOME)).hasSize(1);
        assertThat(backup.told()).filteredOn("files.export begun"::equals).hasSize(1);
    }

    @Test
    void what_a_dead_process_left_unfinished_is_removed_and_a_folder_of_that_name_that_is_not_ours_stays()
            throws Exception {
        Request request = agreed(wish("size 100"));
        String name = "2026-03-02-request-" + request.id();
        share.createFolder(HOME);
        StoragePath left = HOME.child("unfinished-" + name + "-0f0f");
        share.createFolder(left);
        try (OpenFile half = share.create(left.child("half"), Sharing.NONE)) {
            half.writeFully(0, ByteBuffer.allocate(10));
        }
        share.createFolder(HOME.child(name)); // of another installation, perhaps
        share.createFolder(HOME.child("unfinished-" + name + "1-0f0f")); // of another request

        Result done = done(request);
        assertThat(done).isInstanceOfSatisfying(Result.Done.class, one -> assertThat(one.where())
                .endsWith(name + "-2"));
        assertThat(names(HOME)).containsExactly(name, name + "-2", "unfinished-" + name + "1-0f0f");
        assertThat(names(HOME.child(name))).isEmpty();
    }

    @Test
    void what_is_said_of_a_failure_names_no_file_and_what_passes_is_tried_again() throws Exception {
        Request request = agreed(wish("size 100", "Long file name.text"));
        share = new FaultyStorage(share)
                .fail(
                        (verb, path) -> verb.equals("create"),
                        0,
                        1,
                        new StorageException.Unreachable("size 100 did not go", null));
        Result later = done(request);
        assertThat(later).isInstanceOf(Result.Later.class);
        assertThat(later.toString()).doesNotContain("size 100").contains("does not answer");
        assertThat(names(HOME)).as("nothing half-written").isEmpty();
        assertThat(done(request)).isInstanceOf(Result.Done.class);
        assertThat(backup.told()).contains("files.export failed: Unreachable");
    }

    @Test
    void with_too_little_room_it_waits_and_nothing_is_begun() throws Exception {
        Request request = agreed(wish("size 100"));
        assertThat(restorer.heldBy(request)).isEmpty();
        backup.share.volume(new Volume(1L << 30, 99));
        assertThat(restorer.heldBy(request))
                .hasValueSatisfying(why ->
                        assertThat(why.english()).contains("too little room").contains("100 bytes"));
        assertThat(backup.told()).doesNotContain("files.export begun");
    }

    @Test
    void a_backup_that_is_gone_gives_way_to_its_copy_and_if_there_is_none_that_is_said() throws Exception {
        Wish known = wish("size 100");
        points.refresh("main", backup.repository());
        points.refresh("second", backup.repository());
        KnownPoint point = points.ofPerson(SID).stream()
                .filter(one -> one.repositoryId().equals("main"))
                .findFirst()
                .orElseThrow();
        Request request = agreed(Wish.files(point, known.paths(), known.amount()));
        door = id -> {
            if (id.equals("main")) {
                throw new IllegalArgumentException("there is no repository " + id);
            }
            return backup.repository();
        };
        assertThat(done(request)).isInstanceOfSatisfying(Result.Done.class, done -> assertThat(
                        done.note().english())
                .contains("a copy in another repository was used"));
        Repository none = backup.repository();
        door = id -> {
            throw new StorageException.NotFound(none.id() + " is gone", null);
        };
        assertThat(done(agreedAnew(request, point, known))).isEqualTo(new Result.Failed("", Note.of("backup.gone")));
    }

    private Request agreedAnew(Request before, KnownPoint point, Wish wish) throws RequestRefusedException {
        requests.withdraw(before.id(), ANNA, "");
        return agreed(Wish.files(point, wish.paths(), wish.amount()));
    }

    @Test
    void nobody_else_asks_for_a_persons_files_and_too_many_are_said_at_once() throws Exception {
        Wish wish = wish("size 100");
        assertThatThrownBy(() -> requests.ask(ROW, wish, HELGE, "", Locale.ENGLISH, "for her"))
                .isInstanceOfSatisfying(RequestRefusedException.class, e -> assertThat(e.why())
                        .isEqualTo(RequestRefusedException.Why.NOT_THE_ASKER));
        assertThat(backup.audit.recent(1).get(0).entry().outcome()).startsWith("refused: ");
        try (Visit visit = visits.openOwn(ROW, backup.point(), ANNA)) {
            SnapshotEntry one = visit.find("size 100").orElseThrow();
            assertThatThrownBy(() -> visit.wish(java.util.Collections.nCopies(Wish.MOST_PATHS + 1, one)))
                    .isInstanceOfSatisfying(VisitRefusedException.class, e -> assertThat(e.why())
                            .isEqualTo(VisitRefusedException.Why.TOO_MANY));
        }
    }

    @Test
    void it_is_offered_where_people_may_not_take_their_files_themselves_and_there_is_a_place_for_them() {
        assertThat(restorer.kinds()).isEqualTo(Set.of(RequestKind.FILES));
        assertThat(restorer(policy(true, SHARE)).kinds()).isEmpty();
        assertThat(restorer(policy(false, null)).kinds()).isEmpty();
    }
}
