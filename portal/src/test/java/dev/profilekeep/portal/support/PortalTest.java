package dev.profilekeep.portal.support;

import dev.profilekeep.lock.GoneRefusedException;
import dev.profilekeep.portal.PortalApplication;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.portal.jobs.JobDesk;
import dev.profilekeep.portal.locks.LockDesk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole portal with its real access rules, over an estate and jobs in memory. One context for all tests. */
@SpringBootTest(classes = PortalApplication.class)
@AutoConfigureMockMvc
@AutoConfigureObservability
@Import(PortalTest.InMemory.class)
public abstract class PortalTest {
    /** The metrics collector's token in these tests. */
    protected static final String METRICS_TOKEN = "a-token-for-the-collector-of-metrics";

    private static final Path DIRECTORY = directory();

    @DynamicPropertySource
    static void configuration(DynamicPropertyRegistry registry) throws IOException {
        Path config = DIRECTORY.resolve("profilekeep.yml");
        Files.createDirectories(DIRECTORY.resolve("share"));
        Files.writeString(
                config,
                """
                dataDirectory: data
                portal: {publicUrl: "https://profiles.example.com"}
                signIn:
                  identityProviders:
                    - {id: corp, name: Example Corp, metadata: "file:not-there-yet.xml"}
                  roles: {USER: ["*"]}
                sites:
                  - {id: fra, name: Frankfurt, zone: Europe/Berlin}
                locations:
                  - {id: fra-profiles, site: fra, name: Profiles in Frankfurt, address: share}
                sets:
                  - {id: office, name: Office, replication: STORAGE, activeSite: fra, locations: [fra-profiles]}
                """);
        Path token = DIRECTORY.resolve("metrics-token");
        Files.writeString(token, METRICS_TOKEN + "\n");
        registry.add("profilekeep.config", config::toString);
        registry.add("profilekeep.metrics.token-file", token::toString);
    }

    /** Where the portal of these tests keeps its data. */
    protected static Path dataDirectory() {
        return DIRECTORY.resolve("data");
    }

    private static Path directory() {
        try {
            return Files.createTempDirectory("portal-test");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("no temporary folder", e);
        }
    }

    /** Doors that answer from memory. */
    @TestConfiguration
    static class InMemory {
        @Bean
        @Primary
        Estate estateInMemory() {
            return FakeEstate.standard();
        }

        /** Anna's lock (1) and Ben's (2) are proved stale. */
        @Bean
        @Primary
        LockDesk locksInMemory() {
            FakeLockDesk desk = new FakeLockDesk();
            desk.goneRefused = new GoneRefusedException(
                    GoneRefusedException.Why.NEVER_HEARD, null, "nobody ever told of it: is the name right?");
            return desk.lock(1, People.ANNAS_SID, "anna", FakeLockDesk.stale("AVD-12"))
                    .lock(2, People.BENS_SID, "ben", FakeLockDesk.stale("AVD-12"));
        }

        @Bean
        @Primary
        JobDesk jobsOnPaper() {
            FakeJobDesk desk = new FakeJobDesk();
            desk.runs.add(FakeJobDesk.run(1, dev.profilekeep.batch.run.JobRunView.Status.FAILED, 20));
            desk.runs.add(FakeJobDesk.run(2, dev.profilekeep.batch.run.JobRunView.Status.DONE, 200));
            return desk;
        }
    }
}
