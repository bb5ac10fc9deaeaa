package dev.profilekeep.portal.poster;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;

import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.portal.access.KeepsToScope;
import jakarta.annotation.security.RolesAllowed;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** Where people are sent. */
@Service
@KeepsToScope
public class PosterService {
    private static final String SHORT = "/me";

    private final ProfileKeepConfig config;

    public PosterService(ProfileKeepConfig config) {
        this.config = config;
    }

    /** The short link to one's own page, as configured ({@code portal.publicUrl}); empty in the demo. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public Optional<String> link() {
        return Optional.ofNullable(config.portal().publicUrl()).map(url -> url + SHORT);
    }
}
