/**
 * When jobs run. The door is {@link dev.profilekeep.batch.schedule.ScheduleService}; a job makes its times known as a bean of
 * {@link dev.profilekeep.batch.schedule.ScheduledJob}.
 */
@NullMarked
package dev.profilekeep.batch.schedule;

import org.jspecify.annotations.NullMarked;
