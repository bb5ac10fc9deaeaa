package dev.profilekeep.e2e.flow;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.profilekeep.e2e.support.Persona.ADA;
import static dev.profilekeep.e2e.support.Persona.HELGE;
import static dev.profilekeep.e2e.support.Persona.OTTO;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.profilekeep.e2e.element.DialogElement;
import dev.profilekeep.e2e.element.GridElement;
import dev.profilekeep.e2e.page.SignInPage;
import dev.profilekeep.e2e.support.Look;
import dev.profilekeep.e2e.support.PortalFlow;
import dev.profilekeep.e2e.support.SharedPortal;
import dev.profilekeep.e2e.support.VaadinPage;
import dev.profilekeep.e2e.support.Visits;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is wrong, worst first; what can be lived with; what a code means. */
@PortalFlow
class HealthE2E {
    @Test
    void worst_comes_first_and_a_number_opens_the_list_of_what_it_counts(Visits visits) {
        VaadinPage page = SignInPage.as(visits, HELGE).page();
        page.open("/health");
        JsonNode counts = health("").at("/health/all");
        GridElement grid = grid(page);
        grid.awaitRow("marta.silva");
        assertThat(grid.column(0).get(0)).contains("Problem");

        page.page()
                .locator(".health-site")
                .first()
                .locator(".health-numbers a")
                .first()
                .click();

        page.settle();
        assertThat(page.page().url()).contains("severity=CRITICAL");
        assertThat(page.page().locator(".pk-toolbar-count"))
                .hasText(Pattern.compile(counts.required("critical").asLong() + " findings?"));
        assertThat(grid.column(0)).allMatch(severity -> severity.contains("Problem"));
    }

    @Test
    void an_administrator_lives_with_a_finding_and_takes_it_back(Visits visits) {
        VaadinPage page = SignInPage.as(visits, ADA).page();
        JsonNode finding =
                health("?about=containers&severity=warn").required("findings").required(0);
        long id = finding.required("id").asLong();
        page.open("/health?finding=" + id);
        page.role(AriaRole.BUTTON, "Accept for a time …").click();
        DialogElement dialog = DialogElement.named(page.page(), Pattern.compile("Accept: .*"));
        dialog.button("Accept").click();
        assertThat(dialog.locator()).containsText("Say why you can live with it.");
        dialog.locator().getByLabel("Reason").fill("Moved on Monday");
        dialog.leaveBy("Accept");
        assertThat(ids("?accepted=only")).contains(id);
        assertThat(ids("?limit=1000")).doesNotContain(id);

        page.role(AriaRole.BUTTON, "Undo").click();
        page.settle();

        assertThat(ids("?accepted=only")).doesNotContain(id);
        VaadinPage otto = SignInPage.as(visits, OTTO).page();
        String audit = otto.api("audit?limit=50").text();
        assertThat(audit).contains("finding.accept", "finding.accept.withdraw", "Moved on Monday");
    }

    @Test
    void whoever_may_only_read_has_nothing_to_accept(Visits visits) {
        long id = ids("?about=containers").get(0);
        for (var person : List.of(HELGE, OTTO)) {
            VaadinPage page = SignInPage.as(visits, person).page();
            page.open("/health?finding=" + id);
            assertThat(page.role(AriaRole.LINK, "Open profile")).isVisible();
            assertThat(page.role(AriaRole.BUTTON, "Accept for a time …")).hasCount(0);
            assertThat(page.apiChange(
                                    "POST",
                                    "health/accept",
                                    "{\"ids\":[" + id + "],\"until\":\"2999-01-01T00:00:00Z\",\"reason\":\"x\"}")
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void a_code_in_the_search_field_is_explained(Visits visits) {
        VaadinPage page = SignInPage.as(visits, HELGE).page();
        page.open("/health");
        page.role(AriaRole.HEADING, "Health").click(); // away from any field
        page.page().keyboard().press("/");
        page.page().keyboard().type("0x80070020");

        page.role(AriaRole.BUTTON, Pattern.compile("What 0x80070020 means.*")).click();

        Locator dialog = page.role(AriaRole.DIALOG, "What does this code mean?");
        assertThat(dialog).containsText("ERROR_SHARING_VIOLATION");
        assertThat(dialog).containsText("Documented");
    }

    @Test
    void a_phone_has_cards_that_open(Visits visits) {
        VaadinPage page = SignInPage.as(visits, HELGE, Look.PHONE).page();
        page.open("/health?severity=critical");
        page.page().locator(".finding-row").filter(VaadinPage.SEEN).first().click();
        assertThat(page.role(AriaRole.LINK, "Open profile")).isVisible();
        assertThat(page.widerThanTheWindow()).isEmpty();
    }

    @Test
    void what_is_shown_is_what_is_exported(Visits visits) throws IOException {
        VaadinPage page = SignInPage.as(visits, OTTO).page();
        page.open("/health?severity=critical");
        Download file = page.page()
                .waitForDownload(() -> page.role(AriaRole.LINK, "Export").click());
        List<String> lines = Files.readAllLines(file.path());
        assertThat(lines.get(0)).startsWith("\ufeffSeverity,Finding,");
        assertThat(lines).hasSize(1 + ids("?severity=critical").size());
        assertThat(lines.subList(1, lines.size())).allMatch(line -> line.startsWith("Problem,"));
    }

    private static GridElement grid(VaadinPage page) {
        return new GridElement(page.role(AriaRole.MAIN));
    }

    private static JsonNode health(String query) {
        return SharedPortal.get().rest().get("health" + query);
    }

    private static List<Long> ids(String query) {
        List<Long> ids = new ArrayList<>();
        health(query)
                .required("findings")
                .forEach(finding -> ids.add(finding.required("id").asLong()));
        return ids;
    }
}
