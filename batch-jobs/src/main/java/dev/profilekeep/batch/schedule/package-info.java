/** When jobs run. The door is {@code ScheduleService}. */
@NullMarked
package dev.profilekeep.batch.schedule;

import org.jspecify.annotations.NullMarked;
