package dev.profilekeep.engine;

import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.config.ProfileKeepConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;

/**
 * What every part of an engine stands on.
 *
 * @param node this process, among those that share the catalog
 */
record Ground(ProfileKeepConfig config, Clock clock, String node, Database database, AuditTrail audit) {
    /** With a new name for the node: host name and a random part. */
    static Ground of(ProfileKeepConfig config, Clock clock, Database database, AuditTrail audit) {
        String node = hostName() + "-" + HexFormat.of().toHexDigits(new SecureRandom().nextInt());
        return new Ground(config, clock, node, database, audit);
    }

    static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
