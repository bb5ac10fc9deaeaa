package dev.profilekeep.storage;

import java.util.Objects;

/**
 * As whom a share is used.
 *
 * @param username without the domain; empty for nobody in particular
 * @param domain NetBIOS or DNS name; empty for an account of the server itself
 */
public record Credentials(String username, String domain, Secret password) {
    private static final Credentials ANONYMOUS = new Credentials("", "", Secret.of(""));
    private static final Credentials GUEST = new Credentials("Guest", "", Secret.of(""));

    public Credentials {
        Objects.requireNonNull(username, "username");
        Objects.requireNonNull(domain, "domain");
        Objects.requireNonNull(password, "password");
        if (username.indexOf('\\') >= 0) {
            throw new IllegalArgumentException(
                    "the user name '" + username + "' holds a domain: give the part before the backslash as domain");
        }
        if (username.isEmpty() && !password.isEmpty()) {
            throw new IllegalArgumentException("a password without a user name");
        }
    }

    /** Takes "user", "DOMAIN\\user" or "user@domain.example". */
    public static Credentials of(String account, Secret password) {
        int backslash = account.indexOf('\\');
        if (backslash >= 0) {
            return new Credentials(account.substring(backslash + 1), account.substring(0, backslash), password);
        }
        int at = account.lastIndexOf('@');
        return at > 0
                ? new Credentials(account.substring(0, at), account.substring(at + 1), password)
                : new Credentials(account, "", password);
    }

    /** Nobody: a null session. Cannot be signed, so signing must be waived for it. */
    public static Credentials anonymous() {
        return ANONYMOUS;
    }

    /** The server's guest account. Cannot be signed, so signing must be waived for it. */
    public static Credentials guest() {
        return GUEST;
    }

    public boolean isAnonymous() {
        return username.isEmpty();
    }

    /** For messages: {@code DOMAIN\\user}, never the password. */
    public String account() {
        if (isAnonymous()) {
            return "anonymous";
        }
        return domain.isEmpty() ? username : domain + "\\" + username;
    }

    @Override
    public String toString() {
        return "Credentials[" + account() + "]";
    }
}
