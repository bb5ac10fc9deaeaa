/**
 * What a virtual disk says, whatever container it lies in: which of its bytes count, cut into chunks in a way that depends on
 * the content alone. {@link dev.profilekeep.disk.content.ContentLayout} says what counts and why, and {@link
 * dev.profilekeep.disk.content.ContentReader} reads it. Digests are the caller's.
 */
@NullMarked
package dev.profilekeep.disk.content;

import org.jspecify.annotations.NullMarked;
