package dev.profilekeep.batch.schedule;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import org.quartz.TriggerKey;
import org.quartz.impl.jdbcjobstore.CronTriggerPersistenceDelegate;
import org.quartz.spi.OperableTrigger;

/**
 * Keeps {@link LocalCronTrigger}s in Quartz's table of cron triggers, under a type of their own. Public because Quartz makes
 * it by name.
 */
public final class LocalCronDelegate extends CronTriggerPersistenceDelegate {
    private static final String TYPE = "WALLCRON";

    @Override
    public String getHandledTriggerTypeDiscriminator() {
        return TYPE;
    }

    @Override
    public boolean canHandleTriggerType(OperableTrigger trigger) {
        return trigger instanceof LocalCronTrigger;
    }

    @Override
    public TriggerPropertyBundle loadExtendedTriggerPropertiesFromResultSet(ResultSet row, TriggerKey key)
            throws SQLException {
        String cron = row.getString(COL_CRON_EXPRESSION);
        String zone = row.getString(COL_TIME_ZONE_ID);
        if (cron == null || zone == null) {
            throw new IllegalStateException("the times of trigger " + key + " are not in the database");
        }
        return new TriggerPropertyBundle(
                new LocalCronTrigger.Times(cron, ZoneId.of(zone)), new String[0], new Object[0]);
    }
}
