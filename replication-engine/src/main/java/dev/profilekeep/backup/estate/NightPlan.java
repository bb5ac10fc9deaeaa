package dev.profilekeep.backup.estate;

import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cuts what is due into shards, and keeps them. Those that waited longest are in the first. */
final class NightPlan {
    private NightPlan() {}

    private static final class Open {
        final int number;
        int containers;

        Open(int number) {
            this.number = number;
        }
    }

    static void write(Session session, long run, List<DueContainers.Found> due, int shardSize) throws SQLException {
        Map<DueContainers.Route, Open> filling = new HashMap<>();
        List<@Nullable Object[]> shards = new ArrayList<>();
        List<@Nullable Object[]> items = new ArrayList<>();
        for (DueContainers.Found found : due) {
            Open open = filling.get(found.route());
            if (open == null || open.containers == shardSize) {
                open = new Open(shards.size());
                filling.put(found.route(), open);
                shards.add(new @Nullable Object[] {
                    run,
                    open.number,
                    found.route().repositoryId(),
                    found.route().setId(),
                    found.route().locationId()
                });
            }
            Due one = found.due();
            items.add(new @Nullable Object[] {
                run,
                one.container(),
                open.number,
                open.containers++,
                one.identity().key(),
                one.identity().setId(),
                one.identity().kind(),
                one.identity().sid(),
                one.identity().baseName(),
                one.account(),
                one.path().value(),
                one.whole(),
                one.unclean()
            });
        }
        session.batch(
                "INSERT INTO backup_shard (run_id, number, again, repository_id, set_id, location_id, containers)"
                        + " VALUES (?, ?, FALSE, ?, ?, ?, 0)",
                shards);
        session.batch(
                "INSERT INTO backup_item (run_id, container_id, shard, place, container_key, set_id, kind, sid,"
                        + " base_name, account, path, whole, unclean, outcome, reason, snapshot_id, bytes_read,"
                        + " bytes_spared, missed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', '', 0, 0, 0)",
                items);
        count(session, run);
        session.update("UPDATE backup_run SET planned = TRUE WHERE id = ?", run);
    }

    /** Makes shards of those that were in use. */
    static void writeAgain(Session session, long run, int shardSize) throws SQLException {
        record Busy(DueContainers.Route route, long container) {}
        List<Busy> all = session.list(
                "SELECT s.repository_id, s.set_id, s.location_id, i.container_id FROM backup_item i JOIN backup_shard s"
                        + " ON s.run_id = i.run_id AND s.number = i.shard WHERE i.run_id = ? AND i.outcome = 'IN_USE'"
                        + " ORDER BY i.shard, i.place",
                row -> new Busy(
                        new DueContainers.Route(row.text("repository_id"), row.text("set_id"), row.text("location_id")),
                        row.number("container_id")),
                run);
        int next = (int) session.number("SELECT COALESCE(MAX(number) + 1, 0) FROM backup_shard WHERE run_id = ?", run);
        Map<DueContainers.Route, Open> filling = new HashMap<>();
        for (Busy busy : all) {
            Open open = filling.get(busy.route());
            if (open == null || open.containers == shardSize) {
                open = new Open(next++);
                filling.put(busy.route(), open);
                session.update(
                        "INSERT INTO backup_shard (run_id, number, again, repository_id, set_id, location_id,"
                                + " containers) VALUES (?, ?, TRUE, ?, ?, ?, 0)",
                        run,
                        open.number,
                        busy.route().repositoryId(),
                        busy.route().setId(),
                        busy.route().locationId());
            }
            session.update(
                    "UPDATE backup_item SET shard = ?, place = ?, outcome = '' WHERE run_id = ? AND container_id = ?",
                    open.number,
                    open.containers++,
                    run,
                    busy.container());
        }
        count(session, run);
        session.update("UPDATE backup_run SET again = TRUE WHERE id = ?", run);
    }

    private static void count(Session session, long run) throws SQLException {
        session.update(
                "UPDATE backup_shard SET containers = (SELECT COUNT(*) FROM backup_item i WHERE i.run_id ="
                        + " backup_shard.run_id AND i.shard = backup_shard.number) WHERE run_id = ?",
                run);
    }

    /** Those that were in use, and were not tried again for the night was over, were in use. */
    static void giveBackUntried(Session session, long run) throws SQLException {
        session.update(
                "UPDATE backup_item SET outcome = 'IN_USE' WHERE run_id = ? AND outcome = '' AND reason <> ''"
                        + " AND EXISTS (SELECT 1 FROM backup_shard s WHERE s.run_id = backup_item.run_id"
                        + " AND s.number = backup_item.shard AND s.again = TRUE)",
                run);
    }

    static List<NightShard> shards(Session session, long run, boolean again) throws SQLException {
        return session.list(
                "SELECT * FROM backup_shard WHERE run_id = ? AND again = ? ORDER BY number",
                NightPlan::shard,
                run,
                again);
    }

    private static NightShard shard(Row row) throws SQLException {
        return new NightShard(
                row.number("run_id"),
                row.integer("number"),
                row.flag("again"),
                row.text("repository_id"),
                row.text("set_id"),
                row.text("location_id"),
                row.integer("containers"));
    }
}
