package dev.profilekeep.portal.helpcode;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;
import static dev.profilekeep.portal.access.Allowed.USER;

import dev.profilekeep.security.CurrentUser;
import jakarta.annotation.security.RolesAllowed;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** Letters for a call: whoever is called finds the caller by them. */
@Service
public class HelpCodeService {
    private final HelpCodes codes;
    private final CurrentUser currentUser;

    public HelpCodeService(HelpCodes codes, CurrentUser currentUser) {
        this.codes = codes;
        this.currentUser = currentUser;
    }

    /** The code of whoever asks, good for at least five minutes. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public HelpCode mine() {
        return codes.of(currentUser.require());
    }

    /** Who reads out what was typed here; empty if it is no code, or ended. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public Optional<Caller> find(String typed) {
        return HelpCode.typed(typed).flatMap(codes::find);
    }
}
