package dev.profilekeep.backup.estate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.backup.decision.Decision;
import dev.profilekeep.backup.decision.Standing;
import dev.profilekeep.backup.points.KnownPoint;
import dev.profilekeep.backup.repo.Keys;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.repo.RepositorySetting;
import dev.profilekeep.backup.seal.KeySlot;
import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.container.ContainerIdentity;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.findings.FindingFilter;
import dev.profilekeep.findings.FindingRow;
import dev.profilekeep.findings.FindingSort;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A profile that ntfs-3g made, whose files are overwritten by noise between two nights. */
class EncryptedProfileTest {
    private static final String FILES =
            """
            for f in range(8):
                with open('fs/document%d.txt' % f, 'wb') as out:
                    for line in range(12 << 12):
                        out.write(b'%d: what somebody wrote in the line %d of this document, and means to keep.\\n' % (f, line) * 4)
            """;
    private static final String NOISE =
            """
            import os
            for f in range(5):
                name = 'fs/document%d.txt' % f
                size = os.path.getsize(name)
                with open(name, 'r+b') as out:
                    for at in range(0, size, 1 << 20): out.write(os.urandom(min(1 << 20, size - at)))
            """;

    @TempDir
    Path folder;

    private final Estate.MovingClock clock = new Estate.MovingClock();

    private void write(String program) throws IOException {
        Files.writeString(folder.resolve("day.py"), program);
        Fixtures.run(
                folder,
                "bash",
                "-c",
                "set -e; mkdir -p fs; trap 'mountpoint -q fs && umount fs' EXIT; ntfs-3g volume fs; python3 day.py;"
                        + " umount fs; qemu-img convert -q -f raw -O vhdx -o subformat=dynamic volume fresh.vhdx");
        Path disk = folder.resolve("fra/" + Estate.ANNA + "_anna/Profile_anna.VHDX");
        Files.createDirectories(disk.getParent());
        Files.move(folder.resolve("fresh.vhdx"), disk, StandardCopyOption.REPLACE_EXISTING);
    }

    private void configure() throws IOException {
        Secret.KeyText key = Secret.KeyText.create(new SecureRandom());
        Files.writeString(folder.resolve("key"), key.text());
        try (LocalStorage storage = new LocalStorage(Files.createDirectories(folder.resolve("backups")))) {
            Repository.create(
                            storage,
                            new Keys.FirstKey(key, KeySlot.Kind.KEY_FILE, "test"),
                            RepositorySetting.standard(Clock.systemUTC(), "test"))
                    .close();
        }
        Files.writeString(
                folder.resolve("profilekeep.yml"),
                """
                dataDirectory: data
                sites: [{id: fra, name: Frankfurt, zone: UTC}, {id: lon, name: London, zone: UTC}]
                locations: [{id: fra-profiles, site: fra, address: fra}]
                sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [fra-profiles]}]
                repositories: [{id: backups, site: lon, address: backups, keyFrom: file:key}]
                policies: {backups: {repository: backups, until: never}}
                """);
    }

    private List<FindingRow> told(Engine engine) {
        return engine.health()
                .list(FindingFilter.OPEN.codes(Set.of(FindingCode.MUCH_CHANGED)), FindingSort.WORST_FIRST, 0, 10);
    }

    private void night(Engine engine) throws Exception {
        clock.forward(Duration.ofDays(1));
        BackupNight night = engine.backups().runAll("Ada", true, RunControl.NEVER_STOP);
        assertThat(night.reason()).isEmpty();
        assertThat(night.stored() + night.same()).isEqualTo(1);
    }

    @Test
    void the_backup_before_is_kept_and_told_until_a_person_releases_it() throws Exception {
        Fixtures.requireMounting();
        Fixtures.run(folder, "bash", "-c", "truncate -s 220M volume; mkntfs -q -Q -F -H 255 -S 63 -p 0 -s 512 volume");
        write(FILES);
        configure();
        clock.set(Instant.now());
        try (Engine engine = Engine.open(ConfigFile.read(folder.resolve("profilekeep.yml")), clock)) {
            engine.inventory().runAll("Ada", RunControl.NEVER_STOP, run -> {});
            String key = new ContainerIdentity("pool", ContainerKind.PROFILE, Estate.ANNA, "Profile_anna").key();
            for (int i = 0; i < 6; i++) {
                night(engine);
            }
            assertThat(told(engine)).as("six quiet nights").isEmpty();
            KnownPoint before = engine.restorePoints().of(key).get(0);

            write(NOISE);
            night(engine);

            assertThat(told(engine)).singleElement().satisfies(row -> {
                assertThat(row.container().sid()).isEqualTo(Estate.ANNA);
                assertThat(row.facts())
                        .containsEntry("why", "SHARE")
                        .containsEntry("held", "true")
                        .containsEntry("before", before.made().toString());
                assertThat(Long.parseLong(row.facts().get("rewrittenBytes")))
                        .as("five documents of eight, of about 15 MiB")
                        .isBetween(64L << 20, 80L << 20);
            });
            Repository repository = engine.repositories().open("backups");
            Standing standing = repository.decisions().read().standing();
            assertThat(standing.isPinned(before.snapshot(), key)).isTrue();
            assertThat(standing.isHeld(key)).isTrue();
            assertThat(engine.restorePoints().of(key))
                    .as("the hold pins none beside it")
                    .filteredOn(KnownPoint::pinned)
                    .extracting(KnownPoint::snapshot)
                    .containsExactly(before.snapshot());
            assertThat(engine.audit().find(new AuditTrail.Query("", ChangeWatch.HOLD, ""), 0, 10))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.entry().evidence())
                            .containsEntry("pinned", before.snapshot().toString()));

            night(engine);
            assertThat(told(engine))
                    .as("a quiet night after it settles nothing")
                    .hasSize(1);

            repository.decisions().decide("ada", "she had sorted her pictures", new Decision.Release(key));
            night(engine);
            assertThat(told(engine)).as("a person looked").isEmpty();
            assertThat(repository.decisions().read().standing().isPinned(before.snapshot(), key))
                    .as("the pin is taken back by itself alone")
                    .isTrue();
        }
    }
}
