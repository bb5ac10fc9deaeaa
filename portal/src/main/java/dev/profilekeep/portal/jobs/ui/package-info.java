/** The page of jobs. */
@NullMarked
package dev.profilekeep.portal.jobs.ui;

import org.jspecify.annotations.NullMarked;
