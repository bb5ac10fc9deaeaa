package dev.profilekeep.portal.rest;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;

import dev.profilekeep.compact.estate.DamagedCanary;
import dev.profilekeep.portal.compaction.CanariesService;
import jakarta.annotation.security.RolesAllowed;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Disks that went first for others and were found damaged, and that others follow all the same. */
@RestController
@RequestMapping("/api/v1/compactions/canaries")
class CanariesController {
    private final CanariesService service;

    CanariesController(CanariesService service) {
        this.service = service;
    }

    /** @param agentVersion empty if nobody told */
    record Damaged(
            String set,
            String agentVersion,
            long container,
            String location,
            String path,
            Instant at,
            String sentence) {
        static Damaged of(DamagedCanary one) {
            return new Damaged(
                    one.setId(),
                    one.agentVersion(),
                    one.containerId(),
                    one.locationId(),
                    one.path(),
                    one.at(),
                    one.sentence());
        }
    }

    record Canaries(List<Damaged> damaged) {}

    record GoOn(@Nullable String agentVersion, @Nullable String reason) {}

    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    @GetMapping
    Canaries damaged() {
        return new Canaries(service.damaged().stream().map(Damaged::of).toList());
    }

    @RolesAllowed(ADMINISTRATOR)
    @PostMapping("/{set}/go-on")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void goOn(@PathVariable String set, @RequestBody GoOn asked) {
        service.goOn(set, text(asked.agentVersion()), text(asked.reason()));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
