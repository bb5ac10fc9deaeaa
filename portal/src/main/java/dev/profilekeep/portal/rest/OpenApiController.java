package dev.profilekeep.portal.rest;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;
import static dev.profilekeep.portal.access.Allowed.USER;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profilekeep.portal.access.KeepsToScope;
import jakarta.annotation.security.RolesAllowed;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the API is. */
@RestController
@KeepsToScope
@RequestMapping("/api/v1")
class OpenApiController {
    private final OpenApiDocument document;

    OpenApiController(OpenApiDocument document) {
        this.document = document;
    }

    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    @GetMapping("/openapi.json")
    JsonNode openApi() {
        return document.json();
    }
}
