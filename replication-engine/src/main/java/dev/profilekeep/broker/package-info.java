/** Brokers of virtual desktops: who may work where, and which hosts run. The door is {@link dev.profilekeep.broker.DesktopBroker}. */
@NullMarked
package dev.profilekeep.broker;

import org.jspecify.annotations.NullMarked;
