package dev.profilekeep.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.Catalog;
import dev.profilekeep.catalog.Databases;
import dev.profilekeep.disk.testing.RandomCases;
import dev.profilekeep.session.HostReports.Outcome;
import dev.profilekeep.session.SessionDirectory.Boot;
import dev.profilekeep.session.SessionDirectory.Listing;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports of hosts whose clocks are wrong, which come late, again, or one after a newer one: none counts as fresher than it is. */
class LateReportsTest {
    private static final Actor HOST = new Actor("token:hosts", "Hosts", List.of(), "");
    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");
    private static final int HISTORIES = 60;
    private static final int REPORTS = 12;

    private record Sent(HostReport report, Instant gathered, Instant arrives) {}

    @TempDir
    Path folder;

    private int hosts;

    @Test
    void no_report_counts_as_fresher_than_it_is_and_none_undoes_a_newer_one() {
        try (Catalog catalog = Catalog.open(Databases.h2(folder))) {
            RandomCases.run(HISTORIES, random -> history(catalog, random));
        }
    }

    private void history(Catalog catalog, Random random) {
        String host = "H-" + ++hosts;
        Duration off = Duration.ofSeconds(random.nextInt(5_400) - 2_700);
        Instant boot = START.minusSeconds(random.nextInt(100_000));
        List<Sent> sent = sent(random, host, off, boot);
        Instant newest = Instant.MIN;
        for (Sent one : sent) {
            Clock clock = Clock.fixed(one.arrives(), ZoneOffset.UTC);
            CatalogSessions directory = new CatalogSessions(catalog.database(), clock);
            HostReports reports = new HostReports(catalog.database(), clock);
            Outcome outcome = accept(reports, one.report());
            if (outcome == Outcome.TAKEN) {
                assertThat(one.gathered()).as("in order").isAfter(newest);
                newest = one.gathered();
            }
            assertThat(directory.listingsOf(host)).extracting(Listing::at).allMatch(at -> !at.isAfter(one.arrives()));
            if (outcome == Outcome.TAKEN) {
                assertThat(directory.listingsOf(host))
                        .extracting(Listing::at)
                        .as("no fresher than %s, off by %s", one, off)
                        .allMatch(at -> !at.isAfter(one.gathered()));
                assertThat(directory.bootsOf(host)).extracting(Boot::at).allSatisfy(at -> assertThat(at)
                        .as("of %s, off by %s", one, off)
                        .isBeforeOrEqualTo(boot));
            }
        }
        assertThat(newest).isAfter(Instant.MIN);
    }

    /** The first comes at once and so measures the clock; of the others some come late, and some again. */
    private static List<Sent> sent(Random random, String host, Duration off, Instant boot) {
        List<Sent> sent = new ArrayList<>();
        Instant gathered = START;
        for (int i = 0; i < REPORTS; i++) {
            gathered = gathered.plusSeconds(1 + random.nextInt(420));
            ReportBuilder report = new ReportBuilder(host, gathered.plus(off)).boot(boot.plus(off));
            if (random.nextBoolean()) {
                report.serverTime(gathered.minusSeconds(random.nextInt(10)));
            }
            for (int copies = 1 + random.nextInt(3) / 2; copies > 0; copies--) {
                int late = i == 0 || random.nextBoolean() ? 0 : random.nextInt(1_500);
                sent.add(new Sent(report.build(), gathered, gathered.plusSeconds(late)));
            }
        }
        sent.sort(Comparator.comparing(Sent::arrives));
        return sent;
    }

    private static Outcome accept(HostReports reports, HostReport report) {
        try {
            return reports.accept(report, HOST).outcome();
        } catch (HostReportRefusedException e) {
            throw new AssertionError(e);
        }
    }
}
