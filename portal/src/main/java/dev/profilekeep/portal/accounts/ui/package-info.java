/** The section on service accounts, and its dialogs. */
@NullMarked
package dev.profilekeep.portal.accounts.ui;

import org.jspecify.annotations.NullMarked;
