package dev.profilekeep.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profilekeep.catalog.CatalogException;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.storage.LocationMode;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The chain of everything that was done: append-only, each entry hashed with its predecessor ({@link AuditHash}), so that a
 * change, a gap or a cut in the middle shows. Appends of all processes are put in a row by the row of the chain's head. Safe
 * for several threads.
 */
public final class AuditTrail implements AuditSink {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> EVIDENCE = new TypeReference<>() {};
    /** The act of changing what may be written at a location; its evidence says {@code from} and {@code to}. */
    public static final String MODE_CHANGE = "location.mode.change";

    /** The act of saying that a location was emptied on purpose. */
    public static final String EMPTY_CONFIRM = "location.empty.confirm";

    private static final int PAGE = 1_000;

    private final Database database;
    private final Clock clock;

    public AuditTrail(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * What a look at the whole chain found.
     *
     * @param entries how many were looked at
     * @param problems what is wrong, each with its entry; empty for a sound chain
     * @param head the last hash, to be kept elsewhere
     */
    public record Verification(long entries, List<String> problems, String head) {
        public Verification {
            problems = List.copyOf(problems);
        }

        public boolean sound() {
            return problems.isEmpty();
        }
    }

    /** What of the chain is asked for; empty texts do not narrow. */
    public record Query(String actorId, String act, String subject) {
        public static final Query ALL = new Query("", "", "");
    }

    @Override
    public AuditRecord append(Actor actor, AuditEntry entry) {
        return database.<AuditRecord, RuntimeException>call(session -> append(session, actor, entry));
    }

    /**
     * Appends as a part of the caller's transaction: the entry stands if and only if what is done in it does, and both are on
     * disk when that transaction has returned.
     */
    public AuditRecord append(Session session, Actor actor, AuditEntry entry) throws SQLException {
        session.mustLast();
        // Waits for whoever appends now, here or in another process.
        session.update("UPDATE audit_head SET seq = seq + 1 WHERE id = 1");
        AuditRecord last = session.first(
                        "SELECT seq, hash FROM audit_head WHERE id = 1",
                        row -> new AuditRecord(row.number("seq"), Instant.EPOCH, actor, entry, row.text("hash"), ""))
                .orElseThrow(() -> new CatalogException("the audit chain has lost its head", null));
        Actor who = AuditHash.storable(actor);
        AuditEntry what = AuditHash.storable(entry);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String hash = AuditHash.of(last.previousHash(), last.seq(), now, who, what);
        session.update(
                "INSERT INTO audit_entry (seq, at, actor_id, actor_name, actor_roles, actor_address, act, subject,"
                        + " reason, evidence, outcome, previous_hash, hash)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                last.seq(),
                now,
                who.id(),
                who.name(),
                String.join(",", who.roles()),
                who.address(),
                what.act(),
                what.subject(),
                what.reason(),
                write(what.evidence()),
                what.outcome(),
                last.previousHash(),
                hash);
        session.update("UPDATE audit_head SET hash = ? WHERE id = 1", hash);
        return new AuditRecord(last.seq(), now, who, what, last.previousHash(), hash);
    }

    /** The newest entries, newest first. */
    public List<AuditRecord> recent(int limit) {
        return find(Query.ALL, 0, limit);
    }

    /** Entries, newest first. */
    public List<AuditRecord> find(Query query, long offset, int limit) {
        List<String> terms = new ArrayList<>();
        List<Object> arguments = new ArrayList<>();
        narrow("actor_id", query.actorId(), terms, arguments);
        narrow("act", query.act(), terms, arguments);
        narrow("subject", query.subject(), terms, arguments);
        String where = terms.isEmpty() ? "" : " WHERE " + String.join(" AND ", terms);
        return database.<List<AuditRecord>, RuntimeException>call(session -> session.list(
                "SELECT * FROM audit_entry" + where + " ORDER BY seq DESC LIMIT " + Math.max(0, limit) + " OFFSET "
                        + Math.max(0, offset),
                AuditTrail::read,
                arguments.toArray()));
    }

    /**
     * Recomputes every hash from the entries as they stand, and compares the mode in force of each location with the last
     * change that was audited.
     */
    public Verification verify() {
        return verify("");
    }

    /** As {@link #verify()}; @param keptHead a hash that was noted before and must be in the chain, empty for none; the
     *     64 zeros before the first entry fit only a chain without entries */
    public Verification verify(String keptHead) {
        String kept = keptHead.strip().toLowerCase(Locale.ROOT);
        return database.<Verification, RuntimeException>call(session -> {
            List<String> problems = new ArrayList<>();
            String previous = AuditHash.GENESIS;
            boolean found = kept.isEmpty();
            long expected = 1;
            long entries = 0;
            while (true) {
                List<AuditRecord> page = session.list(
                        "SELECT * FROM audit_entry WHERE seq >= ? ORDER BY seq LIMIT " + PAGE,
                        AuditTrail::read,
                        expected);
                if (page.isEmpty()) {
                    break;
                }
                for (AuditRecord entry : page) {
                    entries++;
                    if (entry.seq() != expected) {
                        problems.add("entries " + expected + " to " + (entry.seq() - 1) + " are missing");
                    }
                    if (entry.seq() == expected && !entry.previousHash().equals(previous)) {
                        problems.add("entry " + entry.seq() + " does not follow its predecessor");
                    }
                    String hash =
                            AuditHash.of(entry.previousHash(), entry.seq(), entry.at(), entry.actor(), entry.entry());
                    if (!hash.equals(entry.hash())) {
                        problems.add("entry " + entry.seq() + " was changed after it was written");
                    }
                    previous = entry.hash();
                    found |= kept.equals(previous);
                    expected = entry.seq() + 1;
                }
            }
            long head = session.number("SELECT seq FROM audit_head WHERE id = 1");
            String headHash = session.first("SELECT hash FROM audit_head WHERE id = 1", row -> row.text("hash"))
                    .orElse("");
            if (head != expected - 1 || !headHash.equals(previous)) {
                problems.add("the chain ends at entry " + (expected - 1) + ", but its head says " + head
                        + ": entries at the end are missing or were changed");
            }
            boolean keptEmpty = kept.equals(AuditHash.GENESIS);
            if (keptEmpty && entries > 0) {
                problems.add("the head " + kept + " is that of a chain without entries, but this one has " + entries
                        + ": note the head that 'audit verify' prints, after the act that is to be proved");
            }
            if (!found && !keptEmpty) {
                problems.add("no entry has the hash " + kept
                        + " that was noted before: entries were cut off, or the whole chain was written anew");
            }
            modes(session, problems);
            return new Verification(entries, problems, previous);
        });
    }

    /** A location begins as OBSERVE; whatever differs from that was audited with the change, in one transaction. */
    private static void modes(Session session, List<String> problems) throws SQLException {
        Map<String, String> inForce = new TreeMap<>();
        session.each("SELECT id, mode FROM location", row -> inForce.put(row.text("id"), row.text("mode")));
        for (Map.Entry<String, String> location : inForce.entrySet()) {
            String audited = session.first(
                            "SELECT evidence FROM audit_entry WHERE act = '" + MODE_CHANGE
                                    + "' AND subject = ? AND outcome = 'done' ORDER BY seq DESC LIMIT 1",
                            row -> readEvidence(row.text("evidence")).getOrDefault("to", "?"),
                            "location:" + location.getKey())
                    .orElse(LocationMode.OBSERVE.name());
            if (!audited.equals(location.getValue())) {
                problems.add("location '" + location.getKey() + "' is in mode " + location.getValue()
                        + ", but the last change in the chain says " + audited + ": it was changed past ProfileKeep");
            }
        }
    }

    private static void narrow(String column, String value, List<String> terms, List<Object> arguments) {
        if (!value.isEmpty()) {
            terms.add(column + " = ?");
            arguments.add(value);
        }
    }

    private static AuditRecord read(Row row) throws SQLException {
        String roles = row.text("actor_roles");
        Actor actor = new Actor(
                row.text("actor_id"),
                row.text("actor_name"),
                roles.isEmpty() ? List.of() : Arrays.asList(roles.split(",")),
                row.text("actor_address"));
        AuditEntry entry = new AuditEntry(
                row.text("act"),
                row.text("subject"),
                row.text("reason"),
                readEvidence(row.text("evidence")),
                row.text("outcome"));
        return new AuditRecord(
                row.number("seq"), row.when("at"), actor, entry, row.text("previous_hash"), row.text("hash"));
    }

    private static String write(Map<String, String> evidence) {
        try {
            return JSON.writeValueAsString(evidence);
        } catch (JsonProcessingException e) {
            throw new CatalogException("evidence is not writable as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** What cannot be read is told by the hash that does not fit. */
    private static Map<String, String> readEvidence(String json) {
        try {
            return JSON.readValue(json, EVIDENCE);
        } catch (JsonProcessingException e) {
            return Map.of("unreadable", json);
        }
    }
}
