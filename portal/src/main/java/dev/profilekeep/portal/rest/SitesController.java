package dev.profilekeep.portal.rest;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;

import dev.profilekeep.lock.SiteDocument;
import dev.profilekeep.portal.locks.SitesService;
import dev.profilekeep.portal.rest.ApprovalsController.ApprovalJson;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Sites, and those that are declared failed over and cut off. */
@RestController
@RequestMapping("/api/v1/sites")
class SitesController {
    private final SitesService service;

    SitesController(SitesService service) {
        this.service = service;
    }

    record Why(@Nullable String reason) {}

    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    @GetMapping
    List<SiteDocument> sites() {
        return service.all();
    }

    /** Asks a second administrator, who agrees or refuses at the approvals. */
    @RolesAllowed(ADMINISTRATOR)
    @PostMapping("/{id}/ask")
    ApprovalJson ask(@PathVariable String id, @RequestBody Why why) {
        return ApprovalJson.of(service.ask(id, text(why.reason())));
    }

    @RolesAllowed(ADMINISTRATOR)
    @PostMapping("/{id}/fence")
    SiteDocument fence(@PathVariable String id, @RequestBody Why why) {
        return service.fence(id, text(why.reason()));
    }

    @RolesAllowed(ADMINISTRATOR)
    @PostMapping("/{id}/lift")
    SiteDocument lift(@PathVariable String id, @RequestBody Why why) {
        return service.lift(id, text(why.reason()));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
