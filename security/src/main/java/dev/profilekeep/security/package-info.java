/**
 * Sign-in, roles, and who acts. Uses Spring Security and Spring Boot's web part; knows neither Vaadin nor the engine.
 *
 * <p>Callers need {@link dev.profilekeep.security.CurrentUser} and {@link dev.profilekeep.security.Role}; the
 * application imports {@link dev.profilekeep.security.SecurityModuleConfiguration} once.
 */
@NullMarked
package dev.profilekeep.security;

import org.jspecify.annotations.NullMarked;
