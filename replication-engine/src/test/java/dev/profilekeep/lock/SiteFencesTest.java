package dev.profilekeep.lock;

import static dev.profilekeep.lock.LockedEstate.ADA;
import static dev.profilekeep.lock.LockedEstate.ALAN;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.approval.Approval;
import dev.profilekeep.approval.ApprovalRefusedException;
import dev.profilekeep.approval.Approvals;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.lock.FenceRefusedException.Why;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteFencesTest {
    private static final Actor GRACE = new Actor("corp:grace@example.com", "Grace", List.of("ADMINISTRATOR"), "");

    @TempDir
    Path folder;

    private Estate estate;
    private SiteFences fences;
    private Approvals approvals;

    @BeforeEach
    void open() {
        estate = new Estate(folder);
        fences = estate.engine().locks().fences();
        approvals = estate.engine().approvals();
    }

    @AfterEach
    void close() {
        estate.close();
    }

    private List<String> audit() {
        return estate.engine().audit().recent(100).stream()
                .filter(one -> one.entry().outcome().equals("done"))
                .map(one -> one.entry().act() + " " + one.actor().name())
                .filter(one -> one.startsWith("site.") || one.startsWith("approval."))
                .toList();
    }

    private List<String> refusals() {
        return estate.engine().audit().recent(100).stream()
                .filter(one -> one.entry().outcome().startsWith("refused: "))
                .map(one -> one.entry().act() + " " + one.entry().subject() + " "
                        + one.actor().name() + " " + one.entry().evidence().get("why"))
                .toList();
    }

    @Test
    void what_is_refused_is_told_with_who_tried_and_why() throws Exception {
        assertRefused(Why.NEEDS_APPROVAL, () -> fences.fence("lon", ADA, "fire"));
        assertThat(refusals()).containsExactly("site.fence site:lon Ada NEEDS_APPROVAL");
        assertRefused(Why.NOT_CUT_OFF, () -> fences.lift("lon", ALAN, "it is back"));
        assertThat(refusals()).first().isEqualTo("site.unfence site:lon Alan NOT_CUT_OFF");
        approvals.approve(fences.ask("lon", ADA, "fire").id(), ALAN, "");
        fences.fence("lon", ADA, "fire");
        assertRefused(Why.ALREADY, () -> fences.fence("lon", ALAN, "again"));
        assertThat(refusals()).first().isEqualTo("site.fence site:lon Alan ALREADY");
        assertRefused(Why.ONLY_SITE, () -> fences.ask("fra", GRACE, "fire"));
        assertThat(refusals()).hasSize(4).first().isEqualTo("approval.ask site:fra Grace ONLY_SITE");
        assertThat(estate.engine().audit().recent(1).get(0).entry().reason()).isEqualTo("fire");
        assertThat(estate.engine().audit().verify().sound()).isTrue();
    }

    private static void assertRefused(Why why, ThrowingCallable act) {
        assertThatThrownBy(act).isInstanceOfSatisfying(FenceRefusedException.class, e -> assertThat(e.why())
                .isEqualTo(why));
    }

    @Test
    void one_administrator_alone_cuts_off_nothing() throws Exception {
        assertRefused(Why.NEEDS_APPROVAL, () -> fences.fence("lon", ADA, "fire"));
        Approval asked = fences.ask("lon", ADA, "fire");
        assertRefused(Why.NEEDS_APPROVAL, () -> fences.fence("lon", ADA, "fire"));
        assertThatThrownBy(() -> approvals.approve(asked.id(), ADA, "")).isInstanceOf(ApprovalRefusedException.class);
        assertRefused(Why.NEEDS_APPROVAL, () -> fences.fence("lon", ADA, "fire"));
        assertThat(fences.list()).isEmpty();
        assertThat(audit()).containsExactly("approval.ask Ada");
    }

    @Test
    void two_agree_and_either_of_them_declares_it_once() throws Exception {
        Approval asked = fences.ask("lon", ADA, "fire");
        assertThat(fences.pending("lon").orElseThrow().state()).isEqualTo(Approval.State.ASKED);
        approvals.approve(asked.id(), ALAN, "seen");
        assertThat(fences.pending("lon").orElseThrow().state()).isEqualTo(Approval.State.APPROVED);
        assertRefused(Why.NEEDS_APPROVAL, () -> fences.fence("lon", GRACE, "fire"));

        assertThat(fences.fence("lon", ALAN, "it burns").epoch()).isEqualTo(1);
        assertThat(fences.sites())
                .filteredOn(site -> site.cutOff() != null)
                .singleElement()
                .satisfies(site -> {
                    assertThat(site.id()).isEqualTo("lon");
                    assertThat(requireNonNull(site.cutOff()).by()).isEqualTo("Alan");
                    assertThat(requireNonNull(site.cutOff()).reason()).isEqualTo("it burns");
                });
        assertThat(approvals.find(asked.id()).orElseThrow().state()).isEqualTo(Approval.State.USED);
        assertThat(audit()).contains("site.fence Alan", "approval.use Alan", "approval.approve Alan");
        assertThat(estate.engine().audit().recent(100))
                .filteredOn(one -> one.entry().act().equals("site.fence")
                        && one.entry().outcome().equals("done"))
                .singleElement()
                .satisfies(one -> assertThat(one.entry().evidence())
                        .containsEntry("askedBy", ADA.id())
                        .containsEntry("approvedBy", ALAN.id())
                        .containsEntry("epoch", "1"));
        assertRefused(Why.ALREADY, () -> fences.ask("lon", ADA, "again"));
        assertRefused(Why.ALREADY, () -> fences.fence("lon", ADA, "again"));
    }

    @Test
    void one_lifts_it_and_what_was_agreed_before_holds_for_no_other_time() throws Exception {
        Approval byAda = fences.ask("lon", ADA, "fire");
        Approval byGrace = fences.ask("lon", GRACE, "smoke");
        approvals.approve(byAda.id(), ALAN, "");
        approvals.approve(byGrace.id(), ALAN, "");
        fences.fence("lon", ADA, "fire");
        fences.lift("lon", GRACE, "it is out");
        assertThat(fences.list()).isEmpty();
        assertThat(audit()).contains("site.unfence Grace");

        assertRefused(Why.NEEDS_APPROVAL, () -> fences.fence("lon", GRACE, "smoke"));
        assertThat(fences.pending("lon")).isEmpty();
        assertRefused(Why.NOT_CUT_OFF, () -> fences.lift("lon", GRACE, "again"));
    }

    @Test
    void other_questions_about_the_same_cut_off_end_with_it() throws Exception {
        Approval byAda = fences.ask("lon", ADA, "fire");
        Approval byGrace = fences.ask("lon", GRACE, "smoke");
        Approval byAlan = fences.ask("lon", ALAN, "water");
        Approval other = fences.ask("fra", GRACE, "fire there too");
        approvals.approve(byAda.id(), ALAN, "");
        approvals.approve(byAlan.id(), GRACE, "");
        assertThat(approvals.open()).extracting(Approval::id).containsExactly(byGrace.id(), other.id());

        fences.fence("lon", ADA, "fire");

        assertThat(approvals.open()).extracting(Approval::id).containsExactly(other.id());
        for (Approval past : List.of(byGrace, byAlan)) {
            assertThat(approvals.find(past.id()).orElseThrow().state()).isEqualTo(Approval.State.SUPERSEDED);
        }
        assertThat(approvals.find(byAda.id()).orElseThrow().state()).isEqualTo(Approval.State.USED);
        assertThat(audit()).filteredOn("approval.supersede Ada"::equals).hasSize(2);
        assertThatThrownBy(() -> approvals.approve(byGrace.id(), ADA, "")).isInstanceOf(ApprovalRefusedException.class);
    }

    @Test
    void what_was_agreed_holds_for_an_hour_and_for_that_site_alone() throws Exception {
        approvals.approve(fences.ask("lon", ADA, "fire").id(), ALAN, "");
        assertRefused(Why.NEEDS_APPROVAL, () -> fences.fence("fra", ADA, "fire"));
        estate.clock().forward(Duration.ofMinutes(61));
        assertRefused(Why.NEEDS_APPROVAL, () -> fences.fence("lon", ADA, "fire"));
        assertThat(fences.list()).isEmpty();
    }

    @Test
    void the_last_site_is_never_cut_off() throws Exception {
        approvals.approve(fences.ask("lon", ADA, "fire").id(), ALAN, "");
        approvals.approve(fences.ask("fra", ADA, "fire").id(), ALAN, "");
        fences.fence("lon", ADA, "fire");
        assertRefused(Why.ONLY_SITE, () -> fences.fence("fra", ADA, "fire"));
        assertRefused(Why.ONLY_SITE, () -> fences.ask("fra", ADA, "fire"));
        assertThat(fences.list()).extracting(SiteFences.SiteFence::siteId).containsExactly("lon");
    }

    @Test
    void programs_and_the_command_line_neither_ask_nor_use_it_but_lift_it() throws Exception {
        Actor shell = new Actor("command line:root", "root", List.of(), "");
        Actor program = new Actor("service account:17", "night", List.of("ADMINISTRATOR"), "");
        for (Actor actor : List.of(shell, program)) {
            assertThatThrownBy(() -> fences.ask("lon", actor, "fire")).isInstanceOf(ApprovalRefusedException.class);
            assertRefused(Why.NEEDS_APPROVAL, () -> fences.fence("lon", actor, "fire"));
        }
        approvals.approve(fences.ask("lon", ADA, "fire").id(), ALAN, "");
        fences.fence("lon", ADA, "fire");
        fences.lift("lon", shell, "it is out");
        assertThat(fences.list()).isEmpty();
    }

    @Test
    void a_reason_and_a_site_that_there_is_are_needed() {
        assertThatThrownBy(() -> fences.ask("lon", ADA, " ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> fences.ask("rom", ADA, "fire"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rom");
        assertThatThrownBy(() -> fences.lift("lon", ADA, "")).isInstanceOf(IllegalArgumentException.class);
        assertThat(audit()).isEmpty();
    }
}
