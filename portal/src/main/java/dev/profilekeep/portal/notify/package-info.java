/** Lets the engine observe and send, as long as the portal runs. */
@NullMarked
package dev.profilekeep.portal.notify;

import org.jspecify.annotations.NullMarked;
