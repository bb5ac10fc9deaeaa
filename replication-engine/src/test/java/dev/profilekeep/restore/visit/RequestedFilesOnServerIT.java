package dev.profilekeep.restore.visit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.backup.points.RestorePoints;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.config.RestorePolicy;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.health.ContainerState;
import dev.profilekeep.request.Note;
import dev.profilekeep.request.Request;
import dev.profilekeep.request.Requests;
import dev.profilekeep.request.Restorer.Result;
import dev.profilekeep.request.Wish;
import dev.profilekeep.restore.files.SnapshotEntry;
import dev.profilekeep.storage.Encryption;
import dev.profilekeep.storage.SambaServer;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StorageOptions;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import dev.profilekeep.storage.StoredFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that somebody asked for lie on a real server in a folder that is closed to everybody else. */
class RequestedFilesOnServerIT {
    private static final String SHARE = "restored";
    private static final String PLAIN = "plain";
    private static final String SID = "S-1-5-21-1-2-3-1104";
    private static final Actor ANNA = new Actor(SID, "Anna", List.of("USER"), "");
    private static final Actor HELGE = new Actor("S-1-5-21-1-2-3-1131", "Helge", List.of("HELPDESK"), "");
    private static final StoragePath HOME = StoragePath.of("anna-1104");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-02T08:00:00Z"), ZoneOffset.UTC);
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

    @TempDir
    Path folder;

    private SambaServer server;
    private VisitedBackup backup;
    private StorageProvider share;
    private Requests requests;
    private RequestedFiles restorer;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(SambaServer.isRoot(), "rights of Windows need acl_xattr, which needs root");
        server = SambaServer.builder()
                .share(SHARE)
                .share(PLAIN, "vfs objects = streams_xattr")
                .start();
        Files.setPosixFilePermissions(server.folder(SHARE), PosixFilePermissions.fromString("rwxrwxrwx"));
        backup = new VisitedBackup(folder, ROW, CLOCK);
        share = server.connect(SHARE);
        requests = new Requests(
                backup.catalog.database(),
                backup.audit,
                (session, key, request, to, address, language, said) -> {},
                CLOCK);
        RestorePolicy.Share where =
                new RestorePolicy.Share("", server.address(SHARE).toString(), "x", Encryption.PREFERRED, null);
        restorer = restorer(where, SHARE);
    }

    private RequestedFiles restorer(RestorePolicy.Share where, String name) {
        return new RequestedFiles(
                policy(where),
                id -> backup.repository(),
                new RestorePoints(backup.catalog.database(), CLOCK),
                true,
                new RestoreShare(where, one -> server.connect(name), CLOCK),
                backup.audit);
    }

    @AfterEach
    void stop() throws Exception {
        if (share != null) {
            share.close();
        }
        if (backup != null) {
            backup.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private static RestorePolicy policy(RestorePolicy.Share where) {
        return new RestorePolicy(
                false, new RestorePolicy.Download(false, false, List.of()), where, RestorePolicy.Within.STANDARD);
    }

    private Request agreed(String... paths) throws Exception {
        Wish wish;
        try (BackupVisits visits = backup.visits(policy(null));
                Visit visit = visits.openOwn(ROW, backup.point(), ANNA)) {
            List<SnapshotEntry> chosen = new ArrayList<>();
            for (String path : paths) {
                chosen.add(visit.find(path).orElseThrow());
            }
            wish = visit.wish(chosen).wish();
        }
        long id = requests.ask(ROW, wish, ANNA, "", Locale.ENGLISH, "I deleted them")
                .request()
                .id();
        return requests.approve(id, HELGE, "");
    }

    private List<String> names(StoragePath where) throws Exception {
        return share.list(where).stream().map(StoredFile::name).sorted().toList();
    }

    /** The SIDs of a security descriptor are in it as bytes, whatever else is. */
    private static String bytes(int... subAuthorities) {
        StringBuilder sid = new StringBuilder("01")
                .append("%02x".formatted(subAuthorities.length))
                .append("000000000005");
        for (int one : subAuthorities) {
            sid.append("%02x%02x%02x%02x".formatted(one & 255, one >> 8 & 255, one >> 16 & 255, one >> 24 & 255));
        }
        return sid.toString();
    }

    @Test
    void they_lie_whole_in_a_folder_that_only_their_owner_and_those_who_run_the_server_may_open() throws Exception {
        Request request = agreed("deep/level 0", "size 100");
        assertThat(restorer.heldBy(request)).isEmpty();
        Result result = restorer.restore(request, (phase, at, of) -> true);
        assertThat(result).as(result.toString()).isInstanceOf(Result.Done.class);
        Result.Done done = (Result.Done) result;
        String name = "2026-03-02-request-" + request.id();
        assertThat(done.where()).endsWith("\\" + SHARE + "\\anna-1104\\" + name);
        assertThat(names(HOME)).as("nothing half-written").containsExactly(name);
        assertThat(names(HOME.child(name))).containsExactly("level 0", "size 100");
        assertThat(share.stat(HOME.child(name).child("size 100")).size()).isEqualTo(100);

        for (StoragePath closed : List.of(HOME, HOME.child(name))) {
            String rights = HexFormat.of().formatHex(share.security(closed).descriptor());
            assertThat(rights).as("the person").contains(bytes(21, 1, 2, 3, 1104));
            assertThat(rights).as("no world").doesNotContain("0101000000000001" + "00000000");
            assertThat(rights).as("no users, no authenticated users").doesNotContain(bytes(32, 545), bytes(11));
        }
        try (StorageProvider other =
                Storages.connect(server.address(SHARE), StorageOptions.of(server.otherCredentials()))) {
            assertThat(other.list(StoragePath.ROOT)).as("the share is open").isNotEmpty();
            assertThatThrownBy(() -> other.list(HOME)).isInstanceOf(StorageException.Denied.class);
            assertThatThrownBy(() -> other.list(HOME.child(name))).isInstanceOf(StorageException.Denied.class);
            assertThatThrownBy(() -> other.stat(HOME.child(name).child("size 100")))
                    .isInstanceOf(StorageException.class);
        }
    }

    @Test
    void where_the_server_keeps_no_rights_nothing_is_put_and_that_is_said() throws Exception {
        Files.setPosixFilePermissions(server.folder(PLAIN), PosixFilePermissions.fromString("rwxrwxrwx"));
        RestorePolicy.Share plain =
                new RestorePolicy.Share("", server.address(PLAIN).toString(), "x", Encryption.PREFERRED, null);
        assertThat(restorer(plain, PLAIN).restore(agreed("size 100"), (phase, at, of) -> true))
                .isEqualTo(new Result.Failed("", Note.of("share.open")));
        try (var all = Files.walk(server.folder(PLAIN))) {
            assertThat(all.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void what_a_dead_process_finished_is_found_and_a_server_that_is_gone_is_waited_for() throws Exception {
        Request request = agreed("size 100");
        Result first = restorer.restore(request, (phase, at, of) -> true);
        Result again = restorer.restore(request, (phase, at, of) -> true);
        assertThat(again).isInstanceOfSatisfying(Result.Done.class, done -> {
            assertThat(done.where()).isEqualTo(((Result.Done) first).where());
            assertThat(done.note()).isEqualTo(Note.of("files.there"));
        });
        assertThat(names(HOME)).hasSize(1);

        requests.withdraw(request.id(), ANNA, "");
        Request next = agreed("size 100");
        server.kill();
        assertThat(restorer.heldBy(next)).contains(Note.of("share.silent"));
        assertThat(restorer.restore(next, (phase, at, of) -> true))
                .isEqualTo(new Result.Later(Note.of("files.silent")));
        server.start();
        assertThat(restorer.restore(next, (phase, at, of) -> true)).isInstanceOf(Result.Done.class);
    }
}
