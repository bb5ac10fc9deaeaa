package dev.profilekeep.security.opensaml;

/** A message that is no SAML, or not the SAML asked for. The text says what is wrong and holds nothing secret. */
public final class BadSamlMessage extends Exception {

    private static final long serialVersionUID = 1L;

    public BadSamlMessage(String message) {
        super(message);
    }

    public BadSamlMessage(String message, Throwable cause) {
        super(message, cause);
    }
}
