package dev.profilekeep.portal.rest;

import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.helpcode.Caller;
import dev.profilekeep.portal.helpcode.HelpCodeService;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who reads letters out. */
@RestController
@KeepsToScope
@RequestMapping("/api/v1/help-codes")
class HelpCodesController {
    private final HelpCodeService service;

    HelpCodesController(HelpCodeService service) {
        this.service = service;
    }

    @GetMapping("/{code}")
    Caller caller(@PathVariable String code) {
        return service.find(code).orElseThrow(() -> new NotFoundException("code " + code));
    }
}
