package dev.profilekeep.e2e.flow;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.profilekeep.e2e.support.Persona.ANNA;
import static dev.profilekeep.e2e.support.Persona.HELGE;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.profilekeep.e2e.page.MyProfilePage;
import dev.profilekeep.e2e.page.SignInPage;
import dev.profilekeep.e2e.support.Browsers;
import dev.profilekeep.e2e.support.Look;
import dev.profilekeep.e2e.support.PortalFlow;
import dev.profilekeep.e2e.support.PortalUnderTest;
import dev.profilekeep.e2e.support.SharedPortal;
import dev.profilekeep.e2e.support.VaadinPage;
import dev.profilekeep.e2e.support.Visits;
import dev.profilekeep.storage.HoldingProcess;
import dev.profilekeep.storage.SambaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Anna's desktop does not open; she has a phone. Both sites on real file servers, and what another process holds. */
@PortalFlow
@TestMethodOrder(MethodOrderer.OrderAnnotation.class) // what one met need not be waited for by the next
class OwnLockE2E {
    private static final String PASSWORD = "PROFILEKEEP_E2E_PASSWORD";
    private static final String FOLDER = "S-1-5-21-1004336348-1177238915-682003330-1104_anna.berg";
    private static final String DISK = "Profile_anna.berg.VHDX";
    private static final String FREE = "Free my profile";
    private static final LocatorAssertions.ContainsTextOptions UNTIL_SEEN_DOWN =
            new LocatorAssertions.ContainsTextOptions().setTimeout(120_000);

    /** A disk is opened once a minute at most, and left alone for one while its owner signs in; the page looks on by itself. */
    private static final LocatorAssertions.HasTextOptions UNTIL_NOTICED =
            new LocatorAssertions.HasTextOptions().setTimeout(150_000);

    private static SambaServer frankfurt;
    private static SambaServer london;
    private static PortalUnderTest portal;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        Browsers.assumeInstalled(); // without one there is no need for servers
        SambaServer.assumeInstalled();
        frankfurt = server(folder, "frankfurt");
        london = server(folder, "london");
        portal = PortalUnderTest.configured(
                Files.writeString(folder.resolve("profilekeep.yml"), configuration()),
                Map.of(PASSWORD, frankfurt.password().use(String::new)));
        portal.rest().runToItsEnd("inventory");
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

    @AfterEach
    void nothingIsLeft() throws IOException {
        for (SambaServer server : new SambaServer[] {frankfurt, london}) {
            Files.deleteIfExists(lockFile(server));
        }
    }

    /** With Anna's containers of the demo, on a share of its own that can be written. */
    private static SambaServer server(Path base, String site) throws IOException {
        Path from =
                SharedPortal.get().demoFolder().resolve(site).resolve("office").resolve(FOLDER);
        Path to = Files.createDirectories(base.resolve(site).resolve(FOLDER));
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName().toString()));
            }
        }
        return SambaServer.builder().shareOf("office", base.resolve(site)).start();
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
                  - {id: fra-office, site: frankfurt, address: "smb://127.0.0.1:%d/office", credentials: service, mode: ASSIST}
                  - {id: lon-office, site: london, address: "smb://127.0.0.1:%d/office", credentials: service, mode: ASSIST}
                sets:
                  - {id: office, replication: ENGINE, activeSite: frankfurt, locations: [fra-office, lon-office]}
                """
                .formatted(SambaServer.USER, PASSWORD, frankfurt.port(), london.port());
    }

    private static Path lockFile(SambaServer server) {
        return server.folder("office").resolve(FOLDER).resolve(DISK + ".lock");
    }

    private static void leaveALockBehind() throws IOException {
        for (SambaServer server : new SambaServer[] {frankfurt, london}) {
            Files.write(lockFile(server), new byte[3_072]);
        }
    }

    /** One tap at the sign-in page, one at the identity provider, one here. */
    @Test
    @Order(1)
    void anna_frees_what_is_left_over_in_three_taps_and_is_told_when_she_is_in(Visits visits) throws Exception {
        leaveALockBehind();
        VaadinPage phone = visits.open(portal, Look.PHONE);
        MyProfilePage mine = SignInPage.askedFor(phone, "/me").signIn(ANNA).myProfile();
        assertThat(mine.sentence())
                .hasText("Your profile is marked as in use, but nobody works with it.", UNTIL_NOTICED);
        assertThat(phone.widerThanTheWindow()).isEmpty();
        assertThat(barriers(phone)).as("what stands in somebody's way").isEmpty();

        mine.act(FREE).click();

        assertThat(mine.sentence()).hasText("Your profile is free. Sign in to your desktop now.");
        assertThat(mine.act(FREE)).isHidden();
        assertThat(lockFile(frankfurt)).doesNotExist();
        assertThat(lockFile(london)).doesNotExist();
        assertThat(barriers(phone)).isEmpty();

        // another window, as on a phone that slept and lost its page
        VaadinPage later = visits.open(portal, Look.PHONE);
        assertThat(SignInPage.askedFor(later, "/me").signIn(ANNA).myProfile().sentence())
                .hasText("Your profile is free. Sign in to your desktop now.");

        try (HoldingProcess desktop = HoldingProcess.hold(frankfurt, "office", FOLDER, DISK, frankfurt.credentials())) {
            assertThat(mine.sentence()).hasText("You are in.", UNTIL_NOTICED);
        }
        assertThat(acts()).contains("lock.clear");
    }

    @Test
    @Order(2)
    void what_a_desktop_works_with_offers_no_button_but_says_so_and_the_helpdesk_finds_the_caller(Visits visits)
            throws Exception {
        leaveALockBehind();
        try (HoldingProcess desktop = HoldingProcess.hold(london, "office", FOLDER, DISK, london.credentials())) {
            VaadinPage phone = visits.open(portal, Look.PHONE);
            MyProfilePage mine = SignInPage.askedFor(phone, "/me").signIn(ANNA).myProfile();
            mine.act("Look again").click(); // whatever was shown of the flow before
            assertThat(mine.sentence()).hasText("Your profile is in use.", UNTIL_NOTICED);
            assertThat(mine.act(FREE)).isHidden();
            assertThat(lockFile(london)).exists();

            mine.act("Show my letters").click();
            String letters = mine.letters().getAttribute("data-code");
            assertThat(letters).hasSize(5);
            assertThat(barriers(phone)).isEmpty();
            phone.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
            phone.awaitDark(true);
            assertThat(barriers(phone)).as("in dark colours").isEmpty();
        }
    }

    @Test
    @Order(3)
    void a_site_that_is_down_is_a_banner_and_no_red_light(Visits visits) throws Exception {
        london.kill();
        try {
            VaadinPage phone = visits.open(portal, Look.PHONE);
            MyProfilePage mine = SignInPage.askedFor(phone, "/me").signIn(ANNA).myProfile();
            // noticed at the second failure in a row, half a minute apart; the page is not loaded again
            assertThat(mine.trouble()).containsText("London: the storage has been down since", UNTIL_SEEN_DOWN);
            assertThat(mine.trouble()).containsText("There is nothing for you to do");
            assertThat(mine.act(FREE)).isHidden();
            assertThat(barriers(phone)).isEmpty();
            assertThat(phone.widerThanTheWindow()).isEmpty();

            VaadinPage desk = visits.open(portal, Look.DESK);
            SignInPage.as(desk, HELGE);
            desk.open("/health");
            Locator told = desk.page().locator(".trouble");
            assertThat(told).containsText("London: the storage has been down since");
            assertThat(told).containsText("One person has a profile there.");
            told.getByRole(AriaRole.LINK).click();
            assertThat(desk.role(AriaRole.MAIN)).containsText("anna.berg");
            assertThat(desk.page().locator(".trouble")).containsText("London");
        } finally {
            london.start();
        }
    }

    @Test
    @Order(4)
    void helge_prints_where_people_find_help(Visits visits) {
        VaadinPage desk = visits.open(portal, Look.DESK);
        SignInPage.as(desk, HELGE);
        desk.open("/qr");
        assertThat(desk.role(AriaRole.IMG, Pattern.compile("QR code that leads to http.*[^a-z]me"))
                        .boundingBox()
                        .width)
                .isGreaterThan(150);
        assertThat(desk.page().getByText("Your desktop does not open?")).isVisible();
        assertThat(desk.page().getByText("Ihr Desktop öffnet sich nicht?")).isVisible();
        assertThat(barriers(desk)).isEmpty();
    }

    private static List<String> acts() {
        JsonNode list = portal.rest().get("audit?limit=50");
        return Stream.iterate(0, i -> i < list.size(), i -> i + 1)
                .map(i -> list.get(i).required("act").asText())
                .toList();
    }

    private static List<String> barriers(VaadinPage page) {
        return new AxeBuilder(page.page())
                .analyze().getViolations().stream()
                        .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                        .map(rule -> rule.getId() + ": " + rule.getHelp() + " "
                                + rule.getNodes().get(0).getHtml())
                        .toList();
    }
}
