/** The queue of requests, and one's own. */
@NullMarked
package dev.profilekeep.portal.requests.ui;

import org.jspecify.annotations.NullMarked;
