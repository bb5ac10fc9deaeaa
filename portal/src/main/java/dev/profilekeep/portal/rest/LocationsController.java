package dev.profilekeep.portal.rest;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;

import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.portal.locations.LocationsService;
import dev.profilekeep.storage.LocationMode;
import jakarta.annotation.security.RolesAllowed;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Locations and their modes. */
@RestController
@KeepsToScope
@RequestMapping("/api/v1/locations")
class LocationsController {
    private final LocationsService service;

    LocationsController(LocationsService service) {
        this.service = service;
    }

    record LocationJson(
            String id,
            String name,
            String site,
            String siteName,
            String address,
            String mode,
            String modeFromFile,
            @Nullable Instant lastInventory,
            @Nullable String problem) {
        static LocationJson of(Estate.Location location) {
            return new LocationJson(
                    location.id(),
                    location.name(),
                    location.siteId(),
                    location.siteName(),
                    location.address(),
                    location.mode().name(),
                    location.modeFromFile().name(),
                    location.lastInventory(),
                    location.problem());
        }
    }

    record ModeChange(@Nullable String mode, @Nullable String reason) {}

    @GetMapping
    List<LocationJson> locations() {
        return service.all().stream().map(LocationJson::of).toList();
    }

    @RolesAllowed(ADMINISTRATOR)
    @PostMapping("/{id}/mode")
    LocationJson changeMode(@PathVariable String id, @RequestBody ModeChange change) {
        LocationMode mode = Arrays.stream(LocationMode.values())
                .filter(one -> one.name().equalsIgnoreCase(change.mode()))
                .findFirst()
                .orElseThrow(() -> new BadInputException("mode must be OBSERVE, ASSIST or ACT", null));
        return LocationJson.of(service.changeMode(id, mode, change.reason() == null ? "" : change.reason()));
    }
}
