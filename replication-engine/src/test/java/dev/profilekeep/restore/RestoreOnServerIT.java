package dev.profilekeep.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.backup.repo.Repositories;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.run.BackupProgress;
import dev.profilekeep.backup.run.BackupResult;
import dev.profilekeep.backup.run.BackupRun;
import dev.profilekeep.backup.run.BackupSource;
import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.content.FileChange;
import dev.profilekeep.content.MapMaker;
import dev.profilekeep.disk.content.ChunkSizes;
import dev.profilekeep.disk.content.ContentReader;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.request.Note;
import dev.profilekeep.request.Request;
import dev.profilekeep.request.RequestKind;
import dev.profilekeep.request.Restorer;
import dev.profilekeep.request.Wish;
import dev.profilekeep.restore.files.FileVersions;
import dev.profilekeep.restore.files.SnapshotFiles;
import dev.profilekeep.storage.HoldingProcess;
import dev.profilekeep.storage.Initiator;
import dev.profilekeep.storage.MemoryStorage;
import dev.profilekeep.storage.SambaServer;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.layer.SlicedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A profile made by ntfs-3g, restored in place at two real servers while others come and go. */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class RestoreOnServerIT {
    private static final String SHARE = "profiles";
    private static final String ANNAS = Estate.ANNA + "_anna/Profile_anna.VHDX";
    private static final ContainerIdentity IDENTITY =
            new ContainerIdentity("pool", ContainerKind.PROFILE, Estate.ANNA, "Profile_anna");

    @TempDir
    Path folder;

    private final Estate.MovingClock clock = new Estate.MovingClock();
    private SambaServer fra;
    private SambaServer lon;
    private Engine engine;
    private Repository repository;
    private MadeProfile profile;

    @BeforeEach
    void start() throws Exception {
        Fixtures.requireMounting();
        Fixtures.requireTool("qemu-img");
        fra = SambaServer.builder().share(SHARE).start();
        lon = SambaServer.builder().share(SHARE).start();
        for (SambaServer server : List.of(fra, lon)) {
            Files.setPosixFilePermissions(server.folder(SHARE), PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        clock.set(java.time.Instant.now());
        Files.writeString(folder.resolve("password"), fra.password().use(String::new));
        Path config = folder.resolve("profilekeep.yml");
        Files.writeString(
                config,
                """
                sites: [{id: fra, name: Frankfurt, zone: UTC}, {id: lon, name: London, zone: UTC}]
                credentials: [{id: service, username: %s, passwordFrom: "file:password"}]
                locations:
                  - {id: fra-p, site: fra, mode: ASSIST, address: "%s", credentials: service}
                  - {id: lon-p, site: lon, mode: ASSIST, address: "%s", credentials: service}
                sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [fra-p, lon-p]}]
                """
                        .formatted(SambaServer.USER, fra.address(SHARE), lon.address(SHARE)));
        engine = Engine.open(ConfigFile.read(config), clock);
        repository = Repositories.create(MemoryStorage.likeWindows());
        profile = new MadeProfile(folder.resolve("made"));
    }

    @AfterEach
    void stop() throws IOException {
        if (engine != null) {
            engine.close();
        }
        if (repository != null) {
            repository.close();
        }
        for (SambaServer server : new SambaServer[] {fra, lon}) {
            if (server != null) {
                server.close();
            }
        }
    }

    private static Path file(SambaServer server) {
        return server.folder(SHARE).resolve(ANNAS);
    }

    private static void lay(SambaServer server, byte[] container) throws IOException {
        Path file = file(server);
        Files.createDirectories(file.getParent());
        Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.write(file, container);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    }

    private SnapshotPoint backUp() throws IOException {
        BackupResult result = new BackupRun(
                        repository,
                        new ContentReader(Runnable::run, 1),
                        ChunkSizes.STANDARD,
                        SlicedFile.STANDARD,
                        clock)
                .run(
                        "test",
                        List.of(new BackupSource(
                                engine.locations().storage("fra-p", Initiator.PERSON),
                                "fra-p",
                                StoragePath.of(ANNAS),
                                IDENTITY)),
                        MapMaker.Extent.CHANGED,
                        BackupProgress.NONE);
        assertThat(result.isWhole()).as(result.toString()).isTrue();
        return new SnapshotPoint(result.snapshot().id(), 0);
    }

    private long anna() {
        return engine.containers()
                .find(ContainerFilter.ALL, new ContainerSort(ContainerSort.Column.ACCOUNT, false), 0, 10)
                .get(0)
                .id();
    }

    private RestorePlan plan(SnapshotPoint point) {
        clock.forward(Duration.ofSeconds(61));
        return engine.restores()
                .plan(
                        new RestoreSource(repository, point),
                        anna(),
                        Initiator.PERSON,
                        Reach.EVERYWHERE,
                        RestoreProgress.NONE);
    }

    private RestoreOutcome run(RestorePlan plan, SnapshotPoint point) {
        return engine.restores()
                .run(plan, new RestoreSource(repository, point), RestoredEstate.WHY, RestoreProgress.NONE);
    }

    @Test
    void yesterday_comes_back_byte_for_byte_once_nobody_has_the_disk_open() throws Exception {
        profile.fill(7);
        TreeMap<String, String> yesterday = profile.truth();
        lay(fra, profile.container());
        SnapshotPoint point = backUp();
        profile.change(root -> {
            Files.writeString(root.resolve("Profile/important.txt"), "what I spoilt today, at some length");
            Files.writeString(root.resolve("Profile/new.txt"), "only today");
            Files.delete(root.resolve("Profile/Documents/Letters/letter 10.txt"));
            Files.move(
                    root.resolve("Profile/Documents/Letters/letter 3.txt"), root.resolve("Profile/moved letter.txt"));
            return true;
        });
        TreeMap<String, String> today = profile.truth();
        byte[] before = profile.container();
        lay(fra, before);
        lay(lon, before);
        engine.inventory().runAll("test", RunControl.NEVER_STOP, run -> {});
        RestorePlan plan = plan(point);
        assertThat(plan.refusal()).isNull();
        assertThat(plan.lost().newer())
                .extracting(FileChange::path)
                .contains("Profile/important.txt", "Profile/new.txt");
        assertThat(plan.lost().files())
                .anyMatch(file ->
                        file.how() == FileChange.How.ONLY_FIRST && file.path().endsWith("letter 10.txt"));

        try (HoldingProcess host = HoldingProcess.hold(lon, SHARE, "", ANNAS, lon.credentials())) {
            clock.forward(Duration.ofSeconds(61));
            RestoreOutcome outcome = run(plan, point);
            assertThat(outcome).as(outcome.sentence()).isInstanceOf(RestoreOutcome.WaitsForLock.class);
            assertThat(host.isAlive()).isTrue();
            for (SambaServer server : List.of(fra, lon)) {
                assertThat(Arrays.equals(Files.readAllBytes(file(server)), before))
                        .isTrue();
            }
        }
        RestoreOutcome outcome = whenFree(point);
        assertThat(outcome).as(outcome.sentence()).isInstanceOf(RestoreOutcome.Restored.class);
        for (SambaServer server : List.of(fra, lon)) {
            assertThat(Fixtures.run(folder, "qemu-img", "check", file(server).toString()))
                    .contains("No errors were found");
            assertThat(MadeProfile.truthOf(file(server), folder)).isEqualTo(yesterday);
        }
        backAgain(today);
    }

    /** Servers need a moment to notice that somebody is gone. */
    private RestoreOutcome whenFree(SnapshotPoint point) throws InterruptedException {
        RestoreOutcome outcome = run(plan(point), point);
        for (int tries = 0; tries < 30 && outcome instanceof RestoreOutcome.WaitsForLock; tries++) {
            TimeUnit.SECONDS.sleep(1);
            outcome = run(plan(point), point);
        }
        return outcome;
    }

    private void backAgain(TreeMap<String, String> today) throws Exception {
        clock.forward(Duration.ofSeconds(61));
        Undoable undoable = engine.restores().kept(anna(), Reach.EVERYWHERE).get(0);
        UndoPlan undo = engine.restores().planUndo(undoable, Initiator.PERSON, Reach.EVERYWHERE);
        assertThat(undo.refusal()).isNull();
        RestoreOutcome outcome = engine.restores().undo(undo, null, RestoredEstate.WHY, RestoreProgress.NONE);
        assertThat(outcome).as(outcome.sentence()).isInstanceOf(RestoreOutcome.Restored.class);
        assertThat(MadeProfile.truthOf(file(fra), folder)).isEqualTo(today);
    }

    private static Path meta(SambaServer server) {
        return file(server).resolveSibling("Profile_anna.VHDX.meta");
    }

    @Test
    void under_cloud_cache_both_get_one_file_and_going_back_brings_disks_and_states() throws Exception {
        engine.close();
        Path config = folder.resolve("profilekeep.yml");
        Files.writeString(
                config,
                Files.readString(config)
                        .replace(
                                "replication: ENGINE",
                                "replication: CLOUD_CACHE, cloudCacheChanges: {cacheClearedAtSignOff: true, triedOn:"
                                        + " 2025-10-14, triedBy: Ada}"));
        engine = Engine.open(ConfigFile.read(config), clock);
        profile.fill(11);
        TreeMap<String, String> yesterday = profile.truth();
        lay(fra, profile.container());
        SnapshotPoint point = backUp();
        profile.change(root -> Files.writeString(root.resolve("Profile/new.txt"), "only today"));
        TreeMap<String, String> today = profile.truth();
        for (SambaServer server : List.of(fra, lon)) {
            lay(server, profile.container());
            Files.writeString(meta(server), "state at " + server.address(SHARE));
        }
        engine.inventory().runAll("test", RunControl.NEVER_STOP, run -> {});
        RestorePlan plan = plan(point);
        assertThat(plan.refusal()).isNull();
        try (HoldingProcess host = HoldingProcess.hold(lon, SHARE, "", ANNAS, lon.credentials())) {
            assertThat(run(plan, point)).isInstanceOf(RestoreOutcome.WaitsForLock.class);
            assertThat(host.isAlive()).isTrue();
            assertThat(meta(fra)).exists();
            assertThat(meta(lon)).exists();
        }
        RestoreOutcome outcome = whenFree(point);
        assertThat(outcome).as(outcome.sentence()).isInstanceOf(RestoreOutcome.Restored.class);
        assertThat(Files.mismatch(file(fra), file(lon))).isEqualTo(-1);
        for (SambaServer server : List.of(fra, lon)) {
            assertThat(meta(server)).doesNotExist();
            assertThat(Fixtures.run(folder, "qemu-img", "check", file(server).toString()))
                    .contains("No errors were found");
        }
        assertThat(MadeProfile.truthOf(file(lon), folder)).isEqualTo(yesterday);
        backAgain(today);
        assertThat(MadeProfile.truthOf(file(lon), folder)).isEqualTo(today);
        for (SambaServer server : List.of(fra, lon)) {
            assertThat(meta(server)).hasContent("state at " + server.address(SHARE));
        }
    }

    @Test
    void a_replaced_file_is_removed_when_its_successor_was_used_and_is_sound_and_seven_days_have_passed()
            throws Exception {
        profile.fill(8);
        lay(fra, profile.container());
        SnapshotPoint point = backUp();
        profile.change(root -> Files.writeString(root.resolve("Profile/new.txt"), "only today"));
        lay(fra, profile.container());
        engine.inventory().runAll("test", RunControl.NEVER_STOP, run -> {});
        assertThat(run(plan(point), point)).isInstanceOf(RestoreOutcome.Restored.class);
        KeptFiles kept = engine.restores().keptFiles();

        signIn(root -> Files.writeString(root.resolve("Profile/after.txt"), "written after the restore"));
        assertThat(kept.sweep(List.of("fra-p", "lon-p"), Initiator.PERSON))
                .singleElement()
                .satisfies(swept -> assertThat(swept.why()).contains("kept until"));
        clock.forward(Duration.ofDays(8));
        signIn(root -> {
            Files.move(root.resolve("Profile/NTUSER.DAT"), root.resolve("Profile/elsewhere"));
            return true;
        });
        assertThat(kept.sweep(List.of("fra-p", "lon-p"), Initiator.PERSON))
                .singleElement()
                .satisfies(swept -> assertThat(swept.why()).contains("NTUSER.DAT"));
        signIn(root -> {
            Files.move(root.resolve("Profile/elsewhere"), root.resolve("Profile/NTUSER.DAT"));
            return true;
        });
        assertThat(kept.sweep(List.of("fra-p", "lon-p"), Initiator.PERSON))
                .singleElement()
                .satisfies(
                        swept -> assertThat(swept.isRemoved()).as(swept.why()).isTrue());
        assertThat(engine.swaps().kept("fra-p")).isEmpty();
        assertThat(engine.audit().recent(1).get(0).entry().act()).isEqualTo("container.kept.remove");
    }

    /** As a session host does: writes through the container that is there. */
    private void signIn(MadeProfile.Work<?> work) throws Exception {
        profile.change(work);
        Files.write(file(fra), profile.container()); // the same file, with other bytes
    }

    @Test
    void earlier_contents_of_a_file_are_found_also_under_its_earlier_name() throws Exception {
        profile.fill(9);
        lay(fra, profile.container());
        backUp();
        for (int version = 1; version <= 2; version++) {
            int n = version;
            profile.change(root ->
                    Files.writeString(root.resolve("Profile/important.txt"), ("version " + n + " ").repeat(2_000)));
            lay(fra, profile.container());
            backUp();
        }
        profile.change(root -> {
            Files.move(root.resolve("Profile/important.txt"), root.resolve("Profile/Documents/renamed.txt"));
            return true;
        });
        lay(fra, profile.container());
        backUp();

        FileVersions versions =
                FileVersions.of(repository, IDENTITY, "Profile/Documents/renamed.txt", Runnable::run, 0);

        assertThat(versions.unread()).isEmpty();
        assertThat(versions.versions()).hasSize(3);
        List<String> texts = List.of("version 2 ".repeat(2_000), "version 1 ".repeat(2_000), "what I wrote yesterday");
        for (int i = 0; i < 3; i++) {
            FileVersions.Version version = versions.versions().get(i);
            try (SnapshotFiles files = SnapshotFiles.open(repository, version.point(), Runnable::run, 0)) {
                ByteBuffer bytes = ByteBuffer.allocate((int) version.entry().size());
                files.content(version.entry()).readFully(0, bytes);
                assertThat(new String(bytes.array(), StandardCharsets.UTF_8)).isEqualTo(texts.get(i));
            }
        }
        assertThat(versions.versions().get(0).entry().path()).isEqualTo("Profile/Documents/renamed.txt");
        assertThat(versions.versions().get(2).entry().path()).isEqualTo("Profile/important.txt");
    }

    @Test
    void a_fresh_profile_that_was_asked_for_is_begun_on_real_servers_and_the_old_one_comes_back_whole()
            throws Exception {
        profile.fill(10);
        TreeMap<String, String> old = profile.truth();
        lay(fra, profile.container());
        lay(lon, profile.container());
        engine.inventory().runAll("test", RunControl.NEVER_STOP, run -> {});
        RequestedRestores restorer = new RequestedRestores(
                engine.restores(),
                id -> repository,
                engine.restorePoints(),
                true,
                set -> java.util.Optional.of("main"),
                engine.locks(),
                engine.audit());
        Request asked = engine.requests()
                .ask(
                        engine.containers().detail(anna()).orElseThrow().row(),
                        Wish.firstAid(RequestKind.RESET),
                        new Actor(Estate.ANNA, "Anna", List.of("USER"), ""),
                        "",
                        Locale.ENGLISH,
                        "it does not start any more")
                .request();
        clock.forward(Duration.ofSeconds(61));
        Restorer.Result done = restorer.restore(asked, (phase, at, of) -> true);
        assertThat(done).isInstanceOf(Restorer.Result.Done.class);
        assertThat(file(fra)).doesNotExist();
        assertThat(file(lon)).doesNotExist();

        profile.change(root -> Files.writeString(root.resolve("Profile/fresh.txt"), "made since"));
        lay(fra, profile.container());
        clock.forward(Duration.ofSeconds(61));
        Restorer.Result back = restorer.undo(
                engine.requests().find(asked.id()).map(one -> acted(one, done)).orElseThrow(), (phase, at, of) -> true);
        assertThat(back).as(back.toString()).isInstanceOf(Restorer.Result.Done.class);
        for (SambaServer server : List.of(fra, lon)) {
            assertThat(MadeProfile.truthOf(file(server), folder)).isEqualTo(old);
        }
        assertThat(repository.snapshots().list()).as("what was made since").hasSize(1);
    }

    static Request acted(Request one, Restorer.Result done) {
        return new Request(
                one.id(),
                one.containerId(),
                one.containerKey(),
                one.setId(),
                one.containerKind(),
                one.sid(),
                one.account(),
                one.wish(),
                one.reason(),
                one.state(),
                one.askerId(),
                one.askerName(),
                one.askedAt(),
                null,
                null,
                null,
                one.changedAt(),
                "",
                "Helge",
                Note.NONE,
                ((Restorer.Result.Done) done).act(),
                "",
                null);
    }
}
