package dev.profilekeep.account;

import java.time.Instant;

/** What a token that somebody showed is worth. */
public sealed interface TokenCheck {
    /** It is good. */
    record Good(ServiceAccount account) implements TokenCheck {}

    /** It was good until then. Told to whoever shows the whole secret alone. */
    record Expired(ServiceAccount account, Instant at) implements TokenCheck {}

    /** It is no token of ours, or was not copied whole: known without asking whether there is such an account. */
    record Malformed() implements TokenCheck {}

    /** There is no such account, the secret is another, or the account was revoked: nobody learns which. */
    record Wrong() implements TokenCheck {}
}
