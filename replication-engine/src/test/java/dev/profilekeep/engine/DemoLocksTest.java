package dev.profilekeep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.lock.ClearOutcome;
import dev.profilekeep.lock.ClearPlan;
import dev.profilekeep.lock.ClearRequest;
import dev.profilekeep.lock.LockVerdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Local folders: of the demo, which belong to ProfileKeep alone, and of everybody else. */
class DemoLocksTest {
    private static final String DISK = Estate.ANNA + "_anna/Profile_anna.VHDX";
    private static final ClearRequest WHY =
            new ClearRequest(new Actor("helge@example.com", "Helge", List.of(), ""), "try it", "");

    @TempDir
    Path folder;

    private ProfileKeepConfig config() throws Exception {
        for (String site : List.of("fra", "lon")) {
            Path disk = folder.resolve(site).resolve(DISK);
            Files.createDirectories(disk.getParent());
            Files.write(disk, Fixtures.ownImage("gpt-fixed.vhd").bytes());
            Files.writeString(disk.resolveSibling("Profile_anna.VHDX.lock"), "a lock");
        }
        Files.writeString(
                folder.resolve("profilekeep.yml"),
                """
                sites: [{id: fra, zone: UTC}, {id: lon, zone: UTC}]
                locations:
                  - {id: fra-p, site: fra, mode: ASSIST, address: fra}
                  - {id: lon-p, site: lon, mode: ASSIST, address: lon}
                sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [fra-p, lon-p]}]
                """);
        return ConfigFile.read(folder.resolve("profilekeep.yml"));
    }

    private static Engine inventoried(ProfileKeepConfig config) throws Exception {
        Engine engine = Engine.open(config, Clock.systemUTC());
        engine.inventory().runAll("test", RunControl.NEVER_STOP, run -> {});
        return engine;
    }

    private static long anna(Engine engine) {
        return engine.containers()
                .find(ContainerFilter.ALL, new ContainerSort(ContainerSort.Column.ACCOUNT, false), 0, 10)
                .get(0)
                .id();
    }

    @Test
    void the_demo_proves_and_clears_for_real() throws Exception {
        try (Engine engine = inventoried(config().inDemo())) {
            ClearPlan plan = engine.locks().plan(List.of(anna(engine)));
            assertThat(plan.rows().get(0).verdict()).isInstanceOf(LockVerdict.Stale.class);
            ClearOutcome outcome = engine.locks().clear(plan, WHY, each -> {}).get(0);
            assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(ClearOutcome.Result.CLEARED);
        }
        for (String site : List.of("fra", "lon")) {
            assertThat(folder.resolve(site).resolve(DISK + ".lock")).doesNotExist();
            assertThat(folder.resolve(site).resolve(DISK)).exists();
        }
    }

    @Test
    void a_machine_that_the_demo_plays_keeps_its_disk() throws Exception {
        ProfileKeepConfig config = config().inDemo();
        Path played = folder.resolve("lon").resolve(DISK + ".held");
        Files.createFile(played);
        try (Engine engine = inventoried(config)) {
            assertThat(engine.locks().look(anna(engine)).verdict()).get().isInstanceOf(LockVerdict.Live.class);
        }
        assertThat(folder.resolve("lon").resolve(DISK + ".lock")).exists();
    }

    @Test
    void a_machine_that_comes_after_the_plan_wins_in_the_demo_too() throws Exception {
        try (Engine engine = inventoried(config().inDemo())) {
            ClearPlan plan = engine.locks().plan(List.of(anna(engine)));
            assertThat(plan.count()).isEqualTo(1);
            Files.createFile(folder.resolve("fra").resolve(DISK + ".held"));
            assertThat(engine.locks().clear(plan, WHY, each -> {}).get(0).result())
                    .isEqualTo(ClearOutcome.Result.REFUSED);
        }
        assertThat(folder.resolve("fra").resolve(DISK + ".lock")).exists();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there a folder of this machine can tell")
    void outside_the_demo_a_local_folder_proves_nothing() throws Exception {
        ProfileKeepConfig config = config();
        assertThat(config.locations()).noneMatch(location -> location.demo());
        try (Engine engine = inventoried(config)) {
            ClearPlan plan = engine.locks().plan(List.of(anna(engine)));
            assertThat(plan.rows().get(0).verdict()).isInstanceOf(LockVerdict.Unproved.class);
            assertThat(plan.rows().get(0).needsApproval()).isTrue();
            assertThat(engine.locks().clear(plan, WHY, each -> {}).get(0).result())
                    .isEqualTo(ClearOutcome.Result.REFUSED);
        }
        assertThat(folder.resolve("fra").resolve(DISK + ".lock")).exists();
    }
}
