/** The one configuration file, read and checked. */
@NullMarked
package dev.profilekeep.config;

import org.jspecify.annotations.NullMarked;
