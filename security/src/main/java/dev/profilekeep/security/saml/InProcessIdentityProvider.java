package dev.profilekeep.security.saml;

/** An identity provider within this application. The only one is the demonstration's. */
public interface InProcessIdentityProvider {

    String id();

    String name();

    /** Its metadata for people who reach the application at {@code baseUrl}. */
    String metadata(String baseUrl);
}
