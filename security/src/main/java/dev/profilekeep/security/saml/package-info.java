/**
 * Sign-in and sign-out by SAML 2.0. Doors: {@link dev.profilekeep.security.saml.SamlProperties} (what is configured),
 * {@link dev.profilekeep.security.saml.SamlSignIn} (puts it into a filter chain) and
 * {@link dev.profilekeep.security.saml.IdentityProviders} (who can be asked, and how they are).
 */
@NullMarked
package dev.profilekeep.security.saml;

import org.jspecify.annotations.NullMarked;
