/**
 * The proven, exclusive right to change every copy of one container, for seconds, and the swap of a new file into an old one's
 * place. The doors are {@code Leases} and {@code SafeReplace}; docs/leases.md has the protocol.
 */
@NullMarked
package dev.profilekeep.lease;

import org.jspecify.annotations.NullMarked;
