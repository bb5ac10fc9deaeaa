/** How the portal starts: its configuration, the engine, the web server, the door of the command line. */
@NullMarked
package dev.profilekeep.portal.start;

import org.jspecify.annotations.NullMarked;
