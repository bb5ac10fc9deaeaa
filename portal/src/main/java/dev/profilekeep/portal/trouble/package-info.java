/** What is wrong at large, told to those whom it concerns. */
@NullMarked
package dev.profilekeep.portal.trouble;

import org.jspecify.annotations.NullMarked;
