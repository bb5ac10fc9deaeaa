package dev.profilekeep.backup.estate;

import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.audit.AuditRecord;
import dev.profilekeep.backup.estate.AskedBackup.At;
import dev.profilekeep.backup.estate.AskedBackup.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A backup that somebody asked for, as the audit has it: whoever asks later, after a restart or elsewhere, reads it there. */
final class AskedEntry {
    static final String ACT = "backup.now";
    static final String BEGUN = "begun";
    private static final String SESSION = "session ";

    private AskedEntry() {}

    static String subject(long containerId) {
        return "container:" + containerId;
    }

    static AuditEntry begun(AskedBackup asked) {
        return new AuditEntry(
                ACT,
                subject(asked.containerId()),
                "",
                Map.of("asked", asked.asked().toString()),
                BEGUN);
    }

    static AuditEntry ended(AskedBackup asked) {
        Map<String, String> evidence = new TreeMap<>();
        evidence.put("asked", asked.asked().toString());
        evidence.put("result", asked.state().name());
        asked.snapshot().ifPresent(id -> evidence.put("snapshot", id.toString()));
        Instant since = asked.inUseSince();
        if (since != null) {
            evidence.put("inUseSince", since.toString());
        }
        if (!asked.reason().isEmpty()) {
            evidence.put("why", asked.reason());
        }
        asked.sessions().forEach(at -> evidence.put(SESSION + at.host(), text(at.since())));
        boolean stored = asked.state() == State.STORED || asked.state() == State.SAME;
        return new AuditEntry(
                ACT, subject(asked.containerId()), "", evidence, stored ? "done" : "failed: " + asked.reason());
    }

    private static String text(@Nullable Instant at) {
        return at == null ? "" : at.toString();
    }

    static boolean isBegun(AuditRecord record) {
        return record.entry().outcome().equals(BEGUN);
    }

    static AskedBackup read(long containerId, AuditRecord record) {
        Map<String, String> evidence = record.entry().evidence();
        AskedBackup asked = AskedBackup.begun(
                containerId,
                record.actor().name(),
                Optional.ofNullable(instant(evidence.get("asked"))).orElse(record.at()));
        if (isBegun(record)) {
            return asked;
        }
        String why = evidence.getOrDefault("why", "");
        State state = State.valueOf(evidence.getOrDefault("result", State.FAILED.name()));
        return switch (state) {
            case STORED, SAME ->
                asked.stored(
                        record.at(),
                        state,
                        Optional.ofNullable(evidence.get("snapshot")).map(UUID::fromString));
            case IN_USE -> asked.inUse(record.at(), why, instant(evidence.get("inUseSince")), sessions(evidence));
            case FAILED, UNDER_WAY -> asked.failed(record.at(), why);
        };
    }

    private static List<At> sessions(Map<String, String> evidence) {
        return evidence.entrySet().stream()
                .filter(one -> one.getKey().startsWith(SESSION))
                .map(one -> new At(one.getKey().substring(SESSION.length()), instant(one.getValue())))
                .toList();
    }

    private static @Nullable Instant instant(@Nullable String text) {
        return text == null || text.isEmpty() ? null : Instant.parse(text);
    }
}
