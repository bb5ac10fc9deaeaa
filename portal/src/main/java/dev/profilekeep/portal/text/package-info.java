/** Words, numbers and times for people, in their language and time zone. Knows no Vaadin. */
@NullMarked
package dev.profilekeep.portal.text;

import org.jspecify.annotations.NullMarked;
