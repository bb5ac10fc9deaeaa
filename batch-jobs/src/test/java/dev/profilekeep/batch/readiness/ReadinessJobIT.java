package dev.profilekeep.batch.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.batch.EngineNode;
import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.batch.run.JobRunView.Status;
import dev.profilekeep.batch.schedule.Schedule;
import dev.profilekeep.batch.schedule.ScheduleService;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.readiness.ReadinessRun.Phase;
import dev.profilekeep.readiness.SiteReadiness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job, with the real engine on folders. */
class ReadinessJobIT {
    private static final String ONE_SITE =
            """
            dataDirectory: data
            sites: [{id: fra, name: Frankfurt, zone: UTC}, {id: lon, name: London, zone: UTC}]
            locations: [{id: fra-profiles, site: fra, address: fra}]
            sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [fra-profiles]}]
            inventory: {cron: "0 0 3 1 1 ?"}
            """;

    @TempDir
    Path folder;

    private static final class Node extends EngineNode {
        Node(Path folder) {
            super(folder, Double.POSITIVE_INFINITY, config -> config);
        }
    }

    private Node open(String config) throws IOException {
        Files.writeString(folder.resolve("profilekeep.yml"), config);
        Path disk = EngineNode.disk(folder, "anna");
        Files.createDirectories(disk.getParent());
        Files.createDirectories(folder.resolve("lon"));
        Files.write(disk, Fixtures.ownImage("gpt-msr.vhdx").bytes());
        return new Node(folder);
    }

    @Test
    void a_run_looks_at_every_site_and_ends_with_numbers() throws Exception {
        try (Node node =
                open(ONE_SITE.replace("address: fra}]", "address: fra}, {id: lon-profiles, site: lon, address: lon}]")
                        .replace("[fra-profiles]}]", "[fra-profiles, lon-profiles]}]"))) {
            node.inventory();

            JobRunView run = node.run("readiness");

            assertThat(run.failures()).isEmpty();
            assertThat(run.status()).isEqualTo(Status.DONE);
            assertThat(node.engine().readiness().latest().orElseThrow().phase()).isEqualTo(Phase.DONE);
            assertThat(node.engine().readiness().sites(Reach.EVERYWHERE))
                    .filteredOn(one -> one.siteId().equals("lon"))
                    .singleElement()
                    .extracting(SiteReadiness::notReady)
                    .isEqualTo(1L);
            assertThat(node.bean(ScheduleService.class).all())
                    .extracting(Schedule::job)
                    .contains("readiness");
        }
    }

    @Test
    void with_one_site_alone_nothing_is_due() throws Exception {
        try (Node node = open(ONE_SITE)) {
            assertThat(node.bean(ScheduleService.class).all())
                    .extracting(Schedule::job)
                    .isNotEmpty()
                    .doesNotContain("readiness");
        }
    }
}
