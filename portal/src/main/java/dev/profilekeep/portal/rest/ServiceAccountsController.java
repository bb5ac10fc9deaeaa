package dev.profilekeep.portal.rest;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.profilekeep.account.AccountRole;
import dev.profilekeep.account.NewAccount;
import dev.profilekeep.account.ServiceAccount;
import dev.profilekeep.account.ServiceAccounts;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.accounts.ServiceAccountsService;
import jakarta.annotation.security.RolesAllowed;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Service accounts. A token is in the answer to its making alone. */
@RestController
@RequestMapping("/api/v1/service-accounts")
class ServiceAccountsController {
    private final ServiceAccountsService service;

    ServiceAccountsController(ServiceAccountsService service) {
        this.service = service;
    }

    record ServiceAccountJson(
            String id,
            String name,
            String role,
            List<String> sites,
            List<String> sets,
            String state,
            Instant createdAt,
            String createdBy,
            Instant expiresAt,
            @Nullable LocalDate lastUsedOn,
            String lastUsedFrom,
            @Nullable Instant revokedAt,
            String revokedBy) {
        static ServiceAccountJson of(ServiceAccount account, Instant now) {
            return new ServiceAccountJson(
                    account.id(),
                    account.name(),
                    account.role().name(),
                    account.sites().stream().sorted().toList(),
                    account.sets().stream().sorted().toList(),
                    account.stateAt(now).name(),
                    account.createdAt(),
                    account.createdBy(),
                    account.expiresAt(),
                    account.lastUsedOn(),
                    account.lastUsedFrom(),
                    account.revokedAt(),
                    account.revokedBy());
        }
    }

    record MadeJson(@JsonUnwrapped ServiceAccountJson account, String token) {}

    /** @param days for which the token is good; null for the usual 90 */
    record NewServiceAccount(
            @Nullable String name,
            @Nullable String role,
            @Nullable List<@Nullable String> sites,
            @Nullable List<@Nullable String> sets,
            @Nullable Integer days,
            @Nullable String reason) {}

    record Revocation(@Nullable String reason) {}

    @RolesAllowed(ADMINISTRATOR)
    @GetMapping
    List<ServiceAccountJson> accounts() {
        Instant now = service.now();
        return service.all().stream()
                .map(account -> ServiceAccountJson.of(account, now))
                .toList();
    }

    @RolesAllowed(ADMINISTRATOR)
    @PostMapping
    ResponseEntity<MadeJson> create(@RequestBody NewServiceAccount asked) {
        ServiceAccounts.Made made = service.create(
                asked.name() == null ? "" : asked.name(),
                role(asked.role()),
                ids("sites", asked.sites()),
                ids("sets", asked.sets()),
                asked.days() == null ? NewAccount.USUAL_DAYS : asked.days(),
                asked.reason() == null ? "" : asked.reason());
        return ResponseEntity.status(HttpStatus.CREATED)
                .cacheControl(CacheControl.noStore())
                .body(new MadeJson(ServiceAccountJson.of(made.account(), service.now()), made.token()));
    }

    @RolesAllowed(ADMINISTRATOR)
    @PostMapping("/{id}/revoke")
    ServiceAccountJson revoke(@PathVariable String id, @RequestBody Revocation revocation) {
        return ServiceAccountJson.of(
                service.revoke(id, revocation.reason() == null ? "" : revocation.reason()), service.now());
    }

    private static AccountRole role(@Nullable String given) {
        return Arrays.stream(AccountRole.values())
                .filter(role -> role.name().equalsIgnoreCase(given))
                .findFirst()
                .orElseThrow(() -> new BadInputException(
                        "role must be one of "
                                + Arrays.stream(AccountRole.values())
                                        .map(Enum::name)
                                        .collect(Collectors.joining(", ")),
                        null));
    }

    private static Set<String> ids(String what, @Nullable List<@Nullable String> given) {
        if (given == null) {
            return Set.of();
        }
        if (given.stream().anyMatch(Objects::isNull)) {
            throw new BadInputException(what + " must be a list of ids", null);
        }
        return given.stream().map(Objects::requireNonNull).collect(Collectors.toUnmodifiableSet());
    }
}
