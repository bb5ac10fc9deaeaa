package dev.profilekeep.portal.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.PortalTest;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import dev.profilekeep.security.Scope;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** What REST answers people who are held to a part of the estate. Both containers are of the set "office", at both sites. */
class ScopedPeopleIT extends PortalTest {
    private static final Scope LONDON = new Scope(Set.of("lon"), Set.of());
    private static final Scope ANOTHER_SET = new Scope(Set.of(), Set.of("another"));
    private static final String SID = "S-1-5-21-1-2-3-1131";

    @Autowired
    private MockMvc mvc;

    @Autowired
    private RequestMappingHandlerMapping requestMappingHandlerMapping;

    private ResultActions ask(Person person, String method, String path, String body) throws Exception {
        var call = request(HttpMethod.valueOf(method), path)
                .with(csrf())
                .with(authentication(People.authentication(person)));
        if (!method.equals("GET")) {
            call.contentType(MediaType.APPLICATION_JSON).content(body);
        }
        return mvc.perform(call);
    }

    private ResultActions get(Person person, String path) throws Exception {
        return ask(person, "GET", "/api/v1/" + path, "");
    }

    private String body(Person person, String path) throws Exception {
        return get(person, path).andReturn().getResponse().getContentAsString();
    }

    @Test
    void what_is_about_the_estate_as_a_whole_is_closed_to_an_administrator_who_has_a_scope() throws Exception {
        Person ada = People.held("ada", SID, LONDON, Role.USER, Role.ADMINISTRATOR);
        int closed = 0;
        for (var entry : requestMappingHandlerMapping.getHandlerMethods().entrySet()) {
            boolean keeps = entry.getValue().hasMethodAnnotation(KeepsToScope.class)
                    || entry.getValue().getBeanType().isAnnotationPresent(KeepsToScope.class);
            for (String pattern : entry.getKey().getPatternValues()) {
                if (!pattern.startsWith("/api/")) {
                    continue;
                }
                for (var method : entry.getKey().getMethodsCondition().getMethods()) {
                    String answer = ask(ada, method.name(), pattern.replaceAll("\\{[^}]*}", "1"), "{}")
                            .andReturn()
                            .getResponse()
                            .getContentAsString();
                    assertThat(answer.contains("urn:profilekeep:problem:out-of-scope"))
                            .as(method + " " + pattern)
                            .isEqualTo(!keeps);
                    closed += keeps ? 0 : 1;
                }
            }
        }
        assertThat(closed).isGreaterThan(10);
        ask(ada, "GET", "/actuator/metrics", "").andExpect(status().isForbidden());
        ask(People.ada(), "GET", "/actuator/metrics", "").andExpect(status().isOk());
    }

    @Test
    void a_role_everywhere_opens_what_it_opens_and_not_what_only_the_held_one_would() throws Exception {
        Person both = new Person(
                "both",
                "both",
                SID,
                null,
                Set.of(Role.ADMINISTRATOR, Role.AUDITOR),
                "test",
                Map.of(Role.ADMINISTRATOR, LONDON));
        get(both, "audit").andExpect(status().isOk());
        get(both, "jobs/runs").andExpect(status().isOk());
        ask(both, "POST", "/api/v1/jobs/runs/77/stop", "")
                .andExpect(status().isForbidden())
                .andExpect(jsonPath("$.type").value("urn:profilekeep:problem:out-of-scope"));
        ask(both, "POST", "/api/v1/users/import?source=ad&exportedAt=2026-03-01T22:00:00Z", "{}")
                .andExpect(status().isForbidden())
                .andExpect(jsonPath("$.type").value("urn:profilekeep:problem:out-of-scope"));
    }

    @Test
    void who_is_held_elsewhere_is_told_to_the_byte_what_somebody_is_told_of_what_does_not_exist() throws Exception {
        Person helge = People.held("helge", SID, ANOTHER_SET, Role.USER, Role.HELPDESK);
        get(helge, "locks")
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.total").value(0));
        get(helge, "locks/groups").andExpect(status().isOk()).andExpect(jsonPath("$", hasSize(0)));
        get(helge, "containers").andExpect(status().isOk()).andExpect(jsonPath("$.containers", hasSize(0)));
        assertThat(body(helge, "locks.csv").lines()).as("the head alone").hasSize(1);
        for (String path : new String[] {"locks/%d", "containers/%d"}) {
            get(helge, path.formatted(1)).andExpect(status().isNotFound());
            assertThat(body(helge, path.formatted(1)).replace("1", "N"))
                    .isEqualTo(body(helge, path.formatted(9)).replace("9", "N").replace("1", "N"));
        }
        String plan = ask(helge, "POST", "/api/v1/locks/plan", "{\"containers\":[1,9]}")
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.rows[0].refusal.why").value("UNKNOWN"))
                .andExpect(jsonPath("$.rows[1].refusal.why").value("UNKNOWN"))
                .andReturn()
                .getResponse()
                .getContentAsString();
        assertThat(plan).doesNotContain("anna", People.ANNAS_SID, "AVD-12");
        ask(
                        helge,
                        "POST",
                        "/api/v1/locks/clear",
                        "{\"containers\":[{\"container\":1,\"basis\":\"basis-1\"}],\"reason\":\"a test\"}")
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.rows[0].result").value("REFUSED"));
    }

    @Test
    void who_is_held_to_their_site_sees_what_is_there_and_is_told_of_the_scope() throws Exception {
        Person helge = People.held("helge", SID, LONDON, Role.USER, Role.HELPDESK);
        get(helge, "locks").andExpect(jsonPath("$.total").value(2));
        get(helge, "locks/2").andExpect(status().isOk());
        get(helge, "me")
                .andExpect(jsonPath("$.scope.sites", contains("lon")))
                .andExpect(jsonPath("$.scopes.HELPDESK[0].sites", contains("lon")))
                .andExpect(jsonPath("$.scopes.USER").doesNotExist());
        get(helge, "approvals").andExpect(status().isOk());
        get(helge, "health").andExpect(status().isOk());
        get(helge, "health/history").andExpect(status().isOk());
    }

    @Test
    void ones_own_container_is_shown_as_to_its_owner_where_one_does_not_help() throws Exception {
        Person anna = People.held("anna", People.ANNAS_SID, ANOTHER_SET, Role.USER, Role.HELPDESK);
        get(anna, "containers/1")
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.copies[0].location").doesNotExist());
        get(anna, "locks/1").andExpect(status().isOk());
        get(anna, "me/containers").andExpect(jsonPath("$", hasSize(1)));
        get(anna, "containers/2").andExpect(status().isNotFound());
    }
}
