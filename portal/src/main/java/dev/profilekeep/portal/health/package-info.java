/** What is wrong, worst first: asked, accepted, exported. */
@NullMarked
package dev.profilekeep.portal.health;

import org.jspecify.annotations.NullMarked;
