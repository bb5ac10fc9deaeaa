package dev.profilekeep.config;

import java.time.ZoneId;
import java.util.List;

/** What holds for copies at further sites: how they are verified and carried, when a person counts as ready there, and how people go there. */
public record SecondSitePolicy(
        VerificationPolicy verification,
        ReplicationPolicy replication,
        ReadinessPolicy readiness,
        FailoverPolicy failover) {

    /** What holds where the file says nothing. */
    public static SecondSitePolicy standard(ZoneId zone) {
        return new SecondSitePolicy(
                VerificationPolicy.standard(zone),
                ReplicationPolicy.standard(zone),
                ReadinessPolicy.standard(zone),
                FailoverPolicy.standard());
    }

    /**
     * Reads the groups {@code verification}, {@code replication}, {@code readiness} and {@code failover} of {@code policies}.
     *
     * @param sets ids of those that there are
     */
    static SecondSitePolicy read(Section policies, ZoneId zone, List<String> sets) {
        return new SecondSitePolicy(
                VerificationReader.read(policies.section("verification"), zone),
                ReplicationReader.read(policies.section("replication"), zone),
                ReadinessReader.read(policies.section("readiness"), zone, sets),
                FailoverReader.read(policies.section("failover")));
    }
}
