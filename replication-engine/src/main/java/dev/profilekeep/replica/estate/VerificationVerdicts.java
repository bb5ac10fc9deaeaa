package dev.profilekeep.replica.estate;

import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.replica.CopyWord;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What single runs found, for as long as they are kept. Safe for several threads. */
public final class VerificationVerdicts {
    private final Database database;

    VerificationVerdicts(Database database) {
        this.database = database;
    }

    /** How many copies at a location got a verdict. */
    public record Group(String locationId, CopyWord word, long copies) {}

    /**
     * The verdict of a run on one copy.
     *
     * @param sid whose; empty if nobody knows
     * @param account empty if nobody knows
     * @param disk name of the container, without its extension
     * @param behind as the copy's standing has it; null if nobody knows
     * @param isNewborn a new, empty profile
     */
    public record One(
            long containerId,
            String setId,
            String sid,
            String account,
            String disk,
            String locationId,
            CopyWord word,
            @Nullable Duration behind,
            boolean isNewborn) {}

    /** By location and verdict, those without a verdict excluded. */
    public List<Group> groups(long runId) {
        return database.<List<Group>, RuntimeException>call(session -> session.list(
                "SELECT location_id, word, COUNT(*) AS copies FROM verification_item WHERE run_id = ? AND word <> ''"
                        + " GROUP BY location_id, word ORDER BY location_id, word",
                row -> new Group(row.text("location_id"), row.choice("word", CopyWord.class), row.number("copies")),
                runId));
    }

    /** Those with one of these verdicts, by location and account; a container that is forgotten meanwhile is left out. */
    public List<One> list(long runId, Collection<CopyWord> words) {
        if (words.isEmpty()) {
            return List.of();
        }
        String wanted = words.stream().map(word -> "'" + word.name() + "'").collect(Collectors.joining(", "));
        return database.<List<One>, RuntimeException>call(session -> session.list(
                "SELECT c.id, c.set_id, c.sid, c.account, c.base_name, i.location_id, i.word, s.behind_seconds, s.newborn"
                        + " FROM verification_item i JOIN container c ON c.id = i.container_id LEFT JOIN copy_standing s"
                        + " ON s.container_id = c.id AND s.location_id = i.location_id WHERE i.run_id = ? AND i.word IN ("
                        + wanted + ") ORDER BY i.location_id, c.account, c.base_name, c.id",
                row -> {
                    Long behind = row.numberOrNull("behind_seconds");
                    return new One(
                            row.number("id"),
                            row.text("set_id"),
                            row.text("sid"),
                            row.text("account"),
                            row.text("base_name"),
                            row.text("location_id"),
                            row.choice("word", CopyWord.class),
                            behind == null ? null : Duration.ofSeconds(behind),
                            row.flag("newborn"));
                },
                runId));
    }
}
