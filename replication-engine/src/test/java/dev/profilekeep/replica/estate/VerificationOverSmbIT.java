package dev.profilekeep.replica.estate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.disk.testing.SparseMemoryDevice;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.replica.CopyStanding;
import dev.profilekeep.replica.CopyWord;
import dev.profilekeep.replica.TwoDisks;
import dev.profilekeep.storage.SambaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two servers as two sites. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class VerificationOverSmbIT {
    private static final String SHARE = "profiles";
    private static final String DISK = Estate.ANNA + "_anna/Profile_anna.VHDX";

    @TempDir
    private Path folder;

    private SambaServer fra;
    private SambaServer lon;
    private SparseMemoryDevice here;
    private Engine engine;

    @BeforeEach
    void start() throws Exception {
        fra = SambaServer.builder().share(SHARE).start();
        lon = SambaServer.builder().share(SHARE).start();
        here = TwoDisks.of("mbr-dynamic.vhd", 1);
        lay(fra, here);
        lay(lon, TwoDisks.of("mbr-dynamic.vhd", 4));
        Files.writeString(folder.resolve("fra"), fra.password().use(String::new));
        Files.writeString(folder.resolve("lon"), lon.password().use(String::new));
        Path config = folder.resolve("profilekeep.yml");
        Files.writeString(
                config,
                """
                dataDirectory: data
                sites: [{id: fra, name: Frankfurt, zone: UTC}, {id: lon, name: London, zone: UTC}]
                credentials:
                  - {id: fra, username: %1$s, passwordFrom: "file:fra"}
                  - {id: lon, username: %1$s, passwordFrom: "file:lon"}
                locations:
                  - {id: fra-p, site: fra, address: "%2$s", credentials: fra}
                  - {id: lon-p, site: lon, address: "%3$s", credentials: lon}
                sets: [{id: pool, replication: STORAGE, activeSite: fra, locations: [fra-p, lon-p]}]
                """
                        .formatted(SambaServer.USER, fra.address(SHARE), lon.address(SHARE)));
        engine = Engine.open(ConfigFile.read(config), Clock.systemUTC());
        engine.inventory().runAll("Ada", RunControl.NEVER_STOP, run -> {});
    }

    @AfterEach
    void stop() throws IOException {
        if (engine != null) {
            engine.close();
        }
        for (SambaServer server : new SambaServer[] {fra, lon}) {
            if (server != null) {
                server.close();
            }
        }
    }

    private static void lay(SambaServer server, SparseMemoryDevice disk) throws IOException {
        Path file = server.folder(SHARE).resolve(DISK);
        Files.setPosixFilePermissions(server.folder(SHARE), PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.createDirectories(file.getParent());
        Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.write(file, TwoDisks.bytes(disk));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    }

    private CopyStanding compared() throws Exception {
        VerificationRun run = engine.verification().runAll("Ada", true, VerificationWish.ALL, RunControl.NEVER_STOP);
        assertThat(run.reason()).isEmpty();
        long id = engine.containers()
                .find(ContainerFilter.ALL, new ContainerSort(ContainerSort.Column.ACCOUNT, false), 0, 10)
                .get(0)
                .id();
        return engine.verification().standings().of(Set.of(id)).get(id).get(0);
    }

    @Test
    void two_layouts_are_equal_then_one_is_behind_then_its_server_is_gone_and_the_proof_stands() throws Exception {
        CopyStanding equal = compared();
        assertThat(equal.word()).as("%s", equal.sights()).isEqualTo(CopyWord.EQUAL);
        assertThat(compared().word()).isEqualTo(CopyWord.PRESUMED_EQUAL);

        TwoDisks.changeOneByte(here, 5);
        lay(fra, here);
        assertThat(compared().word()).isEqualTo(CopyWord.LAGGING);

        fra.close();
        CopyStanding alone = compared();
        assertThat(alone.word()).isEqualTo(CopyWord.UNPROVED);
        assertThat(alone.provedAt()).isEqualTo(equal.provedAt());
        assertThat(alone.agreedUpTo()).isNotNull();
    }
}
