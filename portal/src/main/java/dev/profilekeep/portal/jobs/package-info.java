/** Jobs: what ran, what runs, when it runs again. */
@NullMarked
package dev.profilekeep.portal.jobs;

import org.jspecify.annotations.NullMarked;
