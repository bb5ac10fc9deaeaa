package dev.profilekeep.e2e.flow;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.profilekeep.e2e.support.Persona.ANNA;
import static dev.profilekeep.e2e.support.Persona.HELGE;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.profilekeep.backup.repo.Keys;
import dev.profilekeep.backup.repo.Repository;
import dev.profilekeep.backup.repo.RepositorySetting;
import dev.profilekeep.backup.seal.KeySlot;
import dev.profilekeep.backup.seal.Secret;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.info.Volumes;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.io.FileDevice;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.e2e.page.SignInPage;
import dev.profilekeep.e2e.support.Browsers;
import dev.profilekeep.e2e.support.Look;
import dev.profilekeep.e2e.support.PortalFlow;
import dev.profilekeep.e2e.support.PortalUnderTest;
import dev.profilekeep.e2e.support.VaadinPage;
import dev.profilekeep.e2e.support.Visits;
import dev.profilekeep.storage.SambaServer;
import dev.profilekeep.storage.StorageAddress;
import dev.profilekeep.storage.StorageOptions;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.Storages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Anna lost what she had yesterday. Both sites on real file servers, her backup in a repository. */
@PortalFlow
class RestoreRequestE2E {
    private static final String PASSWORD = "PROFILEKEEP_E2E_PASSWORD";
    private static final String KEY = "PROFILEKEEP_E2E_KEY";
    private static final String FOLDER = "S-1-5-21-1004336348-1177238915-682003330-1104_anna.berg";
    private static final String DISK = "Profile_anna.berg.VHDX";
    private static final String DOCUMENT = "Profile/kept.txt";

    /** Looked at every half minute, and then the whole disk is written and read. */
    private static final LocatorAssertions.ContainsTextOptions UNTIL_DONE =
            new LocatorAssertions.ContainsTextOptions().setTimeout(240_000);

    private static SambaServer frankfurt;
    private static SambaServer london;
    private static PortalUnderTest portal;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        Browsers.assumeInstalled();
        SambaServer.assumeInstalled();
        frankfurt = server(folder, "frankfurt");
        london = server(folder, "london");
        Secret.KeyText key = repository(Files.createDirectories(folder.resolve("backups")));
        portal = PortalUnderTest.configured(
                Files.writeString(folder.resolve("profilekeep.yml"), configuration(folder.resolve("backups"))),
                Map.of(PASSWORD, frankfurt.password().use(String::new), KEY, key.text()));
        portal.rest().runToItsEnd("inventory");
        portal.rest().runToItsEnd("backup");
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

    /** With a small disk of Anna's. */
    private static SambaServer server(Path base, String site) throws IOException {
        Path to = Files.createDirectories(base.resolve(site).resolve(FOLDER));
        Files.write(to.resolve(DISK), Fixtures.ownImage("gpt-msr.vhdx").bytes());
        return SambaServer.builder().shareOf("office", base.resolve(site)).start();
    }

    private static Secret.KeyText repository(Path folder) throws IOException {
        Secret.KeyText key = Secret.KeyText.create(new SecureRandom());
        try (StorageProvider storage =
                        Storages.connect(StorageAddress.parse(folder.toString()), StorageOptions.local());
                Repository made = Repository.create(
                        storage,
                        new Keys.FirstKey(key, KeySlot.Kind.KEY_FILE, "a test"),
                        RepositorySetting.standard(Clock.systemUTC(), "a test"))) {
            assertThat(made.keys().list()).isNotEmpty();
        }
        return key;
    }

    private static String configuration(Path backups) {
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
                repositories:
                  - {id: backups, site: london, address: "%s", keyFrom: "env:%s"}
                policies:
                  backups: {repository: backups}
                """
                .formatted(SambaServer.USER, PASSWORD, frankfurt.port(), london.port(), backups, KEY);
    }

    private static Path disk(SambaServer server) {
        return server.folder("office").resolve(FOLDER).resolve(DISK);
    }

    private static NtfsVolume volume(BlockDevice file) throws IOException {
        var disk = Containers.open(file);
        for (Volumes.Place place : Volumes.of(disk)) {
            if (place.isNtfs()) {
                return Volumes.open(disk, place);
            }
        }
        throw new IOException("no volume");
    }

    private static byte[] content(NtfsVolume volume, String path) throws IOException {
        BlockDevice device = volume.content(volume.find(path).orElseThrow()).orElseThrow();
        ByteBuffer bytes = ByteBuffer.allocate((int) device.size());
        device.readFully(0, bytes);
        return bytes.array();
    }

    private static byte[] document(SambaServer server) throws IOException {
        try (FileDevice file = FileDevice.open(disk(server))) {
            return content(volume(file), DOCUMENT);
        }
    }

    /** What a bad program leaves of a file: its bytes are others, wherever they lie in the container. */
    private static void spoil(Path disk, byte[] content) throws IOException {
        byte[] wanted = Arrays.copyOf(content, 256);
        try (FileChannel file = FileChannel.open(disk, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer cluster = ByteBuffer.allocate(512);
            for (long at = 0; at + cluster.capacity() <= file.size(); at += cluster.capacity()) {
                file.read(cluster.clear(), at);
                if (Arrays.equals(cluster.array(), 0, wanted.length, wanted, 0, wanted.length)) {
                    file.write(ByteBuffer.wrap(new byte[wanted.length]), at);
                    return;
                }
            }
        }
        throw new IOException("the content of the file was not found in " + disk);
    }

    private static List<String> barriers(VaadinPage page) {
        return new AxeBuilder(page.page())
                        .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
                        .analyze()
                        .getViolations()
                        .stream()
                        .map(Object::toString)
                        .toList();
    }

    @Test
    void anna_asks_helge_agrees_and_yesterdays_file_is_there_again(Visits visits) throws Exception {
        byte[] yesterday = document(frankfurt);
        spoil(disk(frankfurt), yesterday);
        spoil(disk(london), yesterday);
        assertThat(document(frankfurt)).isNotEqualTo(yesterday);

        VaadinPage phone = visits.open(portal, Look.PHONE);
        SignInPage.askedFor(phone, "/me").signIn(ANNA);
        phone.role(AriaRole.BUTTON, "Something is missing or broken").click();
        phone.page().getByRole(AriaRole.RADIO).first().check();
        phone.page().getByLabel("What is missing or broken?").fill("My report is only zeros.");
        phone.settle();
        assertThat(phone.widerThanTheWindow()).isEmpty();
        assertThat(barriers(phone)).as("what stands in somebody's way").isEmpty();
        phone.role(AriaRole.BUTTON, "Send request").click();
        Locator mine = phone.role(AriaRole.MAIN);
        assertThat(mine).containsText("The helpdesk looks at it");
        assertThat(phone.role(AriaRole.BUTTON, "Agree")).hasCount(0);

        VaadinPage desk = visits.open(portal, Look.DESK);
        SignInPage.as(desk, HELGE);
        desk.open("/requests");
        assertThat(desk.role(AriaRole.MAIN)).containsText("My report is only zeros.");
        assertThat(barriers(desk)).isEmpty();
        desk.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        desk.awaitDark(true);
        assertThat(barriers(desk)).as("in dark colours").isEmpty();
        desk.role(AriaRole.BUTTON, Pattern.compile("^Agree$")).first().click();
        desk.role(AriaRole.DIALOG)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Agree"))
                .click();

        assertThat(mine).containsText("You can sign in.", UNTIL_DONE);
        for (SambaServer server : List.of(frankfurt, london)) {
            assertThat(document(server)).isEqualTo(yesterday);
        }
        assertThat(desk.role(AriaRole.MAIN)).containsText("Done", UNTIL_DONE);

        phone.role(AriaRole.BUTTON, "That was wrong").click();
        phone.role(AriaRole.DIALOG)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Go back"))
                .click();
        assertThat(mine).containsText("Your profile is as it was before.", UNTIL_DONE);
        assertThat(document(frankfurt)).isNotEqualTo(yesterday);
    }
}
