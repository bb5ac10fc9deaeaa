/** What codes of FSLogix and Windows mean. */
@NullMarked
package dev.profilekeep.portal.codes;

import org.jspecify.annotations.NullMarked;
