package dev.profilekeep.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.account.ServiceAccount.State;
import dev.profilekeep.account.ServiceAccounts.Made;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditRecord;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.engine.Estate;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What service accounts do on every database. */
abstract class ServiceAccountsContract {
    private static final Actor ADA = new Actor("S-1-5-21-1-2-3-1102", "Ada", List.of("ADMINISTRATOR"), "10.0.0.1");

    @TempDir
    Path folder;

    private Estate estate;

    abstract String databaseYaml() throws Exception;

    @BeforeEach
    void open() throws Exception {
        estate = new Estate(folder).database(databaseYaml());
    }

    @AfterEach
    void close() {
        estate.close();
    }

    private ServiceAccounts accounts() {
        return estate.engine().serviceAccounts();
    }

    private Instant now() {
        return estate.clock().instant();
    }

    private static NewAccount named(String name) {
        return new NewAccount(name, AccountRole.AUDITOR, Set.of(), Set.of(), 90, "for a test");
    }

    private TokenCheck shown(String token) {
        return accounts().check(token, "10.0.0.9");
    }

    @Test
    void a_new_account_is_told_by_its_token() {
        Made made = accounts()
                .create(
                        new NewAccount(
                                " monitoring ", AccountRole.HELPDESK, Set.of("fra"), Set.of("pool"), 30, "watch it"),
                        ADA);

        assertThat(made.account().name()).isEqualTo("monitoring");
        assertThat(made.account().expiresAt())
                .isEqualTo(made.account().createdAt().plus(Duration.ofDays(30)));
        assertThat(made.account().createdBy()).isEqualTo("Ada");
        assertThat(accounts().all()).containsExactly(made.account());
        assertThat(accounts().find(made.account().id())).contains(made.account());
        assertThat(shown(made.token())).isInstanceOfSatisfying(TokenCheck.Good.class, good -> {
            assertThat(good.account().id()).isEqualTo(made.account().id());
            assertThat(good.account().role()).isEqualTo(AccountRole.HELPDESK);
            assertThat(good.account().sites()).containsExactly("fra");
            assertThat(good.account().sets()).containsExactly("pool");
        });
    }

    @Test
    void the_token_is_kept_nowhere() throws Exception {
        Made made = accounts().create(named("monitoring"), ADA);
        String secret = made.token().substring(14, 57);
        try (Connection connection = estate.engine().catalog().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : new String[] {"service_account", "audit_entry"}) {
                ResultSet rows = statement.executeQuery("SELECT * FROM " + table);
                int seen = 0;
                while (rows.next()) {
                    seen++;
                    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                        assertThat(String.valueOf(rows.getString(i))).doesNotContain(secret);
                    }
                }
                assertThat(seen).as(table).isPositive();
            }
        }
        assertThat(made.toString()).doesNotContain(secret);
    }

    @Test
    void making_and_revoking_stand_in_the_audit_trail() {
        Made made = accounts().create(named("monitoring"), ADA);
        accounts().revoke(made.account().id(), ADA, "it leaked");

        List<AuditRecord> entries = estate.engine().audit().recent(2);
        assertThat(entries)
                .extracting(entry -> entry.entry().act())
                .containsExactly(ServiceAccounts.REVOKE, ServiceAccounts.CREATE);
        assertThat(entries).allSatisfy(entry -> {
            assertThat(entry.actor()).isEqualTo(ADA);
            assertThat(entry.entry().subject())
                    .isEqualTo("service-account:" + made.account().id());
            assertThat(entry.entry().evidence())
                    .containsEntry("name", "monitoring")
                    .containsEntry("role", "AUDITOR")
                    .containsEntry("sites", "all")
                    .containsKeys("act", "expiresAt");
            assertThat(entry.entry().outcome()).isEqualTo("done");
        });
        assertThat(entries.get(0).entry().reason()).isEqualTo("it leaked");
        assertThat(estate.engine().audit().verify().sound()).isTrue();
    }

    @Test
    void a_revoked_token_answers_to_the_word_as_one_that_never_was() {
        Made made = accounts().create(named("monitoring"), ADA);
        String never = Token.make(new java.security.SecureRandom()).text();
        String otherSecret = otherSecret(made.token());

        assertThat(shown(otherSecret)).isEqualTo(new TokenCheck.Wrong());
        accounts().revoke(made.account().id(), ADA, "");

        assertThat(shown(made.token())).isEqualTo(new TokenCheck.Wrong()).isEqualTo(shown(never));
        estate.clock().forward(Duration.ofDays(400));
        assertThat(shown(made.token())).isEqualTo(new TokenCheck.Wrong());
        assertThat(accounts().find(made.account().id()).orElseThrow().stateAt(now()))
                .isEqualTo(State.REVOKED);
    }

    /** The same account with a secret that somebody made up, its checksum right. */
    private static String otherSecret(String token) {
        String head = token.substring(0, 14) + "A".repeat(43);
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(head.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return head + "_" + java.util.HexFormat.of().toHexDigits((int) crc.getValue());
    }

    @Test
    void an_expired_token_is_told_so_to_who_knows_its_secret_alone() {
        Made made = accounts().create(new NewAccount("m", AccountRole.AUDITOR, Set.of(), Set.of(), 1, ""), ADA);
        estate.clock().forward(Duration.ofDays(1).minusSeconds(1));
        assertThat(shown(made.token())).isInstanceOf(TokenCheck.Good.class);
        estate.clock().forward(Duration.ofSeconds(1));

        assertThat(shown(made.token()))
                .isInstanceOfSatisfying(TokenCheck.Expired.class, expired -> assertThat(expired.at())
                        .isEqualTo(made.account().expiresAt()));
        assertThat(shown(otherSecret(made.token()))).isEqualTo(new TokenCheck.Wrong());
        assertThat(shown(made.token().substring(1))).isEqualTo(new TokenCheck.Malformed());
    }

    @Test
    void revoking_twice_changes_nothing_and_whom_nobody_knows_cannot_be_revoked() {
        Made made = accounts().create(named("monitoring"), ADA);
        ServiceAccount once = accounts().revoke(made.account().id(), ADA, "").orElseThrow();
        estate.clock().forward(Duration.ofHours(1));
        long entries = estate.engine().audit().verify().entries();

        assertThat(accounts().revoke(made.account().id(), ADA, "again")).contains(once);
        assertThat(accounts().revoke("aaaaaaaaaa", ADA, "")).isEmpty();
        assertThat(estate.engine().audit().verify().entries()).isEqualTo(entries);
    }

    @Test
    void the_day_and_the_address_of_the_last_use_are_kept() {
        Made made = accounts().create(named("monitoring"), ADA);
        assertThat(made.account().lastUsedOn()).isNull();
        assertThat(accounts().check(made.token(), "10.0.0.9")).isInstanceOf(TokenCheck.Good.class);
        LocalDate today = LocalDate.ofInstant(now(), ZoneOffset.UTC);
        assertUsed(made, today, "10.0.0.9");

        accounts().check(made.token(), "10.0.0.10");
        assertUsed(made, today, "10.0.0.9"); // many hosts with one token do not write each time
        estate.clock().forward(Duration.ofMinutes(5));
        accounts().check(made.token(), "10.0.0.10");
        assertUsed(made, today, "10.0.0.10");

        estate.clock().forward(Duration.ofDays(1));
        accounts().check(otherSecret(made.token()), "10.6.6.6");
        assertUsed(made, today, "10.0.0.10");
        accounts().check(made.token(), "10.0.0.10");
        assertUsed(made, today.plusDays(1), "10.0.0.10");
    }

    private void assertUsed(Made made, LocalDate day, String address) {
        ServiceAccount now = accounts().find(made.account().id()).orElseThrow();
        assertThat(now.lastUsedOn()).isEqualTo(day);
        assertThat(now.lastUsedFrom()).isEqualTo(address);
    }

    @Test
    void a_name_in_use_is_refused_and_free_again_once_its_account_ends() {
        Made first = accounts().create(named("Monitoring"), ADA);
        long entries = estate.engine().audit().verify().entries();
        assertThatThrownBy(() -> accounts().create(named("monitoring"), ADA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"monitoring\" is that of a service account in use");
        assertThat(estate.engine().audit().verify().entries())
                .as("what was refused leaves no entry")
                .isEqualTo(entries);

        accounts().revoke(first.account().id(), ADA, "");
        accounts().create(named("monitoring"), ADA);
        estate.clock().forward(Duration.ofDays(90));
        accounts().create(named("monitoring"), ADA);
        assertThat(accounts().all()).hasSize(3);
    }

    @Test
    void of_many_who_take_a_name_at_once_one_gets_it() throws Exception {
        accounts();
        int many = 8;
        ExecutorService pool = Executors.newFixedThreadPool(many);
        try {
            List<Future<Boolean>> tries = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                tries.add(pool.submit(() -> {
                    try {
                        accounts().create(named("monitoring"), ADA);
                        return true;
                    } catch (IllegalArgumentException e) {
                        return false;
                    }
                }));
            }
            int made = 0;
            for (Future<Boolean> each : tries) {
                made += each.get() ? 1 : 0;
            }
            assertThat(made).isEqualTo(1);
            assertThat(accounts().all()).hasSize(1);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void another_process_knows_the_token_and_its_end_at_once() {
        Made made = accounts().create(named("monitoring"), ADA);
        try (Engine other = estate.openAnother()) {
            assertThat(other.serviceAccounts().check(made.token(), "")).isInstanceOf(TokenCheck.Good.class);
            accounts().revoke(made.account().id(), ADA, "");
            assertThat(other.serviceAccounts().check(made.token(), "")).isInstanceOf(TokenCheck.Wrong.class);
        }
    }

    @Test
    void what_cannot_be_is_refused_by_name() {
        assertThatThrownBy(() -> accounts()
                        .create(new NewAccount("m", AccountRole.HELPDESK, Set.of("par"), Set.of(), 9, ""), ADA))
                .hasMessageContaining("sites cannot be \"par\"; they can be fra, lon");
        assertThatThrownBy(() ->
                        accounts().create(new NewAccount("m", AccountRole.HELPDESK, Set.of(), Set.of("x"), 9, ""), ADA))
                .hasMessageContaining("sets cannot be \"x\"; they can be pool");
        assertThatThrownBy(() -> new NewAccount("m", AccountRole.HOST_REPORT, Set.of("fra"), Set.of(), 9, ""))
                .hasMessageContaining("must be left out for HOST_REPORT");
        for (int days : new int[] {0, -1, 366}) {
            assertThatThrownBy(() -> new NewAccount("m", AccountRole.AUDITOR, Set.of(), Set.of(), days, ""))
                    .hasMessageContaining("days must be 1 to 365");
        }
        for (String name : new String[] {"", "  ", "a\nb", "x".repeat(61), "a\u202eb"}) {
            assertThatThrownBy(() -> named(name)).hasMessageContaining("name must be one line of 1 to 60");
        }
        assertThatThrownBy(() -> new NewAccount("m", AccountRole.AUDITOR, Set.of(), Set.of(), 9, "a\u0007b"))
                .hasMessageContaining("reason must be one line");
        assertThat(accounts().all()).isEmpty();
    }
}
