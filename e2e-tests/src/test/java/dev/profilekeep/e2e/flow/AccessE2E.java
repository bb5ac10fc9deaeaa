package dev.profilekeep.e2e.flow;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.profilekeep.e2e.support.Persona.ADA;
import static dev.profilekeep.e2e.support.Persona.ANNA;
import static dev.profilekeep.e2e.support.Persona.HELGE;
import static dev.profilekeep.e2e.support.Persona.NILS;
import static dev.profilekeep.e2e.support.Persona.NOBODY;
import static dev.profilekeep.e2e.support.Persona.OTTO;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.options.AriaRole;
import dev.profilekeep.e2e.page.RequestPage;
import dev.profilekeep.e2e.page.SignInPage;
import dev.profilekeep.e2e.support.Persona;
import dev.profilekeep.e2e.support.PortalFlow;
import dev.profilekeep.e2e.support.SharedPortal;
import dev.profilekeep.e2e.support.VaadinPage;
import dev.profilekeep.e2e.support.Visits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each role may not see and not do, whichever way it is tried. */
@PortalFlow
class AccessE2E {
    private static final List<Persona> HELPERS = List.of(HELGE, ADA, NILS, OTTO);
    private static final List<Persona> LOOKERS_ON = List.of(ADA, NILS, OTTO);
    private static final List<Persona> ACTORS = List.of(ADA, NILS);
    private static final List<Persona> ALL_WITH_A_ROLE = List.of(ANNA, HELGE, ADA, NILS, OTTO);

    /** A change that changes nothing where it is allowed. */
    private static final String SAME_AS_BEFORE = "{\"cron\":\"0 30 0 * * ?\"}";

    /** Addresses of the API and who gets an answer there; the others are refused. */
    private static final Map<String, List<Persona>> READABLE = Map.ofEntries(
            Map.entry("me/containers", ALL_WITH_A_ROLE),
            Map.entry("containers", HELPERS),
            Map.entry("containers.csv", HELPERS),
            Map.entry("unread", HELPERS),
            Map.entry("jobs/runs", LOOKERS_ON),
            Map.entry("jobs/schedules", LOOKERS_ON),
            Map.entry("jobs/schedules/inventory", LOOKERS_ON),
            Map.entry("locations", LOOKERS_ON),
            Map.entry("locks", HELPERS),
            Map.entry("approvals", HELPERS),
            Map.entry("health", HELPERS),
            Map.entry("health.csv", HELPERS),
            Map.entry("health/history", HELPERS),
            Map.entry("requests", HELPERS),
            Map.entry("requests.csv", HELPERS),
            Map.entry("codes?search=32", ALL_WITH_A_ROLE));

    private static long containerOf(String account) {
        return SharedPortal.get()
                .rest()
                .get("containers?text=" + account)
                .required("containers")
                .required(0)
                .required("id")
                .asLong();
    }

    @ParameterizedTest
    @EnumSource(Persona.class)
    void the_api_answers_those_whose_role_allows_it_and_refuses_the_others(Persona persona, Visits visits) {
        VaadinPage page = signedIn(visits, persona);

        Map<String, Integer> answers = new LinkedHashMap<>();
        Map<String, Integer> expected = new LinkedHashMap<>();
        READABLE.forEach((path, allowed) -> {
            answers.put(path, page.api(path).status());
            expected.put(path, allowed.contains(persona) ? 200 : 403);
        });

        assertThat(answers).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(Persona.class)
    void only_administrators_change_anything_through_the_api(Persona persona, Visits visits) {
        VaadinPage page = signedIn(visits, persona);

        APIResponse schedule = page.apiChange("PUT", "jobs/schedules/inventory", SAME_AS_BEFORE);
        APIResponse mode =
                page.apiChange("POST", "locations/no-such-place/mode", "{\"mode\":\"ACT\",\"reason\":\"x\"}");
        APIResponse stop = page.apiChange("POST", "jobs/runs/999999/stop", "");

        if (ACTORS.contains(persona)) {
            assertThat(schedule.status()).isEqualTo(200);
            assertThat(mode.status()).isEqualTo(404);
            assertThat(stop.status()).isEqualTo(404);
        } else {
            for (APIResponse answer : List.of(schedule, mode, stop)) {
                assertThat(answer.status()).as(answer.url()).isEqualTo(403);
                // Somebody without a role is not even told the token.
                assertThat(VaadinPage.json(answer).path("type").asText())
                        .endsWith(persona == NOBODY ? ":csrf" : ":forbidden");
            }
        }
    }

    @Test
    void nobody_changes_anything_without_the_token_of_the_session(Visits visits) {
        VaadinPage page = SignInPage.as(visits, ADA).page();

        APIResponse answer = page.page().request().post(page.portal().url("/api/v1/jobs/inventory/runs"));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(VaadinPage.json(answer).path("type").asText()).endsWith(":csrf");
    }

    @Test
    void the_api_asks_strangers_to_sign_in(Visits visits) {
        VaadinPage page = visits.open();

        for (String path : READABLE.keySet()) {
            assertThat(page.api(path).status()).as(path).isEqualTo(401);
        }
        assertThat(page.api("me").status()).isEqualTo(401);
    }

    @Test
    void anna_reads_her_own_containers_and_nobody_elses(Visits visits) {
        VaadinPage page = SignInPage.as(visits, ANNA).page();
        long own = containerOf("anna.berg");
        long others = containerOf("chiara.rossi");

        JsonNode mine = VaadinPage.json(page.api("me/containers"));
        assertThat(mine)
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.required("account").asText()).isEqualTo("anna.berg"));
        assertThat(page.api("containers/" + own).status()).isEqualTo(200);

        // Somebody else's looks exactly like none at all.
        APIResponse refused = page.api("containers/" + others);
        APIResponse absent = page.api("containers/999999999");
        assertThat(refused.status()).isEqualTo(404);
        assertThat(absent.status()).isEqualTo(404);
        assertThat(refused.text().replace(Long.toString(others), "ID"))
                .isEqualTo(absent.text().replace("999999999", "ID"));

        page.open("/profiles/" + others);
        assertThat(page.role(AriaRole.HEADING, "There is nothing here")).isVisible();
        assertThat(page.role(AriaRole.MAIN)).not().containsText("chiara");
        page.open("/profiles/" + own);
        assertThat(page.role(AriaRole.MAIN)).containsText("anna.berg");
    }

    @Test
    void anna_sees_no_place_of_a_share_in_what_is_hers(Visits visits) {
        VaadinPage page = SignInPage.as(visits, ANNA).page();

        String mine = page.api("me/containers").text();

        assertThat(mine).contains("\"site\"").doesNotContain("S-1-5-21-1004336348-1177238915-682003330-1104_anna");
        assertThat(mine).doesNotContain(SharedPortal.get().demoFolder().toString());
    }

    @Test
    void views_beyond_a_role_look_as_if_there_were_none(Visits visits) {
        Map<Persona, List<String>> closed = Map.of(
                ANNA,
                List.of("/profiles", "/jobs", "/locks", "/help", "/help/chiara.rossi"),
                HELGE,
                List.of("/jobs"),
                OTTO,
                List.of("/no-such-view", "/help"));
        closed.forEach((persona, paths) -> {
            VaadinPage page = SignInPage.as(visits, persona).page();
            for (String path : paths) {
                page.open(path);
                assertThat(page.role(AriaRole.HEADING, "There is nothing here")).isVisible();
                assertThat(page.role(AriaRole.GRID)).hasCount(0);
            }
        });
    }

    @Test
    void a_request_is_read_by_those_who_help_and_decided_by_another_than_who_asked(Visits visits) {
        long id = RequestPage.askedBy(visits.open(), ADA, "marta.silva");

        assertThat(at(visits, HELGE, id).act("Agree")).isVisible();
        assertThat(at(visits, NILS, id).act("Agree")).isVisible();
        RequestPage ada = at(visits, ADA, id);
        assertThat(ada.main()).containsText("You asked for this: another person has to decide.");
        assertThat(ada.act("Agree")).hasCount(0);
        RequestPage otto = at(visits, OTTO, id);
        assertThat(otto.main()).containsText("marta.silva");
        assertThat(otto.buttons()).hasCount(0);
    }

    private static RequestPage at(Visits visits, Persona persona, long id) {
        VaadinPage page = visits.open();
        SignInPage.alreadyAs(page, persona);
        return RequestPage.at(page, id);
    }

    /** Even of her own request: what stands around it is for those who decide. She reads how it stands on My profile. */
    @Test
    void the_page_of_a_request_is_closed_to_users_and_looks_as_if_there_were_none(Visits visits) {
        long others = RequestPage.askedBy(visits.open(), ADA, "marta.silva");
        VaadinPage anna = SignInPage.as(visits, ANNA).page();
        long own = RequestPage.asked(anna, "anna.berg");
        try {
            for (String number : List.of(Long.toString(others), Long.toString(own), "999999999", "none")) {
                closed(anna, "/requests/" + number);
            }
            closed(anna, "/requests");
            assertThat(anna.api("requests/" + own).status()).isEqualTo(200);
            APIResponse refused = anna.api("requests/" + others);
            APIResponse absent = anna.api("requests/999999999");
            assertThat(refused.status()).isEqualTo(404);
            assertThat(refused.text().replaceAll("\\b" + others + "\\b", "ID"))
                    .isEqualTo(absent.text().replace("999999999", "ID"));
        } finally {
            anna.apiChange("POST", "requests/" + own + "/withdraw", "{}");
        }

        VaadinPage helge = SignInPage.as(visits, HELGE).page();
        for (String number : List.of("999999999", "none")) {
            closed(helge, "/requests/" + number);
        }

        VaadinPage nobody = signedIn(visits, NOBODY);
        nobody.open("/requests/" + others);
        assertThat(nobody.page().locator("body")).not().containsText("marta");
    }

    private static void closed(VaadinPage page, String path) {
        page.open(path);
        assertThat(page.role(AriaRole.HEADING, "There is nothing here")).isVisible();
        assertThat(page.role(AriaRole.MAIN)).not().containsText("marta");
    }

    @Test
    void the_portals_own_numbers_are_for_administrators(Visits visits) {
        VaadinPage helge = SignInPage.as(visits, HELGE).page();
        VaadinPage ada = SignInPage.as(visits, ADA).page();

        assertThat(helge.page()
                        .request()
                        .get(helge.portal().url("/actuator/prometheus"))
                        .status())
                .isEqualTo(403);
        assertThat(helge.page()
                        .request()
                        .get(helge.portal().url("/actuator/health"))
                        .text())
                .contains("UP")
                .doesNotContain("components");
        APIResponse numbers = ada.page().request().get(ada.portal().url("/actuator/prometheus"));
        assertThat(numbers.status()).isEqualTo(200);
        assertThat(numbers.text()).contains("jvm_memory_used_bytes");
    }

    private static VaadinPage signedIn(Visits visits, Persona persona) {
        VaadinPage page = visits.open();
        if (persona == NOBODY) {
            page.tolerate("status 403");
            page.tolerate("status of 403");
        }
        SignInPage.askedFor(page, "/").signIn(persona);
        return page;
    }
}
