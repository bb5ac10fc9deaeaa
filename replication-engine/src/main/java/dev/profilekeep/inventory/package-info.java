/** The inventory: what is on the shares now. The door is {@code InventoryService}. */
@NullMarked
package dev.profilekeep.inventory;

import org.jspecify.annotations.NullMarked;
