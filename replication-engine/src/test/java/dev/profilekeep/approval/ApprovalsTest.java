package dev.profilekeep.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.approval.Approval.State;
import dev.profilekeep.approval.ApprovalRefusedException.Why;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.lock.LockApprovals;
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
    private static final Actor ADA = new Actor("corp:ada@example.com", "Ada", List.of("ADMINISTRATOR"), "");
    private static final Actor ALAN = new Actor("corp:alan@example.com", "Alan", List.of("ADMINISTRATOR"), "");
    private static final Actor GRACE = new Actor("corp:grace@example.com", "Grace", List.of("ADMINISTRATOR"), "");

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
                .filter(entry -> entry.entry().outcome().equals("done"))
                .map(entry -> entry.entry().act() + " " + entry.actor().id())
                .toList();
    }

    @Test
    void whose_files_somebody_may_see_is_no_question_about_locks() throws Exception {
        Approval files = approvals.ask("files.visit", "container:7", "Look", "basis", ADA, "her thesis");
        Approval lock = asked();
        LockApprovals locks = estate.engine().locks().approvals(Reach.EVERYWHERE);

        assertThat(locks.open()).extracting(Approval::id).containsExactly(lock.id());
        assertThat(locks.of("container:7", 10)).extracting(Approval::id).containsExactly(lock.id());
        assertThat(locks.find(files.id())).isEmpty();
        assertThatThrownBy(() -> locks.approve(files.id(), ALAN, "")).isInstanceOf(IllegalArgumentException.class);
        assertThat(estate.engine().visitGrants().waiting())
                .extracting(Approval::id)
                .containsExactly(files.id());
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
                        "approval.use corp:ada@example.com",
                        "approval.approve corp:alan@example.com",
                        "approval.ask corp:ada@example.com");
        assertThat(estate.engine().audit().verify().sound()).isTrue();
    }

    @Test
    void whoever_asked_cannot_agree_however_the_name_is_written() throws Exception {
        Approval asked = asked();
        Actor again = new Actor(" Corp:ADA@Example.com", "Somebody else", List.of(), "10.0.0.1");
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
                new Actor("command line:local", "command line", List.of("ADMINISTRATOR"), ""),
                new Actor("local:command line", "command line", List.of("ADMINISTRATOR"), ""),
                new Actor("service account:k3v9x2m4qa", "night", List.of("ADMINISTRATOR"), ""),
                new Actor("Service Account:k3v9x2m4qa", "night", List.of("ADMINISTRATOR"), ""),
                new Actor("root", "root", List.of("ADMINISTRATOR"), ""),
                new Actor("corp:", "", List.of("ADMINISTRATOR"), ""),
                new Actor("", "", List.of(), ""))) {
            refused(() -> approvals.ask("a", "b", "c", "d", nobody, "why"));
            refused(() -> approvals.approve(asked.id(), nobody, ""));
            refused(() -> approvals.refuse(asked.id(), nobody, ""));
            refused(() -> approvals.withdraw(asked.id(), nobody));
        }
        assertThat(audit()).as("nothing of it happened").hasSize(1);
        Approval agreed = approvals.approve(asked.id(), ALAN, "");
        for (Actor nobody : List.of(
                new Actor("command line:local", "command line", List.of("ADMINISTRATOR"), ""),
                new Actor("service account:k3v9x2m4qa", "night", List.of("ADMINISTRATOR"), ""),
                Actor.SCHEDULE)) {
            refused(() -> approvals.use(agreed, nobody));
        }
        assertThatThrownBy(() -> approvals.use(agreed, GRACE))
                .as("a third person")
                .isInstanceOf(ApprovalRefusedException.class)
                .hasMessageContaining("one of the two");
        assertThat(approvals.find(asked.id()).orElseThrow().state()).isEqualTo(State.APPROVED);
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable act) {
        assertThatThrownBy(act)
                .isInstanceOf(ApprovalRefusedException.class)
                .hasMessageContaining("only people who signed in");
    }

    @Test
    void what_is_refused_is_told_with_who_tried_and_why() throws Exception {
        Approval asked = asked();
        refusals(() -> approvals.approve(asked.id(), ADA, "me too"), "approval.approve", ADA, "second person");
        refusals(() -> approvals.refuse(asked.id(), ADA, "no"), "approval.refuse", ADA, "second person");
        refusals(() -> approvals.withdraw(asked.id(), ALAN), "approval.withdraw", ALAN, "only whoever asked");
        Actor shell = new Actor("command line:root", "root", List.of(), "");
        refusals(
                () -> approvals.approve(asked.id(), shell, ""), "approval.approve", shell, "only people who signed in");
        approvals.refuse(asked.id(), ALAN, "");
        refusals(() -> approvals.approve(asked.id(), GRACE, "yes"), "approval.approve", GRACE, "REFUSED");
        refusals(() -> approvals.withdraw(asked.id(), ADA), "approval.withdraw", ADA, "REFUSED");
        refusals(
                () -> approvals.ask("lock.clear.unproved", "container:7", "Clear it", "basis", shell, "now"),
                "approval.ask",
                shell,
                "only people who signed in");
        assertThatThrownBy(() -> approvals.approve(4711, ALAN, "")).isInstanceOf(IllegalArgumentException.class);
        assertThat(estate.engine().audit().recent(100)).hasSize(9);
        assertThat(estate.engine().audit().verify().sound()).isTrue();
    }

    private void refusals(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable act, String name, Actor actor, String why) {
        assertThatThrownBy(act).isInstanceOf(ApprovalRefusedException.class).hasMessageContaining(why);
        assertThat(estate.engine().audit().recent(1)).singleElement().satisfies(told -> {
            assertThat(told.entry().act()).isEqualTo(name);
            assertThat(told.entry().subject()).isEqualTo("container:7");
            assertThat(told.entry().outcome()).startsWith("refused: ").contains(why);
            assertThat(told.entry().evidence()).containsEntry("act", "lock.clear.unproved");
            assertThat(told.actor().id()).isEqualTo(actor.id());
        });
    }

    private static Actor known(String id) {
        return new Actor(id, "somebody", List.of("ADMINISTRATOR"), "");
    }

    @Test
    void the_same_person_is_the_same_whichever_way_they_came_and_however_they_are_spelt() throws Exception {
        String sid = "S-1-5-21-1-2-3-1102";
        for (String[] pair : new String[][] {
            {sid, sid}, // two identity providers that say the same SID
            {sid, sid.toLowerCase(java.util.Locale.ROOT)},
            {sid, " " + sid + "\t"},
            {"corp:ada@example.com", "corp:ADA@EXAMPLE.COM"},
            {"corp:ada@example.com", "Corp:ada@example.com "},
            {"corp:\uff41da@example.com", "corp:ada@example.com"}, // another form of the same letter
            {"corp:stra\u00dfe", "corp:STRASSE"}
        }) {
            Approval asked = approvals.ask(
                    "act", "container:" + pair[1].hashCode(), "t", pair[0] + pair[1], known(pair[0]), "why");
            assertThatThrownBy(() -> approvals.approve(asked.id(), known(pair[1]), ""))
                    .as(pair[0] + " and " + pair[1])
                    .isInstanceOfSatisfying(ApprovalRefusedException.class, refused -> assertThat(refused.why())
                            .isEqualTo(Why.SAME_PERSON))
                    .hasMessageContaining("second person");
            assertThat(approvals.find(asked.id()).orElseThrow().state()).isEqualTo(State.ASKED);
        }
    }

    @Test
    void of_two_who_are_not_known_alike_nobody_can_tell_that_they_are_two() throws Exception {
        for (String[] pair : new String[][] {
            {"S-1-5-21-1-2-3-1102", "okta:ada@example.com"},
            {"okta:ada@example.com", "S-1-5-21-1-2-3-1102"},
            {"okta:ada@example.com", "entra:alan@example.com"},
            // the domain's account said by one identity provider, the cloud's computed at another: it may be one person
            {"S-1-5-21-1-2-3-1102", "S-1-12-1-4-5-6-7"},
            {"s-1-12-1-4-5-6-7", "S-1-5-21-1-2-3-1102"}
        }) {
            Approval asked = approvals.ask("act", "container:9", "t", pair[0] + pair[1], known(pair[0]), "why");
            assertThatThrownBy(() -> approvals.approve(asked.id(), known(pair[1]), ""))
                    .as(pair[0] + " and " + pair[1])
                    .isInstanceOfSatisfying(ApprovalRefusedException.class, refused -> assertThat(refused.why())
                            .isEqualTo(Why.CANNOT_TELL))
                    .hasMessageContaining("cannot be told that you are another person");
        }
        for (String[] pair :
                new String[][] {{"S-1-5-21-1-2-3-1102", "S-1-5-21-4-5-6-1102"}, {"S-1-12-1-4-5-6-7", "S-1-12-1-4-5-6-8"}
                }) {
            Approval asked = approvals.ask("act", "container:10", "t", pair[0], known(pair[0]), "why");
            assertThat(approvals.approve(asked.id(), known(pair[1]), "").state())
                    .as("two SIDs of one kind are two people")
                    .isEqualTo(State.APPROVED);
        }
    }

    @Test
    void what_was_used_for_nothing_is_given_back_once_and_told() throws Exception {
        Approval agreed = approvals.approve(asked().id(), ALAN, "");
        assertThatThrownBy(() -> approvals.giveBack(agreed, ADA, "not used yet"))
                .isInstanceOf(ApprovalRefusedException.class);
        approvals.use(agreed, ADA);
        Approval back = approvals.giveBack(agreed, ADA, "nothing was changed: it was read-only");
        assertThat(back.state()).isEqualTo(State.APPROVED);
        assertThat(back.expiresAt()).as("no longer than before").isEqualTo(agreed.expiresAt());
        assertThatThrownBy(() -> approvals.giveBack(agreed, ADA, "twice")).isInstanceOf(ApprovalRefusedException.class);
        assertThat(estate.engine().audit().recent(1).get(0).entry()).satisfies(entry -> {
            assertThat(entry.act()).isEqualTo("approval.give-back");
            assertThat(entry.reason()).isEqualTo("nothing was changed: it was read-only");
        });
        approvals.use(back, ALAN);
        assertThatThrownBy(() -> approvals.use(back, ADA)).isInstanceOf(ApprovalRefusedException.class);

        Approval late = approvals.approve(asked().id(), ALAN, "");
        approvals.use(late, ADA);
        estate.clock().forward(Duration.ofMinutes(60));
        assertThat(approvals.giveBack(late, ADA, "too late").state()).isEqualTo(State.EXPIRED);
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
