/** The page of a person's own containers. */
@NullMarked
package dev.profilekeep.portal.myprofile.ui;

import org.jspecify.annotations.NullMarked;
