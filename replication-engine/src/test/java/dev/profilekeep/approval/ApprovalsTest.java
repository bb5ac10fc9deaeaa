package dev.profilekeep.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.approval.Approval.State;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.engine.Estate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApprovalsTest {
    private static final Actor ADA = new Actor("ada@example.com", "Ada", List.of("ADMINISTRATOR"), "");
    private static final Actor ALAN = new Actor("alan@example.com", "Alan", List.of("ADMINISTRATOR"), "");
    private static final Actor GRACE = new Actor("grace@example.com", "Grace", List.of("ADMINISTRATOR"), "");

    @TempDir
    Path folder;

    private Estate estate;
    private Approvals approvals;

    @BeforeEach
    void open() {
        estate = new Estate(folder);
        prepare(estate);
        approvals = estate.engine().approvals();
    }

    /** Says which database. */
    void prepare(Estate made) {}

    @AfterEach
    void close() {
        estate.close();
    }

    private Approval asked() throws ApprovalRefusedException {
        return approvals.ask("lock.clear.unproved", "container:7", "Clear it", "basis", ADA, "she waits");
    }

    private List<String> audit() {
        return estate.engine().audit().recent(100).stream()
                .filter(entry -> entry.entry().act().startsWith("approval."))
                .map(entry -> entry.entry().act() + " " + entry.actor().id())
                .toList();
    }

    @Test
    void one_asks_another_agrees_and_it_is_used_once() throws Exception {
        Approval asked = asked();
        assertThat(asked.state()).isEqualTo(State.ASKED);
        assertThat(asked.expiresAt()).isEqualTo(asked.askedAt().plus(Duration.ofMinutes(60)));
        assertThat(approvals.open()).containsExactly(asked);
        assertThat(approvals.usable(asked.act(), asked.subject(), "basis", ADA)).isEmpty();

        Approval agreed = approvals.approve(asked.id(), ALAN, "");
        assertThat(agreed.state()).isEqualTo(State.APPROVED);
        assertThat(agreed.deciderName()).isEqualTo("Alan");
        assertThat(approvals.open()).isEmpty();
        assertThat(approvals.usable(asked.act(), asked.subject(), "basis", ADA)).contains(agreed);
        assertThat(approvals.usable(asked.act(), asked.subject(), "basis", ALAN))
                .contains(agreed);
        assertThat(approvals.usable(asked.act(), asked.subject(), "basis", GRACE))
                .isEmpty();
        assertThat(approvals.usable(asked.act(), asked.subject(), "another", ADA))
                .isEmpty();
        assertThat(approvals.usable("another", asked.subject(), "basis", ADA)).isEmpty();
        assertThat(approvals.usable(asked.act(), "container:8", "basis", ADA)).isEmpty();

        approvals.use(agreed, ADA);
        assertThatThrownBy(() -> approvals.use(agreed, ADA))
                .isInstanceOf(ApprovalRefusedException.class)
                .hasMessageContaining("USED");
        assertThat(approvals.usable(asked.act(), asked.subject(), "basis", ADA)).isEmpty();
        assertThat(approvals.of("container:7", 10)).extracting(Approval::state).containsExactly(State.USED);
        assertThat(audit())
                .containsExactly(
                        "approval.use ada@example.com",
                        "approval.approve alan@example.com",
                        "approval.ask ada@example.com");
        assertThat(estate.engine().audit().verify().sound()).isTrue();
    }

    @Test
    void whoever_asked_cannot_agree_however_the_name_is_written() throws Exception {
        Approval asked = asked();
        Actor again = new Actor(" ADA@Example.com", "Somebody else", List.of(), "10.0.0.1");
        assertThatThrownBy(() -> approvals.approve(asked.id(), ADA, "")).isInstanceOf(ApprovalRefusedException.class);
        assertThatThrownBy(() -> approvals.approve(asked.id(), again, "")).isInstanceOf(ApprovalRefusedException.class);
        assertThatThrownBy(() -> approvals.refuse(asked.id(), ADA, "")).isInstanceOf(ApprovalRefusedException.class);
        assertThat(approvals.find(asked.id()).orElseThrow().state()).isEqualTo(State.ASKED);
        assertThat(audit()).hasSize(1);
    }

    @Test
    void only_people_who_signed_in_ask_and_agree() throws Exception {
        Approval asked = asked();
        for (Actor nobody : List.of(
                Actor.SCHEDULE,
                Actor.CONFIGURATION,
                new Actor("command line:root", "root", List.of(), ""),
                new Actor("", "", List.of(), ""))) {
            assertThatThrownBy(() -> approvals.ask("a", "b", "c", "d", nobody, "why"))
                    .isInstanceOf(ApprovalRefusedException.class);
            assertThatThrownBy(() -> approvals.approve(asked.id(), nobody, ""))
                    .isInstanceOf(ApprovalRefusedException.class);
        }
    }

    @Test
    void a_question_and_an_answer_are_worth_nothing_after_an_hour() throws Exception {
        Approval late = asked();
        estate.clock().forward(Duration.ofMinutes(60));
        assertThat(approvals.find(late.id()).orElseThrow().state()).isEqualTo(State.EXPIRED);
        assertThat(approvals.open()).isEmpty();
        assertThatThrownBy(() -> approvals.approve(late.id(), ALAN, ""))
                .isInstanceOf(ApprovalRefusedException.class)
                .hasMessageContaining("EXPIRED");

        Approval agreed = approvals.approve(asked().id(), ALAN, "");
        estate.clock().forward(Duration.ofMinutes(59));
        assertThat(approvals.usable(agreed.act(), agreed.subject(), "basis", ADA))
                .contains(agreed);
        estate.clock().forward(Duration.ofMinutes(1));
        assertThat(approvals.usable(agreed.act(), agreed.subject(), "basis", ADA))
                .isEmpty();
        assertThatThrownBy(() -> approvals.use(agreed, ADA)).isInstanceOf(ApprovalRefusedException.class);
    }

    @Test
    void what_was_refused_or_taken_back_stays_so() throws Exception {
        Approval no = approvals.refuse(asked().id(), ALAN, "he is signed in");
        assertThat(no.state()).isEqualTo(State.REFUSED);
        assertThat(no.deciderReason()).isEqualTo("he is signed in");
        assertThatThrownBy(() -> approvals.approve(no.id(), GRACE, "")).isInstanceOf(ApprovalRefusedException.class);

        Approval back = asked();
        assertThat(back.id()).isNotEqualTo(no.id());
        assertThatThrownBy(() -> approvals.withdraw(back.id(), ALAN)).isInstanceOf(ApprovalRefusedException.class);
        assertThat(approvals.withdraw(back.id(), ADA).state()).isEqualTo(State.WITHDRAWN);
        assertThatThrownBy(() -> approvals.approve(back.id(), ALAN, "")).isInstanceOf(ApprovalRefusedException.class);
        assertThatThrownBy(() -> approvals.withdraw(back.id(), ADA)).isInstanceOf(ApprovalRefusedException.class);
    }

    @Test
    void the_same_question_is_asked_once() throws Exception {
        Approval asked = asked();
        assertThat(asked().id()).isEqualTo(asked.id());
        assertThat(approvals.open()).hasSize(1);
        assertThat(approvals
                        .ask("lock.clear.unproved", "container:7", "Clear it", "basis", GRACE, "me too")
                        .id())
                .as("another person's question is another one")
                .isNotEqualTo(asked.id());
        assertThatThrownBy(() -> approvals.ask("a", "b", "c", "d", ADA, " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reason");
        assertThatThrownBy(() -> approvals.ask("a", "b", "c", "d".repeat(201), ADA, "why"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> approvals.approve(4711, ALAN, "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void of_many_at_once_one_decides_and_one_uses() throws Exception {
        Approval asked = asked();
        assertThat(atOnce(i -> approvals.approve(asked.id(), i % 2 == 0 ? ALAN : GRACE, "")))
                .isEqualTo(1);
        Approval agreed = approvals.find(asked.id()).orElseThrow();
        assertThat(atOnce(i -> approvals.use(agreed, ADA))).isEqualTo(1);
        assertThat(audit()).hasSize(3);
    }

    private interface Try {
        void run(int number) throws ApprovalRefusedException;
    }

    private static int atOnce(Try each) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Boolean>> tries = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int number = i;
                tries.add(threads.submit(() -> {
                    try {
                        each.run(number);
                        return true;
                    } catch (ApprovalRefusedException e) {
                        return false;
                    }
                }));
            }
            int went = 0;
            for (Future<Boolean> one : tries) {
                went += one.get() ? 1 : 0;
            }
            return went;
        } finally {
            threads.shutdownNow();
        }
    }
}
