package dev.profilekeep.portal.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;

import com.vaadin.flow.server.auth.AccessAnnotationChecker;
import dev.profilekeep.portal.backups.ui.BackupsView;
import dev.profilekeep.portal.backups.ui.RepositoryView;
import dev.profilekeep.portal.compaction.ui.CompactionView;
import dev.profilekeep.portal.failover.ui.FailoverView;
import dev.profilekeep.portal.files.ui.FilesView;
import dev.profilekeep.portal.health.ui.HealthView;
import dev.profilekeep.portal.help.ui.HelpView;
import dev.profilekeep.portal.jobs.ui.JobsView;
import dev.profilekeep.portal.locks.ui.LocksView;
import dev.profilekeep.portal.myprofile.ui.MyProfileView;
import dev.profilekeep.portal.poster.ui.PosterView;
import dev.profilekeep.portal.profiles.ui.ProfileDetailView;
import dev.profilekeep.portal.profiles.ui.ProfilesView;
import dev.profilekeep.portal.readiness.ui.ReadinessView;
import dev.profilekeep.portal.requests.ui.RequestDetailView;
import dev.profilekeep.portal.requests.ui.RequestsView;
import dev.profilekeep.portal.rest.ui.ApiView;
import dev.profilekeep.portal.settings.ui.SettingsView;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.PortalTest;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Who gets what answer from which address: one table, over every endpoint and every route. */
class ApiAccessIT extends PortalTest {
    private static final Map<String, Person> PEOPLE = Map.of(
            "anna", People.anna(),
            "helge", People.helge(),
            "ada", People.ada(),
            "otto", People.otto(),
            "nobody", People.nobody());

    /** Method, address, template of the endpoint, and the status for anna, helge, ada, otto, nobody and a stranger. */
    private static final List<String> TABLE = List.of(
            "GET  /api/v1/me                              /api/v1/me                        200 200 200 200 403 401",
            "GET  /api/v1/me/containers                   /api/v1/me/containers             200 200 200 200 403 401",
            "GET  /api/v1/me/help                         /api/v1/me/help                   200 200 200 200 403 401",
            "POST /api/v1/me/help/look                    /api/v1/me/help/look              200 200 200 200 403 401",
            "POST /api/v1/me/help/free                    /api/v1/me/help/free              200 200 200 403 403 401",
            "POST /api/v1/me/help/tell                    /api/v1/me/help/tell              200 200 200 200 403 401",
            "GET  /api/v1/people?text=ann                 /api/v1/people                    403 200 200 403 403 401",
            "GET  /api/v1/people?text=an                  /api/v1/people                    403 400 400 403 403 401",
            "GET  /api/v1/containers/2/tried              /api/v1/containers/{id}/tried     403 200 200 403 403 401",
            "GET  /api/v1/containers/99/tried             /api/v1/containers/{id}/tried     403 404 404 403 403 401",
            "POST /api/v1/containers/2/hand-over          /api/v1/containers/{id}/hand-over 403 204 204 403 403 401",
            "POST /api/v1/containers/1/hand-over          /api/v1/containers/{id}/hand-over 403 400 400 403 403 401",
            "POST /api/v1/containers/99/hand-over         /api/v1/containers/{id}/hand-over 403 404 404 403 403 401",
            "GET  /api/v1/containers                      /api/v1/containers                403 200 200 200 403 401",
            "GET  /api/v1/containers.csv                  /api/v1/containers.csv            403 200 200 200 403 401",
            "GET  /api/v1/containers/1                    /api/v1/containers/{id}           200 200 200 200 403 401",
            "GET  /api/v1/containers/2                    /api/v1/containers/{id}           404 200 200 200 403 401",
            "GET  /api/v1/containers/99                   /api/v1/containers/{id}           404 404 404 404 403 401",
            "GET  /api/v1/containers/x                    /api/v1/containers/{id}           404 404 404 404 404 401",
            "GET  /api/v1/unread                          /api/v1/unread                    403 200 200 200 403 401",
            "GET  /api/v1/health                          /api/v1/health                    403 200 200 200 403 401",
            "GET  /api/v1/health.csv                      /api/v1/health.csv                403 200 200 200 403 401",
            "GET  /api/v1/health/history                  /api/v1/health/history            403 200 200 200 403 401",
            "POST /api/v1/health/accept                   /api/v1/health/accept             403 403 400 403 403 401",
            "POST /api/v1/health/withdraw                 /api/v1/health/withdraw           403 403 400 403 403 401",
            "POST /api/v1/users/import                    /api/v1/users/import              403 403 400 403 403 401",
            "GET  /api/v1/codes                           /api/v1/codes                     200 200 200 200 403 401",
            "GET  /api/v1/jobs/runs                       /api/v1/jobs/runs                 403 403 200 200 403 401",
            "GET  /api/v1/jobs/runs/1                     /api/v1/jobs/runs/{id}            403 403 200 200 403 401",
            "GET  /api/v1/jobs/runs/99                    /api/v1/jobs/runs/{id}            403 403 404 404 403 401",
            "POST /api/v1/jobs/runs/2/stop                /api/v1/jobs/runs/{id}/stop       403 403 409 403 403 401",
            "POST /api/v1/jobs/runs/2/restart             /api/v1/jobs/runs/{id}/restart    403 403 409 403 403 401",
            "POST /api/v1/jobs/nonsense/runs              /api/v1/jobs/{job}/runs           403 403 404 403 403 401",
            "GET  /api/v1/jobs/schedules                  /api/v1/jobs/schedules            403 403 200 200 403 401",
            "GET  /api/v1/jobs/schedules/inventory        /api/v1/jobs/schedules/{job}      403 403 200 200 403 401",
            "PUT  /api/v1/jobs/schedules/inventory        /api/v1/jobs/schedules/{job}      403 403 200 403 403 401",
            "GET  /api/v1/accounts                        /api/v1/accounts                  403 403 200 200 403 401",
            "POST /api/v1/accounts/sid                    /api/v1/accounts/sid              403 403 200 403 403 401",
            "POST /api/v1/accounts/sid/confirm            /api/v1/accounts/sid/confirm      403 403 400 403 403 401",
            "POST /api/v1/accounts/sid/remove             /api/v1/accounts/sid/remove       403 403 204 403 403 401",
            "GET  /api/v1/help-codes/KWHTF                /api/v1/help-codes/{code}         403 404 404 403 403 401",
            "GET  /api/v1/audit                           /api/v1/audit                     403 403 200 200 403 401",
            "GET  /api/v1/audit/verify                    /api/v1/audit/verify              403 403 200 200 403 401",
            "GET  /api/v1/locations                       /api/v1/locations                 403 403 200 200 403 401",
            "POST /api/v1/locations/fra-profiles/mode     /api/v1/locations/{id}/mode       403 403 200 403 403 401",
            "GET  /api/v1/service-accounts                /api/v1/service-accounts          403 403 200 403 403 401",
            "POST /api/v1/service-accounts                /api/v1/service-accounts          403 403 201 403 403 401",
            "POST /api/v1/service-accounts/aaaaa/revoke   /api/v1/service-accounts/{id}/revoke 403 403 404 403 403 401",
            "POST /api/v1/host-reports                    /api/v1/host-reports              403 403 400 403 403 401",
            "POST /api/v1/sessions/import                 /api/v1/sessions/import           403 403 400 403 403 401",
            "GET  /api/v1/hosts                           /api/v1/hosts                     403 403 200 200 403 401",
            "GET  /api/v1/hosts/time                      /api/v1/hosts/time                403 403 200 403 403 401",
            "POST /api/v1/hosts/AVD-99/gone               /api/v1/hosts/{name}/gone         403 403 409 403 403 401",
            "POST /api/v1/hosts/AVD-99/back               /api/v1/hosts/{name}/back         403 403 409 403 403 401",
            "GET  /api/v1/sites                           /api/v1/sites                     403 403 200 200 403 401",
            "POST /api/v1/sites/lon/ask                   /api/v1/sites/{id}/ask            403 403 200 403 403 401",
            "POST /api/v1/sites/fra/fence                 /api/v1/sites/{id}/fence          403 403 400 403 403 401",
            "POST /api/v1/sites/fra/lift                  /api/v1/sites/{id}/lift           403 403 400 403 403 401",
            "POST /api/v1/sites/rom/lift                  /api/v1/sites/{id}/lift           403 403 404 403 403 401",
            "GET  /api/v1/openapi.json                    /api/v1/openapi.json              200 200 200 200 403 401",
            "GET  /api/v1/locks                           /api/v1/locks                     403 200 200 200 403 401",
            "GET  /api/v1/locks.csv                       /api/v1/locks.csv                 403 200 200 200 403 401",
            "GET  /api/v1/locks/groups                    /api/v1/locks/groups              403 200 200 200 403 401",
            "GET  /api/v1/incidents                       /api/v1/incidents                 200 200 200 200 403 401",
            "GET  /api/v1/locks/1                         /api/v1/locks/{id}         200 200 200 200 403 401",
            "GET  /api/v1/locks/2                         /api/v1/locks/{id}         404 200 200 200 403 401",
            "GET  /api/v1/locks/99                        /api/v1/locks/{id}         404 404 404 404 403 401",
            "POST /api/v1/locks/plan                      /api/v1/locks/plan                200 200 200 403 403 401",
            "POST /api/v1/locks/clear                     /api/v1/locks/clear               200 200 200 403 403 401",
            "GET  /api/v1/backups                          /api/v1/backups                   403 200 200 200 403 401",
            "GET  /api/v1/backups.csv                      /api/v1/backups.csv               403 200 200 200 403 401",
            "GET  /api/v1/readiness                        /api/v1/readiness                 403 403 200 200 403 401",
            "GET  /api/v1/readiness/people                 /api/v1/readiness/people          403 403 200 200 403 401",
            "GET  /api/v1/readiness/people?verdict=fine    /api/v1/readiness/people          403 403 400 400 403 401",
            "GET  /api/v1/readiness/people.csv             /api/v1/readiness/people.csv      403 403 200 200 403 401",
            "POST /api/v1/readiness/look                   /api/v1/readiness/look            403 403 404 403 403 401",
            "GET  /api/v1/compactions                      /api/v1/compactions               403 200 200 200 403 401",
            "GET  /api/v1/compactions.csv                  /api/v1/compactions.csv           403 200 200 200 403 401",
            "GET  /api/v1/compactions?why=weather          /api/v1/compactions               403 400 400 400 403 401",
            "GET  /api/v1/compactions/summary              /api/v1/compactions/summary       403 200 200 200 403 401",
            "GET  /api/v1/compactions/canaries             /api/v1/compactions/canaries      403 403 200 200 403 401",
            "POST /api/v1/compactions/canaries/office/go-on /api/v1/compactions/canaries/{set}/go-on 403 403 400 403 403 401",
            "GET  /api/v1/compactions/never                /api/v1/compactions/never         403 200 200 200 403 401",
            "GET  /api/v1/compactions/never.csv            /api/v1/compactions/never.csv     403 200 200 200 403 401",
            "GET  /api/v1/compactions/never?limit=0        /api/v1/compactions/never         403 400 400 400 403 401",
            "GET  /api/v1/backups?standing=x               /api/v1/backups                   403 400 400 400 403 401",
            "GET  /api/v1/backups/repositories             /api/v1/backups/repositories      403 200 200 200 403 401",
            "GET  /api/v1/backups/repositories/main        /api/v1/backups/repositories/{id} 403 403 404 404 403 401",
            "GET  /api/v1/backups/repositories/main/nights.csv /api/v1/backups/repositories/{id}/nights.csv 403 403 404 404 403 401",
            "GET  /api/v1/containers/1/restore-points      /api/v1/containers/{id}/restore-points 200 200 200 200 403 401",
            "GET  /api/v1/containers/2/restore-points      /api/v1/containers/{id}/restore-points 404 200 200 200 403 401",
            "GET  /api/v1/containers/1/previous-versions   /api/v1/containers/{id}/previous-versions 200 200 200 200 403 401",
            "GET  /api/v1/containers/2/previous-versions   /api/v1/containers/{id}/previous-versions 404 200 200 200 403 401",
            "POST /api/v1/containers/99/backups            /api/v1/containers/{id}/backups   403 404 404 403 403 401",
            "POST /api/v1/containers/1/backups             /api/v1/containers/{id}/backups   403 409 409 403 403 401",
            "GET  /api/v1/containers/1/backups/asked       /api/v1/containers/{id}/backups/asked 403 404 404 403 403 401",
            "GET  /api/v1/containers/1/holds               /api/v1/containers/{id}/holds     403 403 404 403 403 401",
            "POST /api/v1/containers/1/hold                /api/v1/containers/{id}/hold      403 403 404 403 403 401",
            "POST /api/v1/containers/1/release             /api/v1/containers/{id}/release   403 403 404 403 403 401",
            "POST /api/v1/containers/1/pin                 /api/v1/containers/{id}/pin       403 403 400 403 403 401",
            "POST /api/v1/containers/1/unpin               /api/v1/containers/{id}/unpin     403 403 400 403 403 401",
            "GET  /api/v1/requests                         /api/v1/requests                  403 200 200 200 403 401",
            "GET  /api/v1/requests.csv                     /api/v1/requests.csv              403 200 200 200 403 401",
            "POST /api/v1/requests                         /api/v1/requests                  409 409 409 403 403 401",
            "GET  /api/v1/requests/99                      /api/v1/requests/{id}             404 404 404 404 403 401",
            "POST /api/v1/requests/99/approve              /api/v1/requests/{id}/approve     403 404 404 403 403 401",
            "POST /api/v1/requests/99/refuse               /api/v1/requests/{id}/refuse      403 404 404 403 403 401",
            "POST /api/v1/requests/99/question             /api/v1/requests/{id}/question    403 404 404 403 403 401",
            "POST /api/v1/requests/99/answer               /api/v1/requests/{id}/answer      404 404 404 403 403 401",
            "POST /api/v1/requests/99/withdraw             /api/v1/requests/{id}/withdraw    404 404 404 403 403 401",
            "POST /api/v1/requests/99/undo                 /api/v1/requests/{id}/undo        404 404 404 403 403 401",
            "GET  /api/v1/approvals                       /api/v1/approvals                 403 200 200 200 403 401",
            "GET  /api/v1/approvals/99                    /api/v1/approvals/{id}            403 404 404 404 403 401",
            "POST /api/v1/approvals                       /api/v1/approvals                 403 403 409 403 403 401",
            "POST /api/v1/approvals/99/approve            /api/v1/approvals/{id}/approve    403 403 404 403 403 401",
            "POST /api/v1/approvals/99/refuse             /api/v1/approvals/{id}/refuse     403 403 404 403 403 401",
            "POST /api/v1/approvals/99/withdraw           /api/v1/approvals/{id}/withdraw   403 403 404 403 403 401");

    private static final Map<String, String> BODIES = Map.ofEntries(
            Map.entry("/api/v1/containers/2/hand-over", "{\"ticket\":\"INC-1\",\"note\":\"a test\"}"),
            Map.entry("/api/v1/sites/lon/ask", "{\"reason\":\"a test\"}"),
            Map.entry("/api/v1/hosts/AVD-99/gone", "{\"at\":\"2026-03-01T08:40:00Z\",\"reason\":\"a test\"}"),
            Map.entry(
                    "/api/v1/accounts/sid",
                    "{\"identityProvider\":\"okta\",\"subject\":\"new\",\"sid\":\"S-1-5-21-1-2-3-1999\",\"reason\":\"a"
                            + " test\"}"),
            Map.entry(
                    "/api/v1/accounts/sid/remove",
                    "{\"identityProvider\":\"okta\",\"subject\":\"new\",\"reason\":\"a test\"}"),
            Map.entry("/api/v1/jobs/schedules/inventory", "{\"cron\":\"0 15 3 * * ?\"}"),
            Map.entry("/api/v1/locations/fra-profiles/mode", "{\"mode\":\"ASSIST\",\"reason\":\"a test\"}"),
            Map.entry("/api/v1/service-accounts", "{\"name\":\"of the table\",\"role\":\"AUDITOR\"}"),
            Map.entry("/api/v1/locks/plan", "{\"containers\":[1]}"),
            Map.entry(
                    "/api/v1/locks/clear",
                    "{\"containers\":[{\"container\":1,\"basis\":\"another\"}],\"reason\":\"a test\"}"),
            Map.entry("/api/v1/requests", "{\"container\":1,\"kind\":\"RESET\",\"reason\":\"a test\"}"),
            Map.entry("/api/v1/approvals", "{\"container\":1,\"basis\":\"basis-1\",\"reason\":\"a test\"}"));

    @Autowired
    private MockMvc mvc;

    @Autowired
    private RequestMappingHandlerMapping requestMappingHandlerMapping;

    static Stream<Arguments> table() {
        List<String> who = List.of("anna", "helge", "ada", "otto", "nobody", "stranger");
        return TABLE.stream().map(line -> line.trim().split("\\s+")).flatMap(cells -> who.stream()
                .map(name -> Arguments.of(name, cells[0], cells[1], Integer.valueOf(cells[3 + who.indexOf(name)]))));
    }

    @ParameterizedTest(name = "{0} {1} {2} -> {3}")
    @MethodSource("table")
    void every_endpoint_answers_everybody_as_the_table_says(String name, String method, String path, int status)
            throws Exception {
        MockHttpServletRequestBuilder call =
                request(HttpMethod.valueOf(method), path).with(csrf());
        if (PEOPLE.containsKey(name)) {
            call.with(authentication(People.authentication(PEOPLE.get(name))));
        }
        if (!method.equals("GET")) {
            call.contentType(MediaType.APPLICATION_JSON).content(BODIES.getOrDefault(path, "{}"));
        }
        var answer = mvc.perform(call).andReturn().getResponse();
        assertThat(answer.getStatus()).isEqualTo(status);
        if (status >= 400) {
            assertThat(answer.getContentType()).startsWith("application/problem+json");
            assertThat(answer.getContentAsString())
                    .contains("urn:profilekeep:problem:")
                    .doesNotContain("Exception");
        }
    }

    static Stream<Arguments> changingCalls() {
        return table().filter(call -> !call.get()[1].equals("GET"))
                .flatMap(call -> Stream.of("", "{}", "[]", "{\"paused\":\"perhaps\"}", "no JSON")
                        .map(body -> Arguments.of(call.get()[0], call.get()[1], call.get()[2], call.get()[3], body)));
    }

    @ParameterizedTest(name = "{0} {1} {2} -> {3} with <{4}>")
    @MethodSource("changingCalls")
    void who_may_not_change_a_thing_is_told_so_whatever_the_body(
            String name, String method, String path, int status, String body) throws Exception {
        MockHttpServletRequestBuilder call = request(HttpMethod.valueOf(method), path)
                .with(csrf())
                .contentType(MediaType.APPLICATION_JSON)
                .content(body);
        if (PEOPLE.containsKey(name)) {
            call.with(authentication(People.authentication(PEOPLE.get(name))));
        }
        int answered = mvc.perform(call).andReturn().getResponse().getStatus();
        if (status == 401 || status == 403) {
            assertThat(answered).isEqualTo(status);
        } else {
            assertThat(answered).isNotIn(401, 403).isLessThan(500);
        }
    }

    @Test
    void what_is_not_ones_own_answers_to_the_byte_as_what_does_not_exist() throws Exception {
        assertThat(body("/api/v1/containers/2").replace("/2", "/N"))
                .isEqualTo(body("/api/v1/containers/99").replace("/99", "/N"));
    }

    @Test
    void no_endpoint_is_missing_from_the_table() {
        Set<String> inTable = TABLE.stream()
                .map(line -> line.trim().split("\\s+"))
                .map(cells -> cells[0] + " " + cells[2])
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> inCode = new TreeSet<>();
        requestMappingHandlerMapping
                .getHandlerMethods()
                .forEach((mapping, handler) -> mapping.getPatternValues().stream()
                        .filter(pattern -> pattern.startsWith("/api/"))
                        .forEach(pattern -> mapping.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> inCode.add(method + " " + pattern))));
        assertThat(inTable).isEqualTo(inCode);
    }

    @Test
    void every_route_opens_for_the_roles_it_is_meant_for() {
        Map<Class<?>, Set<Role>> routes = new HashMap<>(Map.of(
                MyProfileView.class,
                Role.OF_PEOPLE,
                ProfileDetailView.class,
                Role.OF_PEOPLE,
                PosterView.class,
                Set.of(Role.HELPDESK, Role.ADMINISTRATOR),
                ProfilesView.class,
                Set.of(Role.HELPDESK, Role.ADMINISTRATOR, Role.AUDITOR),
                LocksView.class,
                Set.of(Role.HELPDESK, Role.ADMINISTRATOR, Role.AUDITOR),
                HelpView.class,
                Set.of(Role.HELPDESK, Role.ADMINISTRATOR),
                HealthView.class,
                Set.of(Role.HELPDESK, Role.ADMINISTRATOR, Role.AUDITOR),
                JobsView.class,
                Set.of(Role.ADMINISTRATOR, Role.AUDITOR),
                SettingsView.class,
                Set.of(Role.ADMINISTRATOR),
                ApiView.class,
                Role.OF_PEOPLE));
        routes.put(RequestsView.class, Set.of(Role.HELPDESK, Role.ADMINISTRATOR, Role.AUDITOR));
        routes.put(RequestDetailView.class, Set.of(Role.HELPDESK, Role.ADMINISTRATOR, Role.AUDITOR));
        routes.put(BackupsView.class, Set.of(Role.HELPDESK, Role.ADMINISTRATOR, Role.AUDITOR));
        routes.put(CompactionView.class, Set.of(Role.HELPDESK, Role.ADMINISTRATOR, Role.AUDITOR));
        routes.put(ReadinessView.class, Set.of(Role.ADMINISTRATOR, Role.AUDITOR));
        routes.put(FailoverView.class, Set.of(Role.ADMINISTRATOR, Role.AUDITOR));
        routes.put(RepositoryView.class, Set.of(Role.ADMINISTRATOR, Role.AUDITOR));
        routes.put(FilesView.class, Set.of(Role.USER, Role.HELPDESK, Role.ADMINISTRATOR));
        AccessAnnotationChecker checker = new AccessAnnotationChecker();
        routes.forEach((view, allowed) -> Arrays.stream(Role.values()).forEach(role -> assertThat(
                        checker.hasAccess(view, () -> "somebody", asked -> asked.equals(role.name())))
                .as(view.getSimpleName() + " " + role)
                .isEqualTo(allowed.contains(role))));
        routes.keySet().forEach(view -> assertThat(checker.hasAccess(view, () -> "nobody", asked -> false))
                .as(view.getSimpleName() + " without a role")
                .isFalse());
        assertThat(routesOfTheApplication()).isEqualTo(routes.keySet());
    }

    private static Set<Class<?>> routesOfTheApplication() {
        return new com.tngtech.archunit.core.importer.ClassFileImporter()
                .importPackages("dev.profilekeep.portal").stream()
                        .filter(type -> type.isAnnotatedWith(com.vaadin.flow.router.Route.class))
                        .map(type -> (Class<?>) type.reflect())
                        .collect(Collectors.toSet());
    }

    private String body(String path) throws Exception {
        return mvc.perform(request(HttpMethod.GET, path).with(authentication(People.authentication(People.anna()))))
                .andReturn()
                .getResponse()
                .getContentAsString();
    }
}
