package dev.profilekeep.backup.writer;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * What the file of a writer says, as JSON.
 *
 * @param version of this format
 * @param id of the writer, and the name of the file
 * @param host that it runs on
 * @param process its number there
 * @param purpose for people: "backup of shard 3"
 * @param began by the writer's own clock
 */
public record WriterFile(int version, UUID id, String host, long process, String purpose, Instant began) {
    static final int VERSION = 1;

    public WriterFile {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(purpose, "purpose");
        Objects.requireNonNull(began, "began");
    }
}
