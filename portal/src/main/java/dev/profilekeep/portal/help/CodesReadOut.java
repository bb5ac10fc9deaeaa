package dev.profilekeep.portal.help;

import dev.profilekeep.portal.helpcode.HelpCodeService;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The codes that people find on their own page. */
@Component
class CodesReadOut implements PhoneCodes {
    private final HelpCodeService codes;

    CodesReadOut(HelpCodeService codes) {
        this.codes = codes;
    }

    @Override
    public Optional<String> sidOf(String typed) {
        return codes.find(typed).flatMap(caller -> Optional.ofNullable(caller.sid()));
    }
}
