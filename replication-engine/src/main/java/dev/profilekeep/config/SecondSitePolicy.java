package dev.profilekeep.config;

import java.time.ZoneId;

/** What holds for copies at further sites: how they are verified and made, when a person counts as ready there, and how people go there. */
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
                FailoverPolicy.standard(zone));
    }

    /** Reads the groups {@code verification}, {@code replication}, {@code readiness} and {@code failover} of {@code policies}. */
    static SecondSitePolicy read(Section policies, ZoneId zone) {
        return new SecondSitePolicy(
                VerificationReader.read(policies.section("verification"), zone),
                ReplicationReader.read(policies.section("replication"), zone),
                ReadinessReader.read(policies.section("readiness"), zone),
                FailoverReader.read(policies.section("failover"), zone));
    }
}
