package dev.profilekeep.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RequestStateTest {
    @Test
    void nothing_runs_that_nobody_agreed_to() {
        for (RequestState state : EnumSet.of(RequestState.ASKED, RequestState.QUESTION, RequestState.ANSWERED)) {
            assertThat(reached(state, RequestState.APPROVED))
                    .as("from %s, without a yes", state)
                    .doesNotContain(RequestState.WAITING, RequestState.RUNNING, RequestState.DONE);
        }
    }

    @Test
    void what_was_refused_or_withdrawn_or_taken_back_stays_so() {
        assertThat(RequestState.REFUSED.next()).isEmpty();
        assertThat(RequestState.WITHDRAWN.next()).isEmpty();
        assertThat(RequestState.UNDONE.next()).isEmpty();
    }

    @Test
    void every_state_can_be_reached_and_every_open_one_can_end() {
        assertThat(reached(RequestState.ASKED, null)).containsAll(EnumSet.complementOf(EnumSet.of(RequestState.ASKED)));
        for (RequestState state : RequestState.values()) {
            assertThat(state.isOver() || reached(state, null).stream().anyMatch(RequestState::isOver))
                    .as("%s", state)
                    .isTrue();
        }
    }

    @Test
    void before_is_the_other_way_round_of_next() {
        for (RequestState one : RequestState.values()) {
            for (RequestState other : RequestState.values()) {
                assertThat(RequestState.before(other).contains(one))
                        .isEqualTo(one.next().contains(other));
            }
        }
    }

    @Test
    void a_wish_is_whole_or_it_is_none() {
        Wish.Point point = new Wish.Point("main", new UUID(1, 2), 0);
        assertThatThrownBy(() -> Wish.firstAid(RequestKind.WHOLE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Wish(RequestKind.RESET, point, Instant.EPOCH, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Wish(RequestKind.FILES, point, Instant.EPOCH, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Wish(RequestKind.WHOLE, point, Instant.EPOCH, List.of("a")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new Wish(RequestKind.FILES, point, Instant.EPOCH, List.of("a")).paths())
                .containsExactly("a");
    }

    /** All that can be come to, without going through {@code closed}. */
    private static Set<RequestState> reached(RequestState from, RequestState closed) {
        Set<RequestState> reached = EnumSet.noneOf(RequestState.class);
        Set<RequestState> fresh = EnumSet.copyOf(from.next().isEmpty() ? Set.of(from) : from.next());
        fresh.remove(closed);
        while (reached.addAll(fresh)) {
            Set<RequestState> further = EnumSet.noneOf(RequestState.class);
            for (RequestState state : fresh) {
                further.addAll(state.next());
            }
            further.remove(closed);
            fresh = further;
            if (fresh.isEmpty()) {
                break;
            }
        }
        return reached;
    }
}
