package dev.profilekeep.lock;

import static dev.profilekeep.lock.LockedEstate.ADA;
import static dev.profilekeep.lock.LockedEstate.ANNAS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.config.ConfigFile;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.inventory.RunControl;
import dev.profilekeep.lock.Refusal.Why;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A location that is a folder of this machine and not of the demo: nobody sees there who has a disk open. */
class FolderLocksTest {
    @TempDir
    Path folder;

    @Test
    void a_plan_says_what_no_agreement_changes_and_none_is_asked_for() throws Exception {
        Path disk = folder.resolve("share").resolve(ANNAS);
        Files.createDirectories(disk.getParent());
        Files.write(disk, new byte[0]);
        Path lock = Files.write(disk.resolveSibling(disk.getFileName() + ".lock"), LockedEstate.LOCK);
        Path config = Files.writeString(
                folder.resolve("profilekeep.yml"),
                """
                sites: [{id: fra, name: Frankfurt, zone: UTC}]
                locations: [{id: fra-p, site: fra, mode: ASSIST, address: share}]
                sets: [{id: pool, replication: CLOUD_CACHE, activeSite: fra, locations: [fra-p]}]
                """);
        try (Engine engine = Engine.open(ConfigFile.read(config), Clock.systemUTC())) {
            engine.inventory().runAll("test", RunControl.NEVER_STOP, run -> {});
            long anna = engine.containers()
                    .find(ContainerFilter.ALL, new ContainerSort(ContainerSort.Column.ACCOUNT, false), 0, 1)
                    .get(0)
                    .id();

            ClearPlan.Row row = engine.locks().plan(List.of(anna)).rows().get(0);

            assertThat(row.verdict().word()).isEqualTo("UNPROVED");
            assertThat(row.refusal().why()).isEqualTo(Why.NO_PROOF);
            assertThat(row.refusal().sentence()).contains("fra-p").contains("use the address of the share");
            assertThatThrownBy(() -> engine.locks().askApproval(row, ADA, "because"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cannot be seen there");
            assertThat(lock).exists();
        }
    }
}
