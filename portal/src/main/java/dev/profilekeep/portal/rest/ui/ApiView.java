package dev.profilekeep.portal.rest.ui;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;
import static dev.profilekeep.portal.access.Allowed.USER;

import com.fasterxml.jackson.databind.JsonNode;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.base.ui.MainLayout;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Titles;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.rest.OpenApiDocument;
import dev.profilekeep.portal.rest.OpenApiDocument.Operation;
import jakarta.annotation.security.RolesAllowed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The API to read: every call with who may, what it takes and what it answers, made from the OpenAPI document. Its own words are in
 * the reader's language; those of the document are English and say so.
 */
@Route(value = "api", layout = MainLayout.class)
@KeepsToScope
@RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
public class ApiView extends Main implements HasDynamicTitle {
    private static final long serialVersionUID = 1L;

    private final transient Words words = Words.current();
    private final transient OpenApiDocument document;
    private final transient SchemaWords schemas;

    ApiView(OpenApiDocument document) {
        this.document = document;
        this.schemas = new SchemaWords(document);
        addClassName("pk-view");
        add(Parts.pageHeader(
                words.get("api.title"),
                new Paragraph(words.get("api.lead")),
                Parts.download("api/v1/openapi.json", words.get("api.download"))));
        String base = document.json().path("servers").path(0).path("url").asText();
        for (JsonNode tag : document.json().path("tags")) {
            add(tag(tag, base));
        }
    }

    @Override
    public String getPageTitle() {
        return Titles.of(words.get("api.title"));
    }

    private Section tag(JsonNode tag, String base) {
        Paragraph about = english(new Paragraph(tag.path("description").asText()));
        about.addClassName("pk-secondary");
        Div calls = new Div();
        calls.addClassName("pk-stack");
        document.operations().stream()
                .filter(operation -> operation.tag().equals(tag.path("name").asText()))
                .forEach(operation -> calls.add(call(operation, base)));
        return Parts.section(words.get("api.tag." + tag.path("name").asText()), about, calls);
    }

    private Div call(Operation operation, String base) {
        Span address = new Span(operation.method() + " " + base + operation.path());
        address.addClassName("pk-mono");
        H3 title = new H3(address);
        title.setId(operation.node().path("operationId").asText());
        Paragraph summary =
                english(new Paragraph(operation.node().path("summary").asText() + "."));
        Paragraph roles = new Paragraph(words.get(
                operation.keepsToScope() ? "api.roles" : "api.rolesWithoutScope",
                words.texts()
                        .list(operation.roles().stream()
                                .map(role -> words.get("role." + role))
                                .toList())));
        roles.addClassNames("pk-secondary", "pk-small");
        Div card = new Div(title, summary, roles);
        card.addClassName("pk-card");
        Div more = new Div();
        more.addClassName("pk-stack");
        String description = operation.node().path("description").asText().replaceFirst("\\s*Roles: .*", "");
        if (!description.isEmpty()) {
            more.add(english(new Paragraph(description)));
        }
        more.add(block("api.parameters", parameters(operation)));
        operation
                .node()
                .path("requestBody")
                .path("content")
                .fields()
                .forEachRemaining(body -> more.add(
                        block("api.body", schemas.fields(body.getValue().path("schema")), body.getKey())));
        more.add(block("api.answers", answers(operation)));
        answer(operation).ifPresent(schema -> more.add(block("api.answer", schemas.fields(schema))));
        card.add(Parts.details(words.get("api.details"), more));
        return card;
    }

    private Component block(String key, Map<String, String> facts, Object... arguments) {
        if (facts.isEmpty()) {
            return new Span();
        }
        Map<String, Component> shown = new LinkedHashMap<>();
        facts.forEach((name, value) -> shown.put(name, english(new Span(value))));
        Paragraph title = new Paragraph(words.get(key, arguments));
        title.getStyle().set("font-weight", "600");
        return new Div(title, Parts.facts(shown));
    }

    private Map<String, String> parameters(Operation operation) {
        Map<String, String> parameters = new LinkedHashMap<>();
        operation
                .node()
                .path("parameters")
                .forEach(one -> parameters.put(
                        one.path("name").asText(),
                        schemas.kind(one.path("schema"))
                                + (one.path("required").asBoolean() ? ", " + words.get("api.required") : "") + ". "
                                + one.path("description").asText()));
        return parameters;
    }

    private Map<String, String> answers(Operation operation) {
        Map<String, String> answers = new TreeMap<>();
        operation
                .node()
                .path("responses")
                .fields()
                .forEachRemaining(response -> answers.put(
                        response.getKey(),
                        document.resolved(response.getValue())
                                .path("description")
                                .asText()));
        return answers;
    }

    private static java.util.Optional<JsonNode> answer(Operation operation) {
        return List.of("200", "201", "202").stream()
                .map(status -> operation
                        .node()
                        .path("responses")
                        .path(status)
                        .path("content")
                        .path("application/json")
                        .path("schema"))
                .filter(schema -> !schema.isMissingNode())
                .findFirst();
    }

    private static <C extends Component> C english(C part) {
        part.getElement().setAttribute("lang", Locale.ENGLISH.toLanguageTag());
        return part;
    }
}
