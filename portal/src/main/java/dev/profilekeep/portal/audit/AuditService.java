package dev.profilekeep.portal.audit;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;

import dev.profilekeep.audit.AuditRecord;
import dev.profilekeep.audit.AuditTrail.Verification;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.estate.Estate;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import org.springframework.stereotype.Service;

/** Is the chain whole, and what stands in it? */
@Service
public class AuditService {
    private static final int LARGEST_PAGE = 1_000;

    private final Estate estate;

    public AuditService(Estate estate) {
        this.estate = estate;
    }

    /**
     * @param keptHead a hash noted before that must be in the chain; empty for none
     * @throws BadInputException if it is no hash
     */
    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public Verification verify(String keptHead) {
        if (!keptHead.isEmpty() && !keptHead.matches("[0-9A-Fa-f]{64}")) {
            throw new BadInputException("head must be the 64 hexadecimal digits of an entry's hash", null);
        }
        return estate.verifyAudit(keptHead);
    }

    /** Newest first. */
    @RolesAllowed({ADMINISTRATOR, AUDITOR})
    public List<AuditRecord> entries(long offset, int limit) {
        if (offset < 0 || limit < 1 || limit > LARGEST_PAGE) {
            throw new BadInputException("offset must not be negative, limit must be 1 to " + LARGEST_PAGE, null);
        }
        return estate.auditEntries(offset, limit);
    }
}
