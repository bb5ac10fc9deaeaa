package dev.profilekeep.backup.estate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditRecord;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.backup.estate.AskedBackup.State;
import dev.profilekeep.backup.repo.Keys;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.repo.RepositorySetting;
import dev.profilekeep.backup.seal.KeySlot;
import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.session.ImportOptions;
import dev.profilekeep.session.SessionImports;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.local.LocalStorage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AskedBackupsTest {
    private static final Actor GRACE = new Actor("corp:grace", "Grace", List.of("HELPDESK"), "10.0.0.7");
    private static final String FRA = "fra-profiles";
    private static final String DISK = Estate.ANNA + "_anna/Profile_anna.VHDX";
    private static final String CONFIG =
            """
            repositories:
              - {id: backups, site: lon, address: backups, keyFrom: file:key}
            policies: {backups: {repository: backups}}
            """;

    @TempDir
    Path folder;

    private final BlockingQueue<AskedBackup> ends = new LinkedBlockingQueue<>();
    private Estate estate;
    private long anna;

    @BeforeEach
    void oneProfileAndARepository() throws Exception {
        estate = new Estate(folder).with(CONFIG);
        Secret.KeyText key = Secret.KeyText.create(new SecureRandom());
        Files.writeString(folder.resolve("key"), key.text());
        try (LocalStorage storage = new LocalStorage(Files.createDirectories(folder.resolve("backups")))) {
            Repository.create(
                            storage,
                            new Keys.FirstKey(key, KeySlot.Kind.KEY_FILE, "test"),
                            RepositorySetting.standard(Clock.systemUTC(), "test"))
                    .close();
        }
        estate.put(FRA, DISK, "gpt-msr.vhdx");
        estate.engine().inventory().runAll("Ada", RunControl.NEVER_STOP, run -> {});
        anna = rows(estate.engine()).get(0).id();
        follow(asked());
    }

    @AfterEach
    void close() {
        estate.close();
    }

    private static List<ContainerRow> rows(Engine engine) {
        return engine.containers()
                .find(ContainerFilter.ALL, new ContainerSort(ContainerSort.Column.ACCOUNT, false), 0, 100);
    }

    private AskedBackups asked() {
        return estate.engine().askedBackups();
    }

    private void follow(AskedBackups backups) {
        backups.listen(one -> {
            if (one.state() != State.UNDER_WAY) {
                ends.add(one);
            }
        });
    }

    private AskedBackup end() throws InterruptedException {
        AskedBackup ended = ends.poll(30, TimeUnit.SECONDS);
        assertThat(ended).as("the backup's end").isNotNull();
        return ended;
    }

    private List<String> audited() {
        return estate.engine().audit().find(new AuditTrail.Query("", "backup.now", "container:" + anna), 0, 10).stream()
                .map(AuditRecord::entry)
                .map(entry -> entry.outcome())
                .toList();
    }

    @Test
    void it_is_read_elsewhere_and_everybody_can_tell_how_it_ended() throws Exception {
        assertThat(asked().last(anna)).isEmpty();
        AskedBackup begun = asked().ask(anna, GRACE);
        assertThat(begun.state()).isEqualTo(State.UNDER_WAY);
        assertThat(begun.by()).isEqualTo("Grace");

        AskedBackup ended = end();

        assertThat(ended.state()).isEqualTo(State.STORED);
        assertThat(ended.done()).isPositive();
        assertThat(ended.total()).isGreaterThanOrEqualTo(ended.done());
        assertThat(estate.engine().restorePoints().of(key()))
                .singleElement()
                .satisfies(point -> assertThat(ended.snapshot()).contains(point.snapshot()));
        assertThat(audited()).containsExactly("done", "begun");
        try (Engine other = estate.openAnother()) {
            assertThat(other.askedBackups().last(anna)).hasValueSatisfying(told -> {
                assertThat(told.state()).isEqualTo(State.STORED);
                assertThat(told.by()).isEqualTo("Grace");
                assertThat(told.snapshot()).isEqualTo(ended.snapshot());
                assertThat(told.asked()).isEqualTo(begun.asked());
            });
        }
        asked().ask(anna, GRACE);
        assertThat(end().state()).as("nothing changed since").isEqualTo(State.SAME);
    }

    private String key() {
        ContainerRow row = rows(estate.engine()).get(0);
        return new ContainerIdentity(row.setId(), row.kind(), row.sid(), row.baseName()).key();
    }

    @Test
    void whoever_asks_again_while_it_is_read_is_refused_here_and_elsewhere() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        asked().listen(one -> {
            read.countDown();
            await(goOn);
        });
        asked().ask(anna, GRACE);
        await(read);
        assertThat(asked().last(anna)).hasValueSatisfying(one -> {
            assertThat(one.state()).isEqualTo(State.UNDER_WAY);
            assertThat(one.total()).isPositive();
        });
        assertThatThrownBy(() -> asked().ask(anna, GRACE)).isInstanceOf(BackupUnderWayException.class);
        try (Engine other = estate.openAnother()) {
            assertThatThrownBy(() -> other.askedBackups().ask(anna, GRACE)).isInstanceOf(BackupUnderWayException.class);
            assertThat(other.askedBackups().last(anna).map(AskedBackup::state)).contains(State.UNDER_WAY);
        }
        assertThat(audited()).containsExactly("begun");
        goOn.countDown();
        assertThat(end().state()).isEqualTo(State.STORED);
        assertThat(audited()).containsExactly("done", "begun");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void one_in_use_ends_with_who_has_it_and_since_when() throws Exception {
        String export = "Host,UserName,UserSID,SessionState\nAVD-7,EXAMPLE\\anna," + Estate.ANNA + ",Active\n";
        estate.engine()
                .sessionImports()
                .take(
                        new ByteArrayInputStream(export.getBytes(StandardCharsets.UTF_8)),
                        SessionImports.Format.CSV,
                        ImportOptions.of("broker", estate.clock().instant()),
                        GRACE);
        Instant first = estate.clock().instant();
        try (OpenFile held = estate.storage(FRA).openForReading(StoragePath.of(DISK), Sharing.NONE)) {
            asked().ask(anna, GRACE);
            end();
            estate.clock().forward(Duration.ofHours(2));
            asked().ask(anna, GRACE);
            AskedBackup ended = end();
            assertThat(ended.state()).isEqualTo(State.IN_USE);
            assertThat(ended.inUseSince()).isEqualTo(first);
            assertThat(ended.sessions()).extracting(AskedBackup.At::host).containsExactly("AVD-7");
            assertThat(asked().last(anna)).hasValueSatisfying(told -> {
                assertThat(told.inUseSince()).isEqualTo(first);
                assertThat(told.sessions()).isEqualTo(ended.sessions());
                assertThat(told.reason()).isEqualTo(ended.reason());
            });
        }
        assertThat(audited().get(0)).startsWith("failed: ");
        asked().ask(anna, GRACE);
        assertThat(end().state()).isEqualTo(State.STORED);
    }

    @Test
    void a_repository_that_cannot_be_opened_is_said_and_no_way_is_barred_by_it() throws Exception {
        Files.move(folder.resolve("backups/repository"), folder.resolve("away"));
        asked().ask(anna, GRACE);
        AskedBackup ended = end();
        assertThat(ended.state()).isEqualTo(State.FAILED);
        assertThat(ended.reason()).contains("repository 'backups' cannot be opened");
        assertThat(problem()).contains("the file repository of the backup repository is lost");
        Files.move(folder.resolve("away"), folder.resolve("backups/repository"));
        asked().ask(anna, GRACE);
        assertThat(end().state()).isEqualTo(State.STORED);
        assertThat(problem()).isEmpty();
    }

    @Test
    void what_was_wrong_with_a_repository_is_over_when_somebody_is_served_by_it() throws Exception {
        estate.engine().restorePoints().unreadable("backups", "no answer");
        assertThat(problem()).isEqualTo("no answer");
        ContainerRow row = rows(estate.engine()).get(0);
        assertThat(estate.engine()
                        .keptBackups()
                        .holds(new ContainerIdentity(row.setId(), row.kind(), row.sid(), row.baseName()))
                        .without())
                .containsExactly("backups");
        assertThat(problem()).isEmpty();
    }

    private String problem() {
        return estate.engine().backupList().known("backups").problem();
    }

    @Test
    void what_its_policy_does_not_back_up_or_has_no_copy_there_is_told_apart_before_anything_is_audited() {
        assertThat(estate.engine().backups().mayBackUp(anna)).isEqualTo(MayBackUp.YES);
        estate.engine()
                .catalog()
                .database()
                .<RuntimeException>run(session -> session.update("UPDATE container_copy SET presence = 'GONE'"));
        assertThat(estate.engine().backups().mayBackUp(anna)).isEqualTo(MayBackUp.NOT_THERE);
        estate.shut();
        estate.with(CONFIG.replace("{repository: backups}", "{}"));
        assertThat(estate.engine().backups().mayBackUp(anna)).isEqualTo(MayBackUp.NO_REPOSITORY);
        assertThatThrownBy(() -> asked().ask(anna, GRACE)).isInstanceOf(IllegalStateException.class);
        assertThat(audited()).isEmpty();
    }

    @Test
    void one_that_a_dead_process_began_is_told_as_failed_and_can_be_asked_for_again() throws Exception {
        AskedBackup begun = AskedBackup.begun(anna, "Grace", estate.clock().instant());
        new AskedTurns(estate.engine().catalog().database(), estate.engine().audit(), estate.clock(), "dead")
                .take(begun, GRACE);
        assertThat(asked().last(anna).map(AskedBackup::state)).contains(State.UNDER_WAY);
        assertThatThrownBy(() -> asked().ask(anna, GRACE)).isInstanceOf(BackupUnderWayException.class);

        estate.reopen();
        follow(asked());

        assertThat(asked().last(anna)).hasValueSatisfying(one -> {
            assertThat(one.state()).isEqualTo(State.FAILED);
            assertThat(one.reason()).contains("process");
        });
        asked().ask(anna, GRACE);
        assertThat(end().state()).isEqualTo(State.STORED);
    }
}
