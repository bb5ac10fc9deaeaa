/** The nights in which copies are compared, and what the catalog keeps of it. */
@NullMarked
package dev.profilekeep.replica.estate;

import org.jspecify.annotations.NullMarked;
