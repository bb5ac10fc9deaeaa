package dev.profilekeep.session;

import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.session.HostObservation.Kind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts what a host said about itself into the catalog, within the caller's transaction. */
final class ObservationWriter {
    private final Session session;

    ObservationWriter(Session session) {
        this.session = session;
    }

    /** States that the report does not name any more are over; events are kept. */
    void write(ReportFacts report) throws SQLException {
        String host = report.facts().hosts().keySet().iterator().next();
        Instant at = FactWriter.kept(report.facts().at());
        Map<Key, HostObservation> told = new HashMap<>();
        for (ReportFacts.Observed each : report.observations()) {
            told.putIfAbsent(new Key(each.what().kind(), digest(each.identity())), each.what());
        }
        // Whether it held until now.
        Map<Key, Boolean> known = new HashMap<>();
        session.each(
                "SELECT kind, fact_key, gone_at FROM host_observation WHERE host_key = ?",
                row -> known.put(
                        new Key(row.choice("kind", Kind.class), row.text("fact_key")), row.time("gone_at") == null),
                host);
        List<@Nullable Object[]> fresh = new ArrayList<>();
        List<@Nullable Object[]> seen = new ArrayList<>();
        List<@Nullable Object[]> gone = new ArrayList<>();
        told.forEach((key, each) -> {
            Boolean there = known.get(key);
            Instant happened = FactWriter.kept(each.at());
            if (there == null) {
                fresh.add(new Object[] {
                    host,
                    key.kind(),
                    key.fact(),
                    each.host(),
                    each.sid(),
                    each.path(),
                    each.code(),
                    each.detail(),
                    happened,
                    at,
                    each.source().id()
                });
            } else {
                seen.add(new Object[] {
                    each.sid(), each.path(), each.code(), each.detail(), happened, at, host, key.kind(), key.fact()
                });
            }
        });
        known.forEach((key, there) -> {
            boolean untold = key.kind() == Kind.MOUNT && !report.mountsTold();
            if (there && key.kind().lasting() && !untold && !told.containsKey(key)) {
                gone.add(new Object[] {at, host, key.kind(), key.fact()});
            }
        });
        session.batch(
                "INSERT INTO host_observation (host_key, kind, fact_key, host_name, sid, path, code, detail, happened_at,"
                        + " seen_at, source) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                fresh);
        session.batch(
                "UPDATE host_observation SET sid = ?, path = ?, code = ?, detail = ?, happened_at = ?, seen_at = ?,"
                        + " gone_at = NULL WHERE host_key = ? AND kind = ? AND fact_key = ?",
                seen);
        session.batch("UPDATE host_observation SET gone_at = ? WHERE host_key = ? AND kind = ? AND fact_key = ?", gone);
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    private record Key(Kind kind, String fact) {}
}
