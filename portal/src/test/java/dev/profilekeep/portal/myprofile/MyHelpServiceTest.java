package dev.profilekeep.portal.myprofile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.lock.Fact;
import dev.profilekeep.lock.Holder;
import dev.profilekeep.lock.LockRule;
import dev.profilekeep.lock.LockVerdict;
import dev.profilekeep.lock.LockWords;
import dev.profilekeep.lock.Observation;
import dev.profilekeep.lock.Refusal;
import dev.profilekeep.lock.Weight;
import dev.profilekeep.portal.myprofile.MyHelp.Step;
import dev.profilekeep.portal.myprofile.OwnLocks.How;
import dev.profilekeep.portal.support.FakeEstate;
import dev.profilekeep.portal.support.FakeOwnLocks;
import dev.profilekeep.portal.support.MovedClock;
import dev.profilekeep.portal.support.People;
import dev.profilekeep.portal.support.PortalTables;
import dev.profilekeep.portal.support.Samples;
import dev.profilekeep.security.CurrentUser;
import dev.profilekeep.security.Person;
import dev.profilekeep.security.Role;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MyHelpServiceTest {
    private final MovedClock clock = new MovedClock();
    private final FakeEstate estate = FakeEstate.standard();
    private final FakeOwnLocks locks = new FakeOwnLocks(clock);
    private final DataSource tables = PortalTables.empty();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private MyHelpService service = anotherNode();

    private MyHelpService anotherNode() {
        return new MyHelpService(
                estate, locks, new HelpCases(tables), new CurrentUser(), clock, OwnHelpWorkers.of(waiting::add));
    }

    @BeforeEach
    void annaIsIn() {
        People.signIn(People.anna());
    }

    @AfterEach
    void signOut() {
        People.signOut();
    }

    private void work() {
        while (!waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    private MyHelp looked() {
        service.now();
        work();
        return service.now();
    }

    private Step step() {
        MyHelp now = service.now();
        work();
        return now.step();
    }

    private Instant now() {
        return clock.instant();
    }

    @Test
    void the_page_is_there_at_once_and_the_look_follows() {
        assertThat(service.now().step()).isEqualTo(Step.LOOKING);
        assertThat(locks.looks).isEmpty();
        work();
        assertThat(service.now().step()).isEqualTo(Step.FREE);
        assertThat(locks.looks).containsExactly(1L);
    }

    @Test
    void many_reads_are_one_look() {
        for (int i = 0; i < 20; i++) {
            service.now();
        }
        work();
        service.now();
        assertThat(locks.looks).hasSize(1);
        clock.forward(Duration.ofMinutes(1));
        service.now();
        work();
        assertThat(locks.looks).hasSize(2);
    }

    @Test
    void what_was_fine_before_is_not_said_again_until_it_was_seen_again() {
        assertThat(looked().step()).isEqualTo(Step.FREE);
        locks.verdicts.put(1L, FakeOwnLocks.stale(now()));
        clock.forward(Duration.ofMinutes(1));
        assertThat(service.now()).satisfies(help -> {
            assertThat(help.step()).isEqualTo(Step.LOOKING);
            assertThat(help.looking()).isTrue();
        });
        work();
        assertThat(service.now()).satisfies(help -> {
            assertThat(help.step()).isEqualTo(Step.STALE);
            assertThat(help.looking()).isFalse();
        });
    }

    @Test
    void what_keeps_somebody_out_stands_while_a_new_look_goes_on_but_not_for_long() {
        locks.verdicts.put(1L, FakeOwnLocks.live(now()));
        looked();
        locks.verdicts.clear();
        clock.forward(Duration.ofMinutes(1));
        assertThat(service.now()).satisfies(help -> {
            assertThat(help.step()).isEqualTo(Step.LIVE);
            assertThat(help.looking()).as("a newer answer comes").isTrue();
        });
        work();
        assertThat(service.now().step()).isEqualTo(Step.FREE);

        locks.verdicts.put(1L, FakeOwnLocks.live(now()));
        clock.forward(Duration.ofMinutes(1));
        assertThat(looked().step()).isEqualTo(Step.LIVE);
        clock.forward(Duration.ofHours(3));
        assertThat(service.now().step()).as("that was three hours ago").isEqualTo(Step.LOOKING);
    }

    @Test
    void who_was_in_and_is_locked_out_again_is_told_so() {
        free();
        locks.workedAt = now().plusSeconds(20);
        clock.forward(Duration.ofSeconds(20));
        assertThat(step()).isEqualTo(Step.IN);
        clock.forward(Duration.ofMinutes(5));
        locks.verdicts.put(1L, FakeOwnLocks.stale(now()));
        step();
        assertThat(step()).isEqualTo(Step.STALE);
        service.free();
        work();
        assertThat(service.now().step()).isEqualTo(Step.FREED);
    }

    @Test
    void who_is_freed_and_locked_out_again_before_being_in_is_told_so() {
        free();
        locks.verdicts.put(1L, FakeOwnLocks.stale(now()));
        clock.forward(Duration.ofSeconds(61));
        assertThat(step()).isEqualTo(Step.FREED);
        assertThat(step()).isEqualTo(Step.STALE);
    }

    @Test
    void who_was_in_is_not_said_to_be_once_a_later_look_has_it_otherwise() {
        free();
        locks.workedAt = now().plusSeconds(20);
        clock.forward(Duration.ofSeconds(20));
        assertThat(step()).isEqualTo(Step.IN);
        clock.forward(Duration.ofSeconds(50));
        step();
        assertThat(step()).as("the host told of it before the disk was open").isEqualTo(Step.IN);
        locks.verdicts.put(1L, FakeOwnLocks.unproved(now()));
        locks.away.add(1L);
        clock.forward(Duration.ofMinutes(1));
        step();
        assertThat(step()).as("a location that is silent proves nothing").isEqualTo(Step.IN);
        locks.away.clear();
        clock.forward(Duration.ofMinutes(1));
        step();
        assertThat(step()).isEqualTo(Step.UNPROVED);
        locks.verdicts.clear();
        clock.forward(Duration.ofMinutes(1));
        step();
        assertThat(step()).as("signed off").isEqualTo(Step.FREE);
    }

    @Test
    void what_is_left_over_is_freed_by_its_owner_in_the_background_and_once() {
        locks.verdicts.put(1L, FakeOwnLocks.stale(now()));
        assertThat(looked().step()).isEqualTo(Step.STALE);

        assertThat(service.free().step()).isEqualTo(Step.FREEING);
        assertThat(service.free().step()).isEqualTo(Step.FREEING);
        assertThat(anotherNode().now().step()).isEqualTo(Step.FREEING);
        work();
        assertThat(locks.clears).containsExactly(People.ANNAS_SID + " 1 basis-1");
        assertThat(service.now().step()).isEqualTo(Step.FREED);
        assertThat(anotherNode().now().step()).as("kept by the server").isEqualTo(Step.FREED);
    }

    @Test
    void profile_and_office_cache_are_one_button() {
        estate.containers.add(Samples.detail(Samples.row(3, People.ANNAS_SID, "anna", ContainerKind.ODFC, false)));
        locks.verdicts.put(1L, FakeOwnLocks.stale(now()));
        locks.verdicts.put(3L, FakeOwnLocks.stale(now()));
        assertThat(looked().step()).isEqualTo(Step.STALE);
        service.free();
        work();
        assertThat(locks.clears).hasSize(2);
    }

    @Test
    void nobody_elses_profile_is_looked_at_or_freed() {
        locks.verdicts.put(2L, FakeOwnLocks.stale(now()));
        assertThat(looked().step()).isEqualTo(Step.FREE);
        service.free();
        work();
        assertThat(locks.looks).doesNotContain(2L);
        assertThat(locks.clears).isEmpty();
    }

    @Test
    void what_is_in_use_or_not_proved_is_not_freed_even_if_asked_for() {
        for (var verdict :
                new dev.profilekeep.lock.LockVerdict[] {FakeOwnLocks.live(now()), FakeOwnLocks.unproved(now())}) {
            locks.verdicts.put(1L, verdict);
            service.lookAgain();
            work();
            assertThat(service.now().step()).isIn(Step.LIVE, Step.UNPROVED);
            service.free();
            work();
        }
        assertThat(locks.clears).isEmpty();
    }

    @Test
    void whoever_may_not_free_it_is_sent_to_the_helpdesk() {
        locks.verdicts.put(1L, FakeOwnLocks.stale(now()));
        locks.notForTheOwner.add(1L);
        assertThat(looked().step()).isEqualTo(Step.STALE_FOR_HELPDESK);

        locks.notForTheOwner.clear();
        Person auditor = People.person("anna", People.ANNAS_SID, Role.AUDITOR);
        People.signIn(auditor);
        clock.forward(Duration.ofMinutes(1));
        assertThat(looked().step()).isEqualTo(Step.STALE_FOR_HELPDESK);
    }

    @Test
    void who_is_free_and_signs_in_is_told_so_when_a_host_says_it() {
        free();
        clock.forward(Duration.ofSeconds(20));
        assertThat(step()).isEqualTo(Step.FREED);
        locks.workedAt = now();
        assertThat(step()).isEqualTo(Step.IN);
        clock.forward(MyHelp.SHOWN);
        step();
        assertThat(step()).as("the page is about the present again").isEqualTo(Step.FREE);
    }

    @Test
    void who_is_free_and_signs_in_is_told_so_when_the_disk_is_used_again() {
        free();
        locks.verdicts.put(1L, FakeOwnLocks.live(now()));
        clock.forward(Duration.ofSeconds(30));
        assertThat(step()).as("a disk is not opened while its owner signs in").isEqualTo(Step.FREED);
        assertThat(locks.looks).hasSize(1);
        clock.forward(Duration.ofSeconds(31));
        step();
        assertThat(step()).isEqualTo(Step.IN);
    }

    @Test
    void after_ten_minutes_it_is_the_helpdesks_also_for_a_phone_that_slept_and_who_gets_in_later_is_noticed() {
        free();
        clock.forward(MyHelp.PATIENCE);
        assertThat(anotherNode().now().step()).isEqualTo(Step.HANDOVER);
        locks.workedAt = now();
        assertThat(step()).isEqualTo(Step.IN);
    }

    @Test
    void what_the_helpdesk_freed_a_moment_before_is_free_and_they_sign_in() {
        locks.verdicts.put(1L, FakeOwnLocks.stale(now()));
        looked();
        locks.how = How.FREE;
        service.free();
        work();
        assertThat(service.now().step()).isEqualTo(Step.FREED);
    }

    @Test
    void when_somebody_was_quicker_nothing_is_done_and_that_is_said() {
        locks.how = How.CHANGED;
        locks.verdicts.put(1L, FakeOwnLocks.stale(now()));
        looked();
        service.free();
        work();
        assertThat(service.now().step()).isEqualTo(Step.CHANGED);
        locks.verdicts.put(1L, FakeOwnLocks.live(now()));
        service.lookAgain();
        work();
        assertThat(service.now().step()).isEqualTo(Step.LIVE);
    }

    @Test
    void looking_again_after_freeing_keeps_waiting_for_them() {
        freed();
        lookAgain();
        assertThat(step()).isEqualTo(Step.FREED);
        clock.forward(MyHelp.PATIENCE.plusSeconds(1));
        assertThat(step()).isEqualTo(Step.HANDOVER);
        lookAgain();
        assertThat(step()).isEqualTo(Step.HANDOVER);
        assertThat(service.evidence(Locale.ENGLISH, ZoneOffset.UTC)).anyMatch(line -> line.contains("before"));
        locks.verdicts.put(1L, FakeOwnLocks.live(now()));
        lookAgain();
        assertThat(step()).isEqualTo(Step.IN);
        lookAgain();
        assertThat(step()).as("who asks again wants to know what is so now").isEqualTo(Step.LIVE);
    }

    @Test
    void looking_again_after_freeing_tells_of_a_lock_that_was_left_behind_since() {
        freed();
        locks.verdicts.put(1L, FakeOwnLocks.stale(now()));
        lookAgain();
        assertThat(step()).isEqualTo(Step.STALE);
    }

    private void freed() {
        locks.verdicts.put(1L, FakeOwnLocks.stale(now()));
        looked();
        service.free();
        work();
        locks.verdicts.clear();
        assertThat(service.now().step()).isEqualTo(Step.FREED);
        clock.forward(Duration.ofSeconds(20));
    }

    private void lookAgain() {
        clock.forward(Duration.ofSeconds(2));
        service.lookAgain();
        work();
        service.now();
    }

    @Test
    void what_could_not_be_freed_goes_to_the_helpdesk_with_what_was_tried() {
        locks.how = How.NOT;
        locks.verdicts.put(1L, FakeOwnLocks.stale(now()));
        looked();
        service.free();
        work();
        assertThat(service.now().step()).isEqualTo(Step.HANDOVER);
        assertThat(service.evidence(Locale.ENGLISH, ZoneOffset.UTC))
                .contains(
                        "#1: The lock is gone at some sites and still there at others. Look again and clear what is left.");
    }

    @Test
    void why_it_could_not_be_freed_is_said_in_the_readers_language() {
        locks.refusal = Refusal.Why.READ_ONLY;
        triedInVain(How.NOT);
        assertThat(service.evidence(Locale.GERMAN, ZoneOffset.UTC))
                .anyMatch(line -> line.startsWith("#1: Eine Sperrdatei ist als schreibgeschützt markiert"));
        assertThat(service.evidence(Locale.ENGLISH, ZoneOffset.UTC))
                .anyMatch(line -> line.startsWith("#1: A lock file is marked read-only"));
    }

    @Test
    void what_nobody_expected_is_told_without_the_words_of_a_library() {
        locks.failsToClear = new IllegalStateException("Connection to jdbc:h2:/srv/data refused");
        triedInVain(How.NOT);
        assertThat(String.join("\n", service.evidence(Locale.GERMAN, ZoneOffset.UTC)))
                .contains("Das Freigeben ist bei uns misslungen. Kennung: ")
                .doesNotContain("jdbc", "failed");
    }

    @Test
    void a_note_from_before_stays_as_it_was_written() {
        new HelpCases(tables).begin(People.ANNAS_SID, List.of(), now(), now());
        new HelpCases(tables).move(People.ANNAS_SID, HelpCase.Phase.FAILED, now(), null, "somebody works with it");
        assertThat(service.evidence(Locale.GERMAN, ZoneOffset.UTC)).containsExactly("somebody works with it");
    }

    @ParameterizedTest
    @EnumSource(
            value = How.class,
            names = {"NOT", "CHANGED"})
    void whom_another_freed_after_they_tried_in_vain_is_told_to_sign_in_and_is_noticed(How how) {
        triedInVain(how);
        Step inVain = how == How.NOT ? Step.HANDOVER : Step.CHANGED;
        clock.forward(Duration.ofMinutes(1));
        step();
        assertThat(step()).isEqualTo(inVain);
        locks.verdicts.clear(); // the helpdesk was quick
        clock.forward(Duration.ofMinutes(1));
        step();
        assertThat(step()).isEqualTo(Step.FREED);
        assertThat(service.now().step().moving()).isTrue();
        assertThat(service.evidence(Locale.ENGLISH, ZoneOffset.UTC))
                .as("they did not")
                .noneMatch(line -> line.startsWith("Freed here"));
        int looks = locks.looks.size();
        clock.forward(Duration.ofSeconds(30));
        step();
        assertThat(locks.looks).as("left alone while they sign in").hasSize(looks);
        locks.workedAt = now();
        assertThat(step()).isEqualTo(Step.IN);
    }

    @ParameterizedTest
    @EnumSource(
            value = How.class,
            names = {"NOT", "CHANGED"})
    void who_gets_in_after_they_tried_in_vain_is_noticed(How how) {
        triedInVain(how);
        Step inVain = step();
        clock.forward(Duration.ofMinutes(3));
        locks.workedAt = now();
        step();
        assertThat(step())
                .as("a session beside the lock is one without the profile")
                .isEqualTo(inVain);
        locks.verdicts.put(1L, FakeOwnLocks.liveBySession(now()));
        clock.forward(Duration.ofMinutes(1));
        step();
        assertThat(step()).as("so is one that only the host tells of").isEqualTo(inVain);
        locks.verdicts.clear();
        clock.forward(Duration.ofMinutes(1));
        step();
        assertThat(step()).as("as a host told, and nothing locks it any more").isEqualTo(Step.IN);

        locks.workedAt = null;
        triedInVain(how);
        locks.verdicts.put(1L, FakeOwnLocks.live(now()));
        clock.forward(Duration.ofMinutes(1));
        step();
        assertThat(step()).as("as the disk tells").isEqualTo(Step.IN);
    }

    @Test
    void who_tried_in_vain_is_not_told_to_sign_in_while_a_site_is_silent_or_the_office_cache_is_locked() {
        estate.containers.add(Samples.detail(Samples.row(3, People.ANNAS_SID, "anna", ContainerKind.ODFC, false)));
        triedInVain(How.NOT);
        locks.verdicts.clear();
        locks.verdicts.put(3L, FakeOwnLocks.unproved(now()));
        clock.forward(Duration.ofMinutes(1));
        step();
        assertThat(step()).isEqualTo(Step.HANDOVER);
        locks.verdicts.clear();
        locks.silentSites = Set.of("lon");
        clock.forward(Duration.ofMinutes(1));
        step();
        assertThat(step()).isEqualTo(Step.HANDOVER);
    }

    @Test
    void who_found_it_changed_and_worked_meanwhile_is_not_told_to_sign_in_afterwards() {
        triedInVain(How.CHANGED);
        locks.verdicts.clear();
        clock.forward(Duration.ofMinutes(45));
        step();
        assertThat(step()).isEqualTo(Step.FREE);
    }

    @Test
    void who_was_freed_by_another_and_said_nothing_is_told_of_the_present_after_ten_minutes() {
        triedInVain(How.NOT);
        locks.verdicts.clear();
        clock.forward(Duration.ofMinutes(1));
        step();
        assertThat(step()).isEqualTo(Step.FREED);
        clock.forward(Duration.ofMinutes(11));
        step();
        assertThat(step()).isEqualTo(Step.FREE);
    }

    @Test
    void who_tried_in_vain_days_ago_is_told_of_the_present() {
        triedInVain(How.NOT);
        locks.verdicts.clear();
        clock.forward(Duration.ofDays(3));
        step();
        assertThat(step()).isEqualTo(Step.FREE);
        locks.workedAt = now();
        assertThat(step()).isEqualTo(Step.FREE);
    }

    private void triedInVain(How how) {
        locks.how = how;
        locks.verdicts.put(1L, FakeOwnLocks.stale(now()));
        service.lookAgain();
        work();
        service.free();
        work();
        assertThat(service.now().step()).isEqualTo(how == How.NOT ? Step.HANDOVER : Step.CHANGED);
    }

    @Test
    void what_was_freed_is_handed_on_as_it_was_in_the_readers_language() {
        LockVerdict was = new LockVerdict.Stale(
                LockRule.FREE_EVERYWHERE,
                new Holder("AVD-12", "", now().minusSeconds(6_000)),
                now(),
                List.of(new Observation(
                        Observation.Source.PROBE,
                        "fra",
                        now(),
                        Weight.STALE,
                        new Fact.DiskFree(now().minusSeconds(60)))),
                LockVerdict.Remedy.REMOVE_LOCK_FILES);
        locks.verdicts.put(1L, was);
        looked();
        service.free();
        work();
        clock.forward(MyHelp.PATIENCE);
        assertThat(service.now().step()).isEqualTo(Step.HANDOVER);
        List<String> said = service.evidence(Locale.GERMAN, ZoneOffset.UTC);
        LockWords words = locks.words(Locale.GERMAN, ZoneOffset.UTC);
        assertThat(said)
                .contains("Was vorher da war:", "#1: " + words.sentence(was))
                .contains("  " + words.line(was.observations().get(0), was.at()));
        assertThat(said.get(0)).startsWith("Hier freigegeben am 02.03.2026");
        assertThat(String.join(" ", said)).contains("AVD-12").doesNotContain("refusal", "result");
    }

    @Test
    void an_act_that_was_cut_off_with_its_node_can_be_begun_again() {
        locks.verdicts.put(1L, FakeOwnLocks.stale(now()));
        looked();
        service.free();
        waiting.clear(); // the node died
        service = anotherNode();
        assertThat(service.now().step()).isEqualTo(Step.FREEING);
        clock.forward(MyHelp.STUCK);
        assertThat(looked().step()).isEqualTo(Step.STALE);
        service.free();
        work();
        assertThat(locks.clears).hasSize(1);
    }

    @Test
    void a_look_that_fails_is_said_and_not_guessed() {
        locks.failure = new IllegalStateException("the catalog is away");
        assertThat(looked().step()).isEqualTo(Step.UNSEEN);
    }

    @Test
    void where_no_location_answers_nothing_is_said_to_be_free() {
        locks.silent = true;
        assertThat(looked().step()).isEqualTo(Step.UNSEEN);
    }

    @Test
    void a_location_that_does_not_answer_is_no_reason_to_call_anybody() {
        locks.verdicts.put(1L, FakeOwnLocks.unproved(now()));
        locks.away.add(1L);
        assertThat(looked().step()).isEqualTo(Step.UNSEEN);
    }

    @Test
    void who_asks_is_told_by_mail_at_the_address_of_the_sign_in() {
        locks.verdicts.put(1L, FakeOwnLocks.live(now()));
        MyHelp help = looked();
        assertThat(help.mayAsk()).isTrue();
        assertThat(service.tellMe(Locale.GERMAN).asked()).isTrue();
        assertThat(locks.told).containsEntry(1L, People.ANNAS_SID + " anna@example.com de");
    }

    @Test
    void without_mail_nobody_is_offered_one() {
        locks.reachesPeople = false;
        locks.verdicts.put(1L, FakeOwnLocks.live(now()));
        assertThat(looked().mayAsk()).isFalse();
    }

    private void free() {
        locks.verdicts.put(1L, FakeOwnLocks.stale(now()));
        looked();
        service.free();
        work();
    }
}
