/** The nightly inventory as a job: shards of the engine's inventory, read by several workers. See docs/jobs/inventory.md. */
@NullMarked
package dev.profilekeep.batch.inventory;

import org.jspecify.annotations.NullMarked;
