package dev.profilekeep.portal.codes;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.AUDITOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;
import static dev.profilekeep.portal.access.Allowed.USER;

import dev.profilekeep.fslogix.CodeExplainer;
import dev.profilekeep.fslogix.Explanation;
import dev.profilekeep.portal.access.KeepsToScope;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Service;

/** What codes mean: a reference, no secret to anybody who is signed in. */
@Service
@KeepsToScope
public class CodesService {
    /** By number in any notation, by symbol or by words; all that are known for an empty text. */
    @RolesAllowed({USER, HELPDESK, ADMINISTRATOR, AUDITOR})
    public List<Explanation> search(String text, Locale language) {
        CodeExplainer explainer = new CodeExplainer(language);
        return text.isBlank() ? explainer.all() : explainer.search(text);
    }
}
