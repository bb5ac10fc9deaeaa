/** Acts that need two people: one asks, another agrees. The door is {@code Approvals}. */
@NullMarked
package dev.profilekeep.approval;

import org.jspecify.annotations.NullMarked;
