package dev.profilekeep.portal.rest;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;

import dev.profilekeep.audit.AuditRecord;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.help.Caller;
import dev.profilekeep.portal.help.HelpService;
import dev.profilekeep.portal.help.Typed;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Helping somebody who calls, for ticket tools: who it is, what was tried already, and handing over. */
@RestController
@KeepsToScope
@RequestMapping("/api/v1")
class HelpController {
    private final HelpService service;

    HelpController(HelpService service) {
        this.service = service;
    }

    /**
     * @param key what stands behind {@code /help/} in the portal
     * @param host the machine through which they were found, if it was by one
     * @param containers ids
     */
    record FoundJson(
            String key,
            String account,
            @Nullable String sid,
            @Nullable String host,
            boolean locked,
            List<Long> containers) {
        static FoundJson of(Caller caller) {
            return new FoundJson(
                    caller.key(),
                    caller.account(),
                    caller.sid().isEmpty() ? null : caller.sid(),
                    caller.host().isEmpty() ? null : caller.host(),
                    caller.locked(),
                    caller.containers().stream().map(ContainerRow::id).toList());
        }
    }

    /**
     * @param people at most 200
     * @param total how many there are in all
     */
    record PeopleJson(List<FoundJson> people, long total) {}

    /** An entry of the audit trail without its evidence, which names servers. */
    record TriedJson(Instant at, String actor, String act, String reason, String outcome) {
        static TriedJson of(AuditRecord found) {
            return new TriedJson(
                    found.at(),
                    found.actor().name(),
                    found.entry().act(),
                    found.entry().reason(),
                    found.entry().outcome());
        }
    }

    record HandOver(@Nullable String ticket, @Nullable String note) {}

    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    @GetMapping("/people")
    PeopleJson people(@RequestParam String text) {
        if (Typed.of(text).length() < HelpService.SHORTEST) {
            throw new BadInputException("text must have at least " + HelpService.SHORTEST + " characters", null);
        }
        HelpService.Found found = service.search(text);
        return new PeopleJson(found.people().stream().map(FoundJson::of).toList(), found.total());
    }

    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    @GetMapping("/containers/{id}/tried")
    List<TriedJson> tried(@PathVariable long id) {
        return service.tried(id).stream().map(TriedJson::of).toList();
    }

    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    @PostMapping("/containers/{id}/hand-over")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void handOver(@PathVariable long id, @RequestBody HandOver handOver) {
        service.handOver(id, text(handOver.ticket()), text(handOver.note()));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
