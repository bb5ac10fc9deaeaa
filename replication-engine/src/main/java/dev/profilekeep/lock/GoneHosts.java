package dev.profilekeep.lock;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.audit.GivenReason;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.config.ProfileKeepConfig;
import dev.profilekeep.lock.GoneRefusedException.Why;
import dev.profilekeep.text.Visible;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Machines that an administrator declared gone: deleted, or installed anew, at a time. What they had open from before that time is
 * nobody's any more. A machine that comes back under the same name is another one: as soon as anything is heard of it that is from
 * after that time, the declaration ends by itself. That the actor is an administrator is for the caller to check. Safe for several
 * threads and processes.
 */
public final class GoneHosts {
    /** So lately nothing may have been heard of a machine that is declared gone. */
    public static final Duration SILENT_FOR = Suspects.FRESH;

    private static final Actor OURSELVES = new Actor("profilekeep", "ProfileKeep", List.of(), "");
    private static final Pattern NAME =
            Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}_-]{0,62}|[0-9.]{7,15}|[0-9a-f:.]{2,45}");

    /** The time of the newest that anybody told of it; of a report also when it arrived, as the host's clock may be behind. */
    private static final String LAST_HEARD =
            "LEFT JOIN session_host h ON h.host_key = g.host_key LEFT JOIN host_report r ON r.host_key = g.host_key";

    private final Database database;
    private final AuditTrail audit;
    private final ProfileKeepConfig config;
    private final ServerView servers;
    private final Clock clock;

    GoneHosts(Database database, AuditTrail audit, ProfileKeepConfig config, ServerView servers, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.config = config;
        this.servers = servers;
        this.clock = clock;
    }

    /**
     * A declaration in force.
     *
     * @param wentAt what began later is not covered
     * @param ticket of the helpdesk's own system; may be empty
     * @param epoch counts those of the machine, from 1
     */
    public record GoneHost(
            String host,
            Instant wentAt,
            Instant declaredAt,
            String byId,
            String byName,
            String reason,
            String ticket,
            long epoch) {
        /** Whether it is this machine, with or without domain. */
        public boolean is(String name) {
            return Suspects.key(host).equals(key(name));
        }

        HostSeen.Gone seen() {
            return new HostSeen.Gone(wentAt, byName);
        }
    }

    private record Told(GoneHost gone, @Nullable Instant heard) {}

    private record Heard(@Nullable Instant at) {}

    private enum How {
        TAKEN_BACK,
        /** The machine reported, or a broker named it. */
        HEARD,
        /** A file server has a session of it that began later. */
        CONNECTED
    }

    /** One of us was quicker. */
    private static final class Quicker extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Those in force, by name. */
    public List<GoneHost> list() {
        return List.copyOf(inForce().values());
    }

    /** @param host with or without domain */
    public Optional<GoneHost> find(String host) {
        return Optional.ofNullable(inForce().get(key(host)));
    }

    /** Those in force, as hosts are compared. Whatever speaks against one has ended it before this answers. */
    Map<String, GoneHost> inForce() {
        List<Told> all = database.<List<Told>, RuntimeException>call(session -> session.list(
                "SELECT g.*, h.seen_at, r.received_at FROM host_gone g " + LAST_HEARD
                        + " WHERE g.ended_at IS NULL ORDER BY g.name",
                row -> new Told(read(row), later(row.time("seen_at"), row.time("received_at")))));
        Map<String, GoneHost> inForce = new LinkedHashMap<>();
        for (Told one : all) {
            GoneHost gone = one.gone();
            Instant heard = one.heard();
            Instant connected = servers.lastSession(Suspects.key(gone.host()));
            if (heard != null && heard.isAfter(gone.wentAt())) {
                end(gone, How.HEARD, heard);
            } else if (connected != null && connected.isAfter(gone.wentAt())) {
                end(gone, How.CONNECTED, connected);
            } else {
                inForce.put(Suspects.key(gone.host()), gone);
            }
        }
        return inForce;
    }

    /** Of these, those against which the file servers do not speak; the others end. */
    Map<String, GoneHost> stillGone(Map<String, GoneHost> gone) {
        if (gone.isEmpty()) {
            return gone;
        }
        Map<String, GoneHost> still = new LinkedHashMap<>(gone);
        still.entrySet().removeIf(one -> {
            Instant connected = servers.lastSession(one.getKey());
            if (connected == null || !connected.isAfter(one.getValue().wentAt())) {
                return false;
            }
            end(one.getValue(), How.CONNECTED, connected);
            return true;
        });
        return still;
    }

    /**
     * Declares a machine gone. The entry in the audit and the word stand or fall together.
     *
     * @param host with or without domain
     * @param wentAt when it was deleted, or was begun to be installed anew
     * @param reason must not be blank
     * @param ticket may be empty
     * @throws IllegalArgumentException if the name is none, or there is no reason, or it cannot be kept
     * @throws GoneRefusedException if something speaks against it
     */
    public GoneHost declare(String host, Instant wentAt, Actor actor, String reason, String ticket)
            throws GoneRefusedException {
        String name = named(host);
        requireOne(host, name);
        if (reason.isBlank()) {
            throw new IllegalArgumentException("declaring a machine gone needs a reason");
        }
        check("the reason", reason);
        check("the ticket", ticket);
        Instant now = kept(clock.instant());
        Instant went = kept(wentAt);
        String key = Suspects.key(name);
        if (went.isAfter(now)) {
            throw new GoneRefusedException(
                    Why.FUTURE, went, went + " has not come yet: say when " + name + " was deleted or installed anew");
        }
        if (inForce().containsKey(key)) {
            throw already(name);
        }
        return database.<GoneHost, GoneRefusedException>call(session -> {
            requireSilence(session, key, name, went, now);
            long epoch = session.number("SELECT epoch FROM host_gone WHERE host_key = ?", key) + 1;
            audit.append(
                    session,
                    actor,
                    entry(
                            "host.gone",
                            name,
                            reason,
                            Map.of(
                                    "wentAt",
                                    went.toString(),
                                    "ticket",
                                    ticket,
                                    "epoch",
                                    Long.toString(epoch)))); // waits for others
            if (session.number("SELECT COUNT(*) FROM host_gone WHERE host_key = ? AND ended_at IS NULL", key) > 0) {
                throw already(name);
            }
            session.update("DELETE FROM host_gone WHERE host_key = ?", key);
            session.update(
                    "INSERT INTO host_gone (host_key, name, went_at, declared_at, by_id, by_name, reason, ticket, epoch,"
                            + " ended_how) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '')",
                    key,
                    name,
                    went,
                    now,
                    actor.id(),
                    actor.name(),
                    reason,
                    ticket,
                    epoch);
            return new GoneHost(name, went, now, actor.id(), actor.name(), reason, ticket, epoch);
        });
    }

    /** Machines are told apart by their short names: of two of one name the wrong one would be believed dead. */
    private void requireOne(String host, String name) throws GoneRefusedException {
        Set<String> domains = new TreeSet<>(database.<List<String>, RuntimeException>call(session -> session.list(
                "SELECT domain FROM host_domain WHERE host_key = ?", row -> row.text("domain"), Suspects.key(name))));
        domains.add(Suspects.domain(host));
        config.sets().stream()
                .flatMap(set -> set.hosts().stream())
                .filter(one -> Suspects.key(one).equals(Suspects.key(name)))
                .forEach(one -> domains.add(Suspects.domain(one)));
        domains.remove("");
        if (domains.size() > 1) {
            throw new GoneRefusedException(
                    Why.NAMESAKES,
                    null,
                    "there is more than one machine called " + name + " (" + String.join(", ", domains)
                            + "), and nobody can tell which of them said what: none is declared gone");
        }
    }

    /**
     * Takes the word back: the machine is as any other again.
     *
     * @param reason may be empty
     * @throws IllegalArgumentException if the name is none, or the reason cannot be kept
     * @throws GoneRefusedException if it is not declared gone
     */
    public void takeBack(String host, Actor actor, String reason) throws GoneRefusedException {
        String name = named(host);
        check("the reason", reason);
        GoneHost gone = inForce().get(Suspects.key(name));
        if (gone == null || !end(gone, How.TAKEN_BACK, clock.instant(), actor, reason)) {
            throw new GoneRefusedException(Why.NOT_GONE, null, name + " is not declared gone, or not any more");
        }
    }

    private static GoneRefusedException already(String name) {
        return new GoneRefusedException(
                Why.ALREADY, null, name + " is declared gone already: take that back first to give another time");
    }

    private void requireSilence(Session session, String key, String name, Instant went, Instant now)
            throws SQLException, GoneRefusedException {
        Heard told = session.first(
                        "SELECT h.seen_at, r.received_at FROM (SELECT CAST(? AS VARCHAR(255)) AS host_key) g "
                                + LAST_HEARD,
                        row -> new Heard(later(row.time("seen_at"), row.time("received_at"))),
                        key)
                .orElseGet(() -> new Heard(null));
        Instant heard = later(told.at(), servers.lastSession(key));
        if (heard == null) {
            requireNamed(session, key, name);
        } else if (heard.isAfter(now.minus(SILENT_FOR))) {
            throw new GoneRefusedException(
                    Why.HEARD_LATELY,
                    heard,
                    name + " was heard of at " + heard + ", less than " + SILENT_FOR.toMinutes() + " minutes ago");
        } else if (heard.isAfter(went)) {
            throw new GoneRefusedException(
                    Why.HEARD_AFTER,
                    heard,
                    name + " was heard of at " + heard + ", so it cannot have been gone since " + went
                            + ": say when it really went");
        }
    }

    /** A name that was mistyped would be believed silently. */
    private void requireNamed(Session session, String key, String name) throws SQLException, GoneRefusedException {
        boolean configured = config.sets().stream()
                .flatMap(set -> set.hosts().stream())
                .anyMatch(host -> Suspects.key(host).equals(key));
        String like = key.replace("!", "!!").replace("_", "!_").replace("%", "!%");
        boolean known = configured
                || session.number(
                                "SELECT COUNT(*) FROM container_lock WHERE host_key = ? OR LOWER(observations) LIKE ? ESCAPE '!'"
                                        + " OR LOWER(observations) LIKE ? ESCAPE '!'",
                                key,
                                "%\"" + like + "\"%",
                                "%\"" + like + ".%")
                        > 0;
        if (!known) {
            throw new GoneRefusedException(
                    Why.NEVER_HEARD,
                    null,
                    "nobody ever told of a machine " + name + ", and no lock speaks of it: is the name right?");
        }
    }

    private void end(GoneHost gone, How how, Instant at) {
        end(gone, how, at, OURSELVES, "");
    }

    /** @return false if it had ended */
    private boolean end(GoneHost gone, How how, Instant at, Actor actor, String reason) {
        try {
            database.<RuntimeException>run(session -> {
                audit.append(
                        session,
                        actor,
                        entry(
                                how == How.TAKEN_BACK ? "host.gone.back" : "host.gone.end",
                                gone.host(),
                                reason,
                                Map.of(
                                        "how", how.name(),
                                        "at", at.toString(),
                                        "wentAt", gone.wentAt().toString(),
                                        "epoch", Long.toString(gone.epoch()))));
                int ended = session.update(
                        "UPDATE host_gone SET ended_at = ?, ended_how = ? WHERE host_key = ? AND epoch = ? AND ended_at IS NULL",
                        kept(clock.instant()),
                        how.name(),
                        Suspects.key(gone.host()),
                        gone.epoch());
                if (ended == 0) {
                    throw new Quicker();
                }
            });
            return true;
        } catch (Quicker e) {
            return false;
        }
    }

    private static AuditEntry entry(String act, String name, String reason, Map<String, String> evidence) {
        return new AuditEntry(act, "host:" + name, reason, evidence, "done");
    }

    private static void check(String what, String given) {
        GivenReason.fault(given).ifPresent(fault -> {
            throw new IllegalArgumentException(what + " " + fault);
        });
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        return Stream.of(Optional.ofNullable(one), Optional.ofNullable(other))
                .flatMap(Optional::stream)
                .max(Instant::compareTo)
                .orElse(null);
    }

    private static Instant kept(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    private static String key(String host) {
        return Suspects.key(host.substring(host.lastIndexOf('\\') + 1));
    }

    /** Without domain, in the letters given. */
    private static String named(String host) {
        String name = host.strip();
        name = name.substring(name.lastIndexOf('\\') + 1);
        String key = Suspects.key(name);
        if (!NAME.matcher(key).matches()) {
            throw new IllegalArgumentException("'" + Visible.oneLine(host) + "' is no computer's name");
        }
        return name.substring(0, Math.min(key.length(), name.length()));
    }

    private static GoneHost read(Row row) throws SQLException {
        return new GoneHost(
                row.text("name"),
                row.when("went_at"),
                row.when("declared_at"),
                row.text("by_id"),
                row.text("by_name"),
                row.text("reason"),
                row.text("ticket"),
                row.number("epoch"));
    }
}
