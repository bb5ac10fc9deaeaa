package dev.profilekeep.security.saml;

/**
 * One way to sign in, for the sign-in page.
 *
 * @param id the identity provider's configured id
 * @param name what people read
 * @param url where a plain link leads, relative to the application's root and with a leading slash
 */
public record SignInOption(String id, String name, String url) {}
