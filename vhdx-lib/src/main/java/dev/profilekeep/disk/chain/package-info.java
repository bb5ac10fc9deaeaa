/**
 * Differencing disks with their parents. The door is {@link dev.profilekeep.disk.chain.ParentChain}; the caller says where
 * files are with a {@link dev.profilekeep.disk.chain.ParentResolver}.
 */
@NullMarked
package dev.profilekeep.disk.chain;

import org.jspecify.annotations.NullMarked;
