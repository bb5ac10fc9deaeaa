package dev.profilekeep.portal.web;

import dev.profilekeep.account.ServiceAccounts;
import dev.profilekeep.account.TokenCheck;
import dev.profilekeep.portal.access.ServicePrincipal;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/** Opens for the tokens of service accounts. */
final class ServiceAccountDoor {
    private static final String PREFIX = "pk_";

    private final ServiceAccounts accounts;

    ServiceAccountDoor(ServiceAccounts accounts) {
        this.accounts = accounts;
    }

    /**
     * What a token brings.
     *
     * @param authentication who acts with it; null if it opens nothing
     * @param refused why it opens nothing, if so
     */
    record Answer(@Nullable Authentication authentication, RefusedToken refused) {
        static Answer opens(Authentication authentication) {
            return new Answer(authentication, RefusedToken.wrong());
        }

        static Answer refuses(RefusedToken why) {
            return new Answer(null, why);
        }
    }

    /** Whether it means to be a token of a service account. */
    static boolean concerns(String token) {
        return token.startsWith(PREFIX);
    }

    Answer ask(String token, String address) {
        TokenCheck check = accounts.check(token, address);
        if (check instanceof TokenCheck.Good good) {
            return Answer.opens(ServicePrincipal.authentication(good.account()));
        }
        if (check instanceof TokenCheck.Expired expired) {
            return Answer.refuses(RefusedToken.expired(expired.at()));
        }
        return Answer.refuses(check instanceof TokenCheck.Malformed ? RefusedToken.malformed() : RefusedToken.wrong());
    }
}
