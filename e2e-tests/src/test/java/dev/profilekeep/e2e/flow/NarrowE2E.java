package dev.profilekeep.e2e.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.profilekeep.e2e.page.RequestPage;
import dev.profilekeep.e2e.page.SignInPage;
import dev.profilekeep.e2e.support.Look;
import dev.profilekeep.e2e.support.Persona;
import dev.profilekeep.e2e.support.PortalFlow;
import dev.profilekeep.e2e.support.VaadinPage;
import dev.profilekeep.e2e.support.Visits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The narrowest phone: whoever signs in, in whatever language, reads everything without moving the page sideways. */
@PortalFlow
class NarrowE2E {
    private static final Pattern ACCOUNT = Pattern.compile("Your account|Ihr Konto");
    private static final Pattern SCHEDULE = Pattern.compile("^(Change schedule|Zeitplan ändern)$");

    /** Which values take more than a line, and how many tiles each row has where that differs. */
    private static final String TILES =
            """
            () => {
              const lines = value => {
                const range = document.createRange();
                range.selectNodeContents(value);
                return new Set([...range.getClientRects()].map(line => Math.round(line.top))).size;
              };
              const tiles = [...document.querySelectorAll('.pk-tiles > .pk-tile')];
              const rows = new Map();
              tiles.forEach(tile => rows.set(tile.offsetTop, (rows.get(tile.offsetTop) ?? 0) + 1));
              const wrong = tiles.map(tile => tile.querySelector('.pk-tile-value'))
                .filter(value => lines(value) > 1)
                .map(value => value.textContent);
              const counts = [...rows.values()];
              if (new Set(counts).size !== 1) {
                wrong.push('rows of ' + counts.join(', '));
              }
              return wrong;
            }""";

    @ParameterizedTest
    @CsvSource({
        "ANNA, en-GB", "HELGE, en-GB", "ADA, en-GB", "OTTO, en-GB", "NOBODY, en-GB",
        "ANNA, de-DE", "HELGE, de-DE", "ADA, de-DE", "OTTO, de-DE", "NOBODY, de-DE",
    })
    void nothing_is_cut_off_at_360_pixels(Persona persona, String language, Visits visits) {
        VaadinPage page = visits.open(Look.PHONE.speaking(language));
        Map<String, List<String>> cut = new TreeMap<>();
        SignInPage signIn = SignInPage.askedFor(page, "/");
        look("sign-in", page, cut);
        signIn.toIdentityProvider();
        look("identity provider", page, cut);
        if (persona == Persona.NOBODY) {
            page.tolerate("status 403");
            page.tolerate("status of 403");
        }
        signIn.choose(persona);
        look("/", page, cut);
        if (persona != Persona.NOBODY) {
            page.role(AriaRole.BUTTON, ACCOUNT).click();
            page.settle();
            look("account menu", page, cut);
        }
        for (String path : paths(persona, page, visits)) {
            page.open(path);
            openEverything(page);
            look(path, page, cut);
        }
        if (persona == Persona.ADA) {
            page.open("/jobs");
            dialog(page, SCHEDULE);
            look("schedule", page, cut);
        }
        if (persona == Persona.ADA || persona == Persona.OTTO) {
            page.open("/jobs");
            // The first run of the list of a phone, which is the newest.
            dialog(page, page.page().locator(".run-row").filter(VaadinPage.SEEN).first());
            look("run", page, cut);
        }
        assertThat(cut).as("cut off, by screen").isEmpty();
    }

    /** Names, paths and reasons come from shares: they can be long and without a space to break at. */
    @ParameterizedTest
    @CsvSource({"ANNA", "ADA"})
    void a_word_without_spaces_is_broken_and_not_cut_off(Persona persona, Visits visits) {
        VaadinPage page = visits.open(Look.PHONE.speaking("de-DE"));
        Map<String, List<String>> cut = new TreeMap<>();
        SignInPage.alreadyAs(page, persona);
        for (String path : paths(persona, page, visits)) {
            page.open(path);
            openEverything(page);
            lookWithLongWords(path, page, cut);
        }
        if (persona == Persona.ADA) {
            page.open("/jobs");
            dialog(page, page.page().locator(".run-row").filter(VaadinPage.SEEN).first());
            lookWithLongWords("run", page, cut);
        }
        assertThat(cut).as("cut off, by screen").isEmpty();
    }

    private static void lookWithLongWords(String screen, VaadinPage page, Map<String, List<String>> cut) {
        page.settle();
        assertThat(page.lengthenWords(150)).as("texts made long: " + screen).isPositive();
        look(screen, page, cut);
    }

    /** At a desk nothing is beyond the edge either, and no heading or button is cut. */
    @ParameterizedTest
    @EnumSource(
            value = Persona.class,
            names = {"ANNA", "HELGE", "ADA", "OTTO"})
    void nothing_is_cut_off_on_a_small_laptop(Persona persona, Visits visits) {
        VaadinPage page = visits.open(new Look(1280, 800, "de-DE", false));
        Map<String, List<String>> cut = new TreeMap<>();
        SignInPage.alreadyAs(page, persona);
        look("/", page, cut);
        for (String path : paths(persona, page, visits)) {
            page.open(path);
            openEverything(page);
            look(path, page, cut);
        }
        if (persona == Persona.HELGE) {
            page.open("/profiles");
            assertThat(page.page()
                            .locator("vaadin-grid")
                            .filter(VaadinPage.SEEN)
                            .first()
                            .evaluate("grid => grid.$.table.scrollWidth - grid.$.table.clientWidth"))
                    .as("pixels by which the usual columns are wider than the table")
                    .isEqualTo(0);
        }
        assertThat(cut).as("cut off, by screen").isEmpty();
    }

    /** A value of two lines, or a row with one tile in it, reads as if it were something else than the tiles beside it. */
    @ParameterizedTest
    @CsvSource({"360, en-GB", "360, de-DE", "820, en-GB", "1024, en-GB", "1280, en-GB", "1280, de-DE", "1360, en-GB"})
    void what_is_told_of_a_repository_stands_in_even_rows_each_value_in_one_line(
            int width, String language, Visits visits) {
        VaadinPage page = visits.open(new Look(width, 800, language, false));
        SignInPage.alreadyAs(page, Persona.ADA);
        page.portal().rest().awaitRuns("backup");
        page.open("/backups/repositories/backups");
        page.settle();
        assertThat(page.page().evaluate(TILES)).isEqualTo(List.of());
    }

    private static List<String> paths(Persona persona, VaadinPage page, Visits visits) {
        List<String> paths = new ArrayList<>(List.of("/", "/nothing-here"));
        if (persona == Persona.NOBODY) {
            return List.of("/");
        }
        page.portal().rest().awaitRuns("backup");
        if (persona == Persona.ANNA) {
            paths.add("/files/" + container(page, "anna.berg"));
        } else {
            paths.addAll(List.of(request(visits, "marta.silva"), "/requests", "/backups", "/space"));
            paths.addAll(List.of("/profiles", "/profiles?text=zzz", "/profiles?state=ATTENTION&site=frankfurt"));
            for (String account : List.of("marta.silva", "kofi.mensah")) { // the longest paths and reasons
                paths.add("/profiles/" + container(page, account));
            }
            paths.add("/profiles?unread");
            paths.add("/locks");
            paths.addAll(List.of("/health", "/health?text=zzz", "/health?severity=critical"));
        }
        if (persona == Persona.HELGE || persona == Persona.ADA) {
            paths.addAll(List.of("/help", "/help?text=sof", "/help/daniel.novak", "/help/emma.lindqvist"));
        }
        if (persona == Persona.ADA) {
            paths.addAll(List.of(request(visits, "ada.kowalski"), "/me")); // her own, and what stands of it on her page
        }
        if (persona == Persona.ADA || persona == Persona.OTTO) {
            paths.addAll(List.of("/jobs", "/backups/repositories/backups"));
        }
        return paths;
    }

    /** Asked for at another desk; it stays the same one. */
    private static String request(Visits visits, String account) {
        return "/requests/" + RequestPage.askedBy(visits.open(), Persona.ADA, account);
    }

    private static long container(VaadinPage page, String account) {
        return page.portal()
                .rest()
                .get("containers?kind=PROFILE&text=" + account)
                .required("containers")
                .required(0)
                .required("id")
                .asLong();
    }

    /** What is one click away has to fit as well. */
    private static void openEverything(VaadinPage page) {
        page.page().evaluate("() => document.querySelectorAll('details').forEach(details => details.open = true)");
        page.settle();
    }

    private static void dialog(VaadinPage page, Pattern button) {
        Locator each = page.page().getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button));
        dialog(page, each.first());
    }

    private static void dialog(VaadinPage page, Locator opener) {
        opener.click();
        page.role(AriaRole.DIALOG).filter(VaadinPage.SEEN).first().waitFor();
        page.settle();
    }

    private static void look(String screen, VaadinPage page, Map<String, List<String>> cut) {
        page.settle();
        List<String> found = new ArrayList<>(page.widerThanTheWindow());
        found.addAll(page.cutOff());
        if (!found.isEmpty()) {
            cut.put(screen, found);
        }
    }
}
