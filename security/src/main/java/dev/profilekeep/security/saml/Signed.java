package dev.profilekeep.security.saml;

/**
 * What an identity provider must sign. A good signature covers everything inside what it signs; whatever else is signed
 * beside it is checked too, in both.
 */
public enum Signed {
    /** The response, and with it everything it says: status, destination, and which request it answers. */
    RESPONSE,
    /** The response or the assertion in it: for identity providers that sign the assertion alone. */
    RESPONSE_OR_ASSERTION
}
