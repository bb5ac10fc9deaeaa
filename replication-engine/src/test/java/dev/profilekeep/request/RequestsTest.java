package dev.profilekeep.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.audit.Actor;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.engine.Engine;
import dev.profilekeep.engine.Estate;
import dev.profilekeep.health.ContainerState;
import dev.profilekeep.request.RequestRefusedException.Why;
import dev.profilekeep.request.Requests.Asked;
import dev.profilekeep.request.Restorer.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From asking to having it back, step by step, on a real catalog. */
class RequestsTest {
    private static final String HELGE_SID = "S-1-5-21-1004336348-1177238915-682003330-2001";
    private static final String HELLA_SID = "S-1-5-21-1004336348-1177238915-682003330-2002";
    private static final Actor ANNA = new Actor(Estate.ANNA, "Anna", List.of("USER"), "");
    private static final Actor HELGE = new Actor(HELGE_SID, "Helge", List.of("HELPDESK"), "");
    private static final Actor HELLA = new Actor(HELLA_SID, "Hella", List.of("HELPDESK"), "");
    private static final Instant NIGHT = Instant.parse("2022-06-20T01:14:00Z");

    @TempDir
    Path folder;

    private Estate estate;
    private Requests requests;
    private final Trial restorer = new Trial();
    private final List<RequestRunner> runners = new ArrayList<>();

    @BeforeEach
    void open() {
        estate = new Estate(folder);
        prepare(estate);
        requests = estate.engine().requests();
    }

    /** Says which database. */
    void prepare(Estate made) {}

    @AfterEach
    void close() {
        runners.forEach(RequestRunner::close);
        estate.close();
    }

    /** Does nothing but what the test tells it to. */
    private static final class Trial implements Restorer {
        private volatile Optional<Note> holder = Optional.empty();
        private volatile Result result = new Result.Done("act-1", Note.NONE);
        private volatile Result undone = new Result.Done("act-2", Note.NONE);
        private volatile CountDownLatch block = new CountDownLatch(0);
        private final CountDownLatch begun = new CountDownLatch(1);
        private final List<String> done = new ArrayList<>();

        @Override
        public Set<RequestKind> kinds() {
            return EnumSet.of(RequestKind.WHOLE);
        }

        @Override
        public Optional<Note> heldBy(Request request) {
            return holder;
        }

        @Override
        public Result restore(Request request, Progress progress) {
            CountDownLatch end = block;
            synchronized (done) {
                done.add("restore " + request.id());
            }
            progress.at("WRITING", 5, 10);
            begun.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                return new Result.Later(Note.plain("interrupted"));
            }
            return result;
        }

        @Override
        public Result undo(Request request, Progress progress) {
            synchronized (done) {
                done.add("undo " + request.act());
            }
            return undone;
        }

        private List<String> done() {
            synchronized (done) {
                return List.copyOf(done);
            }
        }
    }

    private RequestRunner runner(String node) {
        RequestRunner runner = new RequestRunner(requests, restorer, estate.clock(), node);
        runners.add(runner);
        return runner;
    }

    private static void tick(RequestRunner runner) throws InterruptedException {
        runner.tick();
        runner.settle();
    }

    private static ContainerRow profile(long id, String sid, String account) {
        return new ContainerRow(
                id,
                "pool",
                ContainerKind.PROFILE,
                sid,
                account,
                "Profile_" + account,
                ContainerState.HEALTHY,
                List.of(),
                List.of("fra"),
                false,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static Wish yesterday() {
        return new Wish(
                RequestKind.WHOLE,
                new Wish.Point("main", UUID.fromString("0f0f0f0f-0000-4000-8000-000000000001"), 0),
                NIGHT,
                List.of());
    }

    private Asked ask(Actor asker) throws RequestRefusedException {
        return requests.ask(
                profile(7, Estate.ANNA, "anna"), yesterday(), asker, "", Locale.ENGLISH, "my documents are gone");
    }

    private Request state(long id) {
        return requests.find(id).orElseThrow();
    }

    private List<RequestState> story(long id) {
        return requests.steps(id).stream().map(RequestStep::state).toList();
    }

    private List<String> audit() {
        List<String> entries = new ArrayList<>(estate.engine().audit().recent(100).stream()
                .filter(entry -> entry.entry().act().startsWith("request."))
                .map(entry -> entry.entry().act() + " " + entry.actor().name() + " "
                        + entry.entry().outcome().split(":", 2)[0])
                .toList());
        java.util.Collections.reverse(entries);
        return entries;
    }

    @Test
    void a_person_asks_another_agrees_and_it_is_done_by_itself() throws Exception {
        long id = ask(ANNA).request().id();
        estate.clock().forward(Duration.ofMinutes(3));
        requests.approve(id, HELGE, "");
        assertThat(state(id).state()).isEqualTo(RequestState.APPROVED);
        assertThat(state(id).untilAnswer(estate.clock().instant())).isEqualTo(Duration.ofMinutes(3));

        tick(runner("one"));
        Request done = state(id);
        assertThat(done.state()).isEqualTo(RequestState.DONE);
        assertThat(done.act()).isEqualTo("act-1");
        assertThat(done.deciderName()).isEqualTo("Helge");
        assertThat(done.wish()).isEqualTo(yesterday());
        assertThat(story(id))
                .containsExactly(RequestState.ASKED, RequestState.APPROVED, RequestState.RUNNING, RequestState.DONE);
        assertThat(audit())
                .containsExactly(
                        "request.ask Anna done",
                        "request.approve Helge done",
                        "request.run ProfileKeep done",
                        "request.done ProfileKeep done");
        assertThat(estate.engine().audit().verify().sound()).isTrue();
    }

    @Test
    void whoever_asked_does_not_decide_whatever_their_role() throws Exception {
        long id = ask(HELGE).request().id();
        assertThatThrownBy(() -> requests.approve(id, HELGE, ""))
                .isInstanceOfSatisfying(
                        RequestRefusedException.class, e -> assertThat(e.why()).isEqualTo(Why.SAME_PERSON));
        assertThatThrownBy(() -> requests.refuse(
                        id, new Actor(" " + HELGE_SID.toLowerCase(Locale.ROOT), "H", List.of(), ""), "no"))
                .isInstanceOfSatisfying(
                        RequestRefusedException.class, e -> assertThat(e.why()).isEqualTo(Why.SAME_PERSON));
        assertThatThrownBy(() -> requests.approve(id, new Actor("corp:helge@example.com", "Helge", List.of(), ""), ""))
                .isInstanceOfSatisfying(
                        RequestRefusedException.class, e -> assertThat(e.why()).isEqualTo(Why.CANNOT_TELL));
        assertThatThrownBy(() -> requests.approve(id, Actor.SCHEDULE, ""))
                .isInstanceOfSatisfying(
                        RequestRefusedException.class, e -> assertThat(e.why()).isEqualTo(Why.NOT_A_PERSON));
        assertThat(state(id).state()).isEqualTo(RequestState.ASKED);
        assertThat(audit().subList(1, 5)).allMatch(entry -> entry.endsWith("refused"));

        requests.approve(id, HELLA, "");
        assertThat(state(id).state()).isEqualTo(RequestState.APPROVED);
    }

    @Test
    void a_question_is_answered_by_whoever_asked_and_nobody_else() throws Exception {
        long id = ask(HELGE).request().id();
        requests.askBack(id, HELLA, "which folder?");
        assertThatThrownBy(() -> requests.answer(id, HELLA, "all"))
                .isInstanceOfSatisfying(
                        RequestRefusedException.class, e -> assertThat(e.why()).isEqualTo(Why.NOT_THE_ASKER));
        requests.answer(id, ANNA, "Documents"); // whose profile it is
        requests.askBack(id, HELLA, "since when?");
        requests.answer(id, HELGE, "since yesterday");
        requests.refuse(id, HELLA, "it is in the recycle bin");

        assertThat(story(id))
                .containsExactly(
                        RequestState.ASKED,
                        RequestState.QUESTION,
                        RequestState.ANSWERED,
                        RequestState.QUESTION,
                        RequestState.ANSWERED,
                        RequestState.REFUSED);
        assertThat(requests.steps(id).get(2).words().english()).isEqualTo("Documents");
        assertThat(state(id).state().isOver()).isTrue();
        tick(runner("one"));
        assertThat(restorer.done()).isEmpty();
    }

    @Test
    void two_requests_for_one_container_are_one() throws Exception {
        Asked first = ask(ANNA);
        Asked second = ask(HELGE);
        assertThat(second.joined()).isTrue();
        assertThat(second.request().id()).isEqualTo(first.request().id());
        Asked other = requests.ask(profile(8, Estate.BEN, "ben"), yesterday(), HELGE, "", Locale.ENGLISH, "his too");
        assertThat(other.joined()).isFalse();

        requests.withdraw(first.request().id(), ANNA, "");
        assertThat(ask(HELGE).joined()).isFalse();
    }

    @Test
    void of_several_who_ask_at_once_one_makes_the_request() throws Exception {
        List<Callable<Asked>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Actor asker =
                    new Actor(Estate.ANNA.substring(0, Estate.ANNA.length() - 4) + (3000 + i), "P" + i, List.of(), "");
            all.add(() -> ask(asker));
        }
        List<Asked> asked = together(all);
        assertThat(asked)
                .extracting(one -> one.request().id())
                .containsOnly(asked.get(0).request().id());
        assertThat(asked).filteredOn(one -> !one.joined()).hasSize(1);
        assertThat(requests.count(RequestFilter.within(Reach.EVERYWHERE))).isEqualTo(1);
    }

    @Test
    void of_two_who_decide_at_once_one_does_and_the_other_is_told() throws Exception {
        for (int round = 0; round < 5; round++) {
            long id = ask(ANNA).request().id();
            List<Object> ends = together(List.of(
                    () -> end(() -> requests.approve(id, HELGE, "")),
                    () -> end(() -> requests.refuse(id, HELLA, "no"))));
            assertThat(ends).filteredOn(Request.class::isInstance).hasSize(1);
            assertThat(ends)
                    .filteredOn(RequestRefusedException.class::isInstance)
                    .singleElement()
                    .satisfies(e -> assertThat((RequestRefusedException) e)
                            .hasMessageContaining("was quicker")
                            .extracting(RequestRefusedException::why)
                            .isEqualTo(Why.NOT_OPEN));
            assertThat(story(id)).hasSize(2);
            if (!state(id).state().isOver()) {
                requests.withdraw(id, ANNA, "");
            }
        }
    }

    @Test
    void nobody_is_called_quicker_who_was_not() throws Exception {
        long id = ask(ANNA).request().id();
        assertThatThrownBy(() -> requests.answer(id, ANNA, "what?")).hasMessage("that cannot be done now: it is asked");
        requests.withdraw(id, ANNA, "");
        assertThatThrownBy(() -> requests.withdraw(id, ANNA, ""))
                .hasMessage("that cannot be done now: it is withdrawn");
        assertThatThrownBy(() -> requests.approve(id, HELGE, "")).hasMessage("Anna was quicker: it is withdrawn");
    }

    @Test
    void it_waits_until_nobody_works_with_the_profile() throws Exception {
        long id = ask(ANNA).request().id();
        requests.approve(id, HELGE, "");
        restorer.holder = Optional.of(Note.plain("she is signed in at VDI-12"));
        RequestRunner runner = runner("one");
        tick(runner);
        assertThat(state(id).state()).isEqualTo(RequestState.WAITING);
        assertThat(state(id).note().english()).isEqualTo("she is signed in at VDI-12");
        tick(runner);
        estate.clock().forward(RequestRunner.BETWEEN.plusSeconds(1));
        tick(runner);
        assertThat(story(id)).hasSize(3);
        assertThat(restorer.done()).isEmpty();

        restorer.holder = Optional.empty();
        tick(runner);
        assertThat(restorer.done()).as("not before its turn").isEmpty();
        estate.clock().forward(RequestRunner.BETWEEN.plusSeconds(1));
        tick(runner);
        assertThat(state(id).state()).isEqualTo(RequestState.DONE);
        assertThat(state(id).note().english()).isEmpty();
    }

    @Test
    void what_cannot_begin_for_a_fortnight_has_failed() throws Exception {
        long id = ask(ANNA).request().id();
        requests.approve(id, HELGE, "");
        restorer.holder = Optional.of(Note.plain("she is signed in at VDI-12"));
        RequestRunner runner = runner("one");
        tick(runner);
        estate.clock().forward(RequestRunner.PATIENCE.plusSeconds(1));
        tick(runner);
        assertThat(state(id).state()).isEqualTo(RequestState.FAILED);
        assertThat(state(id).note().english()).contains("14 days").contains("VDI-12");
    }

    @Test
    void it_can_be_taken_back_while_it_waits_and_not_while_it_runs() throws Exception {
        long id = ask(ANNA).request().id();
        requests.approve(id, HELGE, "");
        restorer.holder = Optional.of(Note.plain("in use"));
        tick(runner("one"));
        requests.withdraw(id, ANNA, "found it");
        assertThat(state(id).state()).isEqualTo(RequestState.WITHDRAWN);

        long next = ask(ANNA).request().id();
        requests.approve(next, HELGE, "");
        restorer.holder = Optional.empty();
        restorer.block = new CountDownLatch(1);
        RequestRunner runner = runner("two");
        runner.tick();
        restorer.begun.await();
        assertThat(state(next).state()).isEqualTo(RequestState.RUNNING);
        assertThat(state(next).progress()).isEqualTo(new Request.Progress("WRITING", 5, 10));
        assertThatThrownBy(() -> requests.withdraw(next, ANNA, "")).isInstanceOf(RequestRefusedException.class);
        restorer.block.countDown();
        runner.settle();
        assertThat(state(next).state()).isEqualTo(RequestState.DONE);
        assertThat(state(next).progress()).isNull();
    }

    @Test
    void that_was_wrong_goes_back_by_itself_too() throws Exception {
        long id = ask(ANNA).request().id();
        requests.approve(id, HELGE, "");
        RequestRunner runner = runner("one");
        tick(runner);
        assertThatThrownBy(() -> requests.undo(id, HELGE, "")).isInstanceOf(RequestRefusedException.class);
        requests.undo(id, ANNA, "it was the wrong day");
        restorer.holder = Optional.of(Note.plain("in use"));
        tick(runner);
        assertThat(state(id).state()).isEqualTo(RequestState.UNDOING);
        assertThat(state(id).note().english()).isEqualTo("in use");
        assertThat(ask(HELGE).joined()).as("it is still open").isTrue();

        restorer.holder = Optional.empty();
        estate.clock().forward(RequestRunner.BETWEEN.plusSeconds(1));
        tick(runner);
        assertThat(state(id).state()).isEqualTo(RequestState.UNDONE);
        assertThat(restorer.done()).containsExactly("restore " + id, "undo act-1");
    }

    @Test
    void that_somebody_has_to_sign_off_is_said_only_where_that_is_so() throws Exception {
        long id = ask(ANNA).request().id();
        requests.approve(id, HELGE, "");
        RequestRunner runner = runner("one");
        restorer.result = new Result.Later(Note.plain("the server at London does not answer"));
        tick(runner);
        assertThat(state(id).state()).isEqualTo(RequestState.DELAYED);
        assertThat(state(id).note().english()).isEqualTo("the server at London does not answer");

        restorer.holder = Optional.of(Note.plain("she is signed in at VDI-12"));
        estate.clock().forward(RequestRunner.BETWEEN.multipliedBy(2).plusSeconds(1));
        tick(runner);
        assertThat(state(id).state()).isEqualTo(RequestState.WAITING);

        restorer.holder = Optional.empty();
        estate.clock().forward(RequestRunner.BETWEEN.plusSeconds(1));
        tick(runner);
        assertThat(state(id).state()).as("it is tried").isEqualTo(RequestState.DELAYED);
        restorer.result = new Result.Done("act-1", Note.NONE);
        estate.clock().forward(RequestRunner.BETWEEN.multipliedBy(2).plusSeconds(1));
        tick(runner);
        assertThat(state(id).state()).isEqualTo(RequestState.DONE);
    }

    @Test
    void what_cannot_be_taken_back_is_not_called_done() throws Exception {
        long id = ask(ANNA).request().id();
        requests.approve(id, HELGE, "");
        RequestRunner runner = runner("one");
        tick(runner);
        requests.undo(id, ANNA, "it was the wrong day");
        restorer.undone = new Result.Failed("", Note.plain("what was there before is not kept any more"));
        tick(runner);
        assertThat(state(id).state()).isEqualTo(RequestState.FAILED);
        assertThat(state(id).note().english())
                .isEqualTo(
                        "it could not be taken back, and stays as it is: what was there before is not kept any more");
        assertThat(state(id).isUndoFailed()).isTrue();
        assertThat(state(id).isUndoable()).as("the reason may pass").isTrue();

        requests.undo(id, ANNA, "perhaps now");
        restorer.undone = new Result.Later(Note.plain("the server at London does not answer"));
        tick(runner);
        assertThat(state(id).state()).isEqualTo(RequestState.UNDOING);
        estate.clock().forward(RequestRunner.PATIENCE.plusSeconds(1));
        tick(runner);
        assertThat(state(id).state()).isEqualTo(RequestState.FAILED);
        assertThat(state(id).note().english()).contains("14 days").endsWith("the server at London does not answer");
        assertThat(state(id).isUndoable()).isTrue();

        requests.undo(id, ANNA, "once more");
        restorer.undone = new Result.Failed("", Note.of("kept.gone"));
        tick(runner);
        assertThat(state(id).isUndoFailed()).isTrue();
        assertThat(state(id).isUndoable()).as("nothing is left to go back to").isFalse();
        assertThatThrownBy(() -> requests.undo(id, ANNA, "again"))
                .isInstanceOfSatisfying(
                        RequestRefusedException.class, e -> assertThat(e.why()).isEqualTo(Why.NOTHING_TO_UNDO));
    }

    @Test
    void facts_of_notes_are_kept_and_each_request_comes_once_by_its_number() throws Exception {
        restorer.holder = Optional.of(Note.of("share.room", 100, 7));
        long first = ask(ANNA).request().id();
        requests.approve(first, HELGE, "");
        tick(runner("one"));
        assertThat(state(first).note()).isEqualTo(Note.of("share.room", 100, 7));
        assertThat(requests.steps(first).get(2).words()).isEqualTo(Note.of("share.room", 100, 7));
        assertThat(requests.steps(first).get(0).words()).isEqualTo(Note.plain("my documents are gone"));
        requests.withdraw(first, ANNA, "");
        long second = ask(ANNA).request().id();
        RequestFilter all = RequestFilter.within(Reach.EVERYWHERE);
        assertThat(requests.listAfter(all, 0, 1)).extracting(Request::id).containsExactly(first);
        requests.withdraw(second, ANNA, ""); // what is open comes first in the queue, by number nothing moves
        assertThat(requests.listAfter(all, first, 10)).extracting(Request::id).containsExactly(second);
        assertThat(requests.listAfter(all, second, 10)).isEmpty();
        assertThat(requests.times(List.of(state(first), state(second)))).containsOnlyKeys(first, second);
    }

    @Test
    void what_changed_nothing_has_no_way_back_and_an_open_one_comes_first() throws Exception {
        long id = ask(ANNA).request().id();
        requests.approve(id, HELGE, "");
        restorer.result = new Result.Failed("", Note.plain("the backup is damaged"));
        tick(runner("one"));
        assertThat(state(id).state()).isEqualTo(RequestState.FAILED);
        assertThatThrownBy(() -> requests.undo(id, ANNA, ""))
                .isInstanceOfSatisfying(
                        RequestRefusedException.class, e -> assertThat(e.why()).isEqualTo(Why.NOTHING_TO_UNDO));

        restorer.result = new Result.Failed("act-9", Note.plain("only one of two copies is replaced"));
        long partly = ask(ANNA).request().id();
        requests.approve(partly, HELGE, "");
        tick(runner("one"));
        ask(HELGE);
        assertThatThrownBy(() -> requests.undo(partly, ANNA, ""))
                .isInstanceOfSatisfying(
                        RequestRefusedException.class, e -> assertThat(e.why()).isEqualTo(Why.ANOTHER_OPEN));
        assertThat(state(partly).state()).isEqualTo(RequestState.FAILED);
    }

    @Test
    void what_a_dead_process_was_at_work_on_is_taken_up_by_another_and_its_word_counts_no_more() throws Exception {
        long id = ask(ANNA).request().id();
        requests.approve(id, HELGE, "");
        restorer.block = new CountDownLatch(1);
        RequestRunner dead = runner("dead");
        dead.tick();
        restorer.begun.await();
        estate.clock().forward(RequestSteps.ALIVE.plusSeconds(1)); // it says nothing for too long
        CountDownLatch first = restorer.block;
        restorer.block = new CountDownLatch(0);
        restorer.result = new Result.Done("of the living", Note.NONE);
        tick(runner("alive"));
        assertThat(state(id).act()).isEqualTo("of the living");
        restorer.result = new Result.Failed("of the dead", Note.plain("late"));
        first.countDown();
        dead.settle();
        assertThat(state(id).state()).isEqualTo(RequestState.DONE);
        assertThat(state(id).act()).isEqualTo("of the living");
        assertThat(story(id))
                .containsExactly(
                        RequestState.ASKED,
                        RequestState.APPROVED,
                        RequestState.RUNNING,
                        RequestState.DELAYED,
                        RequestState.RUNNING,
                        RequestState.DONE);
    }

    @Test
    void a_process_that_says_it_is_at_work_keeps_its_turn_and_one_does_it_at_a_time() throws Exception {
        long id = ask(ANNA).request().id();
        requests.approve(id, HELGE, "");
        restorer.block = new CountDownLatch(1);
        RequestRunner one = runner("one");
        RequestRunner two = runner("two");
        one.tick();
        restorer.begun.await();
        for (int i = 0; i < 4; i++) {
            estate.clock().forward(Duration.ofMinutes(1));
            one.tick();
            tick(two);
        }
        restorer.block.countDown();
        one.settle();
        assertThat(restorer.done()).containsExactly("restore " + id);
        assertThat(state(id).state()).isEqualTo(RequestState.DONE);
    }

    @Test
    void requests_outlive_a_restart() throws Exception {
        long id = ask(ANNA).request().id();
        requests.askBack(id, HELGE, "which?");
        Engine again = estate.reopen();
        requests = again.requests();
        assertThat(state(id).state()).isEqualTo(RequestState.QUESTION);
        requests.answer(id, ANNA, "all");
        requests.approve(id, HELGE, "");
        tick(runner("after"));
        assertThat(state(id).state()).isEqualTo(RequestState.DONE);
    }

    @Test
    void the_list_says_who_waits_longest_first_and_keeps_to_reach_and_search() throws Exception {
        long first = ask(ANNA).request().id();
        estate.clock().forward(Duration.ofMinutes(1));
        long second = requests.ask(
                        profile(8, Estate.BEN, "ben_100%"), yesterday(), HELGE, "", Locale.ENGLISH, "his too")
                .request()
                .id();
        requests.askBack(first, HELGE, "which?");
        assertThat(requests.list(RequestFilter.within(Reach.EVERYWHERE), 0, 10))
                .extracting(Request::id)
                .containsExactly(second, first);
        assertThat(requests.list(new RequestFilter(Set.of(RequestState.QUESTION), "", Reach.EVERYWHERE), 0, 10))
                .extracting(Request::id)
                .containsExactly(first);
        assertThat(requests.list(new RequestFilter(Set.of(), "100%", Reach.EVERYWHERE), 0, 10))
                .extracting(Request::id)
                .containsExactly(second);
        assertThat(requests.list(new RequestFilter(Set.of(), "n%", Reach.EVERYWHERE), 0, 10))
                .isEmpty();
        assertThat(requests.list(RequestFilter.within(Reach.NOWHERE), 0, 10)).isEmpty();
        String ben = Estate.BEN.toLowerCase(Locale.ROOT);
        assertThat(requests.list(RequestFilter.of(ben, Reach.EVERYWHERE), 0, 10))
                .extracting(Request::id)
                .containsExactly(second);
        assertThat(requests.count(RequestFilter.of(ben.substring(0, ben.length() - 1), Reach.EVERYWHERE)))
                .as("a part of a SID is another person")
                .isZero();
    }

    private static Object end(Callable<Request> step) throws Exception {
        try {
            return step.call();
        } catch (RequestRefusedException e) {
            return e;
        }
    }

    private static <T> List<T> together(List<Callable<T>> all) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(all.size());
        try {
            List<T> ends = new ArrayList<>();
            for (Future<T> one : threads.invokeAll(all)) {
                ends.add(one.get());
            }
            return ends;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void first_aid_for_the_other_kind_of_container_cannot_be_asked_for() throws Exception {
        assertThatThrownBy(() -> requests.ask(
                        profile(7, Estate.ANNA, "anna"),
                        Wish.firstAid(RequestKind.REBUILD_OFFICE),
                        ANNA,
                        "",
                        Locale.ENGLISH,
                        "Outlook is slow"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("REBUILD_OFFICE cannot be asked for container 7: it is PROFILE");
        Request asked = requests.ask(
                        profile(7, Estate.ANNA, "anna"),
                        Wish.firstAid(RequestKind.RESET),
                        ANNA,
                        "",
                        Locale.ENGLISH,
                        "it does not start")
                .request();
        assertThat(asked.wish()).isEqualTo(Wish.firstAid(RequestKind.RESET));
        assertThat(estate.engine().audit().recent(1).get(0).entry().evidence()).containsEntry("kind", "RESET");
    }
}
