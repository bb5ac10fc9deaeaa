package dev.profilekeep.portal.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.profiles.ProfilesQuery;
import dev.profilekeep.portal.rest.OpenApiDocument.Operation;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.PortalTest;
import dev.profilekeep.security.Role;
import dev.profilekeep.session.HostReport;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.ValueConstants;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The OpenAPI document says of every call what the code does: no more and no less. */
class OpenApiIT extends PortalTest {
    private static final Set<String> EVERYWHERE = Set.of("400", "401", "403", "429", "500", "503");

    /** What calls answer that make their answer themselves. */
    private static final Map<String, Set<String>> SUCCESSES = Map.of(
            "POST /jobs/{job}/runs", Set.of("202"),
            "POST /jobs/runs/{id}/restart", Set.of("202"),
            "POST /containers/{id}/backups", Set.of("202"),
            "POST /readiness/look", Set.of("202"),
            "POST /service-accounts", Set.of("201"),
            "GET /hosts/time", Set.of("200"),
            "POST /host-reports", Set.of("202", "204"));

    /** Calls that, as things stand, may be turned down. */
    private static final Set<String> NOT_ALWAYS = Set.of(
            "POST /jobs/{job}/runs",
            "POST /jobs/runs/{id}/stop",
            "POST /jobs/runs/{id}/restart",
            "POST /readiness/look",
            "POST /accounts/sid/confirm",
            "POST /sites/{id}/ask",
            "POST /sites/{id}/fence",
            "POST /sites/{id}/lift",
            "POST /hosts/{name}/gone",
            "POST /hosts/{name}/back",
            "GET /containers/{id}/previous-versions",
            "POST /containers/{id}/backups",
            "GET /containers/{id}/holds",
            "POST /containers/{id}/hold",
            "POST /containers/{id}/release",
            "POST /containers/{id}/pin",
            "POST /containers/{id}/unpin",
            "POST /requests",
            "POST /requests/{id}/approve",
            "POST /requests/{id}/refuse",
            "POST /requests/{id}/question",
            "POST /requests/{id}/answer",
            "POST /requests/{id}/withdraw",
            "POST /requests/{id}/undo",
            "POST /approvals",
            "POST /approvals/{id}/approve",
            "POST /approvals/{id}/refuse",
            "POST /approvals/{id}/withdraw");

    private static final ObjectMapper JSON = new ObjectMapper();

    @Autowired
    private MockMvc mvc;

    @Autowired
    private OpenApiDocument document;

    @Autowired
    private RequestMappingHandlerMapping requestMappingHandlerMapping;

    private record Route(RequestMappingInfo mapping, HandlerMethod handler) {}

    private Map<String, Route> routes() {
        Map<String, Route> routes = new TreeMap<>();
        requestMappingHandlerMapping
                .getHandlerMethods()
                .forEach((mapping, handler) -> mapping.getPatternValues().stream()
                        .filter(pattern -> pattern.startsWith("/api/v1"))
                        .forEach(pattern -> mapping.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> routes.put(
                                        method + " " + pattern.substring("/api/v1".length()),
                                        new Route(mapping, handler)))));
        return routes;
    }

    private static String name(Operation operation) {
        return operation.method() + " " + operation.path();
    }

    @Test
    void every_route_is_described_and_nothing_else() {
        Set<String> described = new TreeSet<>();
        document.operations().forEach(operation -> described.add(name(operation)));
        assertThat(described).isEqualTo(new TreeSet<>(routes().keySet()));
    }

    @Test
    void the_document_is_served_to_who_is_signed_in_and_refers_to_nothing_that_is_not_there() throws Exception {
        String served = mvc.perform(
                        get("/api/v1/openapi.json").with(authentication(People.authentication(People.anna()))))
                .andReturn()
                .getResponse()
                .getContentAsString();
        JsonNode read = JSON.readTree(served);
        assertThat(read).isEqualTo(document.json());
        assertThat(read.path("openapi").asText()).isEqualTo("3.1.0");
        List<String> references = read.findValuesAsText("$ref");
        assertThat(references).isNotEmpty().allSatisfy(reference -> assertThat(
                        read.at(reference.substring(1)).isMissingNode())
                .as(reference)
                .isFalse());
        List<String> ids = document.operations().stream()
                .map(operation -> operation.node().path("operationId").asText())
                .toList();
        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-z][A-Za-z]+"));
        Set<String> tags = new HashSet<>();
        read.path("tags").forEach(tag -> tags.add(tag.path("name").asText()));
        assertThat(document.operations()).allSatisfy(operation -> {
            assertThat(tags).contains(operation.tag());
            assertThat(operation.node().path("summary").asText()).isNotBlank();
        });
    }

    @TestFactory
    Stream<DynamicTest> every_parameter_is_described() {
        return document.operations().stream()
                .map(operation -> DynamicTest.dynamicTest(name(operation), () -> {
                    Set<String> described = new TreeSet<>();
                    operation.node().path("parameters").forEach(one -> {
                        assertThat(one.path("description").asText()).isNotBlank();
                        described.add(one.path("in").asText() + " "
                                + one.path("name").asText()
                                + (one.path("required").asBoolean() ? " required" : "")
                                + (one.path("schema").has("default")
                                                && !one.path("schema")
                                                        .path("default")
                                                        .asText()
                                                        .isEmpty()
                                        ? "="
                                                + one.path("schema")
                                                        .path("default")
                                                        .asText()
                                        : "")
                                + (one.path("schema").path("type").asText().equals("array") ? " several" : ""));
                    });
                    assertThat(described).isEqualTo(parameters(handler(operation)));
                }));
    }

    private HandlerMethod handler(Operation operation) {
        return routes().get(name(operation)).handler();
    }

    private static Set<String> parameters(HandlerMethod handler) {
        Set<String> parameters = new TreeSet<>();
        for (MethodParameter parameter : handler.getMethodParameters()) {
            RequestParam query = parameter.getParameterAnnotation(RequestParam.class);
            String name = handler.getMethod()
                    .getParameters()[parameter.getParameterIndex()]
                    .getName();
            if (parameter.hasParameterAnnotation(PathVariable.class)) {
                parameters.add("path " + name + " required");
            } else if (query != null && MultiValueMap.class.isAssignableFrom(parameter.getParameterType())) {
                ProfilesQuery.PARAMETERS.forEach(each -> parameters.add("query " + each
                        + (each.equals("sort") ? "=account" : "")
                        + (ProfilesQuery.SEVERAL.contains(each) ? " several" : "")));
            } else if (query != null) {
                boolean hasDefault = !query.defaultValue().equals(ValueConstants.DEFAULT_NONE);
                boolean several =
                        Collection.class.isAssignableFrom(parameter.getParameterType()) || name.equals("columns");
                parameters.add("query " + name
                        + (query.required() && !hasDefault ? " required" : "")
                        + (hasDefault && !query.defaultValue().isEmpty() ? "=" + query.defaultValue() : "")
                        + (several ? " several" : ""));
            }
        }
        return parameters;
    }

    @TestFactory
    Stream<DynamicTest> every_body_has_the_fields_of_the_code() {
        return document.operations().stream()
                .map(operation -> DynamicTest.dynamicTest(name(operation), () -> {
                    HandlerMethod handler = handler(operation);
                    JsonNode body = operation.node().path("requestBody").path("content");
                    Set<String> types = new TreeSet<>();
                    body.fieldNames().forEachRemaining(types::add);
                    List<MethodParameter> bodies = Arrays.stream(handler.getMethodParameters())
                            .filter(parameter -> parameter.hasParameterAnnotation(RequestBody.class))
                            .toList();
                    Set<String> taken =
                            routes()
                                    .get(name(operation))
                                    .mapping()
                                    .getConsumesCondition()
                                    .getConsumableMediaTypes()
                                    .stream()
                                    .map(MediaType::toString)
                                    .collect(Collectors.toCollection(TreeSet::new));
                    assertThat(types).isEqualTo(bodies.isEmpty() ? taken : new TreeSet<>(Set.of("application/json")));
                    for (MethodParameter parameter : bodies) {
                        same(
                                name(operation),
                                body.path("application/json").path("schema"),
                                parameter.getGenericParameterType());
                    }
                    if (operation.path().equals("/host-reports")) {
                        same(name(operation), body.path("application/json").path("schema"), HostReport.class);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> every_answer_has_the_fields_of_the_code() {
        return document.operations().stream()
                .map(operation -> DynamicTest.dynamicTest(name(operation), () -> {
                    Type type = answer(handler(operation));
                    operation.node().path("responses").fields().forEachRemaining(response -> {
                        JsonNode content = response.getValue().path("content").path("application/json");
                        if (response.getKey().startsWith("2") && !content.isMissingNode() && type != JsonNode.class) {
                            same(name(operation), content.path("schema"), type);
                        }
                    });
                }));
    }

    private static Type answer(HandlerMethod handler) {
        Type type = handler.getMethod().getGenericReturnType();
        return type instanceof ParameterizedType generic && generic.getRawType() == ResponseEntity.class
                ? generic.getActualTypeArguments()[0]
                : type;
    }

    /** The schema has the fields of the type, of these the same kinds, and so on downwards. */
    private void same(String where, JsonNode schema, Type type) {
        JsonNode node = document.resolved(schema);
        List<String> kinds = kinds(node);
        if (type instanceof ParameterizedType generic) {
            Class<?> raw = (Class<?>) generic.getRawType();
            if (Collection.class.isAssignableFrom(raw)) {
                assertThat(kinds).as(where).contains("array");
                same(where + "[]", node.path("items"), generic.getActualTypeArguments()[0]);
            } else {
                assertThat(raw).as(where).isEqualTo(Map.class);
                same(where + "{}", node.path("additionalProperties"), generic.getActualTypeArguments()[1]);
            }
            return;
        }
        Class<?> plain = (Class<?>) (type instanceof WildcardType wild ? wild.getUpperBounds()[0] : type);
        if (!plain.isRecord()) {
            assertThat(kinds).as(where + " " + plain).contains(kind(plain));
            if (plain.isEnum()) {
                assertThat(texts(node.path("enum")))
                        .as(where)
                        .containsExactlyInAnyOrderElementsOf(Arrays.stream(plain.getEnumConstants())
                                .map(Object::toString)
                                .toList());
            }
            return;
        }
        assertThat(kinds).as(where).contains("object");
        Map<String, Type> fields = fields(plain);
        Set<String> described = new TreeSet<>();
        node.path("properties").fieldNames().forEachRemaining(described::add);
        assertThat(described).as(where).isEqualTo(fields.keySet());
        fields.forEach(
                (field, of) -> same(where + "." + field, node.path("properties").path(field), of));
    }

    private static Map<String, Type> fields(Class<?> record) {
        Map<String, Type> fields = new TreeMap<>();
        for (RecordComponent component : record.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                fields.putAll(fields(component.getType()));
            } else {
                fields.put(component.getName(), component.getGenericType());
            }
        }
        return fields;
    }

    private static String kind(Class<?> plain) {
        if (plain == boolean.class || plain == Boolean.class) {
            return "boolean";
        }
        if (plain == double.class || plain == Double.class) {
            return "number";
        }
        return plain.isPrimitive() || Number.class.isAssignableFrom(plain) ? "integer" : "string";
    }

    private static List<String> kinds(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.isArray() ? texts(type) : List.of(type.asText());
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> every_status_is_described() {
        return document.operations().stream()
                .map(operation -> DynamicTest.dynamicTest(name(operation), () -> {
                    HandlerMethod handler = handler(operation);
                    Set<String> expected = new TreeSet<>(EVERYWHERE);
                    ResponseStatus fixed = handler.getMethodAnnotation(ResponseStatus.class);
                    if (handler.getMethod().getReturnType() == ResponseEntity.class) {
                        expected.addAll(SUCCESSES.get(name(operation)));
                    } else {
                        expected.add(
                                fixed == null
                                        ? "200"
                                        : Integer.toString(fixed.value().value()));
                    }
                    if (operation.path().contains("{")) {
                        expected.add("404");
                    }
                    if (NOT_ALWAYS.contains(name(operation))) {
                        expected.add("409");
                    }
                    if (operation.node().has("requestBody")) {
                        expected.add("413");
                        expected.add("415");
                    }
                    Set<String> described = new TreeSet<>();
                    operation.node().path("responses").fieldNames().forEachRemaining(described::add);
                    assertThat(described).isEqualTo(expected);
                }));
    }

    @TestFactory
    Stream<DynamicTest> the_roles_are_those_that_get_in() {
        return document.operations().stream()
                .map(operation -> DynamicTest.dynamicTest(name(operation), () -> {
                    Set<String> in = new TreeSet<>();
                    for (Role role : Role.values()) {
                        if (call(operation, role) != 403) {
                            in.add(role.name());
                        }
                    }
                    assertThat(in).isEqualTo(new TreeSet<>(operation.roles()));
                    assertThat(operation.node().path("description").asText())
                            .contains("Roles: " + String.join(", ", operation.roles()) + ".");
                }));
    }

    /** With a body and addresses that change nothing. */
    private int call(Operation operation, Role role) throws Exception {
        String path = "/api/v1"
                + (operation.path().equals("/containers/{id}")
                        ? "/containers/1"
                        : operation
                                .path()
                                .replace("{job}", "nonsense")
                                .replace("{id}", "99")
                                .replace("{name}", "AVD-99")
                                .replace("{set}", "nonsense")
                                .replace("{code}", "KWHTF"));
        MockHttpServletRequestBuilder call = request(HttpMethod.valueOf(operation.method()), path)
                .with(authentication(People.authentication(People.person("x", People.ANNAS_SID, role))))
                .with(csrf())
                .contentType(MediaType.APPLICATION_JSON)
                .content("{}");
        return mvc.perform(call).andReturn().getResponse().getStatus();
    }

    @TestFactory
    Stream<DynamicTest> whether_a_token_with_a_scope_may_is_described() {
        return document.operations().stream()
                .map(operation -> DynamicTest.dynamicTest(name(operation), () -> {
                    HandlerMethod handler = handler(operation);
                    assertThat(operation.keepsToScope())
                            .isEqualTo(handler.hasMethodAnnotation(KeepsToScope.class)
                                    || handler.getBeanType().isAnnotationPresent(KeepsToScope.class));
                }));
    }

    @TestFactory
    Stream<DynamicTest> what_is_really_answered_is_as_described() {
        List<String> calls = new ArrayList<>(List.of(
                "GET /me",
                "GET /me/containers",
                "GET /me/help",
                "POST /me/help/look",
                "GET /people /people?text=anna",
                "GET /containers/{id}/tried /containers/1/tried",
                "GET /containers",
                "GET /containers/{id} /containers/1",
                "GET /containers/{id} /containers/99",
                "GET /unread",
                "GET /health",
                "GET /health/history",
                "POST /health/accept",
                "GET /codes /codes?search=0x80070020&lang=de",
                "POST /users/import /users/import?source=described&exportedAt=" + Instant.now(),
                "GET /jobs/runs",
                "GET /jobs/runs/{id} /jobs/runs/1",
                "POST /jobs/runs/{id}/stop /jobs/runs/2/stop",
                "GET /jobs/schedules",
                "GET /jobs/schedules/{job} /jobs/schedules/inventory",
                "GET /audit",
                "GET /audit/verify",
                "GET /locations",
                "GET /accounts",
                "POST /accounts/sid",
                "POST /accounts/sid/confirm",
                "GET /locks",
                "GET /locks/groups",
                "GET /incidents",
                "GET /locks/{id} /locks/1",
                "GET /locks/{id} /locks/99",
                "POST /locks/plan",
                "POST /locks/clear",
                "GET /backups",
                "GET /backups/repositories",
                "GET /backups/repositories/{id} /backups/repositories/99",
                "GET /containers/{id}/restore-points /containers/1/restore-points",
                "GET /containers/{id}/previous-versions /containers/1/previous-versions",
                "POST /containers/{id}/backups /containers/1/backups",
                "GET /containers/{id}/backups/asked /containers/1/backups/asked",
                "GET /containers/{id}/holds /containers/1/holds",
                "POST /containers/{id}/hold /containers/1/hold",
                "GET /requests",
                "GET /requests/{id} /requests/99",
                "POST /requests",
                "GET /approvals",
                "GET /approvals/{id} /approvals/99",
                "POST /approvals",
                "GET /service-accounts",
                "POST /service-accounts",
                "POST /service-accounts/{id}/revoke /service-accounts/99/revoke",
                "GET /hosts",
                "GET /hosts/time",
                "GET /sites",
                "POST /sites/{id}/ask /sites/lon/ask",
                "POST /sites/{id}/fence /sites/fra/fence",
                "POST /sites/{id}/lift /sites/rom/lift",
                "POST /hosts/{name}/gone /hosts/AVD-99/gone",
                "POST /hosts/{name}/back /hosts/AVD-99/back",
                "POST /host-reports",
                "POST /sessions/import /sessions/import?source=described&at=" + Instant.now()));
        Map<String, String> bodies = Map.of(
                "POST /accounts/sid",
                "{\"identityProvider\":\"okta\",\"subject\":\"described\",\"sid\":\"S-1-5-21-1-2-3-1998\",\"reason\":\"a"
                        + " test\"}",
                "POST /sites/{id}/ask",
                "{\"reason\":\"described\"}",
                "POST /service-accounts",
                "{\"name\":\"described\",\"role\":\"HELPDESK\",\"sites\":[\"fra\"]}",
                "POST /users/import",
                "[{\"SID\":\"S-1-5-21-1-2-3-1104\",\"SamAccountName\":\"anna\"}]",
                "POST /sessions/import",
                "[{\"Host\":\"AVD-61\",\"UserName\":\"anna\"}]",
                "POST /locks/plan",
                "{\"containers\":[1,99]}",
                "POST /locks/clear",
                "{\"containers\":[{\"container\":1,\"basis\":\"another\"}],\"reason\":\"described\"}",
                "POST /approvals",
                "{\"container\":1,\"basis\":\"basis-1\",\"reason\":\"described\"}",
                "POST /host-reports",
                "{\"schemaVersion\":1,\"reportId\":\"1\",\"host\":\"AVD-62\",\"time\":\"%1$s\",\"sentAt\":\"%1$s\"}"
                        .formatted(Instant.now()));
        return calls.stream()
                .map(line -> DynamicTest.dynamicTest(line, () -> {
                    String[] cells = line.split(" ");
                    String path = cells[cells.length - 1];
                    Operation operation = document.operations().stream()
                            .filter(each -> name(each).equals(cells[0] + " " + cells[1]))
                            .findFirst()
                            .orElseThrow();
                    var answer = mvc.perform(request(HttpMethod.valueOf(cells[0]), "/api/v1" + path)
                                    .with(authentication(People.authentication(People.ada())))
                                    .with(csrf())
                                    .contentType(MediaType.APPLICATION_JSON)
                                    .content(bodies.getOrDefault(name(operation), "{}")))
                            .andReturn()
                            .getResponse();
                    JsonNode response = document.resolved(
                            operation.node().path("responses").path(Integer.toString(answer.getStatus())));
                    assertThat(response.isMissingNode())
                            .as("status " + answer.getStatus())
                            .isFalse();
                    String type = MediaType.parseMediaType(answer.getContentType())
                            .removeQualityValue()
                            .toString()
                            .replaceAll(";.*", "");
                    fits(
                            line,
                            response.path("content").path(type).path("schema"),
                            JSON.readTree(answer.getContentAsString(java.nio.charset.StandardCharsets.UTF_8)));
                }));
    }

    /** The value is of the schema; a problem may have more fields. */
    private void fits(String where, JsonNode schema, JsonNode value) {
        JsonNode node = document.resolved(schema);
        assertThat(node.isMissingNode()).as(where).isFalse();
        String kind = value.isNull()
                ? "null"
                : value.isIntegralNumber()
                        ? "integer"
                        : value.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
        List<String> kinds = kinds(node);
        assertThat(kinds.contains(kind) || kind.equals("integer") && kinds.contains("number"))
                .as(where + " is " + value + ", described as " + kinds)
                .isTrue();
        if (node.has("enum") && value.isTextual()) {
            assertThat(texts(node.path("enum"))).as(where).contains(value.asText());
        }
        if (value.isArray()) {
            value.forEach(item -> fits(where + "[]", node.path("items"), item));
        }
        if (value.isObject() && node.has("properties")) {
            texts(node.path("required")).forEach(field -> assertThat(value.has(field))
                    .as(where + " needs " + field)
                    .isTrue());
            value.fields().forEachRemaining(field -> {
                JsonNode property = node.path("properties").path(field.getKey());
                boolean known = !property.isMissingNode();
                assertThat(known || node == document.json().at("/components/schemas/Problem"))
                        .as(where + " has " + field.getKey())
                        .isTrue();
                if (known) {
                    fits(where + "." + field.getKey(), property, field.getValue());
                }
            });
        }
    }
}
