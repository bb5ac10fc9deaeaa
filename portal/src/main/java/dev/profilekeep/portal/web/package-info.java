/** Sign-in, access by address, and the pages that stand outside the application's frame. */
@NullMarked
package dev.profilekeep.portal.web;

import org.jspecify.annotations.NullMarked;
