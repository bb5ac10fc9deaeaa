/** Decorators around a location's storage: who may write, how fast, how often again, and what it cost. */
@NullMarked
package dev.profilekeep.storage.layer;

import org.jspecify.annotations.NullMarked;
