package dev.profilekeep.session;

import dev.profilekeep.catalog.SearchKey;

/**
 * An account as tools write it: {@code DOMAIN\name}, {@code name@suffix} or a bare name.
 *
 * @param text as it was written
 * @param domain in lower case; empty for a bare name
 * @param name in lower case
 * @param principal whether it is a user principal name
 */
record AccountName(String text, String domain, String name, boolean principal) {

    static AccountName of(String text) {
        // quser marks the session that asks
        String account = text.strip().replaceFirst("^>", "").strip();
        String key = SearchKey.of(account);
        int slash = key.lastIndexOf('\\');
        if (slash >= 0) {
            String domain = key.substring(0, slash);
            // ".\anna" is an account of the host itself
            return new AccountName(account, domain.equals(".") ? "" : domain, key.substring(slash + 1), false);
        }
        int at = key.lastIndexOf('@');
        return at > 0
                ? new AccountName(account, key.substring(at + 1), key.substring(0, at), true)
                : new AccountName(account, "", key, false);
    }

    boolean isEmpty() {
        return name.isEmpty();
    }

    /** Whether it is a computer's own: such an account is no person's. */
    boolean isComputers() {
        return name.endsWith("$");
    }

    /** Whether both may be one account: what one of them does not tell cannot tell them apart. */
    boolean mayBe(AccountName other) {
        if (isEmpty() || !name.equals(other.name)) {
            return false;
        }
        if (domain.isEmpty() || other.domain.isEmpty() || principal != other.principal) {
            // The suffix of a user principal name says nothing about the domain's short name.
            return true;
        }
        return domain.equals(other.domain) || !principal && firstLabel(domain).equals(firstLabel(other.domain));
    }

    private static String firstLabel(String domain) {
        int dot = domain.indexOf('.');
        return dot < 0 ? domain : domain.substring(0, dot);
    }
}
