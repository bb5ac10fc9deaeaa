/** What the bytes of a disk mean. Uses the JDK, slf4j-api and jspecify only. */
@NullMarked
package dev.profilekeep.disk;

import org.jspecify.annotations.NullMarked;
