/** The API as a page to read. */
@NullMarked
package dev.profilekeep.portal.rest.ui;

import org.jspecify.annotations.NullMarked;
