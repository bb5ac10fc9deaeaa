/** Windows accounts of people whose identity provider does not say which they have. */
@NullMarked
package dev.profilekeep.portal.sids;

import org.jspecify.annotations.NullMarked;
