package dev.profilekeep.portal.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profilekeep.account.AccountRole;
import dev.profilekeep.account.NewAccount;
import dev.profilekeep.account.ServiceAccounts.Made;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.PortalTest;
import dev.profilekeep.security.Person;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Service accounts and what their tokens open; host reports and exports. */
class TokensIT extends PortalTest {
    private static final Actor ADA = new Actor("ada", "Ada", List.of("ADMINISTRATOR"), "");
    private static final String ACCOUNTS = "/api/v1/service-accounts";

    @Autowired
    private MockMvc mvc;

    @Autowired
    private Engine engine;

    @Autowired
    private RequestMappingHandlerMapping requestMappingHandlerMapping;

    private Made made(AccountRole role, String... sites) {
        return engine.serviceAccounts()
                .create(
                        new NewAccount(
                                "test " + UUID.randomUUID().toString().substring(0, 8),
                                role,
                                Set.of(sites),
                                Set.of(),
                                1,
                                ""),
                        ADA);
    }

    private static MockHttpServletRequestBuilder with(Made made, MockHttpServletRequestBuilder call) {
        return with(made.token(), call, "198.51.100.7");
    }

    private static MockHttpServletRequestBuilder with(
            String token, MockHttpServletRequestBuilder call, String address) {
        return call.header("Authorization", "Bearer " + token).with(request -> {
            request.setRemoteAddr(address);
            return request;
        });
    }

    private static MockHttpServletRequestBuilder as(Person person, MockHttpServletRequestBuilder call) {
        return call.with(authentication(People.authentication(person))).with(csrf());
    }

    private static MockHttpServletRequestBuilder json(MockHttpServletRequestBuilder call, String body) {
        return call.contentType(MediaType.APPLICATION_JSON).content(body);
    }

    @Test
    void an_account_is_made_its_token_works_and_it_is_shown_once() throws Exception {
        String answer = mvc.perform(as(
                        People.ada(),
                        json(
                                post(ACCOUNTS),
                                "{\"name\":\"nightly report\",\"role\":\"auditor\",\"sites\":[\"fra\"],\"days\":7,"
                                        + "\"reason\":\"the monthly numbers\"}")))
                .andExpect(status().isCreated())
                .andExpect(header().string("Cache-Control", containsString("no-store")))
                .andExpect(jsonPath("$.name").value("nightly report"))
                .andExpect(jsonPath("$.role").value("AUDITOR"))
                .andExpect(jsonPath("$.sites", contains("fra")))
                .andExpect(jsonPath("$.sets", empty()))
                .andExpect(jsonPath("$.state").value("ACTIVE"))
                .andExpect(jsonPath("$.createdBy").value("ada"))
                .andExpect(jsonPath("$.token", startsWith("pk_")))
                .andReturn()
                .getResponse()
                .getContentAsString();
        JsonNode account = new ObjectMapper().readTree(answer);
        String token = account.path("token").asText();
        mvc.perform(with(token, get("/api/v1/me"), "198.51.100.7"))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.name").value("nightly report"))
                .andExpect(jsonPath("$.roles", contains("AUDITOR")))
                .andExpect(jsonPath("$.scope.sites", contains("fra")))
                .andExpect(jsonPath("$.csrf").doesNotExist());
        String id = account.path("id").asText();
        mvc.perform(as(People.ada(), get(ACCOUNTS)))
                .andExpect(jsonPath("$[?(@.id=='" + id + "')].lastUsedFrom", contains("198.51.100.7")))
                .andExpect(content().string(not(containsString(token.substring(14)))));
        mvc.perform(as(People.ada(), json(post(ACCOUNTS + "/" + id + "/revoke"), "{\"reason\":\"done with it\"}")))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.state").value("REVOKED"))
                .andExpect(jsonPath("$.revokedBy").value("ada"));
        mvc.perform(with(token, get("/api/v1/me"), "198.51.100.7")).andExpect(status().isUnauthorized());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"role\":\"AUDITOR\"}                                        | name must be one line of 1 to 60",
                "{\"name\":\"x\"}                                              | role must be one of HELPDESK, ADMIN",
                "{\"name\":\"x\",\"role\":\"USER\"}                            | role must be one of HELPDESK, ADMIN",
                "{\"name\":\"x\",\"role\":\"AUDITOR\",\"days\":366}            | days must be 1 to 365",
                "{\"name\":\"x\",\"role\":\"AUDITOR\",\"sites\":[\"par\"]}     | sites cannot be \"par\"; they can be fra",
                "{\"name\":\"x\",\"role\":\"AUDITOR\",\"sets\":[\"par\"]}      | sets cannot be \"par\"; they can be office",
                "{\"name\":\"x\",\"role\":\"AUDITOR\",\"sites\":[null]}        | sites must be a list of ids",
                "{\"name\":\"x\",\"role\":\"HOST_REPORT\",\"sites\":[\"fra\"]} | sites and sets must be left out",
                "{\"name\":\"x\",\"role\":\"AUDITOR\",\"colour\":\"red\"}      | there is no field colour"
            })
    void what_cannot_be_is_refused_by_name(String body, String words) throws Exception {
        mvc.perform(as(People.ada(), json(post(ACCOUNTS), body)))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.type").value("urn:profilekeep:problem:bad-input"))
                .andExpect(jsonPath("$.detail", startsWith(words)));
    }

    @Test
    void a_name_in_use_is_refused() throws Exception {
        String body = "{\"name\":\"twice\",\"role\":\"AUDITOR\"}";
        mvc.perform(as(People.ada(), json(post(ACCOUNTS), body))).andExpect(status().isCreated());
        mvc.perform(as(People.ada(), json(post(ACCOUNTS), body)))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.detail", containsString("is that of a service account in use")));
    }

    @Test
    void a_token_needs_no_csrf_token_and_makes_no_session() throws Exception {
        Made token = made(AccountRole.ADMINISTRATOR);
        var answer = mvc.perform(with(token, json(put("/api/v1/jobs/schedules/inventory"), "{\"paused\":false}")))
                .andExpect(status().isOk())
                .andReturn();
        assertThat(answer.getRequest().getSession(false)).isNull();
        assertThat(answer.getResponse().getHeader("Set-Cookie")).isNull();
    }

    @Test
    void revoked_unknown_and_wrong_tokens_get_the_same_answer_to_the_byte() throws Exception {
        Made token = made(AccountRole.AUDITOR);
        Made other = made(AccountRole.AUDITOR);
        Made revoked = made(AccountRole.AUDITOR);
        engine.serviceAccounts().revoke(revoked.account().id(), ADA, "");
        String wrongSecret =
                withChecksum(token.token().substring(0, 14) + other.token().substring(14, 57));
        String unknown = withChecksum("pk_aaaaaaaaaa_" + other.token().substring(14, 57));
        String body = refusal(revoked.token());

        assertThat(body).contains("urn:profilekeep:problem:token-refused");
        assertThat(refusal(wrongSecret)).isEqualTo(body);
        assertThat(refusal(unknown)).isEqualTo(body);
        assertThat(refusal("something else")).isEqualTo(body);
    }

    private String refusal(String token) throws Exception {
        return mvc.perform(with(token, get("/api/v1/me"), "198.51.100.20"))
                .andExpect(status().isUnauthorized())
                .andExpect(header().string("WWW-Authenticate", "Bearer"))
                .andExpect(content().contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON))
                .andReturn()
                .getResponse()
                .getContentAsString();
    }

    private static String withChecksum(String head) {
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(head.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return head + "_" + java.util.HexFormat.of().toHexDigits((int) crc.getValue());
    }

    @Test
    void a_token_that_was_not_copied_whole_and_one_that_has_ended_are_told_so() throws Exception {
        Made token = made(AccountRole.AUDITOR);
        assertThat(refusal(token.token().substring(0, 60)))
                .contains("urn:profilekeep:problem:token-malformed", "Was it copied to its end?");
        engine.catalog()
                .database()
                .<RuntimeException>run(session -> session.update(
                        "UPDATE service_account SET expires_at = ? WHERE id = ?",
                        Instant.parse("2026-01-02T03:04:05Z"),
                        token.account().id()));
        assertThat(refusal(token.token()))
                .contains("urn:profilekeep:problem:token-expired", "This token was good until 2026-01-02T03:04:05Z.");
    }

    @Test
    void after_many_wrong_tokens_an_address_is_told_later_and_a_right_one_from_there_still_works() throws Exception {
        Made token = made(AccountRole.AUDITOR);
        String wrong = token.token().substring(0, 65);
        for (int i = 0; i < 20; i++) {
            mvc.perform(with(wrong, get("/api/v1/me"), "198.51.100.30")).andExpect(status().isUnauthorized());
        }
        mvc.perform(with(wrong, get("/api/v1/me"), "198.51.100.30"))
                .andExpect(status().isTooManyRequests())
                .andExpect(jsonPath("$.type").value("urn:profilekeep:problem:too-many-wrong-tokens"))
                .andExpect(header().exists("Retry-After"));
        mvc.perform(with(wrong, get("/api/v1/me"), "198.51.100.31")).andExpect(status().isUnauthorized());
        mvc.perform(with(token.token(), get("/api/v1/me"), "198.51.100.30")).andExpect(status().isOk());
    }

    @Test
    void a_wrong_token_is_refused_even_beside_a_good_session() throws Exception {
        mvc.perform(with("pk_wrong", as(People.ada(), get("/api/v1/me")), "198.51.100.21"))
                .andExpect(status().isUnauthorized());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/info", "/actuator/prometheus"})
    void a_token_opens_nothing_but_the_api(String path) throws Exception {
        mvc.perform(with(made(AccountRole.ADMINISTRATOR), get(path))).andExpect(status().isUnauthorized());
    }

    @Test
    void no_view_takes_a_token_for_a_sign_in() throws Exception {
        mvc.perform(with(made(AccountRole.ADMINISTRATOR), get("/jobs")))
                .andExpect(status().isFound())
                .andExpect(header().string("Location", containsString("/sign-in")));
    }

    @Test
    void a_token_of_session_hosts_opens_host_reports_and_our_time_alone() throws Exception {
        Made token = made(AccountRole.HOST_REPORT);
        for (String endpoint : endpoints()) {
            String[] cells = endpoint.split(" ");
            int answered = answered(token, cells[0], cells[1]);
            if (cells[1].equals("/api/v1/host-reports")) {
                assertThat(answered).as(endpoint).isEqualTo(400);
            } else if (endpoint.equals("GET /api/v1/hosts/time")) {
                assertThat(answered).as(endpoint).isEqualTo(200);
            } else {
                assertThat(answered).as(endpoint).isEqualTo(403);
            }
        }
    }

    @Test
    void a_token_with_a_scope_opens_nothing_about_the_estate_as_a_whole() throws Exception {
        Made token = made(AccountRole.ADMINISTRATOR, "fra");
        int closed = 0;
        for (var entry : requestMappingHandlerMapping.getHandlerMethods().entrySet()) {
            boolean keeps = entry.getValue().hasMethodAnnotation(KeepsToScope.class)
                    || entry.getValue().getBeanType().isAnnotationPresent(KeepsToScope.class);
            for (String endpoint : endpoints(entry.getKey())) {
                String[] cells = endpoint.split(" ");
                String body = mvc.perform(call(token, cells[0], cells[1]))
                        .andReturn()
                        .getResponse()
                        .getContentAsString();
                assertThat(body.contains("urn:profilekeep:problem:out-of-scope"))
                        .as(endpoint)
                        .isEqualTo(!keeps);
                closed += keeps ? 0 : 1;
            }
        }
        assertThat(closed).isGreaterThan(10);
    }

    private List<String> endpoints() {
        return requestMappingHandlerMapping.getHandlerMethods().keySet().stream()
                .flatMap(mapping -> endpoints(mapping).stream())
                .toList();
    }

    private static List<String> endpoints(org.springframework.web.servlet.mvc.method.RequestMappingInfo mapping) {
        return mapping.getPatternValues().stream()
                .filter(pattern -> pattern.startsWith("/api/"))
                .flatMap(pattern -> mapping.getMethodsCondition().getMethods().stream()
                        .map(method -> method + " " + pattern.replaceAll("\\{[^}]*}", "1")))
                .toList();
    }

    private int answered(Made token, String method, String path) throws Exception {
        return mvc.perform(call(token, method, path)).andReturn().getResponse().getStatus();
    }

    private static MockHttpServletRequestBuilder call(Made token, String method, String path) {
        return with(token, json(request(HttpMethod.valueOf(method), path), "{}"));
    }

    @Test
    void a_service_account_makes_and_revokes_no_service_account() throws Exception {
        Made token = made(AccountRole.ADMINISTRATOR);
        mvc.perform(with(token, get(ACCOUNTS))).andExpect(status().isOk());
        mvc.perform(with(token, json(post(ACCOUNTS), "{\"name\":\"child\",\"role\":\"ADMINISTRATOR\"}")))
                .andExpect(status().isForbidden())
                .andExpect(jsonPath("$.type").value("urn:profilekeep:problem:not-for-service-accounts"));
        mvc.perform(with(token, json(post(ACCOUNTS + "/" + token.account().id() + "/revoke"), "{}")))
                .andExpect(status().isForbidden());
    }

    @Test
    void what_a_service_account_does_is_recorded_under_its_name() throws Exception {
        Made token = made(AccountRole.ADMINISTRATOR);
        mvc.perform(with(
                        token,
                        post("/api/v1/sessions/import?source=recorded&at=" + Instant.now())
                                .contentType("text/csv")
                                .content("Host,UserName\nAVD-77,anna\n")))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.outcome").value("TAKEN"))
                .andExpect(jsonPath("$.sessions").value(1));
        Actor actor = engine.audit().recent(1).get(0).actor();
        assertThat(actor.id()).isEqualTo("service account:" + token.account().id());
        assertThat(actor.name()).isEqualTo(token.account().name());
        assertThat(actor.address()).isEqualTo("198.51.100.7");
    }

    private static String report(String host, Instant time, String version) {
        return """
                {"schemaVersion": %s, "reportId": "r-%s", "host": "%s", "time": "%s", "sentAt": "%s",
                 "sessionsComplete": true, "problems": ["no events"],
                 "sessions": [{"sid": "%s", "account": "EXAMPLE\\\\anna", "state": "Active"}]}
                """
                .formatted(version, time, host, time, time, People.ANNAS_SID);
    }

    @Test
    void a_report_is_taken_known_to_the_directory_and_taken_once() throws Exception {
        Made token = made(AccountRole.HOST_REPORT);
        String body = report("AVD-31", Instant.now(), "1");
        mvc.perform(with(token, json(post("/api/v1/host-reports"), body)))
                .andExpect(status().isAccepted())
                .andExpect(jsonPath("$.host").value("AVD-31"))
                .andExpect(jsonPath("$.sessions").value(1))
                .andExpect(jsonPath("$.sessionsComplete").value(true))
                .andExpect(jsonPath("$.clockSkew", startsWith("PT")))
                .andExpect(jsonPath("$.problems", contains("no events")));
        assertThat(engine.sessions().sessionsAt("avd-31"))
                .singleElement()
                .satisfies(session -> assertThat(session.sid()).isEqualTo(People.ANNAS_SID));
        assertThat(engine.hostReports().latest("AVD-31").orElseThrow().actorId())
                .isEqualTo("service account:" + token.account().id());
        mvc.perform(with(token, json(post("/api/v1/host-reports"), body)))
                .andExpect(status().isNoContent())
                .andExpect(content().string(""));
    }

    @Test
    void a_report_that_is_not_understood_says_what_to_do() throws Exception {
        Made token = made(AccountRole.HOST_REPORT);
        mvc.perform(with(token, json(post("/api/v1/host-reports"), report("AVD-32", Instant.now(), "2"))))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.type").value("urn:profilekeep:problem:unknown-schema-version"))
                .andExpect(jsonPath("$.detail", containsString("schemaVersion 2, and this ProfileKeep reads 1")))
                .andExpect(jsonPath("$.detail", containsString("update the portal first")));
        mvc.perform(with(token, json(post("/api/v1/host-reports"), "no JSON")))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.type").value("urn:profilekeep:problem:bad-input"))
                .andExpect(jsonPath("$.detail", containsString("no JSON")));
        mvc.perform(with(
                        token,
                        json(
                                post("/api/v1/host-reports"),
                                report("AVD-32", Instant.now().minusSeconds(200_000), "1"))))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.detail", containsString("more than a day before it arrived")));
        mvc.perform(with(
                        token,
                        post("/api/v1/host-reports").contentType("text/plain").content("{}")))
                .andExpect(status().isUnsupportedMediaType());
        assertThat(engine.sessions().host("AVD-32")).isEmpty();
    }

    @Test
    void a_report_of_the_longest_length_is_read_and_one_byte_more_is_too_much() throws Exception {
        Made token = made(AccountRole.HOST_REPORT);
        String body = report("AVD-33", Instant.now(), "1");
        String longest = body + " ".repeat(900_000 - body.length());
        mvc.perform(with(token, json(post("/api/v1/host-reports"), longest))).andExpect(status().isAccepted());
        mvc.perform(with(token, json(post("/api/v1/host-reports"), longest + " ")))
                .andExpect(status().isPayloadTooLarge())
                .andExpect(jsonPath("$.type").value("urn:profilekeep:problem:too-large"))
                .andExpect(jsonPath("$.detail", containsString("more than 900000 bytes; have the script send fewer")));
    }

    @Test
    void an_export_says_what_became_of_each_row() throws Exception {
        String call = "/api/v1/sessions/import?source=rows&zone=Europe/Berlin&dates=day_first&at=" + Instant.now();
        String table = "Host;UserName;LogonTime\nAVD-41;anna;01.03.2026 08:12\n;ben;01.03.2026 08:12\n";
        mvc.perform(as(People.ada(), post(call).contentType("text/csv").content(table)))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.type").value("urn:profilekeep:problem:bad-input"))
                .andExpect(jsonPath("$.rows[0].line").value(3))
                .andExpect(jsonPath("$.rows[0].reason").isNotEmpty());
        assertThat(engine.sessions().sessionsAt("AVD-41")).isEmpty();
        mvc.perform(as(
                        People.ada(),
                        post(call + "&badRows=skip&complete=false")
                                .contentType("text/csv")
                                .content(table)))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.sessions").value(1))
                .andExpect(jsonPath("$.complete").value(false))
                .andExpect(jsonPath("$.skippedRows").value(1))
                .andExpect(jsonPath("$.skipped[0].line").value(3));
        assertThat(engine.sessions().sessionsAt("AVD-41")).hasSize(1);
        mvc.perform(as(
                        People.ada(),
                        json(
                                post("/api/v1/sessions/import?source=rows-json&at=" + Instant.now()),
                                "[{\"Host\":\"AVD-42\",\"UserName\":\"ben\"}]")))
                .andExpect(status().isOk());
        assertThat(engine.sessions().sessionsAt("AVD-42")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "at=2026-01-01T00:00:00Z                                 | source",
                "source=x                                                | at",
                "source=x&at=yesterday                                   | at must be a time with its offset",
                "source=x&at=2026-01-01T00:00:00Z&zone=Mars              | zone must be a time zone",
                "source=x&at=2026-01-01T00:00:00Z&dates=YEAR             | dates must be DAY_FIRST or MONTH_FIRST",
                "source=x&at=2026-01-01T00:00:00Z&complete=perhaps       | complete must be true or false",
                "source=x&at=2026-01-01T00:00:00Z&badRows=EAT            | badRows must be REFUSE_ALL or SKIP",
                "source=x&at=2126-01-01T00:00:00Z                        | yet to come",
                "source=x&at=2026-01-01T00:00:00Z&from=y                 | there is no parameter \"from\""
            })
    void an_export_that_cannot_be_placed_says_why(String query, String words) throws Exception {
        mvc.perform(as(
                        People.ada(),
                        post("/api/v1/sessions/import?" + query)
                                .contentType("text/csv")
                                .content("Host,UserName\nAVD-43,anna\n")))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.type").value("urn:profilekeep:problem:bad-input"))
                .andExpect(jsonPath("$.detail", containsString(words)));
        assertThat(engine.sessions().sessionsAt("AVD-43")).isEmpty();
    }
}
