package dev.profilekeep.portal.rest;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.PortalTest;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import dev.profilekeep.security.Scope;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

/** Helping somebody, and oneself, without the portal's pages. */
class HelpApiIT extends PortalTest {
    @Autowired
    private MockMvc mvc;

    private ResultActions ask(Person person, String method, String path, String body) throws Exception {
        return mvc.perform(request(HttpMethod.valueOf(method), "/api/v1/" + path)
                .with(csrf())
                .with(authentication(People.authentication(person)))
                .contentType(MediaType.APPLICATION_JSON)
                .content(body));
    }

    @ParameterizedTest
    @CsvSource({"ann", "S-1-5-21-1-2-3-1104"})
    void a_caller_is_found_by_what_they_say(String text) throws Exception {
        ask(People.helge(), "GET", "people?text=" + text, "")
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.people[?(@.key == '" + People.ANNAS_SID + "')].containers[0]", contains(1)));
    }

    @Test
    void nobody_is_no_fault_and_two_letters_are_too_few() throws Exception {
        ask(People.helge(), "GET", "people?text=nobody-at-all", "")
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.people", hasSize(0)))
                .andExpect(jsonPath("$.total").value(0));
        ask(People.helge(), "GET", "people?text=an", "")
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.detail").value("text must have at least 3 characters"));
    }

    @Test
    void handing_over_needs_something_to_go_on_with() throws Exception {
        ask(People.helge(), "POST", "containers/1/hand-over", "{\"ticket\":\" \",\"note\":null}")
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.detail").value("a ticket number or a note must say where it goes on"));
        ask(People.helge(), "POST", "containers/1/hand-over", "{\"ticket\":\"INC-1\"}")
                .andExpect(status().isNoContent());
    }

    @Test
    void who_helps_elsewhere_finds_nobody_and_hands_nobody_over() throws Exception {
        Person elsewhere = People.held(
                "helge", "S-1-5-21-1-2-3-1131", new Scope(Set.of(), Set.of("another")), Role.USER, Role.HELPDESK);
        for (String text : new String[] {"anna", People.ANNAS_SID, "AVD-12"}) {
            ask(elsewhere, "GET", "people?text=" + text, "")
                    .andExpect(status().isOk())
                    .andExpect(jsonPath("$.people", hasSize(0)))
                    .andExpect(jsonPath("$.total").value(0));
        }
        ask(elsewhere, "GET", "containers/1/tried", "").andExpect(status().isNotFound());
        ask(elsewhere, "POST", "containers/1/hand-over", "{\"ticket\":\"INC-1\"}")
                .andExpect(status().isNotFound());
    }

    @Test
    void ones_own_way_in_is_told_at_once() throws Exception {
        ask(People.anna(), "GET", "me/help", "")
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.step").isString())
                .andExpect(jsonPath("$.silentSites").isArray());
        Person without = People.person("nothing of theirs", "S-1-5-21-1-2-3-1999", Role.USER);
        ask(without, "GET", "me/help", "").andExpect(jsonPath("$.step").value("FREE"));
        ask(without, "POST", "me/help/free", "").andExpect(jsonPath("$.step").value("FREE"));
    }
}
