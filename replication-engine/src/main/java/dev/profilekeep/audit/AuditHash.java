package dev.profilekeep.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How entries are chained: {@code hash = SHA-256(previousHash + "\n" + canonical)}, where canonical is the entry as JSON in
 * UTF-8 with all keys sorted and no blanks: {@code act, actor {address, id, name, roles}, at, evidence, outcome, reason, seq,
 * subject}. Anybody can check a chain with these lines and a SHA-256.
 */
final class AuditHash {
    static final String GENESIS = "0".repeat(64);
    private static final ObjectMapper CANONICAL = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /** What the column holds of all facts of an entry, as JSON. A lock's bytes must fit: 64 KiB are 87,384 in base64. */
    private static final int MOST_EVIDENCE = 100_000;

    private AuditHash() {}

    static String of(String previousHash, long seq, Instant at, Actor actor, AuditEntry entry) {
        try {
            byte[] text = (previousHash + "\n" + canonical(seq, at, actor, entry)).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String canonical(long seq, Instant at, Actor actor, AuditEntry entry) {
        Map<String, Object> who = new TreeMap<>();
        who.put("id", actor.id());
        who.put("name", actor.name());
        who.put("roles", actor.roles());
        who.put("address", actor.address());
        Map<String, Object> all = new TreeMap<>();
        all.put("seq", seq);
        all.put("at", at.toString());
        all.put("actor", who);
        all.put("act", entry.act());
        all.put("subject", entry.subject());
        all.put("reason", entry.reason());
        all.put("evidence", new TreeMap<>(entry.evidence()));
        all.put("outcome", entry.outcome());
        return json(all);
    }

    private static String json(Map<String, ?> all) {
        try {
            return CANONICAL.writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers are always writable", e);
        }
    }

    /** As the tables will give it back: what is too long is cut, so that the hash fits what is kept. */
    static Actor storable(Actor actor) {
        List<String> roles = actor.roles().stream()
                .map(role -> cut(role.replace(',', ' '), 100))
                .limit(15)
                .toList();
        return new Actor(cut(actor.id(), 500), cut(actor.name(), 500), roles, cut(actor.address(), 200));
    }

    static AuditEntry storable(AuditEntry entry) {
        Map<String, String> evidence = new TreeMap<>();
        entry.evidence().entrySet().stream()
                .limit(40)
                .forEach(fact -> evidence.put(cut(fact.getKey(), 100), cut(fact.getValue(), MOST_EVIDENCE)));
        while (json(evidence).length() > MOST_EVIDENCE) {
            Map.Entry<String, String> longest = evidence.entrySet().stream()
                    .max(Comparator.comparingInt(fact -> fact.getValue().length()))
                    .orElseThrow();
            longest.setValue(cut(longest.getValue(), longest.getValue().length() / 2));
        }
        return new AuditEntry(
                cut(entry.act(), 100),
                cut(entry.subject(), 1000),
                cut(entry.reason(), 4000),
                evidence,
                cut(entry.outcome(), 4000));
    }

    private static String cut(String text, int length) {
        String clean = text.replace('\0', '\ufffd');
        if (clean.length() <= length) {
            return clean;
        }
        int end = Character.isHighSurrogate(clean.charAt(length - 2)) ? length - 2 : length - 1;
        return clean.substring(0, end) + "…";
    }
}
