package dev.profilekeep.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.account.AccountRole;
import dev.profilekeep.account.NewAccount;
import dev.profilekeep.account.ServiceAccounts;
import dev.profilekeep.account.ServiceAccounts.Made;
import dev.profilekeep.account.TokenCheck;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.audit.AuditRecord;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.engine.ChildJvm;
import dev.profilekeep.engine.Estate;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an H2 catalog said is done is there after its process ended in that very moment. */
class WhatLastsIT {
    private static final Actor ADA = new Actor("corp:ada@example.com", "Ada", List.of("ADMINISTRATOR"), "");
    private static final int ROUNDS = 20;
    private static final int MOST_TOLD = 40;

    @TempDir
    Path folder;

    @Test
    void no_audit_entry_that_was_appended_is_lost_with_the_process() throws Exception {
        Map<Long, String> promised = new HashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            boolean byItself = round % 2 == 0;
            int told = 1 + round * 7 % MOST_TOLD;
            for (String line : childUntilItsEnd("append", byItself ? told : 0, byItself ? 0 : told)) {
                String[] words = line.split(" ");
                promised.put(Long.parseLong(words[1]), words[2]);
            }

            try (Catalog catalog = open(folder)) {
                AuditTrail audit = new AuditTrail(catalog.database(), Clock.systemUTC());
                Map<Long, String> kept = new HashMap<>();
                for (AuditRecord entry : audit.recent(100_000)) {
                    kept.put(entry.seq(), entry.hash());
                }
                assertThat(kept).as("after round " + round).containsAllEntriesOf(promised);
                assertThat(audit.verify().problems()).isEmpty();
            }
        }
        assertThat(promised).hasSizeGreaterThan(ROUNDS);
    }

    @Test
    void a_revoked_service_account_stays_revoked() throws Exception {
        for (int round = 0; round < 5; round++) {
            List<String> said = childUntilItsEnd("revoke", 1, 0);
            String token = said.get(said.size() - 1).split(" ")[1];

            try (Catalog catalog = open(folder)) {
                assertThat(accounts(catalog, folder).check(token, "10.0.0.9"))
                        .as("round " + round)
                        .isInstanceOf(TokenCheck.Wrong.class);
                assertThat(accounts(catalog, folder).all())
                        .as("it was made")
                        .hasSize(round + 1)
                        .allMatch(account -> account.revokedAt() != null);
            }
        }
    }

    private static Catalog open(Path folder) {
        return Catalog.open(Databases.h2(folder));
    }

    private static ServiceAccounts accounts(Catalog catalog, Path folder) {
        return new ServiceAccounts(
                catalog.database(),
                new AuditTrail(catalog.database(), Clock.systemUTC()),
                new Estate(folder).config(),
                Clock.systemUTC());
    }

    /**
     * @param halt it ends itself when it has said so many; 0 for never
     * @param kill it is killed when it has said so many; 0 for never
     * @return all that it said
     */
    private List<String> childUntilItsEnd(String what, int halt, int kill) throws Exception {
        Process child = new ProcessBuilder(
                        ChildJvm.command(Child.class, folder.toString(), what, Integer.toString(halt)))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> said = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("done ") && line.endsWith(" .")) {
                    said.add(line);
                }
                if (kill > 0 && said.size() == kill) {
                    child.toHandle().destroyForcibly(); // the process itself would close what it said as well
                }
            }
        }
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(said).as("it worked until its end").hasSizeGreaterThanOrEqualTo(Math.max(halt, kill));
        return said;
    }

    /** Works with the catalog and says on stdout what is done, once that is said to be so. */
    static final class Child {
        private static int said;

        private Child() {}

        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            int halt = Integer.parseInt(arguments[2]);
            Catalog catalog = open(folder);
            if (arguments[1].equals("revoke")) {
                ServiceAccounts accounts = accounts(catalog, folder);
                Made made = accounts.create(
                        new NewAccount(
                                "n" + System.nanoTime(), AccountRole.AUDITOR, Set.of(), Set.of(), 90, "for a test"),
                        ADA);
                accounts.revoke(made.account().id(), ADA, "it leaked").orElseThrow();
                say("done " + made.token() + " .", halt);
                return;
            }
            CountDownLatch noise = new CountDownLatch(1);
            start(() -> makeNoise(catalog, noise));
            noise.await(); // so that H2 commits in the background as well
            AuditTrail audit = new AuditTrail(catalog.database(), Clock.systemUTC());
            for (int thread = 0; thread < 2; thread++) {
                String subject = "container:" + thread;
                start(() -> {
                    while (true) {
                        AuditRecord entry =
                                audit.append(ADA, new AuditEntry("lock.clear", subject, "test", Map.of(), "begun"));
                        say("done " + entry.seq() + " " + entry.hash() + " .", halt);
                    }
                });
            }
        }

        private static synchronized void say(String line, int halt) {
            System.out.println(line);
            System.out.flush();
            if (++said == halt) {
                Runtime.getRuntime().halt(0);
            }
        }

        private interface Work {
            void run() throws Exception;
        }

        private static void start(Work work) {
            Thread thread = new Thread(() -> {
                try {
                    work.run();
                } catch (Exception e) {
                    Runtime.getRuntime().halt(1);
                }
            });
            thread.start();
        }

        private static void makeNoise(Catalog catalog, CountDownLatch begun) throws Exception {
            byte[] bytes = new byte[2_000];
            try (Connection connection = catalog.dataSource().getConnection();
                    Statement make = connection.createStatement()) {
                make.execute("CREATE TABLE IF NOT EXISTS noise (id INT PRIMARY KEY, bytes VARBINARY(1000000))");
                try (PreparedStatement put = connection.prepareStatement("MERGE INTO noise VALUES (?, ?)")) {
                    for (int i = 0; ; i++) {
                        new Random(i).nextBytes(bytes);
                        put.setInt(1, i % 50);
                        put.setBytes(2, bytes);
                        put.executeUpdate();
                        begun.countDown();
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1)); // as much as an inventory, no more
                    }
                }
            }
        }
    }
}
