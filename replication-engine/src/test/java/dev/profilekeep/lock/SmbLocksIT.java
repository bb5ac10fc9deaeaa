package dev.profilekeep.lock;

import static dev.profilekeep.lock.LockedEstate.ADA;
import static dev.profilekeep.lock.LockedEstate.ALAN;
import static dev.profilekeep.lock.LockedEstate.ANNAS;
import static dev.profilekeep.lock.LockedEstate.HELGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.approval.Approval;
import dev.profilekeep.disk.testing.Fixtures;
import dev.profilekeep.lock.ClearOutcome.Result;
import dev.profilekeep.lock.Refusal.Why;
import dev.profilekeep.session.HostReport;
import dev.profilekeep.storage.Held;
import dev.profilekeep.storage.HoldingProcess;
import dev.profilekeep.storage.SambaServer;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Verdicts and clearing on two real servers, with handles of another process. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class SmbLocksIT {
    private static final ClearRequest WHY = new ClearRequest(HELGE, "Anna called", "");

    @TempDir
    Path folder;

    private TwoServers servers;
    private byte[] disk;
    private long anna;

    @AfterEach
    void stop() {
        if (servers != null) {
            servers.close();
        }
    }

    private void annaLocked(TwoServers started) throws Exception {
        servers = started;
        disk = Fixtures.ownImage("gpt-fixed.vhd").bytes();
        servers.lay(ANNAS, disk);
        servers.inventory();
        anna = servers.containers().get("anna");
    }

    private HoldingProcess holding(SambaServer server) throws IOException {
        return HoldingProcess.hold(server, TwoServers.SHARE, "", ANNAS, server.credentials());
    }

    /** A minute later. */
    private Look look() {
        servers.forward(Duration.ofSeconds(61));
        return servers.locks().look(anna);
    }

    private String verdict() {
        return LockedEstate.word(look());
    }

    /** Waits until the server has noticed, as a person would by looking again. */
    private void awaitVerdict(String wanted) {
        String last = verdict();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!last.equals(wanted) && System.nanoTime() < end) {
            last = verdict();
        }
        assertThat(last).isEqualTo(wanted);
    }

    private ClearPlan plan() {
        servers.forward(Duration.ofSeconds(61));
        return servers.proved(anna);
    }

    /** The server's own list comes late where the machine is busy; without it a look falls back to less. */
    private ClearPlan planBy(LockRule rule) {
        ClearPlan plan = servers.locks().plan(List.of(anna));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (plan.rows().get(0).verdict().rule() != rule && System.nanoTime() < end) {
            plan = servers.locks().plan(List.of(anna));
        }
        assertThat(plan.rows().get(0).verdict().rule()).isEqualTo(rule);
        return plan;
    }

    private ClearOutcome clear(ClearPlan plan, ClearRequest request) {
        return servers.locks().clear(plan, request, each -> {}).get(0);
    }

    private boolean bothLocked() {
        return Files.exists(TwoServers.file(servers.fra, ANNAS + ".lock"))
                && Files.exists(TwoServers.file(servers.lon, ANNAS + ".lock"));
    }

    @Test
    void live_while_it_is_open_at_either_site_and_stale_and_cleared_after_that_process_was_killed() throws Exception {
        annaLocked(TwoServers.start(folder, "ENGINE"));
        for (SambaServer server : List.of(servers.fra, servers.lon)) {
            try (HoldingProcess host = holding(server)) {
                awaitVerdict("LIVE HELD");
                ClearPlan plan = plan();
                assertThat(plan.rows().get(0).refusal().why()).isEqualTo(Why.LIVE);
                host.kill();
                awaitVerdict("STALE FREE_EVERYWHERE");
            }
        }
        assertThat(bothLocked()).isTrue();

        ClearOutcome outcome = clear(plan(), WHY);

        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.CLEARED);
        for (SambaServer server : List.of(servers.fra, servers.lon)) {
            assertThat(TwoServers.file(server, ANNAS + ".lock")).doesNotExist();
            assertThat(TwoServers.file(server, ANNAS)).hasBinaryContent(disk);
        }
        awaitVerdict("free");
    }

    @Test
    void with_one_server_stopped_it_is_unproved_and_nobody_can_clear_it_alone() throws Exception {
        annaLocked(TwoServers.start(folder, "ENGINE"));
        ClearPlan before = plan();
        assertThat(before.count()).isEqualTo(1);
        servers.lon.kill();

        Look look = look();
        assertThat(LockedEstate.word(look)).isEqualTo("UNPROVED NOT_ASKED");
        assertThat(look.verdict().orElseThrow().observations())
                .anyMatch(seen -> seen.fact() instanceof Fact.Unreachable && "lon-p".equals(seen.locationId()));
        assertThat(clear(before, WHY).result()).isEqualTo(Result.REFUSED);
        servers.forward(Duration.ofSeconds(61));
        assertThat(clear(servers.locks().plan(List.of(anna)), WHY).refusal().why())
                .isEqualTo(Why.NEEDS_APPROVAL);
        assertThat(bothLocked()).isTrue();

        servers.lon.start();
        awaitVerdict("STALE FREE_EVERYWHERE");
    }

    @Test
    void who_opens_the_disk_after_the_plan_wins() throws Exception {
        annaLocked(TwoServers.start(folder, "ENGINE"));
        ClearPlan plan = plan();
        try (HoldingProcess host = holding(servers.lon)) {
            ClearOutcome outcome = clear(plan, WHY);
            assertThat(outcome.refusal().why()).isEqualTo(Why.LIVE);
            assertThat(host.isAlive()).isTrue();
        }
        assertThat(bothLocked()).isTrue();
    }

    /** As a node leaves it that hangs in the middle of clearing, its connection open: it holds the disk and the lock file. */
    private void holdsByNode(HoldingProcess disk, HoldingProcess lock) {
        String sessions = "";
        for (HoldingProcess one : List.of(disk, lock)) {
            sessions += one.sessionId() + "\tfra-p\n";
        }
        String all = sessions;
        servers.engine()
                .catalog()
                .database()
                .<RuntimeException>run(session -> session.update(
                        "INSERT INTO container_lease (container_id, token, node, initiator, actor, purpose, taken_at, beat_at, sessions)"
                                + " VALUES (?, 'theirs', 'node-2', 'PERSON', 'helge', 'clear a stale lock', ?, ?, ?)",
                        anna,
                        servers.now(),
                        servers.now(),
                        all));
    }

    @Test
    void a_node_that_hangs_while_it_clears_keeps_the_disk_closed_only_until_it_is_dead_and_removes_nothing_after_that()
            throws Exception {
        annaLocked(TwoServers.start(folder, "ENGINE"));
        try (HoldingProcess node = holding(servers.fra);
                HoldingProcess itsLock = HoldingProcess.hold(
                        servers.fra, TwoServers.SHARE, "", ANNAS + ".lock", servers.fra.credentials())) {
            holdsByNode(node, itsLock);
            node.freeze();
            itsLock.freeze();
            ClearPlan.Row row = servers.locks().plan(List.of(anna)).rows().get(0);
            assertThat(row.refusal().why()).isEqualTo(Why.HELD_BY_US);
            servers.forward(Duration.ofSeconds(31)); // within the minute in which no disk is tried again

            ClearPlan plan = servers.proved(anna);

            assertThat(plan.rows().get(0).verdict().rule()).isEqualTo(LockRule.FREE_EVERYWHERE);
            assertThat(itsLock.thawAndRemove()).isFalse();
            assertThat(bothLocked()).isTrue();
            ClearOutcome outcome = clear(plan, WHY);
            assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.CLEARED);
            assertThat(node.isAlive()).isTrue();
        }
    }

    @Test
    void a_disk_that_a_dead_node_of_ours_keeps_closed_is_let_go_though_nobody_asks() throws Exception {
        annaLocked(TwoServers.start(folder, "ENGINE"));
        try (HoldingProcess node = holding(servers.fra);
                HoldingProcess itsLock = HoldingProcess.hold(
                        servers.fra, TwoServers.SHARE, "", ANNAS + ".lock", servers.fra.credentials())) {
            holdsByNode(node, itsLock);
            node.freeze();
            itsLock.freeze();
            servers.engine().leases().dead().begin();
            servers.forward(Duration.ofSeconds(31));
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (isHeld(servers.fra) && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            assertThat(isHeld(servers.fra)).isFalse();
            assertThat(bothLocked()).isTrue();
        }
    }

    private static boolean isHeld(SambaServer server) throws IOException {
        try (StorageProvider storage = server.connect(TwoServers.SHARE)) {
            return storage.holder(StoragePath.of(ANNAS)).state() == Held.State.HELD;
        }
    }

    @Test
    void an_administrator_of_the_servers_sees_by_whom_and_from_where() throws Exception {
        annaLocked(TwoServers.startAsAdministrator(folder, "ENGINE"));
        try (HoldingProcess host =
                HoldingProcess.hold(servers.fra, TwoServers.SHARE, "", ANNAS, servers.fra.otherCredentials())) {
            awaitVerdict("LIVE HELD");
            LockVerdict verdict = toldByTheServer();
            assertThat(host.isAlive()).isTrue();
            assertThat(verdict.word()).isEqualTo("LIVE");
            assertThat(verdict.holder().account())
                    .as("Samba tells its own name of it")
                    .isNotEmpty();
            assertThat(verdict.holder().host()).isEqualTo("127.0.0.1");
            assertThat(verdict.observations())
                    .anyMatch(seen -> seen.fact() instanceof Fact.NoOpenHandle && "lon-p".equals(seen.locationId()));
            assertThat(servers.locks().words(Locale.ENGLISH, ZoneOffset.UTC).sentence(verdict))
                    .contains("by 127.0.0.1")
                    .contains("Frankfurt");
        }
    }

    /** What a server tells of handles comes last in a look, and on a machine with much to do too late for the first. */
    private LockVerdict toldByTheServer() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        LockVerdict last = servers.locks().find(anna).orElseThrow().verdict();
        while (last.holder().account().isEmpty() && System.nanoTime() < end) {
            verdict();
            last = servers.locks().find(anna).orElseThrow().verdict();
        }
        return last;
    }

    /** Servers tell a session's age in whole seconds: what follows must be later than that for certain. */
    private void awaitSessionOfSeconds() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        Instant began = null;
        while ((began == null || began.isAfter(servers.now().minusSeconds(2))) && System.nanoTime() < end) {
            began = look().verdict().orElseThrow().holder().since();
        }
        assertThat(began).isBefore(servers.now().minusSeconds(2));
    }

    @Test
    void a_handle_of_a_machine_that_started_anew_is_closed_at_the_server_by_two_administrators() throws Exception {
        annaLocked(TwoServers.startAsAdministrator(folder, "ENGINE"));
        try (HoldingProcess host =
                HoldingProcess.hold(servers.fra, TwoServers.SHARE, "", ANNAS, servers.fra.otherCredentials())) {
            host.freeze(); // a machine that is gone, whose connection the server still believes in
            awaitVerdict("LIVE HELD");
            awaitSessionOfSeconds();
            startedAnew("127.0.0.1");
            ClearPlan plan = planBy(LockRule.DEAD_HANDLE);
            ClearPlan.Row row = plan.rows().get(0);
            assertThat(row.closings()).hasSize(1);
            assertThat(row.removals()).isEmpty();
            ClearRequest byAda = new ClearRequest(ADA, "AVD-12 crashed", "");
            assertThat(clear(plan, byAda).refusal().why()).isEqualTo(Why.NEEDS_APPROVAL);
            Approval asked = servers.locks().askApproval(row, ADA, "AVD-12 crashed");
            servers.engine().approvals().approve(asked.id(), ALAN, "seen");

            ClearOutcome outcome = clear(plan, byAda);

            assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.CLEARED);
            awaitVerdict("STALE FREE_EVERYWHERE");
        }
    }

    @Test
    void a_handle_of_a_machine_that_is_gone_is_closed_at_the_server_by_two_administrators() throws Exception {
        annaLocked(TwoServers.startAsAdministrator(folder, "ENGINE"));
        try (HoldingProcess host =
                HoldingProcess.hold(servers.fra, TwoServers.SHARE, "", ANNAS, servers.fra.otherCredentials())) {
            host.freeze(); // a machine that is gone, whose connection the server still believes in
            awaitVerdict("LIVE HELD");
            awaitSessionOfSeconds();
            servers.forward(Duration.ofMinutes(11));
            servers.locks().goneHosts().declare("127.0.0.1", servers.now(), ADA, "AVD-12 was deleted", "INC-7");
            ClearPlan plan = planBy(LockRule.DEAD_HANDLE);
            ClearPlan.Row row = plan.rows().get(0);
            assertThat(row.closings()).hasSize(1);
            ClearRequest byAda = new ClearRequest(ADA, "AVD-12 was deleted", "");
            assertThat(clear(plan, byAda).refusal().why()).isEqualTo(Why.NEEDS_APPROVAL);
            Approval asked = servers.locks().askApproval(row, ADA, "AVD-12 was deleted");
            servers.engine().approvals().approve(asked.id(), ALAN, "seen");

            ClearOutcome outcome = clear(plan, byAda);

            assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.CLEARED);
        }
    }

    @Test
    void lines_of_the_suspected_hosts_log_are_read_over_smb_beside_its_writer_and_nothing_is_changed()
            throws Exception {
        SambaServer logServer = SambaServer.builder().readOnlyShare("logs").start();
        try {
            annaLocked(TwoServers.start(
                    folder,
                    "ENGINE",
                    "logs: [{site: fra, address: \"%s/{host}\", credentials: service}]"
                            .formatted(logServer.address("logs", "fslogix"))));
            Instant now = servers.now();
            String date = now.toString().substring(0, 10);
            String head = "Log file created " + date
                    + " at 00:00:00\r\nUTC+00:00\r\nComputer Name: AVD-12 User Name: SYSTEM\r\n"
                    + "--------------------\r\n";
            String lines = "[%tT.000][tid:00000e2c.00001a2b][ERROR:00000020]   Attach failed: \\\\fs\\p\\%s\r\n"
                    .formatted(now.atOffset(ZoneOffset.UTC), ANNAS.replace('/', '\\'));
            String filler = "[00:00:01.000][tid:00000e2c.00000001][INFO]   nothing\r\n".repeat(20_000);
            Path log = logServer
                    .folder("logs")
                    .resolve("fslogix/AVD-12/Profile/Profile-" + date.replace("-", "") + ".log");
            Files.createDirectories(log.getParent());
            Files.writeString(log, head + filler + lines);
            Files.createSymbolicLink(logServer.folder("logs").resolve("fslogix/AVD-13"), folder.toAbsolutePath());
            servers.engine(); // opened before the report comes
            working("AVD-12");

            Look look = look();

            List<Observation> said = said(look);
            assertThat(said).singleElement().satisfies(seen -> {
                assertThat(seen.weight()).isEqualTo(Weight.NOTE);
                assertThat(seen.fact()).isInstanceOfSatisfying(Fact.LogEntry.class, entry -> {
                    assertThat(entry.errorCode()).isEqualTo(32);
                    assertThat(entry.zone()).isEqualTo("UTC");
                });
            });
            assertThat(Files.readString(log)).hasSize((head + filler + lines).length());

            logServer.kill();
            servers.forward(Duration.ofMinutes(1));
            long begun = System.nanoTime();
            List<Observation> afterwards = List.of();
            long end = begun + TimeUnit.SECONDS.toNanos(60);
            while (!isUnread(afterwards) && System.nanoTime() < end) {
                long one = System.nanoTime();
                afterwards = said(look());
                assertThat(Duration.ofNanos(System.nanoTime() - one)).isLessThan(Duration.ofSeconds(20));
            }
            assertThat(isUnread(afterwards)).isTrue();
            servers.forward(Duration.ofMinutes(1));
            working("AVD-12");
            assertThat(LockedEstate.word(look())).isEqualTo(LockedEstate.word(look));
        } finally {
            logServer.close();
        }
    }

    private static boolean isUnread(List<Observation> said) {
        return said.size() == 1 && said.get(0).fact() instanceof Fact.LogUnread;
    }

    private static List<Observation> said(Look look) {
        return look.verdict().orElseThrow().observations().stream()
                .filter(seen -> seen.source() == Observation.Source.LOG)
                .toList();
    }

    private void working(String host) throws Exception {
        report(host, List.of(LockedEstate.annaSince(servers.now())));
    }

    private void startedAnew(String host) throws Exception {
        report(host, List.of());
    }

    private void report(String host, List<HostReport.Session> sessions) throws Exception {
        Instant now = servers.now();
        servers.engine()
                .hostReports()
                .accept(
                        new HostReport(
                                HostReport.VERSION,
                                "report-" + now,
                                host,
                                "",
                                "",
                                now,
                                now,
                                now,
                                now.minusMillis(100),
                                "UTC",
                                0,
                                "1",
                                "1",
                                "2.9",
                                List.of(),
                                List.of(),
                                sessions,
                                true,
                                List.of(),
                                null,
                                List.of(),
                                List.of(),
                                List.of()),
                        ADA);
    }
}
