package dev.profilekeep.portal.rest;

import dev.profilekeep.audit.AuditRecord;
import dev.profilekeep.audit.AuditTrail.Verification;
import dev.profilekeep.portal.audit.AuditService;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The audit trail: what stands in it, and whether it is whole. */
@RestController
@RequestMapping("/api/v1/audit")
class AuditController {
    private final AuditService service;

    AuditController(AuditService service) {
        this.service = service;
    }

    /** @param problems empty for a whole chain */
    record VerificationJson(long entries, boolean sound, List<String> problems, String head) {
        static VerificationJson of(Verification verification) {
            return new VerificationJson(
                    verification.entries(), verification.sound(), verification.problems(), verification.head());
        }
    }

    record EntryJson(
            long seq,
            Instant at,
            String actor,
            String act,
            String subject,
            String reason,
            Map<String, String> evidence,
            String outcome,
            String hash) {
        static EntryJson of(AuditRecord found) {
            return new EntryJson(
                    found.seq(),
                    found.at(),
                    found.actor().name(),
                    found.entry().act(),
                    found.entry().subject(),
                    found.entry().reason(),
                    found.entry().evidence(),
                    found.entry().outcome(),
                    found.hash());
        }
    }

    @GetMapping
    List<EntryJson> entries(
            @RequestParam(defaultValue = "0") long offset, @RequestParam(defaultValue = "100") int limit) {
        return service.entries(offset, limit).stream().map(EntryJson::of).toList();
    }

    @GetMapping("/verify")
    VerificationJson verify(@RequestParam(defaultValue = "") String head) {
        return VerificationJson.of(service.verify(head));
    }
}
