package dev.profilekeep.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.session.SessionImports.Format;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports that somebody brings, and what the audit trail says of them. */
class SessionImportsTest {
    private static final Actor ADA = new Actor("ada", "Ada", List.of(), "");
    private static final String TABLE = "Host,Sid,UserName,State\nAVD-12," + Estate.ANNA + ",anna,Active\n";

    @TempDir
    Path folder;

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void an_export_is_known_to_the_directory_and_its_bringer_to_the_audit_trail() throws Exception {
        try (Estate estate = new Estate(folder)) {
            ImportOptions options = ImportOptions.of("AVD", estate.clock().instant());
            ImportResult result = estate.engine().sessionImports().take(bytes(TABLE), Format.CSV, options, ADA);

            assertThat(result.sessions()).isEqualTo(1);
            assertThat(estate.engine().sessions().sessionsOf(Estate.ANNA)).hasSize(1);
            List<AuditEntry> entries = estate.engine().audit().recent(2).stream()
                    .map(each -> each.entry())
                    .toList();
            assertThat(entries).extracting(AuditEntry::outcome).containsExactly("done", "begun");
            assertThat(entries.get(0).act()).isEqualTo(SessionImports.IMPORT);
            assertThat(entries.get(0).subject()).isEqualTo("export:AVD");
            assertThat(entries.get(0).evidence())
                    .containsEntry("sessions", "1")
                    .containsEntry("outcome", "TAKEN")
                    .containsEntry("complete", "true")
                    .containsEntry("sha256", sha256(TABLE));
        }
    }

    @Test
    void json_is_taken_as_well_and_what_is_not_understood_is_told_without_names() throws Exception {
        try (Estate estate = new Estate(folder)) {
            ImportOptions options = ImportOptions.of("AVD", estate.clock().instant());
            SessionImports imports = estate.engine().sessionImports();
            imports.take(bytes("[{\"Host\":\"AVD-13\",\"UserName\":\"ben\"}]"), Format.JSON, options, ADA);
            assertThat(estate.engine().sessions().sessionsAt("avd-13")).hasSize(1);

            assertThatThrownBy(
                            () -> imports.take(bytes(TABLE.replace("AVD-12", "not a host!")), Format.CSV, options, ADA))
                    .isInstanceOf(ImportRefusedException.class)
                    .hasMessageContaining("line 2");
            assertThat(estate.engine().audit().recent(1).get(0).entry().outcome())
                    .startsWith("refused: 1 row is not understood")
                    .doesNotContain("not a host");
        }
    }

    @Test
    void a_stream_that_breaks_is_a_failure_and_changes_nothing() throws Exception {
        try (Estate estate = new Estate(folder)) {
            ImportOptions options = ImportOptions.of("AVD", estate.clock().instant());
            InputStream broken = new InputStream() {
                @Override
                public int read() throws IOException {
                    throw new IOException("the caller hung up");
                }
            };
            assertThatThrownBy(() -> estate.engine().sessionImports().take(broken, Format.CSV, options, ADA))
                    .isInstanceOf(IOException.class);
            assertThat(estate.engine().audit().recent(1).get(0).entry().outcome())
                    .isEqualTo("failed: the caller hung up");
            assertThat(estate.engine().sessions().hosts()).isEmpty();
        }
    }

    private static String sha256(String text) throws Exception {
        return java.util.HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("SHA-256")
                        .digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
