package dev.profilekeep.portal.help;

import dev.profilekeep.portal.helpcode.HelpCode;
import dev.profilekeep.portal.helpcode.HelpCodeService;
import dev.profilekeep.portal.sids.SidMapping;
import dev.profilekeep.portal.sids.SidMappings;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The codes that people find on their own page. */
@Component
class CodesReadOut implements PhoneCodes {
    private final HelpCodeService codes;
    private final SidMappings sids;

    CodesReadOut(HelpCodeService codes, SidMappings sids) {
        this.codes = codes;
        this.sids = sids;
    }

    @Override
    public Optional<SignedIn> callerOf(String typed) {
        return HelpCode.typed(typed).flatMap(letters -> codes.find(letters).map(caller -> {
            String sid = caller.sid();
            Optional<SidMapping> mapping =
                    sid == null ? sids.find(caller.identityProvider(), caller.subject()) : Optional.empty();
            return new SignedIn(
                    letters,
                    caller.displayName(),
                    sid == null ? "" : sid,
                    caller.identityProvider(),
                    caller.subject(),
                    mapping.map(SidMapping::seenAt).orElse(null),
                    mapping.map(SidMapping::sid).isPresent());
        }));
    }

    @Override
    public List<SignedIn> waitingAs(String account) {
        return sids.called(account).stream()
                .filter(one -> one.seenAt() != null)
                .map(one -> new SignedIn(
                        "",
                        one.displayName(),
                        "",
                        one.identityProvider(),
                        one.subject(),
                        one.seenAt(),
                        one.sid() != null))
                .toList();
    }
}
