package dev.profilekeep.portal.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.profilekeep.batch.run.JobRunView;
import dev.profilekeep.portal.start.CommandLineDoor;
import dev.profilekeep.portal.support.FakeEstate;
import dev.profilekeep.portal.support.FakeJobDesk;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.PortalTest;
import dev.profilekeep.security.Person;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

class ApiIT extends PortalTest {
    @Autowired
    private MockMvc mvc;

    @Autowired
    private CommandLineDoor door;

    @Autowired
    private FakeEstate estate;

    @Autowired
    private FakeJobDesk desk;

    @Test
    void me_says_who_i_am_and_how_to_change_things() throws Exception {
        mvc.perform(as(People.anna(), get("/api/v1/me")))
                .andExpect(jsonPath("$.name").value("anna"))
                .andExpect(jsonPath("$.sid").value(People.ANNAS_SID))
                .andExpect(jsonPath("$.roles[0]").value("USER"));
    }

    @Test
    void a_page_of_containers_has_its_totals() throws Exception {
        mvc.perform(as(People.helge(), get("/api/v1/containers?text=ben&sort=-fileSize&limit=10")))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.containers", hasSize(1)))
                .andExpect(jsonPath("$.containers[0].account").value("ben"))
                .andExpect(jsonPath("$.containers[0].lastWritten").value("2026-03-01T21:00:00Z"))
                .andExpect(jsonPath("$.totals.containers").value(1))
                .andExpect(jsonPath("$.limit").value(10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state=FINE",
                "sort=sites",
                "sort=account,sid",
                "sort=account,nope",
                "kind=DISK",
                "limit=0",
                "limit=100000",
                "offset=-1",
                "limit=x",
                "site=nope",
                "stat=HEALTHY"
            })
    void a_parameter_that_means_nothing_is_refused_by_name(String parameter) throws Exception {
        mvc.perform(as(People.ada(), get("/api/v1/containers?" + parameter)))
                .andExpect(status().isBadRequest())
                .andExpect(content().contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON))
                .andExpect(jsonPath("$.detail", containsString(parameter.split("=")[0])));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "containers.csv?lang=fr      | lang must be en or de",
                "containers.csv?zone=Mars    | zone must be a time zone such as Europe/Berlin",
                "containers?limit=x          | limit must be a whole number",
                "containers?site=fra,nope    | site cannot be \"nope\"; it can be fra, lon",
                "containers?colour=red       | there is no parameter \"colour\" here; there are finding, kind, limit, offset,",
                "me?x=1                      | there is no parameter \"x\" here; there is none"
            })
    void what_is_refused_says_what_would_be_right(String call, String words) throws Exception {
        mvc.perform(as(People.ada(), get("/api/v1/" + call)))
                .andExpect(status().isBadRequest())
                .andExpect(content().contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON))
                .andExpect(jsonPath("$.detail", startsWith(words)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x1", "%231", "01", "1.0", "+1", "%201", "1%20"})
    void a_container_has_one_address(String id) throws Exception {
        mvc.perform(as(People.ada(), get(java.net.URI.create("/api/v1/containers/" + id))))
                .andExpect(status().isNotFound())
                .andExpect(jsonPath("$.type").value("urn:profilekeep:problem:not-found"));
        mvc.perform(as(People.ada(), get(java.net.URI.create("/api/v1/containers?limit=" + id))))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.detail").value("limit must be a whole number"));
        mvc.perform(as(People.ada(), get("/api/v1/containers/1"))).andExpect(status().isOk());
        mvc.perform(as(People.ada(), get("/api/v1/containers?limit="))).andExpect(status().isOk());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "service-accounts | {\"name\":\"a\",\"role\":\"AUDITOR\",\"days\":1.9,\"reason\":\"why\"} | days must be a whole number",
                "locks/plan       | {\"containers\":[1.5]}                                              | containers.[0] must be a whole number",
                "locks/plan       | {\"containers\":[1e0]}                                              | containers.[0] must be a whole number",
                "locks/clear      | {\"containers\":[{\"container\":1.5}]}                              | containers.[0].container must be a whole number"
            })
    void a_number_that_is_not_whole_is_not_cut(String call, String body, String words) throws Exception {
        mvc.perform(as(People.ada(), post("/api/v1/" + call))
                        .with(csrf())
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(body))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.detail").value(words));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sites/fra/lift    | {\"reason\":5}                       | reason must be a text",
                "hosts/AVD-12/back | {\"reason\":true}                    | reason must be a text",
                "hosts/AVD-12/back | {\"reason\":1.5}                     | reason must be a text",
                "hosts/AVD-12/gone | {\"at\":1700000000,\"reason\":\"x\"} | at must be a text",
                "service-accounts  | {\"sites\":[1]}                      | sites.[0] must be a text",
                "locks/plan        | {\"containers\":[\"1\"]}             | containers.[0] must be a whole number"
            })
    void what_is_of_another_type_is_not_made_fit(String call, String body, String words) throws Exception {
        mvc.perform(as(People.ada(), post("/api/v1/" + call))
                        .with(csrf())
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(body))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.detail").value(words));
    }

    @Test
    void locks_are_told_by_the_machine_that_holds_them() throws Exception {
        mvc.perform(as(People.helge(), get("/api/v1/locks/groups")))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.length()").value(1))
                .andExpect(jsonPath("$[0].host").value("AVD-12"))
                .andExpect(jsonPath("$[0].locked").value(2))
                .andExpect(jsonPath("$[0].stale").value(2))
                .andExpect(jsonPath("$[0].restarted").value(true));
    }

    @Test
    void what_accepts_no_json_is_told_in_a_problem() throws Exception {
        mvc.perform(as(People.ada(), get("/api/v1/me")).accept(MediaType.IMAGE_PNG))
                .andExpect(status().isNotAcceptable())
                .andExpect(content().contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON))
                .andExpect(jsonPath("$.type").value("urn:profilekeep:problem:not-acceptable"));
    }

    @Test
    void a_location_is_confirmed_empty_with_the_start_of_an_inventory() throws Exception {
        mvc.perform(as(People.ada(), post("/api/v1/jobs/inventory/runs?confirmEmpty=nowhere"))
                        .with(csrf()))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.detail", containsString("fra-profiles")));
    }

    @Test
    void the_owner_is_not_told_where_on_the_share_it_lies_but_helpers_are() throws Exception {
        mvc.perform(as(People.anna(), get("/api/v1/containers/1")))
                .andExpect(jsonPath("$.copies[0].path").doesNotExist())
                .andExpect(jsonPath("$.copies[0].location").doesNotExist())
                .andExpect(jsonPath("$.copies[0].disk.virtualSizeBytes").value(32212254720L));
        mvc.perform(as(People.helge(), get("/api/v1/containers/1")))
                .andExpect(jsonPath("$.copies[0].path").value("S-1-5-21-1-2-3-1104_anna/Profile_anna.VHDX"));
    }

    /** No two days are the same in these two. */
    @ParameterizedTest
    @ValueSource(strings = {"Pacific/Kiritimati", "Pacific/Pago_Pago"})
    void a_table_is_named_by_the_day_of_who_asks(String zone) throws Exception {
        for (String table : List.of("containers", "locks", "health")) {
            LocalDate before = LocalDate.now(ZoneId.of(zone));
            String name = mvc.perform(
                            as(People.ada(), get("/api/v1/" + table + ".csv").param("zone", zone)))
                    .andExpect(status().isOk())
                    .andReturn()
                    .getResponse()
                    .getHeader("Content-Disposition");
            assertThat(name)
                    .as(table)
                    .containsAnyOf("-" + before + ".csv", "-" + LocalDate.now(ZoneId.of(zone)) + ".csv");
        }
    }

    @Test
    void the_table_is_written_for_spreadsheets() throws Exception {
        var answer = mvc.perform(as(
                        People.helge(),
                        get("/api/v1/containers.csv?columns=account,fileSize&separator=semicolon&lang=de")))
                .andExpect(header().string("Content-Disposition", startsWith("attachment; filename=\"profiles-")))
                .andExpect(header().string("Content-Type", startsWith("text/csv")))
                .andReturn()
                .getResponse();
        byte[] bytes = answer.getContentAsByteArray();
        assertThat(bytes).startsWith(0xEF, 0xBB, 0xBF);
        assertThat(new String(bytes, StandardCharsets.UTF_8))
                .isEqualTo("\ufeffKonto;Datei (Byte)\r\nanna;5368709120\r\nben;5368709120\r\n");
    }

    @Test
    void a_session_needs_the_csrf_token_to_change_anything() throws Exception {
        mvc.perform(as(People.ada(), post("/api/v1/jobs/runs/2/stop")))
                .andExpect(status().isForbidden())
                .andExpect(jsonPath("$.type").value("urn:profilekeep:problem:csrf"));
    }

    @Test
    void a_parameter_with_a_nul_in_it_is_refused() throws Exception {
        mvc.perform(as(People.ada(), get("/api/v1/containers")).param("text", "a\0b"))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.detail").value("text must not hold a NUL character (%00)"));
    }

    @Test
    void a_reason_with_controls_in_it_is_refused() throws Exception {
        mvc.perform(as(People.ada(), post("/api/v1/locations/fra-profiles/mode"))
                        .with(csrf())
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"mode\":\"ASSIST\",\"reason\":\"ok \\u202e evil\"}"))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.detail", containsString("without control characters: ok \\u{202e} evil")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"mode\":\"ACT\",\"reason\":\"ok\",\"mode\":\"OBSERVE\"}",
                "{\"mode\":\"ACT\",\"reason\":\"a \\udfff b\"}",
                "{\"mode\":{\"@class\":\"x\"},\"reason\":\"ok\"}",
                "{\"mode\":[\"ACT\"],\"reason\":\"ok\"}"
            })
    void a_change_of_mode_that_says_two_things_or_none_changes_nothing(String body) throws Exception {
        int recorded = estate.acts.size();
        mvc.perform(as(People.ada(), post("/api/v1/locations/fra-profiles/mode"))
                        .with(csrf())
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(body))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.type").value("urn:profilekeep:problem:bad-input"));
        assertThat(estate.acts).hasSize(recorded);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/containers?limit=1&limit=2, limit",
        "/api/v1/containers?text=a&text=b, text",
        "/api/v1/containers?sort=sid&sort=used, sort",
        "/api/v1/jobs/runs?offset=0&offset=0, offset",
        "/api/v1/audit/verify?head=a&head=b, head"
    })
    void a_parameter_that_stands_there_twice_is_refused_by_its_name(String address, String name) throws Exception {
        mvc.perform(as(People.ada(), get(address)))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.detail").value(name + " stands 2 times; once is enough"));
    }

    @Test
    void a_parameter_that_takes_several_values_may_stand_there_several_times() throws Exception {
        mvc.perform(as(People.ada(), get("/api/v1/containers?kind=PROFILE&kind=ODFC")))
                .andExpect(status().isOk());
    }

    @Test
    void a_change_of_mode_needs_a_reason() throws Exception {
        mvc.perform(as(People.ada(), post("/api/v1/locations/fra-profiles/mode"))
                        .with(csrf())
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"mode\":\"ACT\"}"))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.detail", containsString("reason")));
    }

    @Test
    void a_schedule_that_is_none_is_refused_with_the_reason() throws Exception {
        mvc.perform(as(People.ada(), put("/api/v1/jobs/schedules/inventory"))
                        .with(csrf())
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"cron\":\"nonsense\"}"))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.detail").value("six fields are needed"));
    }

    @Test
    void a_second_start_is_told_of_the_first() throws Exception {
        mvc.perform(as(People.ada(), post("/api/v1/jobs/inventory/runs")).with(csrf()))
                .andExpect(status().isAccepted())
                .andExpect(header().string("Location", "/api/v1/jobs/runs/3"))
                .andExpect(jsonPath("$.id").value(3));
        mvc.perform(as(People.ada(), post("/api/v1/jobs/inventory/runs")).with(csrf()))
                .andExpect(status().isConflict())
                .andExpect(jsonPath("$.run").value(3));
    }

    @Test
    void the_command_line_acts_by_its_token_without_a_session() throws Exception {
        mvc.perform(get("/api/v1/jobs/runs/2").header("Authorization", "Bearer " + token()))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.status").value("DONE"))
                .andExpect(jsonPath("$.counts.unreadable").value(1));
        mvc.perform(put("/api/v1/jobs/schedules/inventory")
                        .header("Authorization", "Bearer " + token())
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"paused\":false}"))
                .andExpect(status().isOk());
    }

    @Test
    void a_run_that_has_ended_cannot_be_stopped_and_nothing_of_it_is_recorded() throws Exception {
        int recorded = estate.acts.size();
        mvc.perform(as(People.ada(), post("/api/v1/jobs/runs/2/stop")).with(csrf()))
                .andExpect(status().isConflict())
                .andExpect(jsonPath("$.type").value("urn:profilekeep:problem:not-now"))
                .andExpect(jsonPath("$.detail", containsString("ended")));
        assertThat(estate.acts).hasSize(recorded);
    }

    @Test
    void a_run_that_runs_is_asked_to_stop() throws Exception {
        desk.moved(FakeJobDesk.run(77, JobRunView.Status.RUNNING, 5));
        try {
            mvc.perform(as(People.ada(), post("/api/v1/jobs/runs/77/stop")).with(csrf()))
                    .andExpect(status().isAccepted())
                    .andExpect(jsonPath("$.status").value("STOPPING"));
        } finally {
            desk.runs.removeIf(run -> run.id() == 77);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/", "/api/v1", "/api/v1/nonsense", "/api/v2/me", "/api/v1/me/nonsense", "/api/v1/jobs/a/b/c"
            })
    void an_address_where_nothing_is_answers_not_found_to_who_is_signed_in(String path) throws Exception {
        for (Person person :
                new Person[] {People.anna(), People.helge(), People.ada(), People.otto(), People.nobody()}) {
            mvc.perform(as(person, get(path)))
                    .andExpect(status().isNotFound())
                    .andExpect(content().contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON))
                    .andExpect(jsonPath("$.type").value("urn:profilekeep:problem:not-found"));
        }
        mvc.perform(get(path).accept(MediaType.TEXT_HTML))
                .andExpect(status().isUnauthorized())
                .andExpect(content().contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON));
    }

    @Test
    void beside_the_actuators_endpoints_and_the_icons_there_is_nothing() throws Exception {
        for (String path : new String[] {"/actuator/nonsense", "/actuator/env", "/actuator/heapdump"}) {
            mvc.perform(get(path)).andExpect(status().isNotFound());
            mvc.perform(as(People.ada(), get(path)))
                    .andExpect(status().isNotFound())
                    .andExpect(content().contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON));
        }
        mvc.perform(get("/icons/none.png")).andExpect(status().isNotFound());
        mvc.perform(get("/icons/../application.yml"))
                .andExpect(
                        result -> assertThat(result.getResponse().getStatus()).isGreaterThanOrEqualTo(400));
        mvc.perform(get("/icons/icon.svg"))
                .andExpect(status().isOk())
                .andExpect(content().contentTypeCompatibleWith("image/svg+xml"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"paused\":\"perhaps\"}    | paused must be true or false",
                "{\"cron\":{}}               | cron must be a text",
                "[]                          | the body must be a JSON object",
                "{\"cron\":                  | the body is not JSON at line 1",
                "{\"nope\":1}                | there is no field nope",
                "{\"paused\":2}              | paused must be true or false",
                "{\"paused\":true} more      | the body is not JSON at line 1",
                "no JSON                     | the body is not JSON at line 1",
                "{\"cron\":\"a\",\"cron\":\"b\"} | a field stands twice in the body at line 1",
                "{\"cron\":\"\\ud800\"}        | cron must be a text of whole characters",
                "{\"\\udc00\":1}               | the body is not JSON at line 1",
                "''                          | a body is missing"
            })
    void a_body_that_cannot_be_read_is_refused_with_its_field_or_place(String body, String words) throws Exception {
        String answer = mvc.perform(as(People.ada(), put("/api/v1/jobs/schedules/inventory"))
                        .with(csrf())
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(body))
                .andExpect(status().isBadRequest())
                .andExpect(content().contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON))
                .andExpect(jsonPath("$.type").value("urn:profilekeep:problem:bad-input"))
                .andExpect(jsonPath("$.detail", startsWith(words)))
                .andReturn()
                .getResponse()
                .getContentAsString();
        assertThat(answer).doesNotContain("dev.profilekeep", "java.", "Exception");
    }

    @Test
    void a_wrong_method_or_kind_of_body_is_a_problem_of_ours() throws Exception {
        mvc.perform(as(People.ada(), post("/api/v1/me")).with(csrf()))
                .andExpect(status().isMethodNotAllowed())
                .andExpect(header().string("Allow", containsString("GET")))
                .andExpect(jsonPath("$.type").value("urn:profilekeep:problem:method-not-allowed"))
                .andExpect(jsonPath("$.title").value("Method Not Allowed"))
                .andExpect(jsonPath("$.detail", containsString("GET")));
        mvc.perform(as(People.ada(), put("/api/v1/jobs/schedules/inventory"))
                        .with(csrf())
                        .contentType(MediaType.TEXT_PLAIN)
                        .content("paused"))
                .andExpect(status().isUnsupportedMediaType())
                .andExpect(jsonPath("$.type").value("urn:profilekeep:problem:unsupported-media-type"));
    }

    @Test
    void a_stranger_who_changes_something_is_asked_to_sign_in() throws Exception {
        mvc.perform(post("/api/v1/jobs/inventory/runs"))
                .andExpect(status().isUnauthorized())
                .andExpect(jsonPath("$.type").value("urn:profilekeep:problem:unauthenticated"));
        mvc.perform(put("/api/v1/jobs/schedules/inventory")).andExpect(status().isUnauthorized());
    }

    @Test
    void the_token_is_good_on_this_machine_alone() throws Exception {
        mvc.perform(get("/api/v1/me")
                        .header("Authorization", "Bearer " + token())
                        .with(request -> {
                            request.setRemoteAddr("192.0.2.7");
                            return request;
                        }))
                .andExpect(status().isUnauthorized());
        mvc.perform(get("/api/v1/me")
                        .header("Authorization", "Bearer " + token())
                        .header("X-Forwarded-For", "127.0.0.1"))
                .andExpect(status().isUnauthorized());
    }

    @Test
    void a_wrong_token_is_refused_even_beside_a_good_session() throws Exception {
        mvc.perform(as(People.ada(), get("/api/v1/me")).header("Authorization", "Bearer wrong"))
                .andExpect(status().isUnauthorized())
                .andExpect(header().string("WWW-Authenticate", "Bearer"));
    }

    @Test
    void health_is_open_and_numbers_are_not() throws Exception {
        mvc.perform(get("/actuator/health/readiness")).andExpect(status().isOk());
        mvc.perform(get("/actuator/health"))
                .andExpect(jsonPath("$.status").value("UP"))
                .andExpect(jsonPath("$.components").doesNotExist());
        mvc.perform(get("/actuator/prometheus")).andExpect(status().isUnauthorized());
        mvc.perform(as(People.helge(), get("/actuator/metrics"))).andExpect(status().isForbidden());
        mvc.perform(as(People.ada(), get("/actuator/info"))).andExpect(status().isOk());
    }

    @ParameterizedTest
    @CsvSource({"'sid,nope', nope", "'nope,sid', nope", "nope, nope", "'sid,,account', ''", "'sid,SID', SID"})
    void a_column_that_is_none_refuses_the_whole_table(String columns, String name) throws Exception {
        mvc.perform(as(People.helge(), get("/api/v1/containers.csv").param("columns", columns)))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.type").value("urn:profilekeep:problem:bad-input"))
                .andExpect(jsonPath("$.detail", containsString("columns cannot have \"" + name + "\"; it can have ")));
    }

    @Test
    void a_collector_may_write_the_scheme_of_its_token_as_it_likes() throws Exception {
        for (String scheme : new String[] {"bearer ", "BEARER ", "Bearer  "}) {
            mvc.perform(get("/actuator/prometheus").header("Authorization", scheme + METRICS_TOKEN))
                    .andExpect(status().isOk());
            mvc.perform(get("/actuator/prometheus").header("Authorization", scheme + METRICS_TOKEN + "x"))
                    .andExpect(status().isUnauthorized());
            mvc.perform(get("/api/v1/me").header("Authorization", scheme + token()))
                    .andExpect(status().isOk());
        }
    }

    @Test
    void the_collectors_token_opens_the_metrics_and_nothing_else() throws Exception {
        String token = "Bearer " + METRICS_TOKEN;
        mvc.perform(get("/actuator/prometheus").header("Authorization", token))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("jvm_memory_used_bytes")));
        mvc.perform(get("/actuator/metrics").header("Authorization", token)).andExpect(status().isUnauthorized());
        mvc.perform(get("/api/v1/me").header("Authorization", token)).andExpect(status().isUnauthorized());
    }

    @Test
    void plain_pages_speak_the_browsers_language_and_escape_what_they_are_given() throws Exception {
        mvc.perform(get("/sign-in").header("Accept-Language", "de"))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("<html lang=\"de\">")))
                .andExpect(content().string(containsString("<h1>Anmelden</h1>")));
        mvc.perform(get("/sign-in?error=expired&incident=<script>alert(1)</script>"))
                .andExpect(content().string(containsString("Please start again")))
                .andExpect(content().string(org.hamcrest.Matchers.not(containsString("alert(1)"))));
        mvc.perform(get("/signed-out")).andExpect(status().isOk());
    }

    @Test
    void who_has_no_role_gets_a_page_that_says_so_with_a_way_out() throws Exception {
        mvc.perform(as(People.nobody(), get("/no-access")))
                .andExpect(status().isForbidden())
                .andExpect(content().string(containsString("nobody has given your account a role")))
                .andExpect(content().string(containsString("signed in through test")))
                .andExpect(content().string(containsString("action=\"/logout\"")))
                .andExpect(content().string(containsString("_csrf")));
    }

    @Test
    void the_identity_provider_is_called_what_people_know_it_by() throws Exception {
        Person stranger = new Person("nora", "Nora", null, null, java.util.Set.of(), "corp");
        mvc.perform(as(stranger, get("/no-access")))
                .andExpect(content().string(containsString("signed in through Example Corp")));
    }

    @Test
    void the_page_on_the_api_asks_to_sign_in_and_what_is_not_there_below_it_is_a_problem() throws Exception {
        mvc.perform(get("/api"))
                .andExpect(status().isFound())
                .andExpect(header().string("Location", containsString("/sign-in")));
        for (String path : new String[] {"/api/", "/api/v1", "/api/v2/containers", "/api/v1/nothing"}) {
            mvc.perform(as(People.ada(), get(path)))
                    .andExpect(status().isNotFound())
                    .andExpect(content().contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON));
            mvc.perform(get(path)).andExpect(status().isUnauthorized());
        }
    }

    @Test
    void pages_forbid_framing_and_the_session_cookie_is_kept_from_scripts() throws Exception {
        mvc.perform(get("/sign-in"))
                .andExpect(header().string("X-Frame-Options", "DENY"))
                .andExpect(header().string("Content-Security-Policy", containsString("frame-ancestors 'none'")))
                .andExpect(header().string("X-Content-Type-Options", "nosniff"));
    }

    private String token() {
        return (String) ReflectionTestUtils.getField(door, "token");
    }

    private static MockHttpServletRequestBuilder as(Person person, MockHttpServletRequestBuilder call) {
        return call.with(authentication(People.authentication(person)));
    }
}
