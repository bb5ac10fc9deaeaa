package dev.profilekeep.portal.helpcode;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;
import static dev.profilekeep.portal.access.Allowed.USER;

import dev.profilekeep.catalog.Reach;
import dev.profilekeep.portal.access.Allowed;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.security.CurrentUser;
import jakarta.annotation.security.RolesAllowed;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** Letters for a call: whoever is called finds the caller by them. */
@Service
@KeepsToScope
public class HelpCodeService {
    private final HelpCodes codes;
    private final Estate estate;
    private final CurrentUser currentUser;

    public HelpCodeService(HelpCodes codes, Estate estate, CurrentUser currentUser) {
        this.codes = codes;
        this.estate = estate;
        this.currentUser = currentUser;
    }

    /** The code of whoever asks, good for at least five minutes. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public HelpCode mine() {
        return codes.of(currentUser.require());
    }

    /** Whether letters that are shown find nobody any more. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public boolean isOver(HelpCode code) {
        return codes.isOver(code);
    }

    /**
     * Who reads out what was typed here; empty if it is no code, or ended. To who helps a part of the estate, only those who have a
     * container there.
     */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public Optional<Caller> find(String typed) {
        return HelpCode.typed(typed).flatMap(codes::find).filter(this::helped);
    }

    private boolean helped(Caller caller) {
        Reach reach = Allowed.helps(currentUser.require());
        String sid = caller.sid();
        return reach.isEverywhere()
                || sid != null && estate.ofPerson(sid).stream().anyMatch(found -> reach.includes(found.row()));
    }
}
