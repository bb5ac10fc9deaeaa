package dev.profilekeep.audit;

import java.time.Instant;

/**
 * An entry as it stands in the chain.
 *
 * @param seq counted from 1 without gaps
 * @param hash SHA-256 over {@code previousHash} and the entry; hexadecimal
 */
public record AuditRecord(long seq, Instant at, Actor actor, AuditEntry entry, String previousHash, String hash) {}
