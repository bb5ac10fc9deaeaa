/** What the portal asks of the engine: one interface, so that views and services can be tried without storage. */
@NullMarked
package dev.profilekeep.portal.estate;

import org.jspecify.annotations.NullMarked;
