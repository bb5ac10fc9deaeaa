package dev.profilekeep.portal.requests.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.request.RequestState;
import dev.profilekeep.ui.Status;
import org.junit.jupiter.api.Test;

/** The shape beside the word of a state. */
class RequestStatusTest {
    @Test
    void what_only_waits_for_somebody_is_no_warning() {
        assertThat(RequestWords.status(RequestState.ASKED)).isEqualTo(Status.PAUSED);
        assertThat(RequestWords.status(RequestState.ANSWERED)).isEqualTo(Status.PAUSED);
        assertThat(RequestWords.status(RequestState.DELAYED)).isEqualTo(Status.DEGRADED);
    }

    @Test
    void only_a_question_has_the_mark_of_one() {
        for (RequestState state : RequestState.values()) {
            assertThat(RequestWords.status(state) == Status.UNKNOWN)
                    .as(state.name())
                    .isEqualTo(state == RequestState.QUESTION);
        }
    }
}
