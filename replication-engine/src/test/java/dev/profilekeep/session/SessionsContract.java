package dev.profilekeep.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.Catalog;
import dev.profilekeep.config.DatabaseConfig;
import dev.profilekeep.session.HostObservation.Kind;
import dev.profilekeep.session.HostReports.Outcome;
import dev.profilekeep.session.SessionDirectory.Boot;
import dev.profilekeep.session.SessionDirectory.Listing;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the directory does on every database. */
abstract class SessionsContract {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final String ANNA = "S-1-5-21-1004336348-1177238915-682003330-1001";
    private static final String BEN = "S-1-5-21-1004336348-1177238915-682003330-1002";
    private static final Actor HOST = new Actor("token:hosts", "Hosts", List.of(), "10.0.0.7");

    private final MovedClock clock = new MovedClock();
    private Catalog catalog;
    private CatalogSessions sessions;
    private HostReports reports;

    abstract DatabaseConfig emptyDatabase() throws Exception;

    @BeforeEach
    void open() throws Exception {
        catalog = Catalog.open(emptyDatabase());
        sessions = new CatalogSessions(catalog.database(), clock);
        reports = new HostReports(catalog.database(), clock);
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    private ImportResult importCsv(String table, ImportOptions options) throws Exception {
        return sessions.importCsv(new StringReader(table), options);
    }

    private ImportOptions now(String source) {
        return ImportOptions.of(source, clock.instant());
    }

    private static ReportBuilder report(Instant time) {
        return new ReportBuilder("AVD-12", time);
    }

    @Test
    void an_empty_directory_knows_nobody() {
        assertThat(sessions.hosts()).isEmpty();
        assertThat(sessions.host("AVD-12")).isEmpty();
        assertThat(sessions.sessionsOf(ANNA)).isEmpty();
        assertThat(sessions.sessionsOf("", "")).isEmpty();
        assertThat(sessions.bootsOf("AVD-12")).isEmpty();
        assertThat(sessions.listingsOf("AVD-12")).isEmpty();
        assertThat(sessions.observationsAbout("")).isEmpty();
        assertThat(reports.latest("AVD-12")).isEmpty();
    }

    @Test
    void an_export_tells_hosts_and_sessions_with_its_source_and_time() throws Exception {
        ImportResult result = importCsv(
                """
                Name,UserPrincipalName,ActiveDirectoryUserName,SessionState,CreateTime
                pool-a/avd-12.example.com/3,anna@example.com,EXAMPLE\\anna,Active,2026-11-20T07:12:00Z
                pool-a/avd-13.example.com/4,ben@example.com,EXAMPLE\\ben,Disconnected,2026-11-20T08:00:00Z
                """,
                now("AVD"));

        assertThat(result.outcome()).isEqualTo(ImportResult.Outcome.TAKEN);
        assertThat(result.complete()).isTrue();
        assertThat(sessions.hosts())
                .extracting(Host::name, Host::pool)
                .containsExactly(tuple("avd-12", "pool-a"), tuple("avd-13", "pool-a"));
        assertThat(sessions.sessionsOf("EXAMPLE\\ANNA"))
                .containsExactly(new HostSession(
                        "avd-12",
                        "",
                        "EXAMPLE\\anna",
                        HostSession.State.ACTIVE,
                        Instant.parse("2026-11-20T07:12:00Z"),
                        NOON,
                        null,
                        Source.export("avd")));
        assertThat(sessions.sessionsAt("EXAMPLE\\AVD-13$"))
                .extracting(HostSession::account)
                .containsExactly("EXAMPLE\\ben");
        assertThat(sessions.listingsOf("AVD-12"))
                .containsExactly(new Listing("AVD-12", NOON, false, Source.export("avd")));
    }

    @Test
    void people_are_found_by_sid_first_and_by_every_way_to_write_their_account() throws Exception {
        importCsv(
                """
                Host;Sid;Account
                AVD-1;%s;EXAMPLE\\anna
                AVD-2;;anna@example.com
                AVD-3;;anna
                AVD-4;%s;OTHER\\anna
                AVD-5;;OTHER\\anna
                """
                        .formatted(ANNA.toLowerCase(Locale.ROOT), BEN),
                now("hand"));

        assertThat(sessions.sessionsOf(ANNA)).extracting(HostSession::host).containsExactly("AVD-1");
        assertThat(sessions.sessionsOf(ANNA, "EXAMPLE\\Anna"))
                .extracting(HostSession::host)
                .containsExactlyInAnyOrder("AVD-1", "AVD-2", "AVD-3");
        assertThat(sessions.sessionsOf("anna@example.com"))
                .extracting(HostSession::host)
                .containsExactlyInAnyOrder("AVD-1", "AVD-2", "AVD-3", "AVD-4", "AVD-5");
        assertThat(sessions.sessionsOf("anna@elsewhere.com"))
                .extracting(HostSession::host)
                .doesNotContain("AVD-2");
        assertThat(sessions.sessionsOf("ann")).isEmpty();
    }

    @Test
    void a_complete_export_ends_what_its_source_does_not_say_any_more() throws Exception {
        importCsv("Host,User\nAVD-1,anna\nAVD-2,ben\n", now("broker"));
        importCsv("Host,User\nAVD-1,anna\n", now("other"));
        clock.forward(Duration.ofMinutes(10));
        ImportResult result = importCsv("Host,User\nAVD-2,ben\nAVD-1,\n", now("broker"));

        assertThat(result.ended()).isEqualTo(1);
        assertThat(sessions.sessionsOf("anna")).extracting(HostSession::source).containsExactly(Source.export("other"));
        assertThat(sessions.historyOf("", "anna"))
                .filteredOn(each -> each.source().equals(Source.export("broker")))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.seenAt()).isEqualTo(NOON);
                    assertThat(each.goneAt()).isEqualTo(NOON.plus(Duration.ofMinutes(10)));
                });
        assertThat(sessions.listingsOf("avd-1").get(0).at()).isEqualTo(NOON.plus(Duration.ofMinutes(10)));
    }

    @Test
    void a_session_that_names_nobody_may_be_any_of_its_host_so_that_none_there_ends() throws Exception {
        importCsv(
                "Host,User,Sid,State\nHX,anna,S-1-5-21-1-2-3-1001,Active\nHX,otto,S-1-5-21-1-2-3-1002,Active\n"
                        + "HY,emma,S-1-5-21-1-2-3-1003,Active\n",
                now("avd"));
        clock.forward(Duration.ofMinutes(5));
        ImportResult second =
                importCsv("Host,User,Sid,State\nHX,,,Active\nHX,otto,S-1-5-21-1-2-3-1002,Active\nHY,,,\n", now("avd"));

        assertThat(second.ended()).as("emma's: her host has none at all").isEqualTo(1);
        assertThat(sessions.sessionsOf("S-1-5-21-1-2-3-1001")).singleElement().satisfies(anna -> {
            assertThat(anna.goneAt()).isNull();
            assertThat(anna.seenAt()).as("not seen again").isEqualTo(NOON);
        });
        assertThat(sessions.sessionsOf("S-1-5-21-1-2-3-1002"))
                .singleElement()
                .satisfies(otto -> assertThat(otto.seenAt()).isEqualTo(NOON.plus(Duration.ofMinutes(5))));
    }

    @Test
    void a_host_that_a_later_export_leaves_out_is_not_taken_for_empty_as_of_then() throws Exception {
        importCsv("Host,User\nAVD-1,anna\nAVD-2,ben\n", now("broker"));
        clock.forward(Duration.ofMinutes(10));
        importCsv("Host,User\nAVD-2,ben\n", now("broker"));

        assertThat(sessions.sessionsAt("AVD-1")).isEmpty();
        assertThat(sessions.listingsOf("AVD-1")).extracting(Listing::at).containsExactly(NOON);
    }

    @Test
    void a_session_that_comes_back_is_there_again_and_a_new_one_of_the_same_person_is_another() throws Exception {
        importCsv("Host,User,LogonTime\nAVD-1,anna,2026-11-20T07:00Z\n", now("broker"));
        clock.forward(Duration.ofMinutes(1));
        importCsv("Host,User,LogonTime\nAVD-1,ben,2026-11-20T07:00Z\n", now("broker"));
        clock.forward(Duration.ofMinutes(1));
        importCsv("Host,User,LogonTime\nAVD-1,anna,2026-11-20T07:00Z\nAVD-1,anna,2026-11-20T12:01Z\n", now("broker"));

        assertThat(sessions.sessionsOf("anna"))
                .extracting(HostSession::since)
                .containsExactlyInAnyOrder(
                        Instant.parse("2026-11-20T07:00:00Z"), Instant.parse("2026-11-20T12:01:00Z"));
    }

    @Test
    void an_export_that_only_adds_ends_nothing_and_lists_nothing() throws Exception {
        importCsv("Host,User\nAVD-1,anna\n", now("broker").onlyAdding());
        clock.forward(Duration.ofMinutes(1));
        ImportResult result = importCsv("Host,User\nAVD-1,ben\n", now("broker").onlyAdding());

        assertThat(result.complete()).isFalse();
        assertThat(sessions.sessionsAt("AVD-1"))
                .extracting(HostSession::account)
                .containsExactly("anna", "ben");
        assertThat(sessions.listingsOf("AVD-1")).isEmpty();
    }

    @Test
    void an_export_that_was_given_before_or_is_older_changes_nothing() throws Exception {
        Instant first = clock.instant();
        importCsv("Host,User\nAVD-1,anna\n", now("broker"));
        clock.forward(Duration.ofMinutes(10));
        importCsv("Host,User\nAVD-1,ben\n", now("broker"));

        for (ImportOptions old : List.of(
                ImportOptions.of("Broker", first),
                ImportOptions.of("broker", clock.instant()),
                ImportOptions.of("broker", first).onlyAdding())) {
            assertThat(importCsv("Host,User\nAVD-1,anna\n", old).outcome()).isEqualTo(ImportResult.Outcome.NOT_NEWER);
        }
        assertThat(sessions.sessionsAt("AVD-1"))
                .extracting(HostSession::account)
                .containsExactly("ben");
    }

    @Test
    void an_export_with_a_bad_row_is_refused_as_a_whole_unless_told_otherwise() throws Exception {
        String table = "Host,User,Sid\nAVD-1,anna,\nAVD-2,ben,S-2-5\n,carl,\n";

        assertThatThrownBy(() -> importCsv(table, now("broker")))
                .isInstanceOf(ImportRefusedException.class)
                .hasMessageContaining("2 rows")
                .hasMessageContaining("line 3: 'S-2-5' is no SID")
                .hasMessageContaining("line 4: it names no host");
        assertThat(sessions.hosts()).isEmpty();

        ImportResult result = importCsv(table, now("broker").skippingBadRows());
        assertThat(result.skippedRows()).isEqualTo(2);
        assertThat(result.skipped()).extracting(ImportResult.RowProblem::line).containsExactly(3, 4);
        // Whoever is in the skipped rows may have a session anywhere.
        assertThat(result.complete()).isFalse();
        assertThat(sessions.listingsOf("AVD-1")).isEmpty();
        assertThat(sessions.sessionsOf("anna")).hasSize(1);
    }

    @Test
    void exports_from_the_future_or_older_than_is_kept_are_refused() {
        assertThatThrownBy(() -> importCsv("Host\nAVD-1\n", ImportOptions.of("a", NOON.plus(Duration.ofHours(1)))))
                .isInstanceOf(ImportRefusedException.class)
                .hasMessageContaining("yet to come");
        assertThatThrownBy(() -> importCsv("Host\nAVD-1\n", ImportOptions.of("a", NOON.minus(Duration.ofDays(31)))))
                .isInstanceOf(ImportRefusedException.class)
                .hasMessageContaining("30 days");
        assertThatThrownBy(() -> importCsv("Host\nAVD-1\n", ImportOptions.of(" ", NOON)))
                .isInstanceOf(ImportRefusedException.class)
                .hasMessageContaining("source name");
    }

    @Test
    void hosts_are_put_together_from_what_several_sources_say() throws Exception {
        importCsv("Name,AgentVersion\npool-a/AVD-1.example.com,1.0.9000\n", now("hosts"));
        clock.forward(Duration.ofMinutes(1));
        importCsv("ComputerName,UserName\navd-1,anna\n", now("quser"));
        importCsv("ComputerName,LastBootUpTime\nAVD-1,20261120030000.500000+060\n", ImportOptions.of("boots", NOON));

        assertThat(sessions.host("avd-1.example.com")).get().satisfies(host -> {
            assertThat(host.pool()).isEqualTo("pool-a");
            assertThat(host.agentVersion()).isEqualTo("1.0.9000");
            assertThat(host.lastBoot()).isEqualTo(Instant.parse("2026-11-20T02:00:00.5Z"));
            assertThat(host.seenAt()).isEqualTo(NOON.plus(Duration.ofMinutes(1)));
            assertThat(host.source()).isEqualTo(Source.export("quser"));
        });
        // A table of hosts says nothing of who works there.
        assertThat(sessions.listingsOf("AVD-1")).extracting(Listing::source).containsExactly(Source.export("quser"));
    }

    @Test
    void json_of_azure_is_taken_as_it_comes() throws Exception {
        String json =
                """
                {"value": [{"id": "/subscriptions/x/resourceGroups/g/providers/p/hostpools/pool-a/sessionhosts/avd-1.example.com/usersessions/2",
                  "name": "pool-a/avd-1.example.com/2", "type": "usersessions",
                  "properties": {"userPrincipalName": "anna@example.com", "sessionState": "Active", "applicationType": "Desktop",
                    "createTime": "2026-11-20T07:12:00.1234567Z"}}], "nextLink": null}
                """;
        sessions.importJson(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_16LE)), now("azure"));

        assertThat(sessions.sessionsOf("anna@example.com")).singleElement().satisfies(session -> {
            assertThat(session.host()).isEqualTo("avd-1");
            assertThat(session.since()).isEqualTo(Instant.parse("2026-11-20T07:12:00.123456Z"));
        });
        assertThat(sessions.host("avd-1")).get().extracting(Host::pool).isEqualTo("pool-a");
    }

    @Test
    void a_hosts_report_becomes_hosts_sessions_boots_and_observations() throws Exception {
        String disk = "\\\\fs\\profiles\\" + ANNA + "_anna\\Profile_anna.VHDX";
        HostReports.Answer answer = reports.accept(
                report(NOON)
                        .serverTime(NOON)
                        .boot(NOON.minus(Duration.ofHours(3)))
                        .session(ANNA, "EXAMPLE\\anna", "Active", NOON.minus(Duration.ofHours(2)))
                        .mount(disk)
                        .provider("\\\\fs2\\profiles", false)
                        .event(51, "locked", NOON.minus(Duration.ofHours(1)))
                        .build(),
                HOST);

        assertThat(answer.outcome()).isEqualTo(Outcome.TAKEN);
        Source source = Source.report("AVD-12");
        assertThat(sessions.host("avd-12")).get().satisfies(host -> {
            assertThat(host.lastBoot()).isEqualTo(NOON.minus(Duration.ofHours(3)));
            assertThat(host.clockSkew()).isEqualTo(Duration.ZERO);
            assertThat(host.fslogixVersion()).isEqualTo("3.26.126.19110");
        });
        assertThat(sessions.sessionsOf(ANNA)).singleElement().satisfies(session -> {
            assertThat(session.host()).isEqualTo("AVD-12");
            assertThat(session.source()).isEqualTo(source);
        });
        assertThat(sessions.bootsOf("avd-12"))
                .containsExactly(new Boot("avd-12", NOON.minus(Duration.ofHours(3)), source, NOON));
        assertThat(sessions.listingsOf("AVD-12")).containsExactly(new Listing("AVD-12", NOON, true, source));
        assertThat(sessions.observationsAbout(ANNA))
                .extracting(HostObservation::kind, HostObservation::path)
                .containsExactly(tuple(Kind.MOUNT, disk));
        assertThat(sessions.observationsOf("AVD-12"))
                .extracting(HostObservation::kind, HostObservation::code)
                .containsExactlyInAnyOrder(
                        tuple(Kind.MOUNT, ""),
                        tuple(Kind.PROVIDER, "unreachable"),
                        tuple(Kind.EVENT, "Microsoft-FSLogix-Apps:51"));
        assertThat(reports.latest("AVD-12.example.com")).get().satisfies(latest -> {
            assertThat(latest.actorId()).isEqualTo("token:hosts");
            assertThat(latest.actorAddress()).isEqualTo("10.0.0.7");
            assertThat(latest.report().sessions()).hasSize(1);
        });
    }

    @Test
    void the_next_report_ends_what_is_over_and_keeps_events() throws Exception {
        reports.accept(
                report(NOON)
                        .session(ANNA, "anna", "Active", NOON)
                        .mount("\\\\fs\\a.vhdx")
                        .event(26, "x", NOON)
                        .build(),
                HOST);
        clock.forward(Duration.ofMinutes(5));
        reports.accept(report(clock.instant()).session(BEN, "ben", "Disc", NOON).build(), HOST);

        assertThat(sessions.sessionsOf(ANNA)).isEmpty();
        assertThat(sessions.historyOf(ANNA, "")).extracting(HostSession::goneAt).containsExactly(clock.instant());
        assertThat(sessions.sessionsOf(BEN))
                .extracting(HostSession::state)
                .containsExactly(HostSession.State.DISCONNECTED);
        assertThat(sessions.observationsOf("AVD-12"))
                .extracting(HostObservation::kind, HostObservation::goneAt)
                .containsExactlyInAnyOrder(tuple(Kind.MOUNT, clock.instant()), tuple(Kind.EVENT, null));
    }

    @Test
    void mounted_disks_without_a_sid_are_told_of_all_hosts_while_they_are_mounted() throws Exception {
        String nobodys = "C:\\Cache\\Profile_anna.VHDX";
        reports.accept(
                report(NOON)
                        .mount(nobodys)
                        .mount("C:\\Cache\\" + ANNA + "_anna\\Profile_anna.VHDX")
                        .event(26, "x", NOON)
                        .build(),
                HOST);
        reports.accept(new ReportBuilder("AVD-13", NOON).mount(nobodys).build(), HOST);
        assertThat(sessions.mountsWithoutSid())
                .extracting(HostObservation::host, HostObservation::path)
                .containsExactlyInAnyOrder(tuple("AVD-12", nobodys), tuple("AVD-13", nobodys));

        clock.forward(Duration.ofMinutes(5));
        reports.accept(report(clock.instant()).build(), HOST);
        assertThat(sessions.mountsWithoutSid())
                .extracting(HostObservation::host)
                .containsExactly("AVD-13");
    }

    @Test
    void a_disk_stays_mounted_while_the_host_cannot_tell_what_is() throws Exception {
        reports.accept(report(NOON).mount("C:\\Cache\\Profile_anna.VHDX").build(), HOST);
        clock.forward(Duration.ofMinutes(5));
        reports.accept(report(clock.instant()).withoutMounts().build(), HOST);
        assertThat(sessions.mountsWithoutSid()).hasSize(1);
        assertThat(reports.latest("AVD-12"))
                .get()
                .satisfies(latest -> assertThat(latest.report().mounts()).isNull());

        clock.forward(Duration.ofMinutes(5));
        reports.accept(report(clock.instant()).build(), HOST);
        assertThat(sessions.mountsWithoutSid()).isEmpty();
    }

    @Test
    void a_domain_that_was_not_told_for_thirty_days_makes_no_second_machine_any_more() throws Exception {
        reports.accept(new ReportBuilder("AVD-12.old.example", NOON).build(), HOST);
        clock.forward(Duration.ofDays(29));
        reports.accept(report(clock.instant()).build(), HOST);
        assertThat(sessions.domainsOf("AVD-12")).contains("example.com", "old.example");

        clock.forward(Duration.ofDays(2));
        reports.accept(report(clock.instant()).build(), HOST);
        assertThat(sessions.domainsOf("AVD-12")).contains("example.com").doesNotContain("old.example");
    }

    @Test
    void a_report_whose_sessions_are_not_all_ends_none() throws Exception {
        reports.accept(
                report(NOON)
                        .serverTime(NOON)
                        .session(ANNA, "anna", "Active", NOON)
                        .build(),
                HOST);
        clock.forward(Duration.ofMinutes(5));
        reports.accept(report(clock.instant()).incomplete().build(), HOST);

        assertThat(sessions.sessionsOf(ANNA)).hasSize(1);
        assertThat(sessions.listingsOf("AVD-12")).extracting(Listing::at).containsExactly(NOON);
    }

    @Test
    void a_report_sent_again_or_an_older_one_changes_nothing() throws Exception {
        HostReport first = report(NOON).session(ANNA, "anna", "Active", NOON).build();
        reports.accept(first, HOST);
        clock.forward(Duration.ofMinutes(5));
        reports.accept(report(clock.instant()).build(), HOST);

        assertThat(reports.accept(first, HOST).outcome()).isEqualTo(Outcome.NOT_NEWER);
        assertThat(reports.accept(
                                report(clock.instant())
                                        .session(ANNA, "anna", "Active", NOON)
                                        .build(),
                                HOST)
                        .outcome())
                .isEqualTo(Outcome.NOT_NEWER);
        assertThat(sessions.sessionsOf(ANNA)).isEmpty();
        assertThat(sessions.host("AVD-12")).get().extracting(Host::seenAt).isEqualTo(clock.instant());
    }

    @Test
    void a_host_whose_clock_is_ahead_seems_no_fresher_than_it_is() throws Exception {
        Duration ahead = Duration.ofMinutes(20);
        reports.accept(
                report(NOON.plus(ahead)).boot(NOON.plus(ahead).minusSeconds(60)).build(), HOST);

        assertThat(sessions.host("AVD-12")).get().satisfies(host -> {
            assertThat(host.clockSkew()).isEqualTo(ahead);
            assertThat(host.seenAt()).isEqualTo(NOON);
            assertThat(host.lastBoot()).isEqualTo(NOON.minusSeconds(60));
        });
    }

    @Test
    void a_host_whose_clock_was_put_right_proves_nothing_new_for_an_hour_and_is_heard_then() throws Exception {
        for (Duration ahead : List.of(Duration.ofMinutes(20), Duration.ofDays(2), Duration.ofDays(200))) {
            String host = "AVD-" + ahead.toMinutes();
            reports.accept(new ReportBuilder(host, clock.instant().plus(ahead)).build(), HOST);
            if (ahead.toDays() == 2) {
                clock.forward(Duration.ofDays(3)); // it was off
            }
            Instant put = clock.instant();
            Outcome last = null;
            for (int minutes = 0; minutes <= 65; minutes += 5) {
                last = heard(host).outcome();
                Instant most = clock.instant().minus(minutes < 60 ? Duration.ofMinutes(20) : Duration.ZERO);
                assertThat(sessions.host(host).orElseThrow().seenAt())
                        .isBeforeOrEqualTo(most.isBefore(put) ? put : most);
                clock.forward(Duration.ofMinutes(5));
            }
            assertThat(last).isEqualTo(Outcome.TAKEN);
            heard(host);
            assertThat(sessions.host(host)).get().extracting(Host::seenAt).isEqualTo(clock.instant());
        }
    }

    /** A report by the right time; one that is refused as too old changes nothing either. */
    private HostReports.Answer heard(String host) {
        try {
            return reports.accept(new ReportBuilder(host, clock.instant()).build(), HOST);
        } catch (HostReportRefusedException e) {
            return new HostReports.Answer(Outcome.NOT_NEWER, Duration.ZERO, List.of());
        }
    }

    @Test
    void an_older_report_that_comes_late_ends_nothing_whatever_the_clock() throws Exception {
        Duration ahead = Duration.ofMinutes(10);
        reports.accept(
                report(NOON.minus(Duration.ofHours(1)))
                        .serverTime(NOON.minus(Duration.ofHours(1)))
                        .build(),
                HOST);
        HostReport before =
                report(NOON.minus(Duration.ofMinutes(6)).plus(ahead)).build();
        reports.accept(
                report(NOON.plus(ahead)).session(ANNA, "anna", "Active", NOON).build(), HOST);

        clock.forward(Duration.ofSeconds(20));
        assertThat(reports.accept(before, HOST).outcome()).isEqualTo(Outcome.NOT_NEWER);
        assertThat(sessions.sessionsOf(ANNA)).hasSize(1);
        assertThat(sessions.listingsOf("AVD-12")).extracting(Listing::at).containsExactly(NOON);
    }

    @Test
    void a_first_report_without_our_time_may_have_been_long_on_its_way_and_proves_nobodys_absence() throws Exception {
        reports.accept(report(NOON).session(ANNA, "anna", "Active", NOON).build(), HOST);
        assertThat(sessions.sessionsOf(ANNA)).hasSize(1);
        assertThat(sessions.listingsOf("AVD-12")).isEmpty();

        clock.forward(Duration.ofMinutes(5));
        reports.accept(report(clock.instant()).build(), HOST);
        assertThat(sessions.sessionsOf(ANNA)).isEmpty();
        assertThat(sessions.listingsOf("AVD-12")).extracting(Listing::at).containsExactly(clock.instant());
    }

    @Test
    void a_report_that_was_long_on_its_way_is_no_fresher_than_the_hosts_clock_was_known_to_be_ahead() throws Exception {
        Duration ahead = Duration.ofMinutes(5);
        reports.accept(report(NOON.plus(ahead)).build(), HOST);
        clock.forward(Duration.ofMinutes(5));
        Instant gathered = clock.instant();
        HostReport late = report(gathered.plus(ahead))
                .boot(NOON.minusSeconds(60).plus(ahead))
                .build();
        clock.forward(Duration.ofSeconds(330));

        assertThat(reports.accept(late, HOST).outcome()).isEqualTo(Outcome.TAKEN);
        assertThat(sessions.listingsOf("AVD-12")).extracting(Listing::at).containsExactly(gathered);
        assertThat(sessions.bootsOf("AVD-12")).extracting(Boot::at).containsExactly(NOON.minusSeconds(60));
    }

    @Test
    void with_our_own_time_in_it_a_report_counts_as_of_then_however_late_it_comes_and_whatever_the_hosts_clock()
            throws Exception {
        int number = 0;
        for (Duration off : List.of(Duration.ofMinutes(5), Duration.ofHours(-3), Duration.ofDays(400))) {
            String host = "AVD-" + ++number;
            Instant asked = clock.instant();
            HostReport late = new ReportBuilder(host, asked.plus(off))
                    .serverTime(asked)
                    .boot(asked.minusSeconds(3600).plus(off))
                    .session(ANNA, "anna", "Active", asked.minusSeconds(600).plus(off))
                    .build();
            clock.forward(Duration.ofMinutes(6));

            assertThat(reports.accept(late, HOST).outcome()).isEqualTo(Outcome.TAKEN);
            assertThat(sessions.listingsOf(host)).extracting(Listing::at).containsExactly(asked);
            assertThat(sessions.bootsOf(host)).extracting(Boot::at).containsExactly(asked.minusSeconds(3600));
            assertThat(sessions.sessionsAt(host))
                    .extracting(HostSession::since, HostSession::seenAt)
                    .containsExactly(tuple(asked.minusSeconds(600), asked));
        }
    }

    @Test
    void a_session_stays_the_same_one_though_our_time_moves_against_the_hosts() throws Exception {
        for (int slower = 0; slower < 3; slower++) {
            reports.accept(
                    report(clock.instant().plusSeconds(slower))
                            .serverTime(clock.instant())
                            .session(ANNA, "anna", "Active", NOON)
                            .build(),
                    HOST);
            clock.forward(Duration.ofMinutes(5));
        }
        assertThat(sessions.historyOf(ANNA, ""))
                .extracting(HostSession::since, HostSession::goneAt)
                .containsExactly(tuple(NOON, null));
    }

    @Test
    void a_report_whose_time_of_ours_is_not_newer_changes_nothing_whatever_the_host_says_it_is() throws Exception {
        reports.accept(
                report(NOON)
                        .serverTime(NOON)
                        .session(ANNA, "anna", "Active", NOON)
                        .build(),
                HOST);
        clock.forward(Duration.ofMinutes(5));
        for (Instant old : List.of(NOON, NOON.minusSeconds(1))) {
            assertThat(reports.accept(
                                    report(clock.instant().plusSeconds(90))
                                            .sentAt(clock.instant().plusSeconds(90))
                                            .serverTime(old)
                                            .build(),
                                    HOST)
                            .outcome())
                    .isEqualTo(Outcome.NOT_NEWER);
        }
        assertThat(sessions.sessionsOf(ANNA)).hasSize(1);

        // Put back by an hour, and asked after the last one came.
        HostReport back = report(clock.instant().minusSeconds(3600))
                .serverTime(clock.instant())
                .build();
        assertThat(reports.accept(back, HOST).outcome()).isEqualTo(Outcome.TAKEN);
        assertThat(sessions.sessionsOf(ANNA)).isEmpty();
    }

    @Test
    void a_time_of_ours_that_is_yet_to_come_is_refused_beyond_what_our_clocks_may_differ() throws Exception {
        assertThatThrownBy(() -> reports.accept(
                        report(NOON).serverTime(NOON.plusSeconds(16)).build(), HOST))
                .isInstanceOf(HostReportRefusedException.class)
                .hasMessageContaining("yet to come");
        reports.accept(report(NOON).serverTime(NOON.plusSeconds(15)).build(), HOST);
        assertThat(sessions.host("AVD-12")).get().extracting(Host::seenAt).isEqualTo(NOON);
    }

    @Test
    void of_one_start_told_twice_the_earlier_time_counts() throws Exception {
        Instant boot = NOON.minus(Duration.ofHours(3));
        for (int later : new int[] {50, 0, 70}) {
            reports.accept(report(clock.instant()).boot(boot.plusSeconds(later)).build(), HOST);
            clock.forward(Duration.ofMinutes(5));
        }
        assertThat(sessions.bootsOf("AVD-12")).extracting(Boot::at).containsExactly(boot);
    }

    @Test
    void a_host_whose_clock_is_behind_seems_no_fresher_than_it_says() throws Exception {
        Duration behind = Duration.ofMinutes(20);
        HostReport report =
                report(NOON.minus(behind)).boot(NOON.minus(Duration.ofHours(1))).build();
        assertThat(reports.accept(report, HOST).skew()).isEqualTo(behind.negated());

        assertThat(sessions.host("AVD-12")).get().satisfies(host -> {
            assertThat(host.seenAt()).isEqualTo(NOON.minus(behind));
            assertThat(host.lastBoot()).isEqualTo(NOON.minus(Duration.ofHours(1)));
        });
    }

    @Test
    void a_report_that_waited_on_the_host_counts_from_when_it_was_gathered() throws Exception {
        HostReport waited =
                report(NOON.minus(Duration.ofMinutes(30))).sentAt(NOON).build();
        assertThat(reports.accept(waited, HOST).skew()).isEqualTo(Duration.ZERO);
        assertThat(sessions.host("AVD-12"))
                .get()
                .extracting(Host::seenAt)
                .isEqualTo(NOON.minus(Duration.ofMinutes(30)));
    }

    @Test
    void a_report_of_days_ago_or_of_no_computer_is_refused() {
        assertThatThrownBy(() ->
                        reports.accept(report(NOON.minus(Duration.ofDays(2))).build(), HOST))
                .isInstanceOf(HostReportRefusedException.class)
                .hasMessageContaining("clock of AVD-12");
        assertThatThrownBy(() -> reports.accept(new ReportBuilder("a b<c>", NOON).build(), HOST))
                .isInstanceOf(HostReportRefusedException.class)
                .hasMessageContaining("no computer's name");
    }

    @Test
    void a_report_that_was_gathered_after_it_was_sent_is_refused() {
        HostReport ahead = report(NOON.plus(Duration.ofDays(200))).sentAt(NOON).build();
        assertThatThrownBy(() -> reports.accept(ahead, HOST))
                .isInstanceOf(HostReportRefusedException.class)
                .hasMessageContaining("after it was sent");
        assertThat(sessions.host("AVD-12")).isEmpty();
    }

    @Test
    void nothing_is_told_as_of_later_than_now() throws Exception {
        reports.accept(report(NOON.plusSeconds(50)).sentAt(NOON).build(), HOST);
        assertThat(sessions.host("AVD-12")).get().extracting(Host::seenAt).isEqualTo(NOON);
    }

    @Test
    void a_start_that_lies_after_the_report_or_is_not_told_any_more_is_not_the_last() throws Exception {
        Instant boot = NOON.minus(Duration.ofHours(20));
        reports.accept(report(NOON).boot(boot).build(), HOST);
        clock.forward(Duration.ofMinutes(5));
        reports.accept(
                report(clock.instant()).boot(clock.instant().plusSeconds(20)).build(), HOST);
        assertThat(sessions.host("AVD-12")).get().extracting(Host::lastBoot).isEqualTo(boot);

        clock.forward(Duration.ofMinutes(5));
        reports.accept(
                report(clock.instant()).boot(clock.instant().minusSeconds(20)).build(), HOST);
        clock.forward(Duration.ofMinutes(5));
        reports.accept(report(clock.instant()).boot(boot).build(), HOST);
        assertThat(sessions.host("AVD-12")).get().extracting(Host::lastBoot).isEqualTo(boot);
        assertThat(sessions.bootsOf("AVD-12")).first().extracting(Boot::at).isEqualTo(boot);
    }

    @Test
    void one_start_told_with_small_differences_stays_one() throws Exception {
        Instant boot = NOON.minus(Duration.ofHours(3));
        for (int i = 0; i < 4; i++) {
            reports.accept(
                    report(clock.instant()).boot(boot.plusMillis(700L * i)).build(), HOST);
            clock.forward(Duration.ofMinutes(5));
        }
        reports.accept(
                report(clock.instant()).boot(clock.instant().minusSeconds(30)).build(), HOST);

        assertThat(sessions.bootsOf("AVD-12"))
                .extracting(Boot::at)
                .containsExactly(clock.instant().minusSeconds(30), boot);
    }

    @Test
    void what_was_last_told_30_days_ago_is_forgotten_but_not_when_a_known_host_was_started() throws Exception {
        importCsv("Host,User,BootTime\nAVD-1,anna,2026-11-01T00:00Z\nAVD-2,ben,2026-11-01T00:00Z\n", now("broker"));
        clock.forward(Duration.ofDays(20));
        importCsv("Host,User\nAVD-2,ben\n", now("broker"));
        clock.forward(Duration.ofDays(11));
        importCsv("Host,User\nAVD-3,carl\n", now("broker"));

        assertThat(sessions.hosts()).extracting(Host::name).containsExactly("AVD-2", "AVD-3");
        assertThat(sessions.historyOf("", "anna")).isEmpty();
        assertThat(sessions.historyOf("", "ben")).hasSize(1);
        assertThat(sessions.bootsOf("AVD-1")).isEmpty();
        assertThat(sessions.bootsOf("AVD-2")).hasSize(1);
    }

    @Test
    void reports_and_exports_at_the_same_moment_do_not_hinder_each_other() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                int number = i;
                running.add(pool.submit(() -> number % 2 == 0
                        ? reports.accept(
                                new ReportBuilder("AVD-" + number % 6, NOON.plusMillis(number))
                                        .session(ANNA, "anna", "Active", NOON)
                                        .build(),
                                HOST)
                        : importCsv(
                                "Host,User\nAVD-" + number % 6 + ",anna\n",
                                ImportOptions.of("broker" + number % 3, NOON.plusMillis(number)))));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(sessions.hosts()).hasSize(6);
    }

    @Test
    void times_without_zone_need_one() throws Exception {
        String table = "Host,User,LogonTime\nAVD-1,anna,20.11.2026 08:12\n";
        assertThatThrownBy(() -> importCsv(table, now("quser")))
                .isInstanceOf(ImportRefusedException.class)
                .hasMessageContaining("zone: Europe/Berlin");
        importCsv(table, now("quser").zone(ZoneId.of("Europe/Berlin")));
        assertThat(sessions.sessionsOf("anna"))
                .extracting(HostSession::since)
                .containsExactly(Instant.parse("2026-11-20T07:12:00Z"));
    }

    private static final class MovedClock extends Clock {
        private volatile Instant now = NOON;

        void forward(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
