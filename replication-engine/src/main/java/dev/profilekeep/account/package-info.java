/**
 * Service accounts: programs that ask over REST by a token, with a role, a scope and an end. The door is {@code ServiceAccounts};
 * what a token looks like is known here alone.
 */
@NullMarked
package dev.profilekeep.account;

import org.jspecify.annotations.NullMarked;
