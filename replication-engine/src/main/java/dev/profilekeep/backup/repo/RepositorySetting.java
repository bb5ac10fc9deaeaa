package dev.profilekeep.backup.repo;

import dev.profilekeep.backup.writer.Pulse;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * What a repository takes of the machine that it is used on.
 *
 * @param clock for what people read; whatever decides uses the storage's
 * @param random for keys and names
 * @param pulse keeps writers alive
 * @param host this machine's name, for people
 */
public record RepositorySetting(Clock clock, SecureRandom random, Pulse pulse, String host) {
    /** As programs use it. */
    public static RepositorySetting standard(Clock clock, String host) {
        return new RepositorySetting(clock, new SecureRandom(), Pulse.daemon(), host);
    }
}
