package dev.profilekeep.session;

import dev.profilekeep.audit.Act;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.audit.AuditSink;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes exports of brokers that somebody brings, and leaves in the audit trail who did and what became of it: an export can prove that
 * nobody works at a host, so a lock may be cleared because of it. Safe for several threads.
 */
public final class SessionImports {
    /** Longest export in bytes; 200,000 rows take less. */
    public static final long LARGEST = 64L << 20;

    /** The word for the act in the audit trail. */
    public static final String IMPORT = "sessions.import";

    private final CatalogSessions sessions;
    private final AuditSink audit;

    public SessionImports(CatalogSessions sessions, AuditSink audit) {
        this.sessions = sessions;
        this.audit = audit;
    }

    /** How an export is written. */
    public enum Format {
        CSV,
        JSON
    }

    /**
     * Takes one export.
     *
     * @throws ImportRefusedException if it is not understood; nothing of it is kept then
     * @throws IOException if it cannot be read
     */
    public ImportResult take(InputStream export, Format format, ImportOptions options, Actor actor)
            throws IOException, ImportRefusedException {
        DigestInputStream read = new DigestInputStream(export, sha256());
        Map<String, String> known = Map.of(
                "format", format.name(),
                "exportedAt", options.exportedAt().toString(),
                "complete", Boolean.toString(options.complete()));
        String subject = "export:" + options.source().strip();
        try {
            return Act.<ImportResult, Exception>told(
                    (evidence, outcome) -> audit.append(actor, new AuditEntry(IMPORT, subject, "", evidence, outcome)),
                    known,
                    () -> format == Format.CSV ? sessions.importCsv(read, options) : sessions.importJson(read, options),
                    result -> evidence(result, read),
                    e -> e instanceof ImportRefusedException ? firstLine(e) : "");
        } catch (IOException | ImportRefusedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("an import ended in what it does not throw", e);
        }
    }

    private static Map<String, String> evidence(ImportResult result, DigestInputStream read) {
        Map<String, String> came = new TreeMap<>();
        came.put("outcome", result.outcome().name());
        came.put("hosts", Integer.toString(result.hosts()));
        came.put("sessions", Integer.toString(result.sessions()));
        came.put("ended", Integer.toString(result.ended()));
        came.put("skippedRows", Integer.toString(result.skippedRows()));
        came.put("sha256", HexFormat.of().formatHex(read.getMessageDigest().digest()));
        return came;
    }

    /** The rows that are not understood hold names; the audit trail says only how many they are. */
    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
