/** One class per screen: what a person can see and do there. */
@NullMarked
package dev.profilekeep.e2e.page;

import org.jspecify.annotations.NullMarked;
