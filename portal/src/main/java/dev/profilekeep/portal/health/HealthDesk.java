package dev.profilekeep.portal.health;

import dev.profilekeep.findings.FindingFilter;
import dev.profilekeep.findings.FindingRow;
import dev.profilekeep.findings.FindingSort;
import dev.profilekeep.findings.HealthDay;
import dev.profilekeep.findings.HealthOverview;
import dev.profilekeep.findings.HealthReport;
import dev.profilekeep.security.Person;
import dev.profilekeep.users.UserImport;
import dev.profilekeep.users.UserListRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What is known to be wrong, and what people decide about it. Keeps to the scope of whoever asks and knows no other access rules: only
 * services may hold it. Safe for use by several threads.
 */
public interface HealthDesk {
    /** The overview, and a page of the findings that the filter lets through. */
    HealthReport report(FindingFilter filter, FindingSort sort, long offset, int limit);

    /** At a glance; what is new or resolved is so since {@link #lastInventory()}. */
    HealthOverview overview();

    /** When the last inventory ended; the epoch if there was none. */
    Instant lastInventory();

    List<FindingRow> find(FindingFilter filter, FindingSort sort, long offset, int limit);

    long count(FindingFilter filter);

    /** One after the other, without keeping them all in memory. */
    void forEach(FindingFilter filter, FindingSort sort, Consumer<FindingRow> action);

    Optional<FindingRow> finding(long id);

    /** The numbers of so many days, oldest first; for who is held to a part of the estate, of its sites alone. */
    List<HealthDay> history(int days);

    /**
     * All of them or none; told in the audit trail.
     *
     * @throws IllegalArgumentException if one of them is not there any more, or reason or time will not do
     */
    void accept(Collection<Long> ids, Instant until, String reason, Person by);

    /** @throws IllegalArgumentException if one of them is not there any more, or not accepted */
    void withdraw(Collection<Long> ids, String reason, Person by);

    /** Takes an exported list of users; told in the audit trail. */
    UserImport importUsers(InputStream list, String source, Instant exportedAt, boolean force, Person by)
            throws IOException, UserListRefusedException;
}
