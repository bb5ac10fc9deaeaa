package dev.profilekeep.e2e.flow;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.profilekeep.e2e.support.Persona.ADA;
import static dev.profilekeep.e2e.support.Persona.ANNA;
import static dev.profilekeep.e2e.support.Persona.HELGE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.profilekeep.e2e.element.DialogElement;
import dev.profilekeep.e2e.element.GridElement;
import dev.profilekeep.e2e.page.JobsPage;
import dev.profilekeep.e2e.page.MyProfilePage;
import dev.profilekeep.e2e.page.ProfileDetailPage;
import dev.profilekeep.e2e.page.ProfilesPage;
import dev.profilekeep.e2e.page.SignInPage;
import dev.profilekeep.e2e.support.Browsers;
import dev.profilekeep.e2e.support.Look;
import dev.profilekeep.e2e.support.PortalFlow;
import dev.profilekeep.e2e.support.PortalUnderTest;
import dev.profilekeep.e2e.support.SharedPortal;
import dev.profilekeep.e2e.support.VaadinPage;
import dev.profilekeep.e2e.support.Visits;
import dev.profilekeep.storage.SambaServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main flow with both sites on real file servers: inventory, profiles, my profile; and a server that dies. */
@PortalFlow
class OnRealSharesE2E {
    private static final String PASSWORD = "PROFILEKEEP_E2E_PASSWORD";
    private static final LocatorAssertions.ContainsTextOptions A_RUN_LONG =
            new LocatorAssertions.ContainsTextOptions().setTimeout(60_000);

    private static SambaServer frankfurt;
    private static SambaServer london;
    private static PortalUnderTest portal;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        Browsers.assumeInstalled(); // without one there is no need for servers
        SambaServer.assumeInstalled();
        frankfurt = server("frankfurt");
        london = server("london");
        portal = PortalUnderTest.configured(
                Files.writeString(folder.resolve("profilekeep.yml"), configuration()),
                Map.of(PASSWORD, frankfurt.password().use(String::new)));
    }

    @AfterAll
    static void stop() {
        if (portal != null) {
            portal.close();
        }
        for (SambaServer server : new SambaServer[] {frankfurt, london}) {
            if (server != null) {
                server.close();
            }
        }
    }

    @BeforeEach
    void everythingRuns() throws IOException, InterruptedException {
        if (!london.isRunning()) {
            london.start();
        }
        assertThat(london.isRunning()).isTrue();
    }

    /** Serves the demo's folders of one site; the inventory writes nothing there. */
    private static SambaServer server(String site) {
        Path folder = SharedPortal.get().demoFolder().resolve(site);
        closeToOthers(folder);
        return SambaServer.builder()
                .shareOf("office", folder.resolve("office"), "read only = yes")
                .shareOf("callcentre", folder.resolve("callcentre"), "read only = yes")
                .start();
    }

    /** A share shows a folder that all accounts of the machine may read as one that everybody may read, which is a finding. */
    private static void closeToOthers(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.filter(Files::isDirectory).toList()) {
                Files.setPosixFilePermissions(one, PosixFilePermissions.fromString("rwx------"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String configuration() {
        return """
                dataDirectory: data
                sites:
                  - {id: frankfurt, name: Frankfurt, zone: Europe/Berlin}
                  - {id: london, name: London, zone: Europe/London}
                credentials:
                  - {id: service, username: %s, passwordFrom: "env:%s"}
                locations:
                  # Slowed down, so that there is time to watch it.
                  - {id: fra-office, site: frankfurt, name: Office in Frankfurt, address: "smb://127.0.0.1:%d/office", credentials: service, limits: {operationsPerSecond: 30}}
                  - {id: lon-office, site: london, name: Office in London, address: "smb://127.0.0.1:%d/office", credentials: service}
                  - {id: fra-call, site: frankfurt, name: Call centre in Frankfurt, address: "smb://127.0.0.1:%d/callcentre", credentials: service}
                  - {id: lon-call, site: london, name: Call centre in London, address: "smb://127.0.0.1:%d/callcentre", credentials: service}
                sets:
                  - {id: office, name: Office, replication: CLOUD_CACHE, activeSite: frankfurt, locations: [fra-office, lon-office]}
                  - {id: callcentre, name: Call centre, replication: ENGINE, activeSite: frankfurt, locations: [fra-call, lon-call]}
                """
                .formatted(
                        SambaServer.USER, PASSWORD, frankfurt.port(), london.port(), frankfurt.port(), london.port());
    }

    @Test
    void ada_runs_the_inventory_and_watches_it_then_helge_and_anna_see_what_it_found(Visits visits) {
        VaadinPage page = visits.open(portal, Look.DESK);
        SignInPage.as(page, ADA);
        JobsPage jobs = JobsPage.at(page);
        page.page().evaluate("() => { window.neverLeft = true; }");

        jobs.button("Run now").click();

        assertThat(jobs.progress()).isVisible();
        assertThat(jobs.inventory()).containsText(Pattern.compile("\\d+ of \\d\\d"));
        assertThat(jobs.spoken()).containsText("Inventory: Running");
        assertThat(jobs.spoken()).containsText("Inventory: Done, with gaps", A_RUN_LONG);
        assertThat(jobs.progress()).isHidden();
        assertThat(jobs.inventory()).containsText(Pattern.compile("[5-9]\\d looked at"));
        assertThat(page.page().evaluate("() => window.neverLeft === true")).isEqualTo(true);

        VaadinPage helge = visits.open(portal, Look.DESK);
        SignInPage.as(helge, HELGE);
        ProfilesPage profiles = ProfilesPage.at(helge, "?text=henrik");
        profiles.grid().awaitRow("henrik.møller");
        assertThat(profiles.grid().row("henrik.møller").first()).isVisible();
        ProfileDetailPage detail = profiles.open("henrik.møller");
        assertThat(detail.blockMap("Frankfurt")).isVisible();
        assertThat(detail.blockMap("London")).isVisible();

        VaadinPage anna = visits.open(portal, Look.PHONE);
        MyProfilePage mine = SignInPage.as(anna, ANNA).myProfile();
        assertThat(mine.sentence()).hasText("Your profile is fine.");
        assertThat(mine.main()).containsText("Kept in Frankfurt and London.");
        assertThat(mine.container("Your profile")).containsText("In Frankfurt");
        assertThat(mine.container("Your profile")).containsText("In London");
    }

    @Test
    void a_run_stops_when_asked_and_goes_on_where_it_was(Visits visits) {
        VaadinPage page = visits.open(portal, Look.DESK);
        SignInPage.as(page, ADA);
        JobsPage jobs = JobsPage.at(page);

        jobs.button("Run now").click();
        assertThat(jobs.inventory()).containsText(Pattern.compile("[1-9]\\d* of \\d\\d"), A_RUN_LONG);
        jobs.button("Stop").click();

        assertThat(jobs.spoken()).containsText("Inventory: Stopped", A_RUN_LONG);
        JsonNode stopped =
                portal.rest().get("jobs/runs?limit=1").required("runs").required(0);
        assertThat(stopped.required("done").asLong())
                .isLessThan(stopped.required("total").asLong());
        jobs.button("Go on").click();
        assertThat(jobs.spoken()).containsText("Inventory: Done", A_RUN_LONG);
    }

    @Test
    void a_site_whose_server_dies_is_told_beside_the_totals_and_is_fine_again_with_it(Visits visits)
            throws IOException, InterruptedException {
        portal.rest().runToItsEnd("inventory");
        JsonNode before = portal.rest().get("containers?limit=1").required("totals");

        london.kill();
        JsonNode run = portal.rest().runToItsEnd("inventory");

        assertThat(run.required("status").asText()).isEqualTo("DONE_WITH_FINDINGS");
        VaadinPage page = visits.open(portal, Look.DESK);
        SignInPage.as(page, ADA);
        ProfilesPage profiles = ProfilesPage.at(page, "");
        // Nothing is forgotten for want of an answer.
        assertThat(profiles.totals()).containsText(before.required("containers").asText() + " containers");
        assertThat(profiles.totals()).containsText(before.required("copies").asText() + " copies");
        DialogElement unread = profiles.openUnread();
        GridElement list = new GridElement(unread.locator());
        list.awaitRow("Office in London");
        assertThat(list.texts()).anySatisfy(cells -> assertThat(cells)
                .contains("Office in London", "Not reachable")
                .anyMatch(cell -> cell.contains("Connection refused")));
        assertThat(list.texts()).anySatisfy(cells -> assertThat(cells).contains("Call centre in London"));
        unread.leaveBy("Close");

        london.start();
        portal.rest().runToItsEnd("inventory");

        page.open("/profiles");
        DialogElement again = profiles.openUnread();
        GridElement rest = new GridElement(again.locator());
        rest.awaitRow("marta.silva"); // damaged on purpose; nothing else is left
        assertThat(rest.texts()).hasSize(1);
        assertThat(page.role(AriaRole.DIALOG)).not().containsText("London");
    }
}
