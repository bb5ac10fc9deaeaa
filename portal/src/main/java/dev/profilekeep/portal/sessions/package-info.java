/** What session hosts and brokers tell about who works where. */
@NullMarked
package dev.profilekeep.portal.sessions;

import org.jspecify.annotations.NullMarked;
