/** The list of profiles and the page of one. */
@NullMarked
package dev.profilekeep.portal.profiles.ui;

import org.jspecify.annotations.NullMarked;
