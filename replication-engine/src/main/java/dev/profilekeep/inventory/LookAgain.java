package dev.profilekeep.inventory;

import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import dev.profilekeep.storage.StoredFile;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the known copies of one container, beside any inventory, and records what an inventory would. What does not answer stays as it is known. */
final class LookAgain {
    private static final Logger LOG = LoggerFactory.getLogger(LookAgain.class);
    private static final String COPIES = "SELECT p.id AS copy_id, p.container_id, p.location_id, p.listed_run, p.path,"
            + " p.path_key, p.sidecars, p.differences, p.read_size, p.read_written, p.read_changed, p.read_file_id,"
            + " p.stamp, c.account FROM container_copy p JOIN container c ON c.id = p.container_id"
            + " JOIN location l ON l.id = p.location_id WHERE l.configured = TRUE AND p.container_id = ?";
    /** No item of a listing is meant. */
    private static final int NO_PART = -1;

    private final Database database;
    private final Function<String, StorageProvider> storages;
    private final Function<StorageProvider, OptimisticRead> reading;
    private final Summaries summaries;
    private final Clock clock;

    /** @param storages gives a location's storage, for reading */
    LookAgain(
            Database database,
            Function<String, StorageProvider> storages,
            Function<StorageProvider, OptimisticRead> reading,
            Summaries summaries,
            Clock clock) {
        this.database = database;
        this.storages = storages;
        this.reading = reading;
        this.summaries = summaries;
        this.clock = clock;
    }

    private record Copy(String locationId, long listedRun, Item known) {}

    void at(long containerId) {
        List<Copy> copies = database.<List<Copy>, RuntimeException>call(
                session -> session.list(COPIES, LookAgain::copy, containerId));
        for (Copy copy : copies) {
            try {
                look(copy);
            } catch (IOException e) {
                LOG.info(
                        "container={} location={} is not known anew before the next inventory: {}",
                        containerId,
                        copy.locationId(),
                        e.getMessage());
            }
        }
    }

    private static Copy copy(Row row) throws SQLException {
        StoragePath path = StoragePath.of(row.text("path"));
        Item item = new Item(
                row.number("copy_id"),
                row.number("container_id"),
                row.text("account"),
                NO_PART,
                row.text("path_key"),
                nothing(path),
                row.text("sidecars"),
                row.text("differences"),
                new StoredFile(
                        path,
                        false,
                        row.number("read_size"),
                        0,
                        0,
                        row.number("read_written"),
                        row.number("read_changed"),
                        row.number("read_file_id"),
                        0),
                row.text("stamp"),
                row.number("read_size") < 0);
        return new Copy(row.text("location_id"), row.number("listed_run"), item);
    }

    private static StoredFile nothing(StoragePath path) {
        return new StoredFile(path, false, 0, 0, 0, 0, 0, 0, 0);
    }

    private void look(Copy copy) throws IOException {
        StorageProvider storage = storages.apply(copy.locationId());
        StoredFile now;
        try {
            now = storage.stat(copy.known().listed().path());
        } catch (StorageException.NotFound e) {
            database.<RuntimeException>run(session -> gone(session, copy));
            return;
        }
        Item known = copy.known();
        Item item = new Item(
                known.copyId(),
                known.containerId(),
                known.account(),
                known.part(),
                known.pathKey(),
                now,
                known.sidecarsJson(),
                known.differencesJson(),
                known.known(),
                known.knownStamp(),
                known.fresh());
        Outcome outcome = reading.apply(storage).look(item);
        database.<IOException>run(session -> {
            if (outcome instanceof Outcome.Vanished) {
                gone(session, copy);
            } else {
                new CopyWriter(copy.listedRun(), copy.locationId(), clock, summaries)
                        .write(session, List.of(new CopyWriter.Done(item, outcome)));
            }
        });
    }

    private void gone(Session session, Copy copy) throws SQLException {
        Instant now = clock.instant();
        session.update(
                "UPDATE container_copy SET presence = 'GONE', unread = FALSE, reason = '', problem_kind = '', seen_at = ?,"
                        + " checked_at = ? WHERE id = ?",
                now,
                now,
                copy.known().copyId());
    }
}
