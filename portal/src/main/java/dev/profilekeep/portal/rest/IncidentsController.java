package dev.profilekeep.portal.rest;

import dev.profilekeep.notify.IncidentKind;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.trouble.Trouble;
import dev.profilekeep.portal.trouble.TroubleService;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Trouble at large, as the views' banner tells it. */
@RestController
@KeepsToScope
@RequestMapping("/api/v1")
class IncidentsController {
    private final TroubleService service;

    IncidentsController(TroubleService service) {
        this.service = service;
    }

    /**
     * @param site its id; null for what is of no site
     * @param what the location's or the machine's name; null for a whole site
     * @param people how many it concerns; null for who does not help others, who are not told
     */
    record IncidentJson(
            IncidentKind kind,
            @Nullable String site,
            @Nullable String siteName,
            @Nullable String what,
            Instant since,
            @Nullable Long people,
            @Nullable Instant cutOff) {
        static IncidentJson of(Trouble trouble) {
            return new IncidentJson(
                    trouble.kind(),
                    said(trouble.siteId()),
                    said(trouble.site()),
                    said(trouble.what()),
                    trouble.since(),
                    trouble.helps() ? trouble.people() : null,
                    trouble.cutOff());
        }

        private static @Nullable String said(String text) {
            return text.isEmpty() ? null : text;
        }
    }

    @GetMapping("/incidents")
    List<IncidentJson> incidents() {
        return service.now().stream().map(IncidentJson::of).toList();
    }
}
