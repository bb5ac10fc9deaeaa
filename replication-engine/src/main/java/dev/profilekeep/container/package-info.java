/** What names on a share mean: containers, their kinds, sidecars and strays. */
@NullMarked
package dev.profilekeep.container;

import org.jspecify.annotations.NullMarked;
