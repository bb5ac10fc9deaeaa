package dev.profilekeep.batch.schedule;

import java.text.ParseException;
import java.time.ZoneId;
import java.util.Date;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;
import org.quartz.CronTrigger;
import org.quartz.ScheduleBuilder;
import org.quartz.impl.triggers.CronTriggerImpl;
import org.quartz.spi.MutableTrigger;

/** A trigger of Quartz whose times are those of {@link LocalCron}. A missed time is fired once, at once. */
final class LocalCronTrigger extends CronTriggerImpl {
    private static final long serialVersionUID = 1L;

    private final String cron;
    private final String zone;

    @SuppressWarnings("serial") // Quartz copies triggers by clone(); ours are never serialised, see LocalCronDelegate
    private final LocalCron times;

    LocalCronTrigger(String cron, ZoneId zone) throws ParseException {
        this.cron = cron;
        this.zone = zone.getId();
        this.times = new LocalCron(cron, zone);
        CronExpression expression = new CronExpression(cron);
        expression.setTimeZone(TimeZone.getTimeZone(zone));
        setCronExpression(expression);
        setMisfireInstruction(CronTrigger.MISFIRE_INSTRUCTION_FIRE_ONCE_NOW);
    }

    LocalCron times() {
        return times;
    }

    String cron() {
        return cron;
    }

    String zone() {
        return zone;
    }

    /** Null is Quartz's way to say never. */
    @Override
    protected @Nullable Date getTimeAfter(Date afterTime) {
        return times.after(afterTime.toInstant()).map(Date::from).orElse(null);
    }

    /** Keeps Quartz's own persistence of cron triggers away, which would give back an ordinary one. */
    @Override
    public boolean hasAdditionalProperties() {
        return true;
    }

    @Override
    public ScheduleBuilder<CronTrigger> getScheduleBuilder() {
        return new Times(cron, ZoneId.of(zone));
    }

    /** Makes such triggers, for Quartz's TriggerBuilder. */
    static final class Times extends ScheduleBuilder<CronTrigger> {
        private final String cron;
        private final ZoneId zone;

        Times(String cron, ZoneId zone) {
            this.cron = cron;
            this.zone = zone;
        }

        @Override
        public MutableTrigger build() {
            try {
                return new LocalCronTrigger(cron, zone);
            } catch (ParseException e) {
                throw new IllegalArgumentException("not a cron expression: " + cron, e);
            }
        }
    }
}
