/** The section on people and their SIDs, and its dialogs. */
@NullMarked
package dev.profilekeep.portal.sids.ui;

import org.jspecify.annotations.NullMarked;
