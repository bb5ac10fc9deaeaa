package dev.profilekeep.portal.rest;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;

import dev.profilekeep.lock.HostDocument;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.locks.HostsService;
import jakarta.annotation.security.RolesAllowed;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
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

/** Machines that people sign in to, and those that are gone. */
@RestController
@RequestMapping("/api/v1/hosts")
class HostsController {
    private final HostsService service;

    HostsController(HostsService service) {
        this.service = service;
    }

    record GoneSince(@Nullable String at, @Nullable String reason, @Nullable String ticket) {}

    record NotGone(@Nullable String reason) {}

    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    @GetMapping
    List<HostDocument> hosts() {
        return service.all();
    }

    @RolesAllowed(ADMINISTRATOR)
    @PostMapping("/{name}/gone")
    HostDocument gone(@PathVariable String name, @RequestBody GoneSince word) {
        return HostDocument.of(service.declare(name, time(word.at()), text(word.reason()), text(word.ticket())));
    }

    @RolesAllowed(ADMINISTRATOR)
    @PostMapping("/{name}/back")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void back(@PathVariable String name, @RequestBody NotGone word) {
        service.takeBack(name, text(word.reason()));
    }

    private static Instant time(@Nullable String given) {
        try {
            return OffsetDateTime.parse(text(given)).toInstant();
        } catch (DateTimeException e) {
            throw new BadInputException(
                    "at must be a time with its offset, such as 2026-03-01T08:40:00Z: since when it is gone", e);
        }
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
