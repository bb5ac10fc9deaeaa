/** Sign-in, roles and scopes; says who acts. Knows Spring Security alone. */
@NullMarked
package dev.profilekeep.security;

import org.jspecify.annotations.NullMarked;
