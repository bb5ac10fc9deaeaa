/** What tests of disks need, published as this module's test-jar. */
@NullMarked
package dev.profilekeep.disk.testing;

import org.jspecify.annotations.NullMarked;
