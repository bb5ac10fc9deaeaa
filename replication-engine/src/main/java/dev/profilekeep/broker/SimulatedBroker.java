package dev.profilekeep.broker;

import dev.profilekeep.broker.BrokerException.Refused;
import dev.profilekeep.broker.BrokerException.Unreachable;
import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Session;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A broker that is nothing but tables of the catalog, for the demo and for tests. Safe for several threads and processes. */
public final class SimulatedBroker implements DesktopBroker {
    private final Database database;
    private volatile Faults faults = Faults.NONE;

    public SimulatedBroker(Database database) {
        this.database = database;
    }

    /** From now on this goes wrong. */
    public void faults(Faults those) {
        this.faults = those;
    }

    /** Makes a pool with its hosts, or puts another in its place. */
    public void put(HostPool pool) {
        database.<RuntimeException>run(session -> {
            session.update("DELETE FROM broker_host WHERE pool_id = ?", pool.id());
            session.update("DELETE FROM broker_pool WHERE id = ?", pool.id());
            session.update(
                    "INSERT INTO broker_pool (id, name, site_id, model) VALUES (?, ?, ?, ?)",
                    pool.id(),
                    pool.name(),
                    pool.siteId(),
                    pool.model());
            for (HostPool.Host host : pool.hosts()) {
                session.update(
                        "INSERT INTO broker_host (name, pool_id, power, drained) VALUES (?, ?, ?, ?)",
                        host.name(),
                        pool.id(),
                        host.on() ? "ON" : "OFF",
                        host.drained());
            }
        });
    }

    /** Makes an application group with its assignments, or puts another in its place. */
    public void put(ApplicationGroup group) {
        database.<RuntimeException>run(session -> {
            session.update("DELETE FROM broker_assignment WHERE application_group = ?", group.id());
            session.update("DELETE FROM broker_application_group WHERE id = ?", group.id());
            session.update(
                    "INSERT INTO broker_application_group (id, name, pool_id) VALUES (?, ?, ?)",
                    group.id(),
                    group.name(),
                    group.poolId());
            for (String each : group.groups()) {
                session.update(
                        "INSERT INTO broker_assignment (application_group, group_id) VALUES (?, ?)", group.id(), each);
            }
        });
    }

    /** Makes a group of people, or puts another in its place. */
    public void put(PeopleGroup group) {
        database.<RuntimeException>run(session -> {
            session.update("DELETE FROM broker_member WHERE group_id = ?", group.id());
            session.update("DELETE FROM broker_group WHERE id = ?", group.id());
            session.update("INSERT INTO broker_group (id, name) VALUES (?, ?)", group.id(), group.name());
            for (String sid : group.sids()) {
                session.update("INSERT INTO broker_member (group_id, sid) VALUES (?, ?)", group.id(), sid);
            }
        });
    }

    /** Somebody signs in at a host. */
    public void signIn(String id, String sid, String host) {
        database.<RuntimeException>run(session ->
                session.update("INSERT INTO broker_session (id, sid, host) VALUES (?, ?, ?)", id, sid, host));
    }

    @Override
    public List<String> sites() throws BrokerException {
        return read(session ->
                session.list("SELECT DISTINCT site_id FROM broker_pool ORDER BY site_id", row -> row.text("site_id")));
    }

    @Override
    public List<HostPool> pools(String siteId) throws BrokerException {
        return read(session -> {
            Map<String, List<HostPool.Host>> hosts = new TreeMap<>();
            session.each(
                    "SELECT h.* FROM broker_host h JOIN broker_pool p ON p.id = h.pool_id WHERE p.site_id = ? ORDER BY h.name",
                    row -> hosts.computeIfAbsent(row.text("pool_id"), id -> new java.util.ArrayList<>())
                            .add(new HostPool.Host(
                                    row.text("name"), row.text("power").equals("ON"), row.flag("drained"))),
                    siteId);
            return session.list(
                    "SELECT * FROM broker_pool WHERE site_id = ? ORDER BY id",
                    row -> new HostPool(
                            row.text("id"),
                            row.text("name"),
                            siteId,
                            row.choice("model", PoolModel.class),
                            hosts.getOrDefault(row.text("id"), List.of())),
                    siteId);
        });
    }

    @Override
    public List<ApplicationGroup> applicationGroups(String siteId) throws BrokerException {
        return read(session -> {
            Map<String, Set<String>> groups = new TreeMap<>();
            session.each("SELECT * FROM broker_assignment", row -> groups.computeIfAbsent(
                            row.text("application_group"), id -> new TreeSet<>())
                    .add(row.text("group_id")));
            return session.list(
                    "SELECT a.* FROM broker_application_group a JOIN broker_pool p ON p.id = a.pool_id"
                            + " WHERE p.site_id = ? ORDER BY a.id",
                    row -> new ApplicationGroup(
                            row.text("id"),
                            row.text("name"),
                            row.text("pool_id"),
                            groups.getOrDefault(row.text("id"), Set.of())),
                    siteId);
        });
    }

    @Override
    public Optional<PeopleGroup> group(String id) throws BrokerException {
        return read(session -> {
            List<String> sids =
                    session.list("SELECT sid FROM broker_member WHERE group_id = ?", row -> row.text("sid"), id);
            Optional<PeopleGroup> known = session.first(
                    "SELECT * FROM broker_group WHERE id = ?",
                    row -> new PeopleGroup(id, row.text("name"), Set.copyOf(sids)),
                    id);
            return known.isPresent() || !isMember(session, id)
                    ? known
                    : Optional.of(new PeopleGroup(id, id, Set.of(id)));
        });
    }

    private static boolean isMember(Session session, String sid) throws SQLException {
        return session.number("SELECT COUNT(*) FROM broker_member WHERE sid = ?", sid) > 0;
    }

    @Override
    public List<DesktopSession> sessions(String siteId) throws BrokerException {
        return read(session -> session.list(
                "SELECT s.id, s.sid, s.host, h.pool_id FROM broker_session s JOIN broker_host h ON h.name = s.host"
                        + " JOIN broker_pool p ON p.id = h.pool_id WHERE p.site_id = ? ORDER BY s.id",
                row -> new DesktopSession(row.text("id"), row.text("sid"), row.text("pool_id"), row.text("host")),
                siteId));
    }

    @Override
    public boolean removeGroup(String applicationGroup, String group) throws BrokerException {
        return change(
                "removeGroup",
                applicationGroup + " " + group,
                session -> session.update(
                                "DELETE FROM broker_assignment WHERE application_group = ? AND group_id = ?",
                                applicationGroup,
                                group)
                        > 0);
    }

    @Override
    public boolean assignGroup(String applicationGroup, String group) throws BrokerException {
        return change("assignGroup", applicationGroup + " " + group, session -> {
            if (session.number("SELECT COUNT(*) FROM broker_application_group WHERE id = ?", applicationGroup) == 0) {
                throw new Refused("there is no application group '" + applicationGroup + "'");
            }
            if (session.number("SELECT COUNT(*) FROM broker_group WHERE id = ?", group) == 0
                    && !isMember(session, group)) {
                throw new Refused("there is no group '" + group + "'");
            }
            return session.update(
                            "INSERT INTO broker_assignment (application_group, group_id) SELECT ?, ? WHERE NOT EXISTS"
                                    + " (SELECT 1 FROM broker_assignment WHERE application_group = ? AND group_id = ?)",
                            applicationGroup,
                            group,
                            applicationGroup,
                            group)
                    > 0;
        });
    }

    @Override
    public boolean disconnect(String id) throws BrokerException {
        return change("disconnect", id, session -> session.update("DELETE FROM broker_session WHERE id = ?", id) > 0);
    }

    @Override
    public Set<String> startHosts(String pool, Set<String> hosts) throws BrokerException {
        return change("startHosts", pool, session -> {
            Set<String> started = new TreeSet<>();
            for (String host : new TreeSet<>(hosts)) {
                if (session.number("SELECT COUNT(*) FROM broker_host WHERE name = ? AND pool_id = ?", host, pool)
                        == 0) {
                    throw new Refused("pool '" + pool + "' has no host '" + host + "'");
                }
                if (session.update("UPDATE broker_host SET power = 'ON' WHERE name = ? AND power <> 'ON'", host) > 0) {
                    started.add(host);
                }
            }
            return started;
        });
    }

    @Override
    public boolean setDrain(String host, boolean drained) throws BrokerException {
        return change("setDrain", host, session -> {
            if (session.number("SELECT COUNT(*) FROM broker_host WHERE name = ?", host) == 0) {
                throw new Refused("there is no host '" + host + "'");
            }
            return session.update(
                            "UPDATE broker_host SET drained = ? WHERE name = ? AND drained <> ?",
                            drained,
                            host,
                            drained)
                    > 0;
        });
    }

    private <T> T change(String verb, String subject, Database.Work<T, BrokerException> work) throws BrokerException {
        faults.before(verb, subject);
        T answer = read(work);
        faults.after(verb, subject);
        return answer;
    }

    private <T> T read(Database.Work<T, BrokerException> work) throws BrokerException {
        try {
            return database.call(work);
        } catch (CatalogException e) {
            throw new Unreachable("the simulated broker's tables cannot be used: " + e.getMessage());
        }
    }
}
