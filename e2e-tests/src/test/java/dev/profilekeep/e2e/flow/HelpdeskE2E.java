package dev.profilekeep.e2e.flow;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.profilekeep.e2e.support.Persona.HELGE;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import dev.profilekeep.e2e.element.DialogElement;
import dev.profilekeep.e2e.element.GridElement;
import dev.profilekeep.e2e.page.ProfileDetailPage;
import dev.profilekeep.e2e.page.ProfilesPage;
import dev.profilekeep.e2e.page.Shell;
import dev.profilekeep.e2e.page.SignInPage;
import dev.profilekeep.e2e.support.PortalFlow;
import dev.profilekeep.e2e.support.VaadinPage;
import dev.profilekeep.e2e.support.Visits;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Helge, on the telephone: type three letters, see everything. */
@PortalFlow
class HelpdeskE2E {
    private static final int ACCOUNT = 0;

    @Test
    void three_letters_find_the_caller(Visits visits) {
        ProfilesPage profiles = SignInPage.as(visits, HELGE).profiles();
        assertThat(profiles.totals()).containsText(Pattern.compile("[3-9]\\d containers, \\d+ copies"));

        profiles.search("chi");

        assertThat(profiles.totals()).containsText("2 containers match");
        profiles.grid().awaitRow("chiara.rossi");
        assertThat(profiles.grid().column(ACCOUNT)).hasSize(2).allMatch(cell -> cell.startsWith("chiara.rossi"));
    }

    @Test
    void a_number_or_a_part_of_it_finds_the_caller_too(Visits visits) {
        ProfilesPage profiles = SignInPage.as(visits, HELGE).profiles();

        profiles.search("682003330-1107");

        profiles.grid().awaitRow("ben.osei");
        assertThat(profiles.grid().column(ACCOUNT)).allMatch(cell -> cell.startsWith("ben.osei"));
    }

    @Test
    void filters_narrow_the_list_and_the_address_brings_it_back(Visits visits) {
        Shell shell = SignInPage.as(visits, HELGE);
        ProfilesPage profiles = shell.profiles();

        profiles.toggle("Profile").toggle("Needs attention");
        String address = shell.page().path();

        assertThat(address).contains("kind=PROFILE").contains("state=ATTENTION");
        assertThat(profiles.totals()).containsText("match");
        assertThat(profiles.grid().row("Healthy")).hasCount(0);
        profiles.grid().awaitRow("ben.osei");
        List<List<String>> rows = profiles.grid().texts();
        assertThat(rows).isNotEmpty();

        ProfilesPage again = ProfilesPage.at(shell.page(), address.substring("/profiles".length()));
        assertThat(again.filter("Profile")).hasAttribute("aria-pressed", "true");
        assertThat(again.filter("Needs attention")).hasAttribute("aria-pressed", "true");
        again.grid().awaitRow("ben.osei");
        assertThat(again.grid().column(ACCOUNT))
                .isEqualTo(rows.stream().map(cells -> cells.get(ACCOUNT)).toList());
    }

    @Test
    void a_search_without_a_match_says_so_and_how_to_get_out(Visits visits) {
        Shell shell = SignInPage.as(visits, HELGE);
        ProfilesPage profiles = shell.profiles();

        profiles.search("zzz");

        assertThat(shell.page().role(AriaRole.HEADING, "Nothing matches").first())
                .isVisible();
        shell.page().role(AriaRole.BUTTON, "Clear filters").first().click();
        profiles.grid().awaitRow("anna.berg");
        assertThat(profiles.searchField()).hasValue("");
    }

    @Test
    void the_heads_sort_the_list_both_ways(Visits visits) {
        Shell shell = SignInPage.as(visits, HELGE);
        ProfilesPage profiles = shell.profiles();
        profiles.grid().awaitRow("anna.berg");
        List<String> ascending = profiles.grid().column(ACCOUNT);
        assertThat(ascending).isSortedAccordingTo(Comparator.comparing(cell -> cell.split(" ")[0]));

        profiles.sortBy("Account");

        shell.page().page().waitForURL(Pattern.compile(".*sort=-account.*"));
        shell.page().settle();
        assertThat(profiles.grid().column(ACCOUNT).get(0)).doesNotStartWith("ada.");
        assertThat(profiles.grid().column(ACCOUNT))
                .isSortedAccordingTo(Comparator.comparing((String cell) -> cell.split(" ")[0])
                        .reversed());
    }

    @Test
    void the_choice_of_columns_is_kept_for_the_next_time(Visits visits) {
        Shell shell = SignInPage.as(visits, HELGE);
        ProfilesPage profiles = shell.profiles();
        profiles.columns(Map.of("SID", true, "Free", false));
        try {
            assertThat(profiles.grid().head("SID")).isVisible();
            assertThat(profiles.grid().head("Free")).hasCount(0);
            shell.signOut();

            ProfilesPage next = SignInPage.as(visits, HELGE).profiles(); // another browser

            assertThat(next.grid().head("SID")).isVisible();
            assertThat(next.grid().head("Free")).hasCount(0);
        } finally {
            SignInPage.as(visits, HELGE).profiles().columns(Map.of("SID", false, "Free", true));
        }
    }

    @Test
    void the_export_holds_what_is_shown(Visits visits) {
        ProfilesPage profiles = SignInPage.as(visits, HELGE).profiles();
        profiles.search("chiara");
        profiles.grid().awaitRow("chiara.rossi");

        String export = profiles.export();

        assertThat(export).startsWith("\uFEFF");
        List<String> lines = List.of(export.substring(1).split("\r\n"));
        assertThat(lines.get(0))
                .startsWith("Account,State,Kind,Findings,Sites,File (bytes),Free (bytes),Reclaimable (bytes),");
        assertThat(lines).hasSize(3);
        assertThat(lines.subList(1, 3)).allMatch(line -> line.startsWith("chiara.rossi,"));
        assertThat(lines).anyMatch(line -> line.contains(",Healthy,Profile,Bloated,\"Frankfurt, London\","));
    }

    @Test
    void what_could_not_be_read_stands_beside_the_totals_with_reasons(Visits visits) {
        ProfilesPage profiles = SignInPage.as(visits, HELGE).profiles();
        assertThat(profiles.unread()).isVisible();

        DialogElement unread = profiles.openUnread();

        GridElement list = new GridElement(unread.locator());
        list.awaitRow("marta.silva");
        assertThat(list.texts()).anySatisfy(cells -> assertThat(cells)
                .contains("Office in Frankfurt", "Damaged")
                .anyMatch(cell -> cell.contains("marta.silva"))
                .anyMatch(cell -> cell.contains("neither copy is sound")));
        unread.leaveBy("Close");
    }

    @Test
    void a_container_shows_its_findings_its_copies_and_the_map_of_its_blocks(Visits visits) {
        VaadinPage page = SignInPage.as(visits, HELGE).page();
        ProfilesPage profiles = ProfilesPage.at(page, "?text=chiara&kind=PROFILE");

        ProfileDetailPage detail = profiles.open("chiara.rossi");

        assertThat(detail.title()).hasText("chiara.rossi");
        assertThat(detail.section("Findings")).containsText("Bloated");
        assertThat(detail.section("Copies")).containsText("Frankfurt");
        assertThat(detail.section("Copies")).containsText("London");
        assertThat(detail.blockMap("Frankfurt")).isVisible();
        String first = detail.blockMap("Frankfurt").getAttribute("aria-valuetext");
        detail.blockMap("Frankfurt").press("ArrowRight");
        assertThat(detail.blockMap("Frankfurt")).not().hasAttribute("aria-valuetext", first);
        assertThat(detail.blockMap("London")).isVisible();
        assertThat(detail.section("What this rests on")).containsText("Frankfurt");
        page.page().goBack();
        assertThat(page.role(AriaRole.LINK, "chiara.rossi").first()).isVisible();
        assertThat(page.path()).contains("text=chiara");
    }

    @Test
    void a_damaged_copy_is_named_beside_the_sound_one(Visits visits) {
        VaadinPage page = SignInPage.as(visits, HELGE).page();

        ProfileDetailPage detail = ProfilesPage.at(page, "?text=marta").open("marta.silva");

        assertThat(detail.section("Findings")).containsText("Damaged");
        assertThat(detail.section("Copies")).containsText("Not readable");
        assertThat(detail.section("Copies")).containsText("Present");
    }
}
