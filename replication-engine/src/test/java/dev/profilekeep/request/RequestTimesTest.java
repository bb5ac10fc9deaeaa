package dev.profilekeep.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.config.RestorePolicy;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.request.RequestTimes.Mark;
import dev.profilekeep.request.RequestTimes.Running;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What counts against whom. */
class RequestTimesTest {
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    private static final RestorePolicy.Within WITHIN =
            new RestorePolicy.Within(Duration.ofHours(1), Duration.ofHours(4), Duration.ofHours(2));

    private static Mark mark(int minutes, RequestState state) {
        return new Mark(START.plusSeconds(60L * minutes), state);
    }

    private static RequestTimes times(
            RequestState state, @Nullable Integer answered, @Nullable Integer decided, int now, Mark... marks) {
        Request request = new Request(
                1,
                7,
                "key",
                "pool",
                ContainerKind.PROFILE,
                "S-1",
                "anna",
                Wish.firstAid(RequestKind.RESET),
                "why",
                state,
                "S-1",
                "Anna",
                START,
                answered == null ? null : START.plusSeconds(60L * answered),
                decided == null ? null : START.plusSeconds(60L * decided),
                null,
                START,
                "",
                "",
                Note.NONE,
                "",
                "",
                null);
        return RequestTimes.of(request, List.of(marks), START.plusSeconds(60L * now));
    }

    @Test
    void without_an_answer_that_is_what_runs_and_it_is_late_after_its_limit() {
        RequestTimes times = times(RequestState.ASKED, null, null, 61, mark(0, RequestState.ASKED));
        assertThat(times.running()).isEqualTo(Running.ANSWER);
        assertThat(times.now()).isEqualTo(Duration.ofMinutes(61));
        assertThat(times.limit(WITHIN)).isEqualTo(Duration.ofHours(1));
        assertThat(times.isLate(WITHIN)).isTrue();
        assertThat(times(RequestState.ASKED, null, null, 60, mark(0, RequestState.ASKED))
                        .isLate(WITHIN))
                .as("within means within")
                .isFalse();
    }

    @Test
    void what_the_asker_takes_to_answer_does_not_count_for_the_decision() {
        Mark asked = mark(0, RequestState.ASKED);
        Mark question = mark(30, RequestState.QUESTION);
        RequestTimes waits = times(RequestState.QUESTION, 30, null, 630, asked, question);
        assertThat(waits.running()).isEqualTo(Running.ASKER);
        assertThat(waits.asker()).isEqualTo(Duration.ofHours(10));
        assertThat(waits.decision()).isEqualTo(Duration.ofMinutes(30));
        assertThat(waits.limit(WITHIN)).isNull();
        assertThat(waits.isLate(WITHIN)).isFalse();

        RequestTimes back =
                times(RequestState.ANSWERED, 30, null, 900, asked, question, mark(630, RequestState.ANSWERED));
        assertThat(back.running()).isEqualTo(Running.DECISION);
        assertThat(back.now()).isEqualTo(Duration.ofMinutes(300));
        assertThat(back.isLate(WITHIN)).isTrue();
    }

    @Test
    void what_somebody_takes_to_sign_off_counts_against_nobody() {
        RequestTimes waits = times(
                RequestState.WAITING,
                5,
                5,
                3_000,
                mark(0, RequestState.ASKED),
                mark(5, RequestState.APPROVED),
                mark(7, RequestState.WAITING));
        assertThat(waits.running()).isEqualTo(Running.SIGN_OFF);
        assertThat(waits.isLate(WITHIN)).isFalse();

        RequestTimes done = times(
                RequestState.UNDONE,
                5,
                5,
                9_000,
                mark(0, RequestState.ASKED),
                mark(5, RequestState.APPROVED),
                mark(7, RequestState.WAITING),
                mark(3_000, RequestState.RUNNING),
                mark(3_010, RequestState.DONE),
                mark(4_000, RequestState.UNDOING),
                mark(5_000, RequestState.UNDONE));
        assertThat(done.signOff()).isEqualTo(Duration.ofMinutes(2_993));
        assertThat(done.doing()).isEqualTo(Duration.ofMinutes(12));
        assertThat(done.decision()).isEqualTo(Duration.ofMinutes(5));
        assertThat(done.running()).isEqualTo(Running.NONE);
        assertThat(done.now()).isNull();
        assertThat(done.isLate(WITHIN)).isFalse();
    }

    @Test
    void a_yes_that_nothing_comes_of_is_late_too() {
        RequestTimes stuck = times(
                RequestState.DELAYED,
                5,
                5,
                200,
                mark(0, RequestState.ASKED),
                mark(5, RequestState.APPROVED),
                mark(6, RequestState.DELAYED));
        assertThat(stuck.running()).isEqualTo(Running.DOING);
        assertThat(stuck.now()).isEqualTo(Duration.ofMinutes(195));
        assertThat(stuck.isLate(WITHIN)).isTrue();
    }

    @Test
    void what_was_taken_back_before_anybody_answered_has_no_answer_and_no_decision() {
        RequestTimes gone = times(
                RequestState.WITHDRAWN, null, null, 900, mark(0, RequestState.ASKED), mark(3, RequestState.WITHDRAWN));
        assertThat(gone.answer()).isNull();
        assertThat(gone.decision()).isNull();
        assertThat(gone.doing()).isNull();
        assertThat(gone.isLate(WITHIN)).isFalse();
    }
}
