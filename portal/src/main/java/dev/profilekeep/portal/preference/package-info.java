/** What a person chose and finds again: language, columns of a list. */
@NullMarked
package dev.profilekeep.portal.preference;

import org.jspecify.annotations.NullMarked;
