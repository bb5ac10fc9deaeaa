/** What several features share. */
@NullMarked
package dev.profilekeep.portal.base;

import org.jspecify.annotations.NullMarked;
