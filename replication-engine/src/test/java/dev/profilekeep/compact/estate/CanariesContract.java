package dev.profilekeep.compact.estate;

import static dev.profilekeep.compact.estate.CompactedEstate.FRA;
import static dev.profilekeep.compact.estate.CompactedEstate.path;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.compact.estate.CompactionItem.Waits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A few that go first, and the others that follow or do not. On every database. */
abstract class CanariesContract extends CompactionContract {
    @Test
    void a_few_go_first_and_the_others_follow_when_these_people_have_signed_in_and_out() throws Exception {
        people("canaries: 2, canariesClean: 1", "anna", "ben", "cleo", "dora");

        CompactionRun first = estate.night();

        assertThat(first.compacted()).isEqualTo(2);
        List<CompactionItem> waits = estate.items(first).stream()
                .filter(item -> item.why().equals(Waits.FOR_CANARIES))
                .toList();
        assertThat(waits).hasSize(2).allSatisfy(item -> assertThat(item.gain()).isPositive());
        assertThat(first.possibleBytes())
                .isEqualTo(waits.stream().mapToLong(CompactionItem::gain).sum());
        CompactionRun second = estate.night();
        assertThat(second.compacted()).as("nobody signed in").isZero();

        String canary = estate.items(first).stream()
                .filter(CompactionItem::canary)
                .findFirst()
                .orElseThrow()
                .account();
        estate.use(FRA, canary);
        CompactionRun third = estate.night();

        assertThat(third.compacted()).isEqualTo(2);
        for (String who : List.of("anna", "ben", "cleo", "dora")) {
            assertThat(estate.size(FRA, who)).as(who).isLessThan(full());
        }
        estate.lay(FRA, "emil");
        estate.inventory();
        assertThat(estate.night().compacted()).as("the version has passed").isEqualTo(1);
    }

    @Test
    void one_that_went_first_and_is_damaged_keeps_all_others_from_it() throws Exception {
        people("canaries: 2, canariesClean: 1", "anna", "ben", "cleo");
        CompactionRun first = estate.night();
        String canary = estate.items(first).stream()
                .filter(CompactionItem::canary)
                .findFirst()
                .orElseThrow()
                .account();
        String last = estate.items(first).stream()
                .filter(item -> item.why().equals(Waits.FOR_CANARIES))
                .findFirst()
                .orElseThrow()
                .account();
        estate.damage(FRA, canary);

        CompactionRun second = estate.night();

        assertThat(estate.item(second, last).why()).isEqualTo(Waits.CANARY_DAMAGED);
        assertThat(estate.size(FRA, last)).isEqualTo(full());
        assertThat(estate.engine().audit().recent(100))
                .filteredOn(record -> record.entry().act().equals(Canaries.DAMAGED_ACT))
                .singleElement()
                .satisfies(record -> assertThat(record.entry().outcome()).startsWith("refused: "));
    }

    @Test
    void one_that_was_not_closed_properly_says_nothing_for_or_against_the_others() throws Exception {
        people("canaries: 2, canariesClean: 1", "anna", "ben", "cleo");
        CompactionRun first = estate.night();
        List<String> canaries = estate.items(first).stream()
                .filter(CompactionItem::canary)
                .map(CompactionItem::account)
                .toList();
        estate.use(FRA, canaries.get(0));
        estate.leaveOpen(FRA, canaries.get(0));

        CompactionRun second = estate.night();

        assertThat(estate.items(second).stream().map(CompactionItem::why))
                .contains(Waits.FOR_CANARIES)
                .doesNotContain(Waits.CANARY_DAMAGED);
        estate.use(FRA, canaries.get(1));
        assertThat(estate.night().compacted()).isEqualTo(1);
    }

    /** As a host told it; the session is over. */
    private void worked(String who, String host, String version) {
        String sid = path(who).substring(0, path(who).indexOf('_'));
        Instant now = estate.estate.clock().instant();
        estate.engine().catalog().database().<RuntimeException>run(session -> {
            session.update(
                    "INSERT INTO session_host (host_key, name, pool, agent_version, fslogix_version, seen_at, source)"
                            + " VALUES (?, ?, '', '', ?, ?, 'export:test')",
                    host,
                    host,
                    version,
                    now);
            session.update(
                    "INSERT INTO host_session (source, host_key, host_name, person_key, since_key, sid, account,"
                            + " account_key, state, since, seen_at, gone_at) VALUES ('export:test', ?, ?, ?, '', ?, ?, ?, 'ACTIVE', ?, ?,"
                            + " ?)",
                    host,
                    host,
                    sid,
                    sid,
                    who,
                    who,
                    now,
                    now,
                    now);
        });
    }

    @Test
    void each_version_of_fslogix_has_its_own_that_go_first() throws Exception {
        people("canaries: 1, canariesClean: 1", "anna", "ben", "cleo");
        worked("anna", "avd-1", "2.9.8784");
        worked("ben", "avd-2", "2.9.9000");
        worked("cleo", "avd-3", "2.9.8784");

        CompactionRun first = estate.night();

        assertThat(first.compacted()).as(estate.items(first).toString()).isEqualTo(2);
        assertThat(estate.item(first, "ben").canary()).isTrue();
        assertThat(estate.item(first, "ben").agentVersion()).isEqualTo("2.9.9000");
        assertThat(estate.items(first).stream().filter(item -> item.why().equals(Waits.FOR_CANARIES)))
                .singleElement()
                .satisfies(item -> assertThat(item.agentVersion()).isEqualTo("2.9.8784"));
        estate.use(FRA, "ben");
        assertThat(estate.night().compacted()).as("of the other version").isZero();
        estate.use(FRA, estate.item(first, "anna").canary() ? "anna" : "cleo");
        assertThat(estate.night().compacted()).isEqualTo(1);
    }

    @Test
    void who_went_first_and_does_not_sign_in_for_two_weeks_makes_way_for_another() throws Exception {
        people("canaries: 1, canariesClean: 1", "anna", "ben");
        assertThat(estate.night().compacted()).isEqualTo(1);
        estate.estate.clock().forward(Duration.ofDays(13));
        assertThat(estate.night().compacted()).isZero();
        estate.estate.clock().forward(Duration.ofDays(1));
        assertThat(estate.night().compacted()).isEqualTo(1);
    }
}
