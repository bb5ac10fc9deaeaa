/** Service accounts, for administrators. */
@NullMarked
package dev.profilekeep.portal.accounts;

import org.jspecify.annotations.NullMarked;
