package dev.profilekeep.portal.rest;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;

import dev.profilekeep.portal.sids.AccountsService;
import dev.profilekeep.portal.sids.SidMapping;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** SIDs of people whose identity provider says none. */
@RestController
@RequestMapping("/api/v1/accounts")
class AccountsController {
    private final AccountsService service;

    AccountsController(AccountsService service) {
        this.service = service;
    }

    record Given(
            @Nullable String identityProvider,
            @Nullable String subject,
            @Nullable String sid,
            @Nullable String reason) {}

    record Confirmed(
            @Nullable String identityProvider,
            @Nullable String subject,
            @Nullable String sid,
            @Nullable String reason) {}

    record Taken(@Nullable String identityProvider, @Nullable String subject, @Nullable String reason) {}

    @GetMapping
    List<SidMapping> accounts() {
        return service.all();
    }

    @RolesAllowed(ADMINISTRATOR)
    @PostMapping("/sid")
    SidMapping give(@RequestBody Given given) {
        return service.give(
                text(given.identityProvider()), text(given.subject()), text(given.sid()), text(given.reason()));
    }

    @RolesAllowed(ADMINISTRATOR)
    @PostMapping("/sid/confirm")
    SidMapping confirm(@RequestBody Confirmed confirmed) {
        return service.confirm(
                text(confirmed.identityProvider()),
                text(confirmed.subject()),
                text(confirmed.sid()),
                text(confirmed.reason()));
    }

    @RolesAllowed(ADMINISTRATOR)
    @PostMapping("/sid/remove")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void take(@RequestBody Taken taken) {
        service.take(text(taken.identityProvider()), text(taken.subject()), text(taken.reason()));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
