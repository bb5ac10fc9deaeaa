package dev.profilekeep.users;

import java.time.Instant;

/**
 * A list that was taken.
 *
 * @param forced although it named too few of the people who have containers
 */
public record UserList(
        String source, Instant exportedAt, Instant importedAt, String importedBy, long users, boolean forced) {}
