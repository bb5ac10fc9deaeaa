package dev.profilekeep.replicate;

import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.content.Sha256;
import dev.profilekeep.lease.CopySeen;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The book of agreements in the catalog. Safe for several threads. */
public final class ReplicaBook implements Agreements {
    private static final String AGREED = "AGREED";
    private static final String INTENDED = "INTENDED";

    private final Database database;

    public ReplicaBook(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Agreement> of(long containerId, String from, String to) {
        Optional<Agreement> there = find(containerId, from, to, AGREED);
        return there.isPresent() ? there : find(containerId, to, from, AGREED).map(Agreement::turned);
    }

    @Override
    public Optional<Agreement> intended(long containerId, String from, String to) {
        return find(containerId, from, to, INTENDED);
    }

    /** The roots of all maps that an agreement, or an intention, may still need. */
    public Set<Sha256> roots() {
        return database.<Set<Sha256>, RuntimeException>call(session -> new HashSet<>(
                session.list("SELECT DISTINCT root FROM replica_agreement", row -> Sha256.parse(row.text("root")))));
    }

    private Optional<Agreement> find(long containerId, String from, String to, String stage) {
        return database.<Optional<Agreement>, RuntimeException>call(session -> session.first(
                "SELECT * FROM replica_agreement WHERE container_id = ? AND from_location = ? AND to_location = ? AND"
                        + " stage = ?",
                ReplicaBook::read,
                containerId,
                from,
                to,
                stage));
    }

    @Override
    public void record(Agreement agreement) {
        database.<RuntimeException>run(session -> {
            session.mustLast();
            for (Agreement each : List.of(agreement, agreement.turned())) {
                forget(session, each, AGREED);
                forget(session, each, INTENDED);
            }
            write(session, agreement, AGREED);
        });
    }

    @Override
    public void intend(Agreement agreement) {
        database.<RuntimeException>run(session -> {
            session.mustLast();
            forget(session, agreement, INTENDED);
            write(session, agreement, INTENDED);
        });
    }

    private static void forget(Session session, Agreement one, String stage) throws SQLException {
        session.update(
                "DELETE FROM replica_agreement WHERE container_id = ? AND from_location = ? AND to_location = ? AND stage ="
                        + " ?",
                one.containerId(),
                one.from(),
                one.to(),
                stage);
    }

    private static void write(Session session, Agreement one, String stage) throws SQLException {
        @Nullable
        Object[] values = {
            one.containerId(),
            one.from(),
            one.to(),
            stage,
            one.root().toString(),
            one.source().size(),
            one.source().lastWriteTime(),
            one.source().changeTime(),
            one.source().fileId(),
            one.source().stamp(),
            one.target().size(),
            one.target().lastWriteTime(),
            one.target().changeTime(),
            one.target().fileId(),
            one.target().stamp(),
            one.at(),
            one.fullAt()
        };
        session.update(
                "INSERT INTO replica_agreement (container_id, from_location, to_location, stage, root, source_bytes,"
                        + " source_written, source_changed, source_file, source_stamp, target_bytes, target_written,"
                        + " target_changed, target_file, target_stamp, agreed_at, full_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?,"
                        + " ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                values);
    }

    private static Agreement read(Row row) throws SQLException {
        return new Agreement(
                row.number("container_id"),
                row.text("from_location"),
                row.text("to_location"),
                Sha256.parse(row.text("root")),
                seen(row, "source"),
                seen(row, "target"),
                row.when("agreed_at"),
                row.when("full_at"));
    }

    private static CopySeen seen(Row row, String which) throws SQLException {
        return new CopySeen(
                row.number(which + "_bytes"),
                row.number(which + "_written"),
                row.number(which + "_changed"),
                row.number(which + "_file"),
                row.text(which + "_stamp"));
    }
}
